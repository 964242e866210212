"""The closed word lists of instructions: how one stands, how much it presses, what happened."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InstructionState(TextChoices):
    """Whose turn it is: the unit's, the leader's, or nobody's."""

    HANDLING = "handling", _("办理中")
    RETURNED = "returned", _("退回重办")
    REPLIED = "replied", _("待审阅")
    DONE = "done", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


WITH_UNIT = (InstructionState.HANDLING, InstructionState.RETURNED)
"""It is the lead unit's turn, and its clock runs."""
STANDING = (*WITH_UNIT, InstructionState.REPLIED)
ENDED = (InstructionState.DONE, InstructionState.WITHDRAWN)


class Urgency(TextChoices):
    """As papers say it (GB/T 9704: 紧急程度)."""

    NORMAL = "normal", _("平件")
    URGENT = "urgent", _("加急")
    MOST_URGENT = "most_urgent", _("特急")


class StepKind(TextChoices):
    """A line of the history."""

    GIVEN = "given", _("作出批示")
    ASSISTED = "assisted", _("报送协办情况")
    REPLIED = "replied", _("报送办理情况")
    RETURNED = "returned", _("退回重办")
    URGED = "urged", _("催办")
    ACCEPTED = "accepted", _("同意办结")
    WITHDRAWN = "withdrawn", _("撤回批示")
