"""Reading and writing on behalf of commands: a document's bytes, a package's folder.

A folder is written whole or not at all: files go into a sibling folder that is renamed into place.
"""

import shutil
import tempfile
from pathlib import Path

from lantu.engines.plan.package import Package, from_files, to_files
from lantu.kernel.errors import Conflict, Invalid, NotFound

PACKAGE_FILES = ("text.txt", "plan.json", "findings.json")


def read_bytes(path: Path) -> bytes:
    """The file's bytes. NotFound or Invalid when it cannot be read."""
    if path.is_dir():
        raise Invalid("cli.file.folder", f"{path} 是文件夹。", "请给出规划文件本身。")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(
            "cli.file.missing", f"找不到文件 {path}。", "请检查路径；名称中有空格时加引号。"
        ) from error
    except OSError as error:
        raise Invalid(
            "cli.file.unreadable", f"无法读取 {path}。", f"系统答复：{error.strerror}。"
        ) from error


def load_package(folder: Path) -> Package:
    """The package in `folder`."""
    missing = [name for name in PACKAGE_FILES if not (folder / name).is_file()]
    if missing:
        raise NotFound(
            "cli.package.missing",
            f"{folder} 中没有规划包。",
            f"缺少 {'、'.join(missing)}；先运行 lantu compile 规划文件 --out {folder}。",
        )
    return from_files({name: read_bytes(folder / name) for name in PACKAGE_FILES})


def save_package(package: Package, folder: Path) -> None:
    """Write the package's files into `folder`, replacing an earlier package, nothing else."""
    if folder.exists() and (
        not folder.is_dir() or {p.name for p in folder.iterdir()} - set(PACKAGE_FILES)
    ):
        raise Conflict(
            "cli.package.occupied",
            f"{folder} 已存在，且不是规划包。",
            "为避免覆盖其他文件，请换一个新的文件夹名。",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise Invalid(
            "cli.package.unwritable", f"无法写入 {folder}。", f"系统答复：{error.strerror}。"
        ) from error
    try:
        for name, data in to_files(package).items():
            (fresh / name).write_bytes(data)
        fresh.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    except OSError as error:
        raise Invalid(
            "cli.package.unwritable", f"无法写入 {folder}。", f"系统答复：{error.strerror}。"
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
