"""Who acts: a frozen value made once per request, command or job.

It says what the roles allow and where they hold. It is not the user row, and it is never stored.
"""

from dataclasses import dataclass

from lantu.apps.people.permissions import GRANTS, Permission, Role
from lantu.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Post:
    """A role as it is held. area_paths: of all code vintages; None: everywhere.

    serves: the account on whose behalf a secretary enters.
    """

    role: Role
    organisation: int | None = None
    area_paths: frozenset[str] | None = None
    serves: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """user: the account's id; None for the public, for the system and for tokens.

    only: what a token is limited to; None: everything that the roles allow.
    """

    name: str
    roles: frozenset[Role]
    user: int | None = None
    posts: tuple[Post, ...] = ()
    only: frozenset[Permission] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        granted = frozenset().union(*(GRANTS[role] for role in self.roles))
        return granted if self.only is None else granted & self.only

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Forbidden unless the actor may."""
        if not self.may(permission):
            raise Forbidden(
                "people.forbidden",
                f"{self.name}不能{permission.label}。",
                "请换一个有此权限的账号登录，或请安全管理员核对您的角色。",
                {"permission": permission.value},
            )

    def must_serve(self, other: "Actor") -> None:
        """Forbidden unless the actor may enter on behalf of `other`."""
        self.must(Permission.ACT_FOR)
        bound = {post.serves for post in self.posts if post.role == Role.SECRETARY}
        free = {Role.SYSTEM, Role.PLAN_OFFICER} & self.roles
        if not free and other.user not in bound:
            raise Forbidden(
                "people.not_serving",
                f"{self.name}不能代{other.name}办理。",
                "联络员只能代任职时写明的领导办理；请安全管理员核对任职。",
            )


PUBLIC = Actor("公众", frozenset({Role.PUBLIC}))
SYSTEM = Actor("系统", frozenset({Role.SYSTEM}))
