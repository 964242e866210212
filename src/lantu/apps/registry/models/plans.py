"""Plans, their versions, and each version's document: text, package and outline."""

from typing import Self

from django.db import models
from django.utils import timezone

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import User
from lantu.apps.people.scope import ScopedBy, scope
from lantu.apps.places.models import Area


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(scope(actor, "registry.plan").q())


class Plan(models.Model):
    """One plan through all its versions. key stands in URLs. public: visitors may read it."""

    SCOPED_BY = ScopedBy(public="public", area_path="area__path", shared=True)

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10)  # a word of PlanKind
    title = models.CharField(max_length=300)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    area_name = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    upper = models.ForeignKey("self", models.PROTECT, null=True, related_name="lower")
    public = models.BooleanField(default=False)

    objects = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(scope(actor, "registry.planversion").q())

    def newest(self) -> Self:
        """The last version of each plan."""
        later = PlanVersion.objects.filter(
            plan=models.OuterRef("plan"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class PlanVersion(models.Model):
    """One document as it was compiled. number: 1, 2, … within the plan.

    stamp: how often what its pages show has changed since; see `actions.stamp`.
    """

    SCOPED_BY = ScopedBy(public="plan__public", area_path="plan__area__path", shared=True)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10)  # a word of VersionStatus
    document_name = models.CharField(max_length=255)
    document_sha256 = models.CharField(max_length=64)
    package_sha256 = models.CharField(max_length=64)
    document_number = models.CharField(max_length=60, blank=True)
    adopted_on = models.CharField(max_length=10, blank=True)
    stamp = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="version_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class StoredPackage(models.Model):
    """The package's three files as text, beside the version so that lists need not load them."""

    version = models.OneToOneField(
        PlanVersion, models.CASCADE, primary_key=True, related_name="package"
    )
    text = models.TextField()
    plan = models.TextField()
    findings = models.TextField()


class Section(models.Model):
    """A unit of the outline, in the order of the document. place: as people cite it, "3.1.2"."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="sections")
    item = models.CharField(max_length=13)
    level = models.CharField(max_length=10)
    number = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    parent = models.ForeignKey("self", models.CASCADE, null=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    heading_start = models.PositiveIntegerField()
    heading_end = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "item"), name="section_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}　{self.title}" if self.number else self.title
