"""What somebody typed is laid out by a child with limits, which gives what the engine gives, or a sentence."""

import os
import time
from pathlib import Path

import pytest

from appeals import pdf, print_room
from appeals.binding import EmptyPage, bind
from appeals.pdf import Room
from appeals.pdf_errors import SheetTooLong
from appeals.print_room import Limits, TooHardToPrint, html_to_pdf, pages_of_parts

PAGE = "<!doctype html><html lang=en><title>Sample</title><body>{}"
SHORT = Limits(seconds=1, patience=3.0)
# Each keeps the engine busy for minutes, or wants more memory than there is (tried on the version that is pinned).
ENDLESS = {
    "boxes in boxes": "<div style='display:flex'>" * 12 + "x",
    "a column of a million": "<table><tr><td colspan=1000000>x</table>",
    "floats": "<div style='float:left'>x</div>" * 4_000,
}


def test_child_gives_the_bytes_that_the_engine_gives() -> None:
    html = PAGE.format("<h1>Sample</h1><p>ليلى Привет</p>")

    assert html_to_pdf(html) == pdf.html_to_pdf(html)


def test_parts_are_counted_without_the_pages_left_empty_before_them() -> None:
    html = PAGE.format("<p id=a>A</p><p id=b style='break-before: right'>B</p><p style='break-before: page'>more of B")

    assert pages_of_parts(html, ["a", "b"]) == [1, 2]


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_never_ends_is_given_up_with_a_sentence(kind: str) -> None:
    began = time.monotonic()

    with pytest.raises(TooHardToPrint) as refusal:
        print_room.print_parts(PAGE.format(ENDLESS[kind]), limits=SHORT)

    assert time.monotonic() - began < 20  # a busy machine, and the start of a printer, among them
    assert str(refusal.value).startswith("This took more time or memory to print than anything that people write")
    assert html_to_pdf(PAGE.format("<p>The next one"))


def test_what_wants_too_much_memory_is_given_up_with_a_sentence() -> None:
    room, limits = Room(1_000_000, 100_000), Limits(memory=32 * 1024**2)

    with pytest.raises(TooHardToPrint):
        print_room.print_parts(PAGE.format("<p>x" * 20_000), room=room, limits=limits)


def test_errors_of_the_engine_come_through_with_their_sentences() -> None:
    with pytest.raises(SheetTooLong) as refusal:
        html_to_pdf(PAGE.format("x" * 1_500))

    assert str(refusal.value).startswith("This sheet has a word so long that no page can hold it.")


def test_printer_that_was_killed_is_started_anew() -> None:
    html_to_pdf(PAGE.format("<p>One"))
    process = print_room._started[0].process
    process.kill()
    process.wait()

    assert html_to_pdf(PAGE.format("<p>Two")).startswith(b"%PDF")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="tells nothing of other processes here")
def test_printer_knows_no_key_and_no_database() -> None:
    html_to_pdf(PAGE.format("<p>One"))

    surroundings = Path(f"/proc/{print_room._started[0].process.pid}/environ").read_bytes()

    known = {entry.partition(b"=")[0].decode() for entry in surroundings.split(b"\0") if entry}
    assert known <= set(print_room._SURROUNDINGS) | {"LC_CTYPE"}
    assert os.environ["SECRET_KEY"].encode() not in surroundings


def test_parts_are_bound_as_in_this_process() -> None:
    parts = [html_to_pdf(PAGE.format("<p>One")), EmptyPage(300.0, 400.5), html_to_pdf(PAGE.format("<p>Two"))]

    assert print_room.bind(parts) == bind(parts)
