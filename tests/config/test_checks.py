"""A doubtful setting is said before it harms."""

from typing import Any

import pytest

from config.checks import (
    backups_go_somewhere,
    bounce_address_is_one,
    pictures_are_kept_for_a_while,
    post_leaves_from_a_country,
    second_factor_is_required,
)


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


@pytest.mark.parametrize(
    ("country", "days", "found"),
    [("CH", 10, []), ("XX", 10, ["desk.E003"]), ("", 0, ["desk.E003", "desk.E004"]), ("CH", 91, ["desk.E004"])],
)
def test_post_leaves_from_a_country_and_takes_days(settings: object, country: str, days: int, found: list[str]) -> None:
    settings.POST_FROM, settings.POST_WORKING_DAYS = country, days  # type: ignore[attr-defined]

    assert [problem.id for problem in post_leaves_from_a_country(None)] == found


@pytest.mark.parametrize(
    ("days", "room", "found"),
    [(180, 500, []), (1, 0, []), (0, 500, ["desk.E005"]), (180, -1, ["desk.E005"])],
)
def test_pictures_are_kept_for_a_while(settings: object, days: int, room: int, found: list[str]) -> None:
    settings.REPLY_PICTURE_DAYS, settings.REPLY_PICTURES_MB = days, room  # type: ignore[attr-defined]

    assert [problem.id for problem in pictures_are_kept_for_a_while(None)] == found


@pytest.mark.parametrize(("asked", "found"), [("required", []), ("offered", ["desk.E006"])])
def test_second_factor_is_required_of_a_real_site(settings: object, asked: str, found: list[str]) -> None:
    settings.SECOND_FACTOR = asked  # type: ignore[attr-defined]

    assert [problem.id for problem in second_factor_is_required(None)] == found


@pytest.mark.parametrize(
    ("to", "recipients", "found"),
    [("/backups", ["age1"], []), ("", ["age1"], ["desk.W007"]), ("/backups", [], ["desk.W007"])],
    ids=["both", "no folder", "no key"],
)
def test_a_real_site_makes_backups(settings: Any, to: str, recipients: list[str], found: list[str]) -> None:
    settings.BACKUP_TO, settings.BACKUP_RECIPIENTS = to, recipients

    assert [problem.id for problem in backups_go_somewhere(None)] == found
