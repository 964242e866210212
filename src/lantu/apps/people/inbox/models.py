"""Rows of the inbox: what waits, who stands in, what was told, and where mail goes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.holdings import Held, Tied


class InboxItem(models.Model):
    """Something that waits for a person, for whoever has a role, or for an organisation.

    user: this person alone. Else role and organisation, each blank for any: whoever holds a post
    that fits both. One open item for each (kind, object, addressee); addressee says the three in
    one word, because databases hold that two nulls differ. It stays when an organisation is
    dissolved and its items pass on: it says whom they were asked of.
    """

    HELD_BY = Held("organisation", _("待办"), open=Q(done_at=None))

    TIED_TO = Tied("user", open=Q(done_at=None))

    kind = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)
    addressee = models.CharField(max_length=60)
    due = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "people"
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "object_kind", "object_id", "addressee"),
                condition=Q(done_at=None),
                name="inbox_open_once",
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(organisation=None, role=""), name="inbox_one_addressee"
            ),
        )
        indexes = (
            models.Index(fields=("user", "done_at"), name="inbox_by_user"),
            models.Index(fields=("organisation", "role", "done_at"), name="inbox_by_post"),
            models.Index(fields=("object_kind", "object_id"), name="inbox_by_object"),
        )


class Delegation(Versioned):
    """From first to last day, both included, `taker` sees what waits for `giver`."""

    giver = models.ForeignKey("people.User", models.CASCADE, related_name="given")
    taker = models.ForeignKey("people.User", models.CASCADE, related_name="taken")
    first = models.DateField()
    last = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"


class Notice(models.Model):
    """Something that a person is told, nothing to be done. One notice for each source."""

    TIED_TO = Tied("user", personal=Q())

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notices")
    source = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "people"
        constraints = (models.UniqueConstraint(fields=("user", "source"), name="notice_once"),)
        indexes = (models.Index(fields=("user", "read_at"), name="notice_unread"),)


class Contact(Versioned):
    """Where a person's notices go besides the page."""

    TIED_TO = Tied("user", personal=Q())

    user = models.OneToOneField("people.User", models.CASCADE, related_name="contact")
    email = models.EmailField(blank=True)

    class Meta:
        app_label = "people"
