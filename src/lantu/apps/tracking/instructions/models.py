"""An instruction is a row; who else helps is a row each; each step is an append-only row.

Seen by the leader whose it is, by the secretaries whose posts name that leader, by the people of
the units that it is addressed to, and by those who watch the area (规划科, 审计员). Nobody sees one
because it is public: none is.
"""

from dataclasses import replace
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.guarding import Guard
from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.holdings import Held, Tied
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.permissions import GRANTS, ROLES, Permission, Role, Sees
from lantu.apps.people.scope import Scoped, ScopedBy, scope
from lantu.apps.places.models import Area
from lantu.apps.registry.models import Promise
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.instructions.words import STANDING, InstructionState, Urgency

GIVERS = (Role.LEADER, Role.SECRETARY)
"""Roles that open what is one leader's alone, however wide their area is."""


def leaders_of(actor: Actor) -> frozenset[int]:
    """Whose instructions are the actor's matter: his own as a leader, those whom he serves."""
    own = {actor.user} if Role.LEADER in actor.roles else set()
    served = {post.serves for post in actor.posts if post.role is Role.SECRETARY}
    return frozenset(one for one in own | served if one is not None)


def units_of(actor: Actor, permission: Permission) -> frozenset[int]:
    """Organisations in whose name the actor may do what `permission` says."""
    return frozenset(
        post.organisation
        for post in actor.posts
        if post.organisation is not None
        and ROLES[post.role].sees is Sees.ORGANISATION
        and permission in GRANTS[post.role]
        and actor.may(permission)
    )


class InstructionQuerySet(Scoped):
    """Through the compiled scope of the posts that watch an area, and what is one's own."""

    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.READ_INSTRUCTIONS):
            return self.none()
        watching = tuple(post for post in actor.posts if post.role not in GIVERS)
        found = scope(replace(actor, posts=watching), self.model._meta.label_lower).q()
        if not found:
            return self
        if units := units_of(actor, Permission.READ_INSTRUCTIONS):
            helping = InstructionUnit.objects.filter(organisation__in=units)
            found |= Q(lead__in=units) | Q(pk__in=helping.values("instruction"))
        return self.filter(found | Q(leader__in=leaders_of(actor)))


class Instruction(Versioned):
    """text: the leader's words, verbatim. entered_by: himself or the secretary.

    lead: the unit that answers for it (主办). area: of the lead unit, else of the subject. promise
    or case: what it is about, neither for a general one. replied_on: the day of the last reply.
    """

    SCOPED_BY = ScopedBy(area_path="area__path", needs=Permission.READ_INSTRUCTIONS)
    HELD_BY = Held("lead", _("批示"), open=Q(state__in=STANDING))
    TIED_TO = Tied("leader", open=Q(state__in=STANDING))

    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    leader = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()
    urgency = models.CharField(max_length=12, default=Urgency.NORMAL)  # a word of Urgency
    written_on = models.DateField()
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=InstructionState.HANDLING)
    given_at = models.DateTimeField()
    replied_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(fields=("year", "n"), name="instruction_number_once"),
            models.CheckConstraint(
                condition=Q(promise=None) | Q(case=None), name="instruction_one_subject"
            ),
        )
        indexes = (models.Index(fields=("state", "due", "id"), name="instruction_to_dispatch"),)

    def __str__(self) -> str:
        return self.number


class InstructionUnit(models.Model):
    """A unit that helps the lead unit (协办)."""

    HELD_BY = Held("organisation", _("协办单位"), open=Q(instruction__state__in=STANDING))

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="helping")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        app_label = "tracking"


class InstructionStepQuerySet(Scoped):
    """A step, and the file that it cites, is seen by whoever sees the instruction."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(instruction__in=Instruction.objects.visible_to(actor).values("pk"))


class InstructionStep(models.Model):
    """One thing that happened. seq: the instruction's version that it made. due: the day it set.

    unit: in whose name a unit's people spoke. on_behalf_of: the leader a secretary entered for.
    """

    GUARD = Guard()
    SCOPED_BY = ScopedBy(needs=Permission.READ_INSTRUCTIONS)

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)  # a word of StepKind
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    due = models.DateField(null=True)

    objects = InstructionStepQuerySet.as_manager()

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(fields=("instruction", "seq"), name="instruction_step_once"),
        )
