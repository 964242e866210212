"""The tracking tables, gathered where Django looks for them."""

from lantu.apps.tracking.cases.models import (
    Case,
    CaseCount,
    CaseEvent,
    CaseParty,
    CaseTally,
    CaseTask,
    CaseWords,
    Paper,
    PaperCount,
)
from lantu.apps.tracking.enabling.models import (
    EnabledPack,
    PackActivity,
    PackVersion,
    SystemLink,
)
from lantu.apps.tracking.instructions.models import (
    Instruction,
    InstructionStep,
    InstructionUnit,
)
from lantu.apps.tracking.records.models import IndexedValue, Record, RecordChange, SavedView
from lantu.apps.tracking.rounds.models import RoundRun

__all__ = [
    "Case",
    "CaseCount",
    "CaseEvent",
    "CaseParty",
    "CaseTally",
    "CaseTask",
    "CaseWords",
    "EnabledPack",
    "IndexedValue",
    "Instruction",
    "InstructionStep",
    "InstructionUnit",
    "PackActivity",
    "PackVersion",
    "Paper",
    "PaperCount",
    "Record",
    "RecordChange",
    "RoundRun",
    "SavedView",
    "SystemLink",
]
