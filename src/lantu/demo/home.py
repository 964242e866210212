"""The folder of a deployment: made when missing, its secret kept, Django started on it.

Everything else is told to Django by the environment; see `lantu.settings.SETTINGS`.
"""

import os
from collections.abc import Callable
from pathlib import Path

import django
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.utils import get_random_secret_key

from lantu.kernel.errors import Invalid, NotFound, Unavailable


def open_home(home: Path, *, create: bool, prepare: bool = True) -> None:
    """Make `home` the deployment of this process.

    prepare: bring its tables, keys and static files up to date; else it is taken as it is.

    NotFound when it is not there and `create` is False. Invalid when it cannot be written.
    """
    if not create and not home.is_dir():
        raise NotFound(
            "demo.home.missing",
            f"{home} 不存在。",
            f"先运行 lantu demo --home {home} --no-serve，或检查路径。",
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
        given = os.environ.get("LANTU_SECRET_KEY", "").strip()
        secret = given or _kept(home / "secret.key", get_random_secret_key)
    except OSError as error:
        raise Invalid(
            "demo.home.unwritable", f"无法写入 {home}。", f"系统答复：{error.strerror}。"
        ) from error
    os.environ["LANTU_HOME"] = str(home.absolute())
    os.environ["LANTU_SECRET_KEY"] = secret
    os.environ["DJANGO_SETTINGS_MODULE"] = "lantu.settings"
    django.setup()
    if prepare:
        _prepare(home)


def _prepare(home: Path) -> None:
    from lantu.apps.people.confidential import KEY_FILE, new_key

    if not os.environ.get("LANTU_FIELD_KEY"):
        _kept(home / KEY_FILE, new_key)
    if finders.find("lantu/lantu.css") is None:
        raise Unavailable(
            "demo.assets.missing",
            "网页的样式和脚本还没有生成。",
            "请在项目目录运行 npm ci && npm run build，或用 make demo，它会一并完成。",
        )
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`, made when there is none."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make(), encoding="ascii")
    return path.read_text(encoding="ascii")
