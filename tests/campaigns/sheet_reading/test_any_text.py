"""Any text at all is read in bounded time, and nothing is in a field that is not in the text."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.sheet_reading.json_keys import as_json
from campaigns.sheet_reading.reading import SheetReading, read_sheet
from tests.import_report import INVENTED, sheets

SHEETS = sheets(INVENTED)
PIECES = [line for _, text, _ in SHEETS for line in text.split("\n")]
# Seconds; the machine may have other things to do.
BOUND = 5


def timed(text: str) -> SheetReading:
    began = time.monotonic()
    reading = read_sheet(text)
    assert time.monotonic() - began < BOUND
    return reading


@given(st.text(max_size=3_000))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    timed(text)


@given(st.lists(st.sampled_from(PIECES), max_size=120).map("\n".join))
@settings(max_examples=40, deadline=None)
def test_lines_of_sheets_in_any_order(text: str) -> None:
    flat = " ".join(text.split())

    said = as_json(timed(text))

    for one in said["recipients"]:
        for email in one["emails"]:
            assert email in flat
        for fax in (one["fax"] or "").split(" / "):
            assert fax in flat
    for point in said["appeal_points"]:
        assert all(word in flat for word in point.split())


@given(st.sampled_from(SHEETS), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_mutated_sheet(sheet: tuple[str, str, object], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    signs = list(sheet[1])
    for _ in range(chance.randrange(60)):
        place = chance.randrange(len(signs))
        signs[place : place + chance.randrange(4)] = chance.choice(
            ["", "\n", "\f", "\x00", "\u202e", ":", "(", "9", "A" * 50]
        )

    timed("".join(signs))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 400_000,
        "A " * 200_000,
        "Anna Beispiel " * 30_000,
        "Anna, " * 60_000,
        "(" * 100_000,
        "UA 12/05 (" * 30_000,
        "1 May " * 60_000,
        "12/05/" * 60_000,
        "a@" * 100_000 + "b",
        "a.a.a@" * 40_000,
        "http://" * 40_000,
        "Fax: " * 60_000,
        ": " * 100_000,
        "Dear " * 60_000,
        "Please write " * 30_000,
        "PLEASE SEND APPEALS BEFORE " * 12_000,
        "URGENT ACTION\n" * 8_000,
        "APPEALS TO:\nMinister\n" * 8_000,
        "APPEALS TO:\n" + "Minister of the Minister of\n" * 7_000,
        "Please write:\n" + "- urging them to stop;\n" * 7_000,
        "\u202e\u2066" * 100_000,
        "\x00" * 300_000,
        "\n" * 300_000,
        "\f" * 300_000,
        " " * 300_000,
        "٣ مايو " * 40_000,
        "check with your " * 18_000,
        "no further action " * 16_000,
        "Anna Beispiel (m) " * 16_000,
        "NAME: " + "Anna and " * 30_000,
        "of the " * 40_000,
    ],
    ids=lambda text: text[:24].encode("unicode_escape").decode(),
)
def test_huge_text_in_bounded_time(text: str) -> None:
    timed(text)


def test_two_pages_are_read_at_once() -> None:
    text = max((text for _, text, _ in SHEETS), key=len)
    read_sheet(text)
    began = time.perf_counter()

    for _ in range(3):
        read_sheet(text)

    # About 20 milliseconds on a machine that does nothing else.
    assert (time.perf_counter() - began) / 3 < 0.5
