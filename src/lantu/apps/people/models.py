"""Accounts and organisations. Passwords live in User and nowhere else.

The models of the audit trail, of files, inbox and background stand beside what works with them.
"""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lantu.apps.people.actor import PUBLIC, Actor, Post
from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.permissions import ADMINISTRATORS, ROLES, Permission, Role, Sees
from lantu.apps.people.scope import Scoped, ScopedBy, scope
from lantu.apps.places.models import Area, Hierarchy
from lantu.apps.places.vintages import paths_of


def day_of_today() -> date:
    """The day that memberships, organisations and tokens are judged at."""
    return settings.TODAY or timezone.localdate()


def valid_on(day: date) -> models.Q:
    """Rows with valid_from and valid_to (the first day that it no longer holds) on `day`."""
    begun = models.Q(valid_from=None) | models.Q(valid_from__lte=day)
    return begun & (models.Q(valid_to=None) | models.Q(valid_to__gt=day))


class Dated(models.Model):
    """Something that holds from a day until before a day; null: always, for good."""

    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        abstract = True


class Organisation(Dated, Versioned):
    """A department, street office, firm: whoever can own a promise.

    uscc: the unified social credit code, checked. contact: a person, for the inside only.
    """

    SCOPED_BY = ScopedBy(
        public="", organisation="pk", needs=Permission.READ_CONTACTS, inside=frozenset({"contact"})
    )

    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    contact = models.CharField(max_length=100, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    objects = Scoped.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(valid_to=None), name="organisation_name_once"
            ),
            models.UniqueConstraint(
                fields=("uscc",),
                condition=models.Q(valid_to=None) & ~models.Q(uscc=""),
                name="organisation_uscc_once",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class Succession(models.Model):
    """The duties of one organisation passed to another (机构改革). moved: rows by their kind."""

    old = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessions")
    day = models.DateField()
    document = models.CharField(max_length=200)
    moved = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("old", "new"), name="succession_once"),)


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the action `create_account`."""

    def visible_to(self, actor: Actor) -> models.QuerySet["User"]:
        """An account is seen where one of its memberships is."""
        if scope(actor, "people.membership").q() == models.Q():
            return self.get_queryset()
        seen = Membership.objects.visible_to(actor)
        return self.get_queryset().filter(pk__in=seen.values("user"))


class User(AbstractBaseUser, Versioned):
    """An account. display_name is what others see: a role or a name.

    sign_ins: raised to end every session. must_change: the password was set by somebody else.
    closed_on: since when nobody may sign in. erased_on: when its personal data was erased.
    """

    LOOSE = frozenset({"last_login"})  # Django notes it at every sign-in

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)
    sign_ins = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)

    objects = UserManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.display_name

    def check_password(self, raw_password: str | None) -> bool:
        """Without Django's renewal of old hashes: whatever changes an account is an action."""
        return check_password(raw_password, self.password)

    def get_session_auth_hash(self) -> str:
        """Sessions end when this changes: with the password, and with `sign_ins`."""
        words = f"{self.password}|{self.sign_ins}"
        return salted_hmac("lantu.session", words, algorithm="sha256").hexdigest()

    def held(self, day: date) -> list["Membership"]:
        """The memberships that hold on `day` and name what their role needs."""
        rows = self.memberships.filter(valid_on(day)).select_related("area", "organisation__area")
        return [row for row in rows if row.is_complete]

    def needs_second_factor(self) -> bool:
        return any(row.role in ADMINISTRATORS for row in self.held(day_of_today()))

    def actor(self, verified: bool = True) -> Actor:
        """The value that actions and queries take; the public's when the account is closed.

        verified: a second factor was given; without it the administrators' roles sleep.
        """
        if not self.is_active:
            return PUBLIC
        held = [
            row for row in self.held(day_of_today()) if verified or row.role not in ADMINISTRATORS
        ]
        posts = tuple(row.post() for row in held)
        roles = frozenset(post.role for post in posts) | {Role.PUBLIC}
        return Actor(self.display_name, roles, self.pk, posts)


class Membership(Dated, Versioned):
    """A role that an account holds: in an organisation, in an area of a hierarchy, for a time.

    serves: the leader on whose behalf a secretary enters.
    """

    SCOPED_BY = ScopedBy(
        organisation="organisation", area_path="area__path", needs=Permission.READ_ACCOUNTS
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)  # a word of Role
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    hierarchy = models.CharField(max_length=16, default=Hierarchy.ADMINISTRATIVE)
    serves = models.ForeignKey(User, models.PROTECT, null=True, related_name="secretaries")

    objects = Scoped.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=models.Q(role__in=("system_admin", "security_admin", "auditor"))
                & models.Q(valid_to=None),
                name="one_administration_per_account",
            ),
        )

    @property
    def is_complete(self) -> bool:
        """Whether it names what its role needs; else it opens nothing."""
        named = {
            "area": self.area_id,
            "organisation": self.organisation_id,
            "leader": self.serves_id,
        }
        card = ROLES[Role(self.role)]
        if card.administers and (self.area_id or self.organisation_id):
            return False
        return all(named[need] for need in card.needs)

    def post(self) -> Post:
        area = self.area or (self.organisation.area if self.organisation else None)
        bound = ROLES[Role(self.role)].sees is Sees.ORGANISATION
        paths = paths_of(area, self.hierarchy) if area else frozenset() if bound else None
        return Post(Role(self.role), self.organisation_id, paths, self.serves_id)


class ApiToken(Dated):
    """Lets another system act for an organisation: as one role, and only what `may` lists.

    digest: SHA-256 of the secret, which is shown once. start: its first characters, to tell tokens
    apart.
    """

    SCOPED_BY = ScopedBy(organisation="organisation", needs=Permission.KEEP_TOKENS)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    start = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)  # a word of Role
    may = models.JSONField()  # words of Permission
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = Scoped.as_manager()

    def __str__(self) -> str:
        return f"{self.name}（{self.start}…）"

    def actor(self) -> Actor:
        area = self.area or self.organisation.area
        role = Role(self.role)
        paths = paths_of(area) if area else frozenset[str]()
        post = Post(role, self.organisation_id, paths)
        only = frozenset(Permission(word) for word in self.may)
        return Actor(f"接口：{self.name}", frozenset({role, Role.PUBLIC}), None, (post,), only)


# Django looks for an application's models here.
from lantu.apps.people.audit.models import AuditBatch, AuditEvent  # noqa: E402
from lantu.apps.people.background.models import JobRun, OutboxRow  # noqa: E402
from lantu.apps.people.files.models import File, FileCitation  # noqa: E402
from lantu.apps.people.inbox.models import Contact, Delegation, InboxItem, Notice  # noqa: E402
from lantu.apps.people.limits.models import VisitCount  # noqa: E402

__all__ = [
    "ApiToken", "AuditBatch", "AuditEvent", "Contact", "Delegation", "File", "FileCitation",
    "InboxItem", "JobRun", "Membership", "Notice", "Organisation", "OutboxRow", "Succession",
    "User", "VisitCount",
]  # fmt: skip
