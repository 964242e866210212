"""Accounts, organisations, what was done (AuditEvent) and what is to be sent (OutboxRow).

Events are only ever added. Passwords live in User and nowhere else.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area


class Organisation(models.Model):
    """A department, street office, firm: whoever can own a promise."""

    name = models.CharField(max_length=100, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)

    def __str__(self) -> str:
        return self.short_name or self.name


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the action `create_account`."""


class User(AbstractBaseUser):
    """An account. display_name is what others see: a role or a name."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.display_name

    def actor(self) -> Actor:
        """The value that actions and queries take; the public's when the account is closed."""
        if not self.is_active:
            return PUBLIC
        roles = frozenset(Role(role) for role in self.memberships.values_list("role", flat=True))
        return Actor(self.display_name, roles | {Role.PUBLIC}, self.pk)


class Membership(models.Model):
    """A role that an account has."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)  # a word of Role
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "organisation"), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=("user", "role"),
                condition=models.Q(organisation=None),
                name="membership_once_anywhere",
            ),
        )


class AuditEvent(models.Model):
    """One thing that was done. actor is null for the system and the public: see actor_name.

    Unsealed while `batch` is null; `number` is its place in the sealed order.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60, db_index=True)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True, unique=True)
    batch = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("object_kind", "object_id"), name="audit_by_object"),)


class OutboxRow(models.Model):
    """Something to be done after the transaction: sent, indexed, recomputed."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
