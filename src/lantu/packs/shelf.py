"""The packs at hand: those of the software and those of the deployment, by name.

A deployment's pack goes before one of the software with the same name. Refuses to hand out a pack
that has an error: who enables it is told every fault.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from lantu.kernel.errors import Conflict, Invalid, NotFound
from lantu.packs.faults import nearest
from lantu.packs.load import HOME, PACK_FILE, Loaded, folders, load_folder
from lantu.packs.snapshot import Pack

TEMPLATE = HOME / "_template"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SHOWN = 5


def shelf(homes: Sequence[Path] = ()) -> dict[str, Path]:
    """Name -> folder of every pack. homes: folders with the deployment's own packs."""
    return {folder.name: folder for home in (HOME, *homes) for folder in folders(home)}


def load_shelf(homes: Sequence[Path] = ()) -> dict[str, Loaded]:
    """Every pack, or its faults, by name."""
    return {name: load_folder(folder) for name, folder in sorted(shelf(homes).items())}


def take(name: str, homes: Sequence[Path] = ()) -> Pack:
    """The pack of that name, without an error. NotFound, or Invalid with its faults."""
    found = shelf(homes)
    if name not in found:
        raise NotFound("packs.unknown", f"没有系统包“{name}”。", nearest(name, tuple(found)))
    loaded = load_folder(found[name])
    if loaded.pack is None:
        wrong = [str(fault) for fault in loaded.faults if fault.is_error]
        more = f"；另有 {len(wrong) - _SHOWN} 处" if len(wrong) > _SHOWN else ""
        raise Invalid(
            "packs.unsound",
            f"系统包“{name}”有 {len(wrong)} 处错误，不能启用。",
            "；".join(one.rstrip("。") for one in wrong[:_SHOWN])
            + more
            + f"。请运行 lantu packs check {found[name]}。",
            {"faults": wrong},
        )
    return loaded.pack


def new_pack(name: str, title: str, home: Path) -> Path:
    """The folder of a new pack under `home`: the template with its own name and title.

    Invalid when the name cannot be one, Conflict when it is taken.
    """
    if not _NAME.fullmatch(name):
        raise Invalid(
            "packs.bad_name",
            f"“{name}”不能作系统包的名称。",
            "名称以小写字母开头，只用小写字母、数字和下划线，例如 visit_register；"
            "中文写在 --title 后面。",
        )
    folder = home / name
    if folder.exists() or name in shelf():
        raise Conflict("packs.taken", f"已有名为“{name}”的系统包。", "请换一个名称。")
    try:
        shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = (TEMPLATE / PACK_FILE).read_text(encoding="utf-8")
        text = text.replace("pack: template", f"pack: {name}", 1)
        text = re.sub(r"(?m)^title: .*$", lambda _: _title(title or name), text, count=1)
        (folder / PACK_FILE).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Invalid(
            "packs.unwritable",
            f"无法写入 {folder}。",
            f"系统答复：{error.strerror}；请换一个位置。",
        ) from error
    return folder


def _title(title: str) -> str:
    quoted = title.replace("\\", "").replace('"', "")
    return f'title: {{zh: "{quoted}", en: "{quoted}"}}'
