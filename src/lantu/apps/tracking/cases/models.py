"""A case is a row, its open branches are task rows, and each step is an event row.

The events say it all: row and tasks are what they fold into, kept for plain SQL. What changes with
every step is in no index of the row, so that a step rewrites little; lists of open cases, boards,
inboxes and maps read the tasks, which are as few as what is open.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Self, cast

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.guarding import Guard
from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.confidential import EncryptedField
from lantu.apps.people.holdings import Tied
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.permissions import Permission
from lantu.apps.people.scope import Scoped, ScopedBy
from lantu.apps.places.models import Area
from lantu.apps.places.wordindex import fts5, tsquery
from lantu.apps.tracking.enabling.models import PackVersion
from lantu.apps.tracking.records.models import Placed, Record
from lantu.apps.tracking.seeing import seen_cases, seen_counts
from lantu.kernel.bigrams import Phrase


def number_of(pk: int, opened_at: datetime) -> str:
    """The case number (案号): the day it was opened and its place among all cases.

    >>> from datetime import datetime, timezone
    >>> number_of(42, datetime(2026, 5, 6, 2, tzinfo=timezone.utc))
    '2026050600000042'
    """
    return f"{timezone.localtime(opened_at):%Y%m%d}{pk:08d}"


class CaseQuerySet(Scoped):
    """Through the compiled scope, and what the actor reported himself."""

    def visible_to(self, actor: Actor) -> Self:
        return self._seen(actor, seen_cases(actor))

    def nearly_visible_to(self, actor: Actor) -> Self:
        """Without cases of which only a branch was the actor's: a quicker first try."""
        return self._seen(actor, seen_counts(actor))

    def _seen(self, actor: Actor, seen: Q) -> Self:
        if not seen:
            return self
        return self.filter(seen | Q(reporter=actor.user) if actor.user is not None else seen)


class Case(Versioned, Placed):
    """row_version is the seq of its last event. state: of the main branch, where it ended last.

    process: `pack.process`. outcome: "" while it is open. organisation: who holds it, or held it
    last. data: the values that may be indexed, sealed: the sensitive ones, encrypted. origin: the
    round, window and member it was made for, or the form that was sent, once. receipt: digest of
    the code that a reporter without an account follows it by.
    """

    SCOPED_BY = ScopedBy(
        area_path="area__path", organisation="organisation", needs=Permission.READ_RECORDS
    )
    TIED_TO = Tied("reporter", open=Q(ended_at=None))

    process = models.CharField(max_length=81)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, blank=True)  # a word of engines.cases.Outcome
    category = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reporter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="subcases", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed", db_index=False
    )
    origin = models.CharField(max_length=200, null=True, unique=True)
    receipt = models.CharField(max_length=64, null=True, unique=True)
    public = models.BooleanField(default=False)
    due = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)
    sealed = EncryptedField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        app_label = "tracking"
        indexes = (
            models.Index(fields=("process", "opened_at", "id"), name="case_in_order"),
            models.Index(fields=("process", "area", "opened_at", "id"), name="case_by_area"),
            models.Index(fields=("process", "category", "opened_at"), name="case_by_category"),
            models.Index(fields=("organisation", "opened_at", "id"), name="case_by_unit"),
            *(
                models.Index(
                    fields=(name, "opened_at"),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"case_by_{name}",
                )
                for name in ("reporter", "record", "parent", "merged_into")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The case number (案号)."""
        return number_of(self.pk, self.opened_at)


class CaseEvent(models.Model):
    """One thing that happened to a case; `engines.cases.Event` says what the columns mean.

    details: roles, organisation, target, person, amount, level, request, areas, numbers, where they
    are not empty. Sensitive values stand as digests. Never changed; removed only with its case.
    """

    GUARD = Guard(removable=True)

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    action = models.CharField(max_length=40, blank=True)
    branch = models.CharField(max_length=100)
    reason = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    details = models.JSONField(default=dict)

    class Meta:
        app_label = "tracking"
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="case_event_once"),)


class CaseTask(Placed):
    """What waits for somebody on one branch of an open case.

    post, post_area: the role that is on duty, and the area it must be held in ("" for any that
    holds the case). organisation, person: whom it is assigned to. stands: path of the area that the
    branch has risen to. raised: it went up since it became overdue. area: of the case.
    """

    TIED_TO = Tied("person", open=Q(), by="display_name")

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks", db_index=False)
    process = models.CharField(max_length=81)
    branch = models.CharField(max_length=100)
    state = models.CharField(max_length=40)
    duty = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=20, blank=True)
    post_area = models.CharField(max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.CharField(max_length=60, blank=True)
    stands = models.CharField(max_length=160, blank=True)
    category = models.CharField(max_length=100, blank=True)
    due = models.DateTimeField(null=True)
    entered = models.DateTimeField()
    opened_at = models.DateTimeField()
    raised = models.BooleanField(default=False)

    class Meta:
        app_label = "tracking"
        constraints = (models.UniqueConstraint(fields=("case", "branch"), name="task_once"),)
        indexes = (
            models.Index(fields=("process", "state", "due", "id"), name="task_on_board"),
            models.Index(fields=("organisation", "due"), name="task_by_unit"),
            models.Index(fields=("post", "post_area", "due"), name="task_by_post"),
            models.Index(fields=("process", "cell"), name="task_on_map"),
            models.Index(fields=("due",), condition=Q(due__isnull=False), name="task_by_due"),
        )


class CaseParty(models.Model):
    """An organisation that held a branch of a case without being the one in the case's row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        app_label = "tracking"
        constraints = (models.UniqueConstraint(fields=("case", "organisation"), name="party_once"),)


class CaseWordsQuerySet(models.QuerySet["CaseWords"]):
    """Through the word index of migration 0002."""

    def saying(self, wanted: Sequence[Phrase]) -> Self:
        """Cases whose words hold every phrase. At least one phrase."""
        if connection.vendor == "postgresql":
            words, params = tsquery(wanted)
            sql = f"to_tsvector('simple', tracking_casewords.grams) @@ ({words})"
            return cast("Self", self.extra(where=[sql], params=params))
        sql = "SELECT rowid FROM tracking_words_fts WHERE tracking_words_fts MATCH %s"
        return self.filter(pk__in=RawSQL(sql, [fts5(wanted)]))


class CaseWords(models.Model):
    """What a case says, as character pairs: written once, found by the word index."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="words")
    grams = models.TextField()

    objects = CaseWordsQuerySet.as_manager()

    class Meta:
        app_label = "tracking"


class CaseCount(models.Model):
    """How many cases there were when it was last counted: what totals beyond 10,000 come from."""

    process = models.CharField(max_length=81)
    state = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    area_path = models.CharField(max_length=160, blank=True)
    n = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        app_label = "tracking"
        indexes = (models.Index(fields=("process", "state"), name="count_by_state"),)


class CaseTally(models.Model):
    """What `engines.cases.tally` counted for a month, by unit and area. counts: fields of Tally."""

    process = models.CharField(max_length=81)
    month = models.DateField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    area_path = models.CharField(max_length=160, blank=True)
    counts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        app_label = "tracking"
        indexes = (models.Index(fields=("process", "month"), name="tally_by_month"),)


class Paper(models.Model):
    """A numbered paper that a step issued: 〔2026〕n号, counted within its pack, kind and year."""

    GUARD = Guard()
    SCOPED_BY = ScopedBy(
        area_path="case__area__path",
        organisation="case__organisation",
        needs=Permission.READ_RECORDS,
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    seq = models.PositiveIntegerField()
    pack = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    objects = Scoped.as_manager()

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(
                fields=("pack", "document", "year", "n"), name="paper_number_once"
            ),
        )


class PaperCount(models.Model):
    """The last number given to a kind of paper in a year; its row is locked while one is given."""

    pack = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(fields=("pack", "document", "year"), name="paper_count_once"),
        )
