"""A doubtful setting is said before it harms."""

import pytest

from config.checks import bounce_address_is_one


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", []),
        ("bounces@desk.example", []),
        ("Bounces <bounces@desk.example>", ["desk.E002"]),
        ("bounces", ["desk.E002"]),
        ("bounces@bücher.example", ["desk.E002"]),
    ],
)
def test_bounce_address_is_a_bare_address(settings: object, address: str, found: list[str]) -> None:
    settings.BOUNCE_ADDRESS = address  # type: ignore[attr-defined]

    assert [problem.id for problem in bounce_address_is_one(None)] == found
