"""Nothing leaks: every role, at its own and at another place, asks every route for everything.

The addresses are made from the routes themselves, so that a new route is asked as well. What may be
seen is said here once more, in the simplest words, apart from the code that decides it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from integration.packages import AREAS, outline_plan
from lantu.apps.people.actions import Place, create_account, grant_role, import_areas
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.models import Organisation, User, day_of_today
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import ADMINISTRATORS, Permission, Role
from lantu.apps.people.token_actions import make_token
from lantu.apps.places.models import Area
from lantu.apps.registry.actions import load_version, open_plan, register_plan
from lantu.apps.registry.models import (
    Appearance,
    Plan,
    PlanVersion,
    Promise,
    SearchEntry,
    Section,
    StoredPackage,
)
from lantu.apps.tracking import grounds
from lantu.apps.tracking.cases import history
from lantu.apps.tracking.cases.actions import open_case
from lantu.apps.tracking.enabling import snapshots
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.instructions.actions import Given, give_instruction
from lantu.apps.tracking.instructions.checking import Until
from lantu.kernel.bigrams import index_text
from lantu.packs.shelf import take

COUNTIES = {"east": ("990102", "云溪区"), "west": ("990103", "云西区")}
PLANS = {
    ("east", True): "东开甲乙", ("east", False): "东闭丙丁",
    ("west", True): "西开戊己", ("west", False): "西闭庚辛",
}  # fmt: skip
"""The mark that stands all over each plan: (county, public)."""
CASES = {"east": "案东子丑", "west": "案西寅卯"}
"""The mark in the title of a case of each county."""
INSTRUCTIONS = {"east": "示东辰巳", "west": "示西午未"}
"""The mark in the words, and in the paper, of an instruction to an office of each county."""
WATCHERS = {Role.PLAN_OFFICER, Role.LEADER, Role.SECRETARY, Role.GRID_WORKER, Role.AUDITOR}
"""Who sees every case of the own area; the others see what is given to their organisation."""
OFFICES = {"water-east": "east", "school-east": "east", "water-west": "west"}
INSIDERS = {
    Role.PLAN_OFFICER, Role.REPORTER, Role.REVIEWER, Role.LEADER, Role.SECRETARY,
    Role.GRID_WORKER, Role.HANDLER, Role.ORGANISATION_ADMIN, Role.AUDITOR,
}  # fmt: skip
"""Who sees plans that are not public, of the own area."""
KEEPERS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
"""Who sees every account; the auditor sees the tokens in the trail."""
BOUND = {Role.REPORTER, Role.REVIEWER, Role.HANDLER, Role.ORGANISATION_ADMIN}

REPLIERS = {Role.REPORTER, Role.REVIEWER, Role.HANDLER}
"""Who answers instructions to the own organisation."""


@dataclass
class World:
    """Addresses to ask for, and the marks that tell whose content an answer holds."""

    promises: dict[str, int] = field(default_factory=dict)
    offices: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    streets: list[int] = field(default_factory=list)
    leader: User | None = None
    cases: dict[str, int] = field(default_factory=dict)
    instructions: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def marks(self) -> set[str]:
        people = {f"{kind}-{office}" for office in OFFICES for kind in ("acct", "token", "phone")}
        said = set(CASES.values()) | set(INSTRUCTIONS.values())
        return people | set(PLANS.values()) | said


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    settings.AXES_ENABLED = False
    rows = AREAS + "990103,云西区,county,9901\n990103001,云西街道,street,990103\n"
    assert import_areas(by=SYSTEM, vintage="2025", data=rows.encode()) == ()
    made = World()
    for (county, public), mark in PLANS.items():
        _plan(made, county, public, mark)
    for name, county in OFFICES.items():
        area = Area.objects.get(code=COUNTIES[county][0])
        office = keep_organisation(
            by=SYSTEM, given=Particulars(name, contact=f"phone-{name}", area=area)
        )
        made.offices[name] = office
        made.accounts[name] = _account(f"acct-{name}", Role.HANDLER, Place(organisation=office))
        make_token(
            by=SYSTEM, organisation=office, name=f"token-{name}", role=Role.REPORTER,
            may=[Permission.READ_PLANS], until=day_of_today() + timedelta(days=9),
        )  # fmt: skip
    _open_cases(made)
    made.streets = list(Area.objects.values_list("pk", flat=True))
    made.leader = _account("leader-of-all", Role.LEADER, Place())
    _give_instructions(made, made.leader.actor())
    return made


def _give_instructions(world: World, leader: Actor) -> None:
    for county, mark in INSTRUCTIONS.items():
        paper = keep_file(by=leader, name="paper.txt", data=mark.encode())
        given = Given(
            text=mark, lead=world.offices[f"water-{county}"].pk, until=Until(workdays=5),
            written_on=day_of_today(), case=world.cases[county], photos=(paper.sha256,),
        )  # fmt: skip
        world.instructions.append(give_instruction(by=leader, given=given).pk)
        world.files.append(paper.sha256)


def _open_cases(world: World) -> None:
    for kept in (grounds, history, snapshots):
        kept.forget()
    enable_pack(by=SYSTEM, pack=take("grid_governance"))
    for county, mark in CASES.items():
        street = Area.objects.filter(path__contains=COUNTIES[county][0], kind="street").first()
        assert street is not None
        values = {
            "subject": mark, "channel": "网格员", "reported_on": "2025-03-03", "area": street.path
        }  # fmt: skip
        made = open_case(by=SYSTEM, process="grid_governance.handling", values=values)
        world.cases[county] = made.case.pk


def _plan(world: World, county: str, public: bool, mark: str) -> None:
    key = f"{county}-{'open' if public else 'closed'}"
    package = outline_plan()
    area = Area.objects.get(code=COUNTIES[county][0])
    plan = register_plan(by=SYSTEM, key=key, package=package, area=area)
    version = load_version(by=SYSTEM, plan=plan, package=package)
    open_plan(by=SYSTEM, plan=plan, public=public)
    Plan.objects.filter(pk=plan.pk).update(title=mark, issuer=mark, area_name=mark)
    PlanVersion.objects.filter(pk=version.pk).update(document_name=mark)
    Section.objects.filter(version=version).update(title=mark)
    Appearance.objects.filter(version=version).update(wording=mark)
    SearchEntry.objects.filter(version=version).update(words=mark, grams=index_text(mark))
    promises = Promise.objects.filter(appearances__version=version)
    Promise.objects.filter(pk__in=promises.values("pk")).update(title=mark, reason=mark)
    stored = StoredPackage.objects.get(version=version)
    stored.text = stored.text.replace("绿色云溪", mark)
    stored.save()
    first = promises.order_by("pk").first()
    assert first is not None
    world.promises[key] = first.pk


def _account(name: str, role: Role, place: Place) -> User:
    user = create_account(by=SYSTEM, username=name, display_name=name, password="x")
    grant_role(by=SYSTEM, user=user, role=role, place=place)
    return user


@dataclass(frozen=True)
class Asker:
    """county: of the post; "" for one that holds everywhere. verified: second factor given."""

    role: Role
    county: str = ""
    verified: bool = True
    token: bool = False

    def turn(self) -> set[str]:
        """What waits for a handler of the county, as no organisation has it yet."""
        return {CASES[self.county]} if self.role is Role.HANDLER and self.county else set()

    def sees(self) -> set[str]:
        """The marks that the answers to this asker may hold."""
        inside = self.role in INSIDERS and (self.verified or self.role not in ADMINISTRATORS)
        seen = {
            mark
            for (county, public), mark in PLANS.items()
            if public or (inside and self.county in ("", county))
        }
        if inside and self.role in WATCHERS and not self.token:
            seen |= {mark for county, mark in CASES.items() if self.county in ("", county)}
        if inside and not self.token:
            seen |= {mark for county, mark in INSTRUCTIONS.items() if self._is_told(county)}
        if (inside and not self.token) or (self.role is Role.SYSTEM_ADMIN and self.verified):
            seen |= {f"phone-{office}" for office in OFFICES}
        if self.role in BOUND and not self.token:
            seen |= {f"acct-water-{self.county}"}  # colleagues, in the inbox
        if self.role is Role.ORGANISATION_ADMIN:
            seen |= {f"acct-water-{self.county}", f"token-water-{self.county}"}
        if self.role in KEEPERS and self.verified and not self.county:
            seen |= {f"acct-{office}" for office in OFFICES}
        if self.role in (Role.SECURITY_ADMIN, Role.AUDITOR) and self.verified:
            seen |= {f"token-{office}" for office in OFFICES}
        return seen

    def _is_told(self, county: str) -> bool:
        """Whether an instruction of the leader of all to an office of the county is theirs."""
        if self.role is Role.SECRETARY:
            return True
        if self.role in (Role.PLAN_OFFICER, Role.AUDITOR):
            return self.county in ("", county)
        return self.role in REPLIERS and self.county == county


def askers() -> Iterator[Asker]:
    yield Asker(Role.PUBLIC)
    for role in Role:
        if role in (Role.PUBLIC, Role.SYSTEM):
            continue
        for county in COUNTIES if role not in ADMINISTRATORS else ():
            yield Asker(role, county)
        if role not in BOUND | {Role.GRID_WORKER}:
            yield Asker(role)
        if role in ADMINISTRATORS:
            yield Asker(role, verified=False)
    for role in (Role.REPORTER, Role.PLAN_OFFICER):
        for county in COUNTIES:
            yield Asker(role, county, token=True)


def client_of(asker: Asker, world: World) -> Client:
    if asker.role is Role.PUBLIC:
        return Client()
    office = world.offices[f"water-{asker.county or 'east'}"]
    area = Area.objects.get(code=COUNTIES[asker.county][0]) if asker.county else None
    if asker.token:
        _, secret = make_token(
            by=SYSTEM, organisation=office, name="me", role=asker.role,
            may=[Permission.READ_PLANS, Permission.READ_DRAFTS, Permission.READ_ORGANISATIONS],
            until=day_of_today() + timedelta(days=9),
        )  # fmt: skip
        return Client(headers={"Authorization": f"Bearer {secret}"})
    bound = asker.role in BOUND
    place = Place(
        organisation=office if bound else None,
        area=None if bound else area,
        serves=world.leader if asker.role is Role.SECRETARY else None,
    )
    user = _account(f"me{User.objects.count()}", asker.role, place)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if asker.role in ADMINISTRATORS and asker.verified:
        device = TOTPDevice.objects.create(user=user)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def patterns(found: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in found.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner)
        else:
            yield f"{space}{entry.name}", entry


QUERIES = {
    "search": [f"?q={mark}" for mark in PLANS.values()],
    "instructions": ["?view=all", *(f"?view=all&q={mark}" for mark in INSTRUCTIONS.values())],
    "instruction-file": ["?view=all"],
    "areas": ["", "?q=%E4%BA%91"],
    "accounts": ["", "?q=acct"],
    "organisations": ["", "?q=water"],
    "pack-map-data": ["?box=73,3,136,54", "?ended=1"],
}
"""Questions beside the bare address, by route."""


def addresses(world: World) -> tuple[dict[str, list[str]], list[str]]:
    """Every GET address by the content that it asks for ("" for lists), and routes left out."""
    found: dict[str, list[str]] = {"": []}
    left_out = []
    plan_keys = {f"{county}-{'open' if public else 'closed'}" for county, public in PLANS}
    for name, pattern in patterns(get_resolver()):
        regex = getattr(pattern.pattern, "_regex", "")
        wanted = set(re.findall(r"\(\?P<(\w+)>", regex)) | set(pattern.pattern.converters)
        wanted |= _outer(name)
        queries = QUERIES.get(name, [""])
        if not wanted:
            found[""] += [reverse(name) + query for query in queries]
        elif wanted <= {"key", "number", "promise", "match"}:
            for key in sorted(plan_keys):
                values = {"key": key, "number": 1, "promise": world.promises[key], "match": 1}
                given = {k: v for k, v in values.items() if k in wanted}
                found.setdefault(key, []).append(reverse(name, kwargs=given))
        elif wanted == {"pk"}:
            rows = [row.pk for row in (*world.accounts.values(), *world.offices.values())]
            keys = {*rows, *world.cases.values(), *world.instructions}
            found[""] += sorted({reverse(name, kwargs={"pk": key}) for key in keys})
        elif wanted <= {"pack", "of", "process", "case", "form", "code", "number", "token"}:
            for case in world.cases.values():
                values = {
                    "pack": "grid_governance", "of": "handling", "process": "handling",
                    "case": case, "form": "json", "code": "P0116", "number": "1", "token": "1",
                }  # fmt: skip
                here = reverse(name, kwargs={k: values[k] for k in wanted})
                found[""] += [here + query for query in queries]
        elif wanted == {"sha256"}:
            found[""] += [reverse(name, kwargs={"sha256": sha}) for sha in world.files]
        elif wanted == {"vintage", "code"}:
            found[""] += [
                reverse(name, kwargs={"vintage": "2025", "code": code})
                for code, _ in COUNTIES.values()
            ]
        else:
            left_out.append(name)
    found[""] += [f"/my-area/?area={pk}" for pk in world.streets]
    found[""] += [f"/my-area/outlines.json?area={pk}" for pk in world.streets]
    return found, sorted(set(left_out))


def _outer(name: str) -> set[str]:
    """Arguments of the folders around a route: what `reverse` says is missing."""
    try:
        reverse(name)
    except NoReverseMatch as error:
        words = str(error)
        return {w for w in ("key", "number", "promise", "match", "pk", "vintage", "code", "pack",
                          "process", "of", "case", "sha256")
                if f"(?P<{w}>" in words}  # fmt: skip
    return set()


def words_of(answer: object) -> str:
    content: bytes = (
        b"".join(answer.streaming_content) if getattr(answer, "streaming", False)  # type: ignore[attr-defined]
        else answer.content  # type: ignore[attr-defined]
    )  # fmt: skip
    if content[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(content))
        return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return content.decode("utf-8", "ignore")


OTHERS = {"file", "file-thumb", "audit-object"}


def test_no_route_tells_anybody_what_is_not_theirs(world: World) -> None:
    asked, left_out = addresses(world)
    assert sum(map(len, asked.values())) > 60
    faults, checked, shown = [], 0, set()
    for asker in askers():
        client, sees = client_of(asker, world), asker.sees()
        for key, urls in asked.items():
            county, _, state = key.partition("-")
            mark = PLANS[county, state == "open"] if key else ""
            for url in urls:
                answer = client.get(url)
                words = words_of(answer)
                checked += len(world.marks)
                if answer.status_code >= 500:
                    faults.append(f"{asker} {url}: {answer.status_code}")
                echoed = {m for m in world.marks if f"q={m}" in url}
                turn = asker.turn() if url == "/inbox/" else set()
                leaked = {m for m in world.marks - sees - echoed - turn if m in words}
                faults += [f"{asker} {url}: {m}" for m in sorted(leaked)]
                if mark and mark not in sees and answer.status_code not in (302, 403, 404, 405):
                    faults.append(f"{asker} {url}: {answer.status_code}")
                shown |= {(asker, m) for m in sees if m in words}
    assert faults == [], "\n".join(faults[:40])
    missing = [
        (asker, mark) for asker in askers() for mark in asker.sees() if (asker, mark) not in shown
    ]  # fmt: skip
    assert missing == [], "the matrix must also see what may be seen"
    print(
        f"{len(list(askers()))} askers, {sum(map(len, asked.values()))} addresses, {checked} checks"
    )
    print("not asked:", left_out)
