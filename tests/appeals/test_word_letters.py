import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from appeals.letters import Writer, letters_of
from appeals.word_letters import word_file_of
from tests.appeals.test_letters import COURT
from tests.appeals.test_sheets import make_addressee, make_content

ANNA = Writer("Anna Beispiel", "Bern", ("Musterweg 1",), "I am a teacher.")
ARABIC = make_addressee(salutations=(("ar", "معالي الوزير"),))


def make(writer=ANNA, *, language="en", paper="A4", **overrides):
    """The file, read back."""
    content = make_content(**overrides)
    letters = letters_of(content, writer, language=language, on=date(2011, 7, 20))
    return docx.Document(io.BytesIO(word_file_of(letters, content, paper=paper)))


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def from_right_to_left(document) -> list[tuple[str, bool, list[bool]]]:
    """Each paragraph with whether it begins on the right, and which of its runs are read from there."""
    return [
        (
            paragraph.text,
            paragraph._p.pPr.find(qn("w:bidi")) is not None,
            [bool(run.font.rtl) for run in paragraph.runs],
        )
        for paragraph in document.paragraphs
    ]


def test_a_letter_stands_in_the_file_from_top_to_bottom():
    assert texts(make()) == [
        "Anna Beispiel",
        "Musterweg 1",
        *make_addressee().name_lines,
        "Bern, 20 July 2011",
        "Teacher faces unfair trial (UA 214/11)",
        "Dear Prosecutor General,",
        "I am writing to you because I am deeply concerned about the following.",
        "A teacher is to be tried without a lawyer.",
        "I am a teacher.",
        "I join everybody who is urging the authorities to let her have a lawyer.",
        "Thank you for your attention.",
        "Yours faithfully,",
        "Anna Beispiel",
    ]


def test_each_letter_but_the_first_begins_a_page():
    document = make(recipients=(make_addressee(), COURT, COURT))

    begin = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert begin == ["Anna Beispiel", "Anna Beispiel"]


def test_a_safe_writer_without_lines_on_top_has_a_page_for_each_letter_too():
    document = make(Writer("Anna Beispiel", "Bern", is_safe=True), recipients=(make_addressee(), COURT))

    assert [p.text for p in document.paragraphs if p.paragraph_format.page_break_before] == ["Sampletown Court"]


def test_text_from_right_to_left_is_marked_as_that_and_no_other():
    writer = Writer("ليلى مثال", "Bern", (), "أنا معلمة.")
    marks = from_right_to_left(make(writer, language="ar", recipients=(ARABIC,)))

    assert marks[0] == ("ليلى مثال", True, [True])
    assert marks[1] == ("Prosecutor General", True, [False])
    assert marks[7] == ("Bern, 20 يوليو 2011", True, [False, True, True])
    assert marks[8:10] == [
        ("Teacher faces unfair trial (UA 214/11)", False, [False]),
        ("معالي الوزير،", True, [True]),
    ]
    assert ("أنا معلمة.", True, [True]) in marks


def test_a_letter_from_left_to_right_has_no_mark():
    assert [mark for mark in from_right_to_left(make()) if mark[1] or any(mark[2])] == []


def test_marks_stand_in_the_order_that_the_standard_lays_down():
    document = make(Writer("ليلى مثال", "Bern"), language="ar", recipients=(ARABIC,))
    for paragraph in document.paragraphs:
        names = [child.tag.rpartition("}")[2] for child in paragraph._p.pPr]
        assert names == [name for name in ("pageBreakBefore", "bidi", "spacing") if name in names]
        for run in paragraph.runs:
            names = [child.tag.rpartition("}")[2] for child in run._r.rPr]
            assert names == [name for name in ("b", "bCs", "rtl", "lang") if name in names]


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("Letter", (215.9, 279.4))])
def test_paper(paper, size):
    [section] = make(paper=paper).sections

    assert (round(section.page_width / Mm(1), 1), round(section.page_height / Mm(1), 1)) == size


def test_foot_says_version_last_good_day_and_where_to_check():
    assert make().sections[0].footer.paragraphs[0].text == (
        "UA 214/11 · Version 1 · Last good day to send: 22 August 2011 · Before you post: testserver/check/7K3F-9QXM/"
    )


def test_properties_of_the_file_name_no_writer():
    about = make().core_properties

    assert (about.title, about.author, about.last_modified_by, about.comments) == (
        "Letters about UA 214/11",
        "",
        "",
        "",
    )
    assert about.created == about.modified == datetime(2011, 7, 13, tzinfo=UTC)


def test_what_is_typed_stands_in_the_text_of_the_file_alone():
    letters = letters_of(make_content(), ANNA, language="en", on=date(2011, 7, 20))
    with zipfile.ZipFile(io.BytesIO(word_file_of(letters, make_content(), paper="A4"))) as parts:
        holding = [name for name in parts.namelist() if b"Musterweg" in parts.read(name)]

    assert holding == ["word/document.xml"]
