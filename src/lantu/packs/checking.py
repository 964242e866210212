"""The whole check of a pack's folder: what `load` says, and every example tried out.

Refuses nothing that `load` accepts; an example that fails is an error all the same.
"""

from datetime import date
from pathlib import Path

from lantu.packs.examples import try_examples
from lantu.packs.faults import Fault, misread
from lantu.packs.load import Loaded, load_folder


def check_folder(folder: Path, today: date | None = None) -> Loaded:
    """The pack in `folder` and all its faults, those of its examples included."""
    loaded = load_folder(folder, today)
    if loaded.pack is None:
        return loaded
    faults: list[Fault] = list(loaded.faults)
    for path in sorted(folder.glob("examples/*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(misread(name, 1, "不是 UTF-8 编码", "请用 UTF-8 编码另存"))
            continue
        faults += try_examples(loaded.pack, name, text)
    return Loaded(loaded.pack, tuple(faults))
