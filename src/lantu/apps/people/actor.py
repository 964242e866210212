"""Who acts: a frozen value made once per request, command or job.

It says what the roles allow. It is not the user row, and it is never stored.
"""

from dataclasses import dataclass

from lantu.apps.people.permissions import GRANTS, Permission, Role
from lantu.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """user: the account's id; None for the public and for the system itself."""

    name: str
    roles: frozenset[Role]
    user: int | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(GRANTS[role] for role in self.roles))

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Forbidden unless the actor may."""
        if not self.may(permission):
            raise Forbidden(
                "people.forbidden",
                f"{self.name}不能{permission.label}。",
                "请换一个有此权限的账号登录，或请规划科办理。",
                {"permission": permission.value},
            )


PUBLIC = Actor("公众", frozenset({Role.PUBLIC}))
SYSTEM = Actor("系统", frozenset({Role.SYSTEM}))
