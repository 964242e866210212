"""What can be done to plans and promises. Only actions write."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lantu import __version__
from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.files.actions import cite
from lantu.apps.people.files.models import File
from lantu.apps.people.files.sniffing import OPENXML
from lantu.apps.people.inbox.actions import ask, settle
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.places.models import Area
from lantu.apps.registry import documents
from lantu.apps.registry.deciding import Decided, free_key, must_be_dated, must_decide, plan_key
from lantu.apps.registry.loading import digest_of, load, refresh_findings
from lantu.apps.registry.matching import certain, propose
from lantu.apps.registry.models import (
    Appearance,
    FindingDecision,
    Link,
    Match,
    Plan,
    PlanVersion,
    Promise,
    PromiseDecision,
    SearchEntry,
)
from lantu.apps.registry.values import COMPLETED_BY, FROM_TEXT
from lantu.apps.registry.words import Decision, PlanKind, PromiseKind, Status, Verdict
from lantu.engines.plan.package import Package
from lantu.kernel.errors import Conflict, Invalid

DOCX = OPENXML + "wordprocessingml.document"

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
    *,
    by: Actor,
    plan: Plan,
    package: Package,
    document: bytes | None = None,
    decided: Decided | None = None,
    on_behalf_of: Actor | None = None,
) -> PlanVersion:
    """The package as the plan's next version; the newest one itself when nothing differs.

    document: its bytes, kept with the version. decided: how the version stands, else as its text
    says. Invalid when an adopted or adjusted version names no document and day.
    """
    by.must(Permission.LOAD_VERSION)
    if decided:
        must_be_dated(decided)
    if document is not None:
        documents.keep(document)
    with acting(Permission.LOAD_VERSION, by=by, on_behalf_of=on_behalf_of) as deed:
        previous = plan.versions.select_for_update().order_by("number").last()
        if previous and _same(previous, package, decided):
            refresh_findings(previous, package)
            return previous
        standing = decided or Decided.by(package)
        version = PlanVersion.objects.create(
            plan=plan,
            number=previous.number + 1 if previous else 1,
            status=standing.status,
            document_name=package.source.name[:255],
            document_sha256=package.source.sha256,
            package_sha256=digest_of(package),
            document_number=standing.document_number,
            adopted_on=standing.adopted_on,
            loaded_by_id=by.user,
        )
        loaded = load(version, package, certain(previous))
        guesses = propose(previous, package, loaded)
        deed.record(
            version,
            document=version.document_sha256,
            package=version.package_sha256,
            status=version.status,
            guesses=guesses,
            compiler=__version__,
        )
        if document is not None:
            cite(deed, _file_of(package, document), version, name=version.document_name)
        if guesses:
            title = f"确认承诺沿革：{plan.title}（{guesses} 条）"
            ask(deed, version, CONFIRM_MATCHES, title=title, role=Role.PLAN_OFFICER)
        deed.send("registry.version_loaded", version=version.pk)
        deed.send("registry.systems_named", version=version.pk)
    return version


def _file_of(package: Package, document: bytes) -> File:
    """The row of a kept document. Its reader has said what it is."""
    media_type = DOCX if package.source.format == "docx" else "text/plain"
    file, _ = File.objects.get_or_create(
        sha256=package.source.sha256, defaults={"size": len(document), "media_type": media_type}
    )
    return file


def _same(version: PlanVersion, package: Package, decided: Decided | None) -> bool:
    """Whether loading would only repeat `version`."""
    known = (version.document_sha256, version.package_sha256)
    return known == (package.source.sha256, digest_of(package)) and (
        decided is None or decided == Decided.of(version)
    )


def register_document(
    *,
    by: Actor,
    package: Package,
    document: bytes,
    decided: Decided,
    plan: Plan | None = None,
    named: Package | None = None,
    area: Area | None = None,
    upper: Plan | None = None,
) -> PlanVersion:
    """A document as the next version of `plan`, or of a new plan: both or nothing.

    named: the package with title, kind and period as a new plan is to have them.
    """
    with transaction.atomic():
        if plan is None:
            naming = named or package
            key = free_key(plan_key(naming, area))
            plan = register_plan(by=by, key=key, package=naming, area=area, upper=upper)
        return load_version(by=by, plan=plan, package=package, document=document, decided=decided)


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


def decide_matches(*, by: Actor, matches: Iterable[Match], same: bool) -> int:
    """Decide several alike, all or none; how many there were."""
    with transaction.atomic():
        return len([decide_match(by=by, match=match, same=same) for match in matches])


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


def decide_promise(
    *,
    by: Actor,
    promise: Promise,
    status: Status,
    document: str,
    day: date,
    reason: str,
    on_behalf_of: Actor | None = None,
) -> PromiseDecision:
    """Mark a promise adjusted or ended, as a document of that day decides."""
    with acting(Permission.DECIDE_PROMISE, by=by, on_behalf_of=on_behalf_of) as deed:
        must_decide(status, document, reason)
        promise = Promise.objects.select_for_update().get(pk=promise.pk)
        if promise.status == Status.TERMINATED:
            raise Conflict(
                "registry.promise.terminated",
                f"承诺 {promise.number} 已经终止。",
                "终止后不再调整；确需恢复的，请在新版规划中重新写入。",
            )
        decision = PromiseDecision.objects.create(
            promise=promise, status=status, document=document.strip(), day=day,
            reason=reason.strip(), decided_by_id=by.user,
        )  # fmt: skip
        promise.status, promise.status_at = status, decision.decided_at
        promise.reason = f"{decision.document}（{day:%Y-%m-%d}）：{decision.reason}"
        promise.save(update_fields=["status", "status_at", "reason"])
        stamp([promise])
        deed.record(promise, status=status, document=decision.document, day=day.isoformat())
    return decision


def decide_findings(
    *, by: Actor, plan: Plan, findings: Mapping[str, str], verdict: Verdict, reason: str = ""
) -> int:
    """Take up, set aside or open again what the linter found; how many there were.

    findings: code by key. Invalid when one is set aside without a reason.
    """
    reason = reason.strip()
    if verdict is Verdict.DISMISSED and not reason:
        raise Invalid(
            "registry.finding.reason", "没有写不采纳的理由。", "请返回写一句理由，再点不采纳。"
        )
    with acting(Permission.DECIDE_FINDING, by=by) as deed:
        for key, code in findings.items():
            said = {"code": code, "verdict": verdict, "reason": reason,
                    "decided_by_id": by.user, "decided_at": timezone.now()}  # fmt: skip
            decision, _ = FindingDecision.objects.update_or_create(
                plan=plan, key=key, defaults=said
            )
            deed.record(decision, code=code, verdict=verdict, reason=reason)
        plan.versions.update(stamp=F("stamp") + 1)
    return len(findings)
