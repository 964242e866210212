"""Ladders (梯度培育): tiers with conditions of entry, and who should move up or down.

Only proposes, with the reasons of every row; a person decides, and the decision is a step in the
record's history of tiers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lantu.engines.registers.conditions import Answer, Rule, evaluate
from lantu.engines.registers.fields import Record, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """entry: the conditions to enter. stay: those to keep the tier, the same when None."""

    name: str
    title: str
    entry: Rule
    stay: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """tiers: lowest first. stepwise: a tier is entered only from the one below it."""

    name: str
    title: str
    tiers: tuple[Tier, ...]
    stepwise: bool = True

    def place(self, tier: str | None) -> int:
        """Place of a tier from 0, -1 for none (or one that the ladder no longer has)."""
        names = [t.name for t in self.tiers]
        return names.index(tier) if tier in names else -1


class Move(StrEnum):
    """What is proposed."""

    PROMOTE = "promote"
    KEEP = "keep"
    DEMOTE = "demote"


@dataclass(frozen=True, slots=True)
class TierChange:
    """A decided move. tier: None when the record left the ladder. document: the paper."""

    on: date
    tier: str | None
    by: str
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """From `current` to `proposed` (None: on no tier). answers: tier name -> why or why not."""

    move: Move
    current: str | None
    proposed: str | None
    answers: tuple[tuple[str, Answer], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}：{answer}" for name, answer in self.answers)


def tier_on(history: Iterable[TierChange], day: date) -> str | None:
    """The tier held on `day`, by the decisions up to and including it; the last of a day counts."""
    past = sorted((step for step in history if step.on <= day), key=lambda step: step.on)
    return past[-1].tier if past else None


def propose(
    ladder: Ladder, register: Register, record: Record, current: str | None, today: date
) -> Proposal:
    """Where `record` belongs on `today`, being on `current`.

    It falls to the highest tier that it may keep or enter below its own, else it may rise: one tier
    when the ladder is stepwise, else to the highest that it meets.
    """
    place = ladder.place(current)
    answers: list[tuple[str, Answer]] = []

    def meets(number: int, staying: bool) -> bool:
        tier = ladder.tiers[number]
        rule = tier.stay if staying and tier.stay is not None else tier.entry
        answer = evaluate(rule, register, record, today)
        answers.append((tier.title, answer))
        return answer.met

    kept = next((n for n in range(place, -1, -1) if meets(n, staying=True)), -1)
    if kept < place:
        return Proposal(Move.DEMOTE, current, _name(ladder, kept), tuple(answers))
    last = len(ladder.tiers)
    above = (
        range(place + 1, min(place + 2, last)) if ladder.stepwise else range(last - 1, place, -1)
    )
    reached = next((n for n in above if meets(n, staying=False)), place)
    move = Move.PROMOTE if reached > place else Move.KEEP
    return Proposal(move, current, _name(ladder, reached), tuple(answers))


def _name(ladder: Ladder, place: int) -> str | None:
    return ladder.tiers[place].name if place >= 0 else None
