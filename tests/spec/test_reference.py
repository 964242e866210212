"""The reference of the plan package is what the pages and the model say today."""

from spec.reference import REFERENCE, reference


def test_the_committed_reference_is_up_to_date() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), "in tests/, run: python -m spec.reference"
