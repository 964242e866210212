"""`lantu account`: the first accounts of a deployment, which has none of its own.

The three administrators open all others in the pages.
"""

from enum import StrEnum
from typing import Annotated

import typer

from lantu.cli.console import out, progress
from lantu.cli.serve import HOME, Home


class Administration(StrEnum):
    """Roles that are made here; see people/roles.toml."""

    SYSTEM = "system_admin"
    SECURITY = "security_admin"
    AUDIT = "auditor"


def account(
    username: Annotated[str, typer.Argument(help="Name to sign in with.")],
    role: Annotated[Administration, typer.Option(help="One of the three administrations.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    name: Annotated[str, typer.Option(help="Name that others see.")] = "",
    home: Home = HOME,
) -> None:
    """Open an administrator's account; it binds a telephone at the first sign-in."""
    from lantu.demo.home import open_home

    with progress("准备数据库"):
        open_home(home, create=False)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from lantu.apps.people.actions import create_account
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.permissions import Role
    from lantu.kernel.errors import Invalid

    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid("cli.account.password", "密码不合要求。", "".join(error.messages)) from error
    chosen = Role(role.value)
    create_account(
        by=SYSTEM,
        username=username,
        display_name=name or str(chosen.label),
        password=password,
        roles=[chosen],
    )
    out.print(f"已开设账号 {username}（{chosen.label}）。")
