"""What can be done to plans and promises. Only actions write."""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import F
from django.utils import timezone

from lantu import __version__
from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.inbox.actions import ask, settle
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.places.models import Area
from lantu.apps.registry.loading import load
from lantu.apps.registry.matching import certain, propose
from lantu.apps.registry.models import (
    Appearance,
    Link,
    Match,
    Plan,
    PlanVersion,
    Promise,
    SearchEntry,
)
from lantu.apps.registry.values import COMPLETED_BY, FROM_TEXT
from lantu.apps.registry.words import Decision, PlanKind, PromiseKind, Status, VersionStatus
from lantu.engines.plan.package import Package, to_files
from lantu.kernel.errors import Conflict

CONFIRM_MATCHES = "registry.confirm_matches"
"""Kind of the inbox item: wordings of a new version wait to be matched."""


def register_plan(
    *,
    by: Actor,
    key: str,
    package: Package,
    area: Area | None = None,
    upper: Plan | None = None,
    on_behalf_of: Actor | None = None,
) -> Plan:
    """A plan, with title, kind and period as its document gives them. Conflict: key taken."""
    with acting(Permission.REGISTER_PLAN, by=by, on_behalf_of=on_behalf_of) as deed:
        if Plan.objects.filter(key=key).exists():
            raise Conflict("registry.plan.taken", f"规划 {key} 已登记。", "请换一个编号。")
        period = package.period
        plan = Plan.objects.create(
            key=key,
            kind=package.kind if package.kind in PlanKind.values else PlanKind.OTHER,
            title=(package.title or package.source.name)[:300],
            area=area,
            area_name=package.area_name or "",
            issuer=package.issuer or "",
            first_year=period.first_year if period else None,
            last_year=period.last_year if period else None,
            upper=upper,
        )
        deed.record(plan, key=key, title=plan.title)
    return plan


def open_plan(*, by: Actor, plan: Plan, public: bool = True) -> None:
    """Let visitors who have not signed in read the plan, or no longer."""
    with acting(Permission.OPEN_PLAN, by=by) as deed:
        if plan.public != public:
            plan.public = public
            plan.save(update_fields=["public"])
            deed.record(plan, public=public)


def load_version(
    *, by: Actor, plan: Plan, package: Package, on_behalf_of: Actor | None = None
) -> PlanVersion:
    """The package as the plan's next version; the newest one itself when nothing differs."""
    document = package.source.sha256
    content = _digest(package)
    with acting(Permission.LOAD_VERSION, by=by, on_behalf_of=on_behalf_of) as deed:
        previous = plan.versions.select_for_update().order_by("number").last()
        if previous and (previous.document_sha256, previous.package_sha256) == (document, content):
            return previous
        version = PlanVersion.objects.create(
            plan=plan,
            number=previous.number + 1 if previous else 1,
            status=package.status or VersionStatus.DRAFT,
            document_name=package.source.name[:255],
            document_sha256=document,
            package_sha256=content,
            document_number=package.document_number or "",
            adopted_on=package.adopted_on or "",
            loaded_by_id=by.user,
        )
        loaded = load(version, package, certain(previous))
        guesses = propose(previous, package, loaded)
        deed.record(
            version,
            document=document,
            package=content,
            guesses=guesses,
            compiler=__version__,
        )
        if guesses:
            title = f"确认承诺沿革：{plan.title}（{guesses} 条）"
            ask(deed, version, CONFIRM_MATCHES, title=title, role=Role.PLAN_OFFICER)
        deed.send("registry.version_loaded", version=version.pk)
    return version


def _digest(package: Package) -> str:
    found = sha256()
    for data in to_files(package).values():
        found.update(sha256(data).digest())
    return found.hexdigest()


def stamp(promises: Iterable[Promise]) -> None:
    """Pages of versions that hold one of `promises` are to be drawn again.

    Every action that changes what the living plan shows (status, wording, match) calls this.
    """
    versions = PlanVersion.objects.filter(appearances__promise__in=promises)
    PlanVersion.objects.filter(pk__in=versions.values("pk")).update(stamp=F("stamp") + 1)


def decide_match(
    *, by: Actor, match: Match, same: bool, on_behalf_of: Actor | None = None
) -> Match:
    """Say that an appearance is the earlier promise in new words, or that it is a new promise."""
    with acting(Permission.DECIDE_MATCH, by=by, on_behalf_of=on_behalf_of) as deed:
        match = Match.objects.select_for_update().get(pk=match.pk)
        if match.decision != Decision.PENDING:
            raise Conflict("registry.match.decided", "这一条已有人确认。", "请刷新页面再看。")
        match.decision = Decision.ACCEPTED if same else Decision.REJECTED
        match.decided_by_id, match.decided_at = by.user, timezone.now()
        match.save()
        if same:
            stamp([match.appearance.promise, match.earlier])
            _join(match.appearance.promise, match.earlier)
            match.appearance.matches.filter(decision=Decision.PENDING).update(
                decision=Decision.REJECTED, decided_by_id=by.user, decided_at=match.decided_at
            )
        deed.record(match, same=same, promise=match.earlier_id)
        version = match.appearance.version
        if not Match.objects.filter(
            appearance__version=version, decision=Decision.PENDING
        ).exists():
            settle(deed, version, CONFIRM_MATCHES)
    return match


def _join(newborn: Promise, earlier: Promise) -> None:
    """Everything of `newborn` becomes `earlier`'s. Conflict when somebody has worked on it."""
    if newborn.owner_id or newborn.status != Status.AWAITING:
        raise Conflict(
            "registry.match.in_use",
            f"承诺 {newborn.number} 已有责任单位或状态，不能并入 {earlier.number}。",
            "请先撤销其责任单位和状态，再作确认。",
        )
    earlier.title = newborn.title
    earlier.indicator_id = newborn.indicator_id or earlier.indicator_id
    earlier.project_id = newborn.project_id or earlier.project_id
    earlier.save(update_fields=["title", "indicator", "project"])
    table = COMPLETED_BY.get(PromiseKind(newborn.kind))
    if table is not None:
        fresh = table.objects.filter(promise=newborn).values(*FROM_TEXT[table])
        table.objects.update_or_create(promise=earlier, defaults=fresh.get())
    Appearance.objects.filter(promise=newborn).update(promise=earlier)
    SearchEntry.objects.filter(promise=newborn).update(promise=earlier)
    Link.objects.filter(source=newborn).update(source=earlier)
    Link.objects.filter(target=newborn).update(target=earlier)
    Match.objects.filter(earlier=newborn).update(earlier=earlier)
    newborn.delete()
