"""Organisations, roles, separation of duties, tokens, sign-in."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from integration.packages import AREAS
from lantu.apps.people.actions import (
    Place,
    close_account,
    create_account,
    end_membership,
    grant_role,
    import_areas,
    set_password,
    sign_out_everywhere,
)
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.demonstration import KEY, current_code
from lantu.apps.people.models import ApiToken, Membership, Organisation, User, day_of_today
from lantu.apps.people.organisation_actions import (
    Particulars,
    checked_uscc,
    keep_organisation,
    preview_reform,
    reform,
)
from lantu.apps.people.permissions import ADMINISTRATORS, ROLES, Permission, Role, read_roles
from lantu.apps.people.second_factor_actions import bind_known_device
from lantu.apps.people.token_actions import make_token, revoke_token, token_actor
from lantu.apps.places.models import Area
from lantu.apps.registry.models import PlanVersion, Promise
from lantu.kernel.errors import Conflict, Forbidden, Invalid, NotFound

WORD = "Right-horse-9"
VALID = ("11411000005747138B", "11370881004339597L", "9144030071526726XG", "914403001922038216")
WRONG = ("11411000005747138C", "1141100000574713", "11411000005747138O", "一" * 18, "9" * 18)


def person(name: str, *roles: Role, place: Place | None = None) -> User:
    user = create_account(by=SYSTEM, username=name, display_name=name, password=WORD)
    for role in roles:
        grant_role(by=SYSTEM, user=user, role=role, place=place)
    return user


def office(name: str, **more: object) -> Organisation:
    return keep_organisation(by=SYSTEM, given=Particulars(name, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", VALID)
def test_a_right_uscc_is_taken(code: str) -> None:
    assert checked_uscc(f" {code[:9].lower()}{code[9:]} ") == code


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_uscc_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        checked_uscc(code)


def test_the_table_of_roles_agrees_with_the_code() -> None:
    assert {role: card.title for role, card in ROLES.items()} == {
        role: str(role.label) for role in Role if role is not Role.SYSTEM
    }
    condition = next(
        c.condition for c in Membership._meta.constraints if "administration" in c.name
    )
    assert ("role__in", tuple(r.value for r in Role if r in ADMINISTRATORS)) in (
        condition.children[0].children if hasattr(condition.children[0], "children")
        else condition.children
    )  # fmt: skip
    for card in ROLES.values():
        assert not (card.administers and Permission.REGISTER_PLAN in card.may)
    keep = [c for c in ROLES.values() if Permission.KEEP_ACCOUNTS in c.may]
    assert all(Permission.GRANT_ROLES not in c.may for c in keep)


@pytest.mark.parametrize("text", ["", "[plan_officer]\n", "x = 1", "[nobody]\ntitle = 'x'\n"])
def test_a_broken_table_of_roles_stops_the_start(text: str) -> None:
    with pytest.raises(Invalid):
        read_roles(text)


@pytest.mark.django_db
@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS))
def test_no_two_administrations_in_one_hand(first: Role, second: Role) -> None:
    user = person("one", first)
    with pytest.raises(Conflict):
        grant_role(by=SYSTEM, user=user, role=second)
    end_membership(by=SYSTEM, membership=user.memberships.get())
    grant_role(by=SYSTEM, user=user, role=second)
    with pytest.raises(Conflict):
        grant_role(by=SYSTEM, user=user, role=first)


@pytest.mark.django_db
def test_dates_open_and_end_a_role() -> None:
    today = day_of_today()
    user = person("dated", Role.LEADER, place=Place(since=today + timedelta(days=1)))
    assert user.actor().roles == {Role.PUBLIC}
    grant_role(by=SYSTEM, user=user, role=Role.LEADER, place=Place(until=today + timedelta(days=1)))
    assert Role.LEADER in user.actor().roles
    with pytest.raises(Invalid):
        grant_role(by=SYSTEM, user=user, role=Role.LEADER, place=Place(since=today, until=today))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.REPORTER, Role.GRID_WORKER, Role.SECRETARY])
def test_a_role_names_what_it_needs(role: Role) -> None:
    user = person("bare")
    with pytest.raises(Invalid):
        grant_role(by=SYSTEM, user=user, role=role)
    Membership.objects.create(user=user, role=role)
    assert user.actor().roles == {Role.PUBLIC}


@pytest.mark.django_db
def test_who_opens_accounts_grants_nothing_and_nobody_grants_to_himself() -> None:
    system, security = person("sys", Role.SYSTEM_ADMIN), person("sec", Role.SECURITY_ADMIN)
    user = person("someone")
    with pytest.raises(Forbidden):
        grant_role(by=system.actor(), user=user, role=Role.LEADER)
    with pytest.raises(Forbidden):
        grant_role(by=security.actor(), user=security, role=Role.LEADER)
    with pytest.raises(Forbidden):
        create_account(by=security.actor(), username="x", display_name="x", password=WORD)
    with pytest.raises(Forbidden):
        create_account(
            by=system.actor(), username="x", display_name="x", password=WORD, roles=[Role.LEADER]
        )
    grant_role(by=security.actor(), user=user, role=Role.LEADER)


@pytest.mark.django_db
def test_an_organisation_grants_its_own_roles_to_its_own_people() -> None:
    mine, other = office("云溪区水利局"), office("云溪区教育局")
    admin = person("admin", Role.ORGANISATION_ADMIN, place=Place(organisation=mine)).actor()
    colleague = person("colleague", Role.HANDLER, place=Place(organisation=mine))
    stranger = person("stranger", Role.HANDLER, place=Place(organisation=other))
    grant_role(by=admin, user=colleague, role=Role.REPORTER, place=Place(organisation=mine))
    for user, role, place, error in (
        (colleague, Role.REPORTER, Place(organisation=other), Forbidden),
        (colleague, Role.PLAN_OFFICER, Place(organisation=mine), Forbidden),
        (colleague, Role.AUDITOR, Place(organisation=mine), Forbidden),
        (stranger, Role.REPORTER, Place(organisation=mine), NotFound),
    ):
        with pytest.raises(error):
            grant_role(by=admin, user=user, role=role, place=place)
    with pytest.raises(NotFound):
        end_membership(by=admin, membership=stranger.memberships.get())


@pytest.mark.django_db
def test_a_secretary_acts_for_her_leader_only() -> None:
    leader, other = person("leader", Role.LEADER), person("other", Role.LEADER)
    secretary = person("secretary", Role.SECRETARY, place=Place(serves=leader)).actor()
    secretary.must_serve(leader.actor())
    with pytest.raises(Forbidden):
        secretary.must_serve(other.actor())
    with pytest.raises(Forbidden):
        leader.actor().must_serve(other.actor())


@pytest.mark.django_db
def test_a_reform_moves_what_is_open_and_leaves_what_is_done(version: PlanVersion) -> None:
    old, new = office("云溪区水利局", uscc=VALID[0]), office("云溪区水务局")
    done, *rest = Promise.objects.all()
    Promise.objects.update(owner=old)
    Promise.objects.filter(pk=done.pk).update(status="done")
    user = person("worker", Role.HANDLER, place=Place(organisation=old))
    make_token(
        by=SYSTEM, organisation=old, name="旧接口", role=Role.REPORTER,
        may=[Permission.READ_PLANS], until=day_of_today() + timedelta(days=9),
    )  # fmt: skip
    preview = preview_reform(by=SYSTEM, old=old)
    assert sum(preview.rows.values()) == len(rest)
    assert Promise.objects.filter(owner=new).count() == 0
    row = reform(by=SYSTEM, old=old, new=new, day=day_of_today(), document="云编〔2026〕1号")
    assert row.moved["registry.promise"] == len(rest) == Promise.objects.filter(owner=new).count()
    assert Promise.objects.get(owner=old) == done
    assert [p.organisation for p in user.actor().posts] == [new.pk]
    old.refresh_from_db()
    assert old.valid_to == day_of_today()
    with pytest.raises(Conflict):
        reform(by=SYSTEM, old=old, new=new, day=day_of_today(), document="x")
    again = office("云溪区水利局", uscc=VALID[0])
    assert again.pk != old.pk


@pytest.mark.django_db
def test_a_token_is_scoped_dated_hashed_and_revocable() -> None:
    mine, other = office("云溪区水利局"), office("云溪区教育局")
    admin = person("admin", Role.ORGANISATION_ADMIN, place=Place(organisation=mine)).actor()
    terms = {
        "name": "数据平台", "role": Role.REPORTER, "may": [Permission.READ_PLANS],
        "until": day_of_today() + timedelta(days=30),
    }  # fmt: skip
    token, secret = make_token(by=admin, organisation=mine, **terms)  # type: ignore[arg-type]
    assert secret not in str(ApiToken.objects.values().get())
    actor = token_actor(secret)
    assert actor is not None
    assert actor.permissions == {Permission.READ_PLANS}
    assert token_actor(secret + "x") is None
    with pytest.raises(Forbidden):
        make_token(by=admin, organisation=other, **terms)  # type: ignore[arg-type]
    for change in (
        {"role": Role.AUDITOR}, {"may": [Permission.KEEP_ACCOUNTS]}, {"may": []},
        {"until": day_of_today()}, {"until": day_of_today() + timedelta(days=400)},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            make_token(by=admin, organisation=mine, **(terms | change))  # type: ignore[arg-type]
    ApiToken.objects.update(valid_to=day_of_today())
    assert token_actor(secret) is None
    ApiToken.objects.update(valid_to=day_of_today() + timedelta(days=1))
    revoke_token(by=admin, token=token.pk)
    assert token_actor(secret) is None


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["short1A", "alllowercaseletters", "1234567890123", "password123"])
def test_a_weak_password_is_refused(word: str) -> None:
    admin = person("sys", Role.SYSTEM_ADMIN).actor()
    with pytest.raises(Invalid):
        create_account(by=admin, username="weak", display_name="弱", password=word)


def signed_in(name: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": name, "password": WORD})
    return client


@pytest.mark.django_db
def test_a_password_set_by_another_has_to_be_changed_first() -> None:
    admin = person("sys", Role.SYSTEM_ADMIN).actor()
    create_account(by=admin, username="newcomer", display_name="新人", password=WORD)
    client = signed_in("newcomer")
    assert client.get("/").headers["Location"] == "/password/"
    assert client.post("/password/", {"old": "wrong", "new": WORD + "x"}).status_code == 400
    assert client.post("/password/", {"old": WORD, "new": WORD + "x"}).status_code == 302
    client.post("/sign-in/", {"username": "newcomer", "password": WORD + "x"})
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_an_administrator_is_nobody_without_the_second_factor() -> None:
    user = person("xitong", Role.SYSTEM_ADMIN)
    bind_known_device(by=SYSTEM, user=user, key=KEY)
    client = Client()
    answer = client.post("/sign-in/", {"username": "xitong", "password": WORD})
    assert answer.headers["Location"].startswith("/second-factor/")
    asked = client.get("/manage/accounts/").headers["Location"]
    assert asked.startswith("/second-factor/")
    assert client.post("/second-factor/", {"code": "000000"}).status_code == 400
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/second-factor/", {"code": current_code("xitong")}).status_code == 302
    assert client.get("/manage/accounts/").status_code == 200
    replay = signed_in("xitong")
    assert replay.post("/second-factor/", {"code": current_code("xitong")}).status_code == 400


@pytest.mark.django_db
def test_the_telephone_is_bound_at_the_first_sign_in() -> None:
    person("security", Role.SECURITY_ADMIN)
    client = signed_in("security")
    page = client.get("/second-factor/").content.decode()
    assert '<svg class="qr"' in page
    assert client.post("/second-factor/", {"code": "x' or 1"}).status_code == 400


@pytest.mark.django_db
def test_sessions_end_everywhere_when_asked_or_closed() -> None:
    user = person("worker", Role.LEADER)
    here, there = signed_in("worker"), signed_in("worker")
    assert "worker" in there.get("/").content.decode()
    here.post("/sign-out-everywhere/")
    assert "worker" not in there.get("/").content.decode()
    again = signed_in("worker")
    close_account(by=SYSTEM, user=user)
    assert "worker" not in again.get("/").content.decode()
    user.refresh_from_db()
    set_password(by=SYSTEM, user=user, password=WORD + "z")
    sign_out_everywhere(by=SYSTEM, user=user)
    assert user.actor().roles == {Role.PUBLIC}


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_account(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    person("worker", Role.LEADER)
    client = Client()
    for _ in range(5):
        answer = client.post("/sign-in/", {"username": "worker", "password": "wrong"})
    assert answer.status_code == 429
    assert client.post("/sign-in/", {"username": "worker", "password": WORD}).status_code == 429
    assert "锁定" in answer.content.decode()


@pytest.mark.django_db
def test_forms_faster_than_a_person_are_refused() -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")
    answers = [client.post("/sign-in/", {"username": "x", "password": "y"}) for _ in range(21)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "60"


@pytest.mark.django_db
def test_an_idle_session_ends(settings: Settings) -> None:
    person("worker", Role.LEADER)
    client = signed_in("worker")
    assert "worker" in client.get("/").content.decode()
    session = client.session
    session["lantu_seen"] -= settings.IDLE.total_seconds() + 1
    session.save()
    assert "worker" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused() -> None:
    person("worker", Role.LEADER)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "worker", "password": WORD})
    assert answer.status_code == 403


def test_no_account_comes_with_the_tables(db: None) -> None:
    assert not User.objects.exists()


@pytest.mark.django_db
def test_areas_of_memberships_follow_the_codes(officer: Actor) -> None:
    import_areas(by=officer, vintage="2025", data=AREAS.encode())
    county = Area.objects.get(code="990102")
    actor = person("grid", Role.GRID_WORKER, place=Place(area=county)).actor()
    assert actor.posts[0].area_paths == {"2025/99/9901/990102/"}
