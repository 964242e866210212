"""What everybody says before sensitive values are shown to him. Refuses a blank reason."""

from lantu.kernel.errors import Invalid

SHORTEST = 2
"""Characters of a reason."""


def must_say_why(reason: str) -> None:
    """Invalid when no reason is given."""
    if len(reason.strip()) < SHORTEST:
        raise Invalid(
            "tracking.reveal.reason",
            "没有写明为什么查看。",
            "请写明用途，例如“联系上报人核实地点”；查看会记入审计。",
        )
