"""A file is read by a child with limits, or refused with a sentence; nothing that somebody made breaks the reader."""

import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.sheet_reading.files import FileText, read_file
from campaigns.sheet_reading.many_files import Reader
from campaigns.sheet_reading.refusals import Refused
from tests import hostile_files
from tests.campaigns.sheet_reading import files
from tests.campaigns.sheet_reading.crafted import CRAFTED

SHEET = "UA: 12/05 Index: EUR 28/001/2005 Iceland Date: 3 May 2005\nURGENT ACTION\nTEACHER AT RISK"


def read(data: bytes) -> FileText:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return read_file(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_western_encoding(encoding: str) -> None:
    text = f"{SHEET}\nMünster – “Łódź”" if encoding.startswith("utf") else f"{SHEET}\nMünster – “São”"

    assert read(text.encode(encoding)) == FileText(text, "text")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_text_in_an_old_cyrillic_encoding(encoding: str) -> None:
    text = "Срочная акция: Анна Образцова, Москва. Пишите немедленно на русском языке."

    assert read(text.encode(encoding)) == FileText(text, "text")


def test_pdf_has_a_form_feed_between_its_pages() -> None:
    found = read(files.pdf(SHEET, "ADDITIONAL INFORMATION\nThe teachers were on strike (since May)."))

    assert (found.kind, found.text.count("\f")) == ("pdf", 1)
    assert "TEACHER AT RISK" in found.text
    assert "on strike (since May)." in found.text


def test_pdf_has_an_empty_line_where_its_page_has_a_gap() -> None:
    found = read(
        files.pdf("URGENT ACTION\nTEACHER AT RISK OF BEING SENT BACK\n\nShe was arrested on 3 May.\nShe is ill.")
    )

    assert found.text.split("\n\n") == [
        "URGENT ACTION\nTEACHER AT RISK OF BEING SENT BACK",
        "She was arrested on 3 May.\nShe is ill.\n",
    ]


def test_word_file_keeps_points_lines_and_its_header() -> None:
    header = f'<w:hdr xmlns:w="{files.WORDS}"><w:p><w:t>UA: 12/05</w:t></w:p></w:hdr>'

    found = read(files.docx("URGENT ACTION", "• Urging them to stop;", "Street 9\nReykjavik", header1=header))

    assert found == FileText("UA: 12/05\n\nURGENT ACTION\n• Urging them to stop;\nStreet 9\nReykjavik", "docx")


def test_deleted_words_of_a_word_file_stay_deleted() -> None:
    xml = f'<w:document xmlns:w="{files.WORDS}"><w:p><w:t>Kept</w:t><w:del><w:t>lost</w:t></w:del></w:p></w:document>'

    assert read(files.docx(xml=xml)).text == "Kept"


def test_web_page_without_its_scripts() -> None:
    page = (
        b"<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body><h1>TEACHER &amp; PUPIL</h1>"
        b"<p>Please write<br>at once:</p><ul><li>Urging them</li></ul></body></html>"
    )

    assert read(page) == FileText("TEACHER & PUPIL\n\nPlease write\nat once:\n\n• Urging them", "html")


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        (b"<h2>TEACHER AT RISK</h2><p>Write.</p>", "TEACHER AT RISK\n\nWrite."),
        (b"<ul><li>Urging them</li></ul>", "• Urging them"),
        (b"<!--StartFragment--><span>Anna</span><br>Beispiel", "Anna\nBeispiel"),
        (b"<meta charset='utf-8'><b>Anna</b>", "Anna"),
        (b"\n  <table><tr><td>Anna</td></tr></table>", "Anna"),
    ],
    ids=["heading", "list", "fragment", "meta", "table"],
)
def test_piece_of_a_page_that_was_pasted(pasted: bytes, text: str) -> None:
    assert read(pasted) == FileText(text, "html")


def test_address_in_brackets_is_no_page() -> None:
    assert read(b"<anna@example.org> wrote: 1 < 2").kind == "text"


REFUSED = {
    "empty": (lambda: b"  \n", "empty"),
    "encrypted PDF": (files.encrypted_pdf, "encrypted"),
    "scan": (lambda: files.pdf(""), "holds no text"),
    "10,000 pages": (lambda: files.pdf_of_many_pages(10_000), "10,000 pages"),
    "flate bomb": (files.flate_bomb, "than a sheet c"),
    "cut PDF": (lambda: files.pdf(SHEET)[:60], "damaged"),
    "zip bomb": (files.zip_bomb, "unpacks to more"),
    "lying zip": (files.lying_zip, "damaged"),
    "deep XML": (lambda: files.deep_docx(5_000), "more deeply"),
    "entities": (files.docx_of_entities, "entities"),
    "broken XML": (lambda: files.docx(xml="<w:document"), "damaged"),
    "cut Word file": (lambda: files.docx("Hello " * 500)[:-60], "damaged"),
    "other zip": (lambda: _zip("sheet.txt"), "no Word file"),
    "PDF behind text": (lambda: b"Hello\n" + files.pdf(SHEET), "two kinds"),
    "Word file behind a PDF": (lambda: files.pdf(SHEET) + files.docx("Hello"), "two kinds"),
    "Word file behind text": (lambda: b"Hello" + files.docx("Hello"), "two kinds"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format"),
    "rich text": (lambda: rb"{\rtf1 Hello}", "rich text"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "program": (lambda: b"\x7fELF" + bytes(100), "program"),
    "bytes": (lambda: bytes(range(256)) * 40, "no text"),
    "lying mark": (lambda: b"\xff\xfe\x00\xd8\x41", "UTF-16"),
    "damaged packing": (lambda: _damaged_packing(), "cannot be unpacked"),
    "21 MB": (lambda: b"a" * 20_000_001, "larger than 20 MB"),
    "tags": (lambda: b"<html>" + b"<b>" * 250_000, "more tags"),
}


def _zip(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "Hello")
    return packed.getvalue()


def _damaged_packing() -> bytes:
    data = bytearray(files.docx("Hello " * 500))
    at = data.index(b"word/document.xml") + len("word/document.xml")
    data[at : at + 6] = b"\xff" * 6
    return bytes(data)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence_in_time(name: str) -> None:
    make, said = REFUSED[name]
    data = make()
    began = time.monotonic()

    with pytest.raises(Refused, match=said) as refused:
        read(data)

    assert time.monotonic() - began < 12
    assert str(refused.value).endswith(".")


def test_child_reaches_no_network_and_starts_nothing(tmp_path: Path) -> None:
    script = tmp_path / "reach.py"
    script.write_text(
        "import os, socket, subprocess, sys\n"
        "from campaigns.sheet_reading import child\n"
        "child._limit()\n"
        "for reach in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true']),\n"
        "              lambda: os.system('true'), lambda: open(sys.argv[1], 'w')):\n"
        "    try:\n"
        "        reach()\n"
        "    except PermissionError:\n"
        "        print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "written")],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.getcwd()},
    )

    assert done.stdout.split() == ["refused"] * 4


def test_command_ends_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(files.encrypted_pdf())

    with pytest.raises(CommandError, match=r"refused: The PDF is encrypted\.") as refused:
        call_command("import_sheet", str(path))

    assert refused.value.returncode == 1


def test_command_tells_of_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError, match=r"refused: nowhere\.pdf cannot be opened"):
        call_command("import_sheet", "nowhere.pdf")


def test_many_files_one_after_another() -> None:
    said = []
    with Reader() as reader:
        for data in (SHEET.encode(), files.encrypted_pdf(), files.pdf(SHEET)):
            with tempfile.TemporaryFile() as file:
                file.write(data)
                file.seek(0)
                try:
                    said.append(reader.read(file).kind)
                except Refused as refused:
                    said.append(str(refused))

    assert said == ["text", "The PDF is encrypted. Save it without a password and bring it again.", "pdf"]


def test_reader_goes_on_after_its_process_was_killed() -> None:
    with Reader() as reader, tempfile.TemporaryFile() as file:
        file.write(SHEET.encode())
        file.seek(0)
        reader.read(file)
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()

        with pytest.raises(Refused, match=r"could not be read|took longer"):
            reader.read(file)

        file.seek(0)
        assert reader.read(file).text == SHEET


# These take their whole time, or make files of many megabytes; `python -m tests.hostile_files` has all.
SLOW = frozenset(
    {"300,000 words on a page", "a million marks in a stack", "form of ten forms of ten forms", "10,000 pages",
     "flate bomb in a flate bomb", "250,000 tags", "zip of one stream 500 times", "a tag that does not end",
     "flate bomb", "zip of 60,000 members", "200,000 attributes", "a million lines", "zip bomb"}
)  # fmt: skip


def test_hostile_files_end_as_read_or_refused() -> None:
    made = [("crafted", name, make()) for name, make in CRAFTED.items() if name not in SLOW]

    tallies = hostile_files.run(iter([*made, *hostile_files.mutated(150, seed=7)]))

    assert {kind: tally.failures for kind, tally in tallies.items() if tally.failures} == {}
    assert sum(tally.count for tally in tallies.values()) == len(made) + 150
