"""What somebody brings is read within its limits, or refused with a sentence."""

import hashlib
import io

import pytest

from campaigns.sheet_drafts.brought import MOST_FILE, brought_file, brought_text
from campaigns.sheet_reading.refusals import Refused
from tests.campaigns.sheet_drafts.sheet import SHEET
from tests.campaigns.sheet_reading import files


def test_file_is_known_by_its_bytes_and_by_its_text() -> None:
    data = SHEET.encode()

    found = brought_file(io.BytesIO(data), name="C:\\old\\UA 214-11.txt")

    assert (found.file_name, found.kind, found.text) == ("UA 214-11.txt", "text", SHEET)
    assert found.file_hash == found.text_hash == hashlib.sha256(data).hexdigest()


def test_pasted_text_is_the_same_text_as_that_of_a_file() -> None:
    typed = SHEET.replace("\n", "\r\n")

    assert brought_text(typed).text_hash == brought_file(io.BytesIO(SHEET.encode()), name="a.txt").text_hash


def test_pasted_page_is_read_as_one() -> None:
    found = brought_text("<html><body><p>URGENT ACTION</p><p>TEACHER AT RISK</p></body></html>")

    assert (found.kind, found.text.split()) == ("html", ["URGENT", "ACTION", "TEACHER", "AT", "RISK"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"x" * (MOST_FILE + 1), "The file is larger than 10 MB."),
        (b"", "The file is empty."),
        (files.encrypted_pdf(), "The PDF is encrypted."),
        (files.pdf("1"), "The PDF holds no text, as a scan does."),
        (b"\x89PNG\r\n", "The file is a picture."),
    ],
    ids=["large", "empty", "encrypted", "scan", "picture"],
)
def test_file_that_is_no_sheet_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        brought_file(io.BytesIO(data), name="a")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("ä" * 500_001, "The text is larger than 1 MB."), (" \n", "There is nothing to read")],
    ids=["large", "empty"],
)
def test_pasted_text_that_is_too_much_or_nothing_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        brought_text(text)


def test_signs_that_no_database_takes_are_left_out() -> None:
    assert brought_text(f"{SHEET}\ud800").text == f"{SHEET}?"
