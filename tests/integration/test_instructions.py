"""Written instructions: who gives and answers, what is refused, who sees what, who is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, person, report
from integration.grid_world import photo
from lantu.apps.people.actions import Place, create_account, grant_role
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.background.outbox import work_off
from lantu.apps.people.confidential import new_key
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.files.reading import readable
from lantu.apps.people.inbox import queries as inbox
from lantu.apps.people.inbox.reminding import remind_of
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.organisation_actions import reform
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area
from lantu.apps.registry.models import PlanVersion
from lantu.apps.tracking.cases.actions import open_case
from lantu.apps.tracking.instructions import actions
from lantu.apps.tracking.instructions.actions import Given, give_instruction
from lantu.apps.tracking.instructions.checking import Until
from lantu.apps.tracking.instructions.giving import leader_behind, leaders_to_give_for
from lantu.apps.tracking.instructions.models import Instruction, InstructionStep
from lantu.apps.tracking.instructions.queries import (
    InstructionFilter,
    count_units,
    count_views,
    instruction_detail,
    instruction_page,
    instructions_about,
)
from lantu.apps.tracking.instructions.words import InstructionState, StepKind, Urgency
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound

TODAY = date(2026, 5, 6)  # a Wednesday
TEXT = "井盖问题反复出现，请市政所会同环卫所一周内排查到位。"


@pytest.fixture
def town(db: None, settings: Settings) -> Deployment:
    settings.TODAY = TODAY
    settings.FIELD_KEY = new_key()
    there = deploy()
    leader = User.objects.get(username="领导")
    for name, role, place in (
        ("联络员", Role.SECRETARY, Place(serves=leader)),
        ("别的领导", Role.LEADER, Place()),
    ):
        there.people[name] = _account(name, role, place)
    other = User.objects.get(username="别的领导")
    there.people["别的联络员"] = _account("别的联络员", Role.SECRETARY, Place(serves=other))
    there.people["审计员"] = _account("审计员", Role.AUDITOR, Place())
    return there


def _account(name: str, role: Role, place: Place) -> Actor:
    user = create_account(by=SYSTEM, username=name, display_name=name, password="some-word-here")
    grant_role(by=SYSTEM, user=user, role=role, place=place)
    return User.objects.get(pk=user.pk).actor()


def given(town: Deployment, **more: object) -> Given:
    plain = Given(
        text=TEXT, lead=town.units["市政所"].pk, helping=(town.units["环卫所"].pk,),
        until=Until(workdays=5), written_on=TODAY,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def give(town: Deployment, **more: object) -> Instruction:
    return give_instruction(by=town.people["领导"], given=given(town, **more))


def test_a_life_from_the_paper_to_its_end(town: Deployment) -> None:
    leader, secretary = town.people["领导"], town.people["联络员"]
    row = give_instruction(by=secretary, on_behalf_of=leader, given=given(town))
    assert (row.number, row.due, row.text) == ("批示〔2026〕1号", date(2026, 5, 13), TEXT)
    assert (row.leader_id, row.entered_by_id) == (leader.user, secretary.user)
    row = actions.assist(
        by=town.people["环卫"], instruction=row.pk, seen=row.row_version, text="已清淤三处。"
    )
    row = actions.urge(by=secretary, on_behalf_of=leader, instruction=row.pk, seen=row.row_version)
    row = actions.reply(
        by=town.people["市政"], instruction=row.pk, seen=row.row_version, text="已排查二十处。"
    )
    assert row.state == InstructionState.REPLIED
    row = actions.send_back(
        by=leader, instruction=row.pk, seen=row.row_version, reason="没有列出责任人。",
        until=Until(day=TODAY + timedelta(days=2)),
    )  # fmt: skip
    assert (row.state, row.due) == (InstructionState.RETURNED, TODAY + timedelta(days=2))
    row = actions.reply(
        by=town.people["市政"], instruction=row.pk, seen=row.row_version, text="责任人已列出。"
    )
    row = actions.accept(by=leader, instruction=row.pk, seen=row.row_version)
    found = instruction_detail(secretary, row.pk)
    assert found.line.state is InstructionState.DONE
    assert found.latest is not None
    assert found.latest.text == "责任人已列出。"
    assert [(step.kind, step.who, step.for_whom, step.unit) for step in found.steps] == [
        (StepKind.GIVEN, "联络员", "领导", ""), (StepKind.ASSISTED, "环卫", "", "环卫所"),
        (StepKind.URGED, "联络员", "领导", ""), (StepKind.REPLIED, "市政", "", "市政所"),
        (StepKind.RETURNED, "领导", "", ""), (StepKind.REPLIED, "市政", "", "市政所"),
        (StepKind.ACCEPTED, "领导", "", ""),
    ]  # fmt: skip
    assert found.line.text == TEXT, "the leader's words are never changed"
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_numbers_have_no_gap_and_begin_anew_each_year(town: Deployment, settings: Settings) -> None:
    first = give(town)
    with pytest.raises(Invalid):
        give(town, lead=0)
    second = give(town, text="另一件。")
    settings.TODAY = date(2027, 1, 4)
    third = give(town, text="新年第一件。", written_on=date(2027, 1, 4))
    assert [first.number, second.number, third.number] == [
        "批示〔2026〕1号", "批示〔2026〕2号", "批示〔2027〕1号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "tracking.instruction.empty"),
        ({"text": "长" * 4001}, "tracking.instruction.long"),
        ({"written_on": TODAY + timedelta(days=1)}, "tracking.instruction.written"),
        ({"until": Until(day=TODAY - timedelta(days=1))}, "tracking.instruction.due"),
        ({"until": Until(workdays=0)}, "tracking.instruction.due"),
        ({"until": Until()}, "tracking.instruction.due"),
        ({"lead": 999_999}, "tracking.instruction.unit"),
        ({"helping": (999_999,)}, "tracking.instruction.unit"),
        ({"case": 999_999}, "tracking.case.missing"),
        ({"promise": 999_999}, "tracking.instruction.promise"),
        ({"promise": 1, "case": 1}, "tracking.instruction.subjects"),
        ({"photos": ("ab" * 32,)}, "tracking.file.missing"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    town: Deployment, more: dict[str, object], code: str
) -> None:
    with pytest.raises(LantuError) as told:
        give(town, **more)
    assert told.value.code == code
    assert not Instruction.objects.exists()


def test_only_the_leader_and_the_secretary_whose_post_names_him_give(town: Deployment) -> None:
    leader = town.people["领导"]
    with pytest.raises(Forbidden) as told:
        give_instruction(by=town.people["别的联络员"], on_behalf_of=leader, given=given(town))
    assert told.value.code == "people.not_serving"
    with pytest.raises(Forbidden) as told:
        give_instruction(by=town.people["联络员"], given=given(town))
    assert told.value.code == "tracking.instruction.no_leader"
    with pytest.raises(Forbidden):
        give_instruction(by=town.people["别的领导"], on_behalf_of=leader, given=given(town))
    for name in ("规划科", "市政", "网格员", "审计员"):
        with pytest.raises(Forbidden):
            give_instruction(by=town.people[name], on_behalf_of=leader, given=given(town))
    assert leaders_to_give_for(town.people["联络员"]) == ((leader.user, "领导"),)
    assert leaders_to_give_for(leader) == ((leader.user, "领导"),)
    assert leaders_to_give_for(town.people["规划科"]) == ()
    assert leader_behind(leader, leader.user or 0) is None


def test_a_leader_directs_units_of_the_own_area_only(town: Deployment) -> None:
    city = Area.objects.get(path=town.paths["9901"])
    above = Organisation.objects.create(name="市水务局", area=city)
    homeless = Organisation.objects.create(name="无区域的单位")
    with pytest.raises(Invalid) as told:
        give(town, lead=above.pk)
    assert told.value.code == "tracking.instruction.foreign_unit"
    assert give(town, lead=homeless.pk).lead == homeless
    everywhere = give_instruction(by=town.people["别的领导"], given=given(town, lead=above.pk))
    assert everywhere.lead == above


def test_who_is_not_addressed_cannot_answer(town: Deployment) -> None:
    row = give(town)
    for name, error in (("派遣员", NotFound), ("环卫", Forbidden), ("规划科", Forbidden)):
        with pytest.raises(error):
            actions.reply(by=town.people[name], instruction=row.pk, seen=1, text="我来答。")
    with pytest.raises(Forbidden) as told:
        actions.assist(by=town.people["市政"], instruction=row.pk, seen=1, text="我来协办。")
    assert told.value.code == "tracking.instruction.not_addressed"
    with pytest.raises(Invalid):
        actions.reply(by=town.people["市政"], instruction=row.pk, seen=1, text=" ")
    assert InstructionStep.objects.count() == 1


def test_a_second_reply_and_an_old_page_are_conflicts(town: Deployment) -> None:
    row = give(town)
    second = person("市政二", Role.REVIEWER, town.units["市政所"], town.paths["990102"])
    actions.reply(by=town.people["市政"], instruction=row.pk, seen=1, text="先答。")
    for seen in (1, 2):
        with pytest.raises(Conflict):
            actions.reply(by=second, instruction=row.pk, seen=seen, text="后答。")
    with pytest.raises(Conflict) as told:
        actions.accept(by=town.people["领导"], instruction=row.pk, seen=1)
    assert told.value.code == "people.changed_meanwhile"
    assert InstructionStep.objects.filter(kind=StepKind.REPLIED).count() == 1


def test_the_same_form_sent_twice_is_one_instruction(town: Deployment) -> None:
    row = give(town)
    with pytest.raises(Conflict) as told:
        give(town)
    assert row.number in told.value.title
    actions.withdraw(by=town.people["领导"], instruction=row.pk, seen=1, reason="写错单位。")
    assert give(town).number == "批示〔2026〕2号", "a refused one gives its number back"


def test_only_the_giver_judges_urges_and_withdraws(town: Deployment) -> None:
    row = give(town)
    leader = town.people["领导"]
    for by, behalf in (("别的领导", None), ("别的联络员", leader)):
        with pytest.raises((NotFound, Forbidden)):
            actions.withdraw(
                by=town.people[by],
                on_behalf_of=behalf,
                instruction=row.pk,
                seen=1,
                reason="作废。",
            )
    both = _account("两任联络员", Role.SECRETARY, Place(serves=User.objects.get(username="领导")))
    other = User.objects.get(username="别的领导")
    grant_role(by=SYSTEM, user=User.objects.get(pk=both.user), role=Role.SECRETARY,
               place=Place(serves=other))  # fmt: skip
    both = User.objects.get(pk=both.user).actor()
    with pytest.raises(Forbidden) as told:
        actions.urge(by=both, on_behalf_of=other.actor(), instruction=row.pk, seen=1)
    assert told.value.code == "tracking.instruction.not_theirs"
    with pytest.raises(Conflict) as early:
        actions.accept(by=leader, instruction=row.pk, seen=1)
    assert early.value.code == "tracking.instruction.state"
    with pytest.raises(Invalid):
        actions.withdraw(by=leader, instruction=row.pk, seen=1, reason="")
    row = actions.withdraw(by=leader, instruction=row.pk, seen=1, reason="已并入另一件。")
    assert row.state == InstructionState.WITHDRAWN
    with pytest.raises(Conflict):
        actions.reply(by=town.people["市政"], instruction=row.pk, seen=2, text="还要答吗？")
    assert instruction_detail(town.people["市政"], row.pk).steps[-1].text == "已并入另一件。"


SEES = {"领导", "联络员", "市政", "环卫", "规划科", "审计员"}


def test_it_and_its_files_are_seen_by_those_it_concerns_and_nobody_else(
    town: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = keep_file(by=town.people["领导"], name="批示.jpg", data=photo().getvalue())
    proof = keep_file(
        by=town.people["市政"], name="现场.jpg", data=photo(shade="#112233").getvalue()
    )
    row = give(town, photos=(paper.sha256,))
    actions.reply(
        by=town.people["市政"], instruction=row.pk, seen=1, text="见附件。", files=[proof.sha256]
    )
    far = _account("外区规划科", Role.PLAN_OFFICER, Place(area=Area.objects.get(
        path=town.paths["990102001"])))  # fmt: skip
    for name, actor in {**town.people, "外区规划科": far}.items():
        sees = name in SEES
        seen = {line.id for line in instruction_page(actor, InstructionFilter("all")).lines}
        assert seen == ({row.pk} if sees else set()), name
        assert count_views(actor, InstructionFilter())["all"] == int(sees), name
        assert len(count_units(actor)) == int(sees), name
        for sha in (paper.sha256, proof.sha256):
            if sees:
                assert readable(actor, sha).is_picture
            else:
                with pytest.raises(NotFound):
                    readable(actor, sha)
        if not sees:
            with pytest.raises(NotFound):
                instruction_detail(actor, row.pk)
    found = instruction_detail(town.people["环卫"], row.pk)
    assert [file.sha256 for file in found.photos] == [paper.sha256]
    assert [file.name for file in found.steps[1].files] == ["批示〔2026〕1号附件-1.jpg"]


def test_the_subject_is_named_to_those_only_who_may_see_it(town: Deployment) -> None:
    values = report(town.paths)
    case = open_case(by=town.people["受理员"], process=HANDLING, values=values).case
    row = give(town, case=case.pk)
    told = instruction_detail(town.people["领导"], row.pk).line.subject
    assert told is not None
    assert (told.number, told.title) == (case.number, case.title)
    hidden = instruction_detail(town.people["环卫"], row.pk).line.subject
    assert hidden is not None
    assert (hidden.kind, hidden.number, hidden.title) == ("case", "", "")
    about = instructions_about(town.people["领导"], case=case.pk)
    assert [line.id for line in about] == [row.pk]
    assert instructions_about(town.people["网格员"], case=case.pk) == ()


def test_a_promise_is_a_subject_where_it_is_read(version: PlanVersion, town: Deployment) -> None:
    promise = version.appearances.order_by("pk").first()
    assert promise is not None
    row = give(town, promise=promise.promise_id)
    subject = instruction_detail(town.people["市政"], row.pk).line.subject
    assert subject is not None
    assert subject.place is not None
    assert (subject.place.key, subject.place.number) == ("yunxi", 1)
    assert instructions_about(town.people["领导"], promise=promise.promise_id)[0].id == row.pk


def test_it_waits_in_the_inbox_of_whose_turn_it_is(town: Deployment) -> None:
    leader, secretary, lead = town.people["领导"], town.people["联络员"], town.people["市政"]
    grant_role(by=SYSTEM, user=User.objects.get(username="市政"), role=Role.REPORTER,
               place=Place(organisation=town.units["市政所"]))  # fmt: skip
    lead = User.objects.get(username="市政").actor()

    def waits() -> list[str]:
        people = {"领导": leader, "联络员": secretary, "市政": lead, "环卫": town.people["环卫"]}
        assert all(inbox.count(a, TODAY) == len(inbox.waiting(a, TODAY)) for a in people.values())
        return [name for name, actor in people.items() if inbox.waiting(actor, TODAY)]

    row = give(town)
    assert waits() == ["市政"]
    assert len(inbox.waiting(lead, TODAY)) == 1, "once, though it is asked of two of his posts"
    late = inbox.waiting(lead, TODAY + timedelta(days=9))[0]
    assert (late.due, late.late) == (date(2026, 5, 13), 2)
    row = actions.reply(by=lead, instruction=row.pk, seen=1, text="已办。")
    assert waits() == ["领导", "联络员"]
    row = actions.send_back(
        by=secretary, on_behalf_of=leader, instruction=row.pk, seen=2, reason="再办。",
        until=Until(workdays=3),
    )  # fmt: skip
    assert waits() == ["市政"]
    row = actions.reply(by=lead, instruction=row.pk, seen=3, text="又办。")
    actions.accept(by=leader, instruction=row.pk, seen=4)
    assert waits() == []


def test_people_are_told_without_the_words(town: Deployment) -> None:
    row = give(town)
    work_off(timezone.now())
    told = inbox.notices(town.people["环卫"])
    assert [notice.title for notice in told] == [
        f"新的批示：{row.number}，市政所主办，限 2026-05-13 办理"
    ]
    assert TEXT not in "".join(notice.title + notice.text for notice in told)
    assert len(inbox.notices(town.people["市政"])) == 1
    assert inbox.notices(town.people["派遣员"]) == ()
    actions.reply(by=town.people["市政"], instruction=row.pk, seen=1, text="已办。")
    work_off(timezone.now())
    assert [len(inbox.notices(town.people[who])) for who in ("领导", "联络员")] == [1, 1]


def test_lists_count_and_turn_pages_by_how_much_they_press(
    town: Deployment, settings: Settings
) -> None:
    leader = town.people["领导"]
    rows = [
        give(town, text=f"第{n}件。", until=Until(workdays=n), urgency=Urgency.URGENT)
        for n in (3, 1, 2)
    ]
    actions.reply(by=town.people["市政"], instruction=rows[2].pk, seen=1, text="已办。")
    settings.TODAY = TODAY + timedelta(days=2)
    first = instruction_page(leader, InstructionFilter(), size=2)
    rest = instruction_page(leader, InstructionFilter(), size=2, after=first.after)
    lines = [*first.lines, *rest.lines]
    assert [line.text for line in lines] == ["第1件。", "第2件。", "第3件。"]
    assert [line.late for line in lines] == [1, 0, 0]
    assert (first.total, rest.after) == (3, "")
    newest = instruction_page(leader, InstructionFilter("all"), size=2)
    last = instruction_page(leader, InstructionFilter("all"), size=2, after=newest.after)
    assert [line.text for line in (*newest.lines, *last.lines)] == ["第2件。", "第1件。", "第3件。"]
    assert count_views(leader, InstructionFilter()) == {
        "standing": 3, "late": 1, "replied": 1, "done": 0, "withdrawn": 0, "all": 3,
    }  # fmt: skip
    unit = count_units(leader)[0]
    assert (unit.name, unit.open, unit.late, unit.replied, unit.done) == ("市政所", 2, 1, 1, 0)
    found = instruction_page(leader, InstructionFilter("all", words="第3 批示"))
    assert [line.text for line in found.lines] == ["第3件。"]
    assert instruction_page(leader, InstructionFilter(), after="wrong.1").total == 3


def test_open_ones_pass_to_the_unit_that_follows(town: Deployment) -> None:
    row = give(town)
    new = Organisation.objects.create(name="城建局", area=town.units["市政所"].area)
    reform(by=SYSTEM, old=town.units["市政所"], new=new, day=TODAY, document="政发〔2026〕1号")
    moved = User.objects.get(username="市政").actor()
    assert instruction_detail(moved, row.pk).may_reply
    assert [item.object_id for item in inbox.waiting(moved, TODAY)] == [str(row.pk)]
    actions.reply(by=moved, instruction=row.pk, seen=1, text="由新单位办理。")
    assert inbox.waiting(moved, TODAY) == ()


def test_the_daily_reminder_names_what_is_due_and_late(town: Deployment) -> None:
    row = give(town, until=Until(workdays=1))
    due = TODAY + timedelta(days=1)
    assert remind_of(TODAY - timedelta(days=1), due - timedelta(days=1)) == 0
    assert remind_of(TODAY, due) == 1
    work_off(timezone.now())
    told = [notice.text for notice in inbox.notices(town.people["市政"])]
    assert any(row.number in text and str(due) in text for text in told)
    actions.reply(by=town.people["市政"], instruction=row.pk, seen=1, text="已办。")
    assert remind_of(due, due) == 0
