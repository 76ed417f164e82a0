import io
import logging
from datetime import date

import page
import pypdf
import pytest

from appeals.letter_print import LettersTooLong, pages_of_letters, pdf_of_letters, signs_missing
from appeals.letters import Writer, letters_of
from appeals.sheets import Paper
from tests.appeals.test_check_codes import DPI, codes_on, photographs
from tests.appeals.test_letters import COURT
from tests.appeals.test_sheets import make_addressee, make_content

ANNA = Writer("Anna Beispiel", "Bern")
SALUTATIONS = (
    ("en", "Dear Prosecutor General"), ("ru", "Уважаемый господин прокурор"), ("ar", "معالي الوزير"),
    ("fa", "جناب آقای وزیر"), ("he", "כבוד השר"),
)  # fmt: skip
MIXED = (
    Writer("Анна Примерова", "Берн", ("Musterweg 1",), "Я учительница, I teach."),
    Writer("ليلى مثال", "Bern", (), "أنا معلمة في Bern منذ 2005."),
    Writer("لیلا نمونه", "تهران", (), "من معلم هستم."),
    Writer("חנה דוגמה", "תל אביב", ("Musterweg 1", "3000 Bern"), "אני מורה ב-Bern."),
)


@pytest.fixture(autouse=True)
def quiet_engine(caplog):
    """A word of the engine's log is a mistake in our template or style sheet, or a sign without a font."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name.startswith("weasyprint")] == []


def make(writer=ANNA, *, language="en", paper=Paper.A4, with_fax=False, **overrides) -> bytes:
    content = make_content(**overrides)
    letters = letters_of(content, writer, language=language, on=date(2011, 7, 20))
    return pdf_of_letters(letters, content, paper=paper, with_fax=with_fax)


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def pages_of(data: bytes) -> list[list[str]]:
    return [[" ".join(line.split()) for line in one.extract_text().splitlines()] for one in read(data).pages]


def test_each_letter_has_a_page_of_its_own_with_its_lines_in_order():
    pages = pages_of(make(recipients=(make_addressee(), COURT)))

    assert [lines[:3] for lines in pages] == [
        ["Anna Beispiel", "Prosecutor General", "Boris Musterov"],
        ["Anna Beispiel", "Sampletown Court", "Door 2"],
    ]
    assert pages[1][4:14] == [
        "Bern, 20 July 2011",
        "Teacher faces unfair trial (UA 214/11)",
        "Dear Judge,",
        "This is, for your information, a copy of my letter to: Prosecutor General of the Northern",
        "Federation.",
        "I am writing to you because I am deeply concerned about the following.",
        "A teacher is to be tried without a lawyer.",
        "I join everybody who is urging the authorities to let her have a lawyer.",
        "Thank you for your attention.",
        "Yours faithfully,",
    ]


def test_every_page_carries_number_version_last_good_day_and_check_code():
    pages = pages_of(make(recipients=(make_addressee(),) * 2 + (COURT,), with_fax=True))

    assert len(pages) == 5
    foot = ["UA 214/11 · Version 1", "Last good day to send: 22 August 2011", "Before you post:", "testserver/check/"]
    assert [lines[-5:] for lines in pages] == [[*foot, "7K3F-9QXM/"]] * 5


@pytest.mark.parametrize("paper", Paper.values)
def test_a_phone_reads_the_check_code_of_a_letter(paper):
    [picture] = photographs(make(paper=paper))

    [code] = codes_on(picture)
    assert code.text == "http://testserver/check/7K3F-9QXM/"
    assert (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4 >= 20


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_every_page_is_of_the_paper_asked_for(paper, size):
    pages = read(make(paper=paper, recipients=(make_addressee(), COURT), with_fax=True)).pages

    assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in pages} == {size}


@pytest.mark.parametrize("paper", Paper.values)
@pytest.mark.parametrize(
    ("language", "writer"), [("ru", MIXED[0]), ("ar", MIXED[1]), ("fa", MIXED[2]), ("he", MIXED[3])]
)
def test_letters_pass_every_rule_of_pdf_ua(paper, language, writer):
    recipients = (make_addressee(salutations=SALUTATIONS), COURT)
    data = make(writer, language=language, paper=paper, with_fax=True, recipients=recipients)

    assert [str(failure) for failure in page.validate_pdf_bytes(data, profile="ua1").failures] == []


@pytest.mark.parametrize(
    ("language", "writer", "lines"),
    [
        ("ru", MIXED[0], ["Анна Примерова", "Берн, 20 июля 2011 г.", "Уважаемый господин прокурор,",
                          "Я учительница, I teach.", "С уважением,"]),
        ("he", MIXED[3], ["חנה דוגמה", "Musterweg 1", "3000 Bern"]),
    ],
)  # fmt: skip
def test_other_scripts_can_be_copied_out_in_order(language, writer, lines):
    [first] = pages_of(make(writer, language=language, recipients=(make_addressee(salutations=SALUTATIONS),)))

    assert [line for line in lines if line not in first] == []
    places = [first.index(line) for line in lines]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "writer", "words"),
    [
        ("ar", MIXED[1], ["الوزير", "مثال", "معلمة", "وتفضلوا", "والتقدير"]),
        ("fa", MIXED[2], ["جناب", "نمونه", "هستم", "احترام"]),
        ("he", MIXED[3], ["כבוד", "השר", "מורה", "בכבוד", "רב"]),
    ],
)
def test_words_from_right_to_left_come_out_as_words_in_the_order_of_the_letter(language, writer, words):
    [first] = pages_of(make(writer, language=language, recipients=(make_addressee(salutations=SALUTATIONS),)))
    text = "\n".join(first)

    assert [word for word in words if word not in text] == []


def test_title_and_metadata_are_of_the_sheet_and_name_no_writer():
    reader = read(make(Writer("Anna Beispiel", "Bern", ("Musterweg 1",), "I am a teacher.")))

    assert reader.metadata.title == "Letters about UA 214/11"
    assert sorted(reader.metadata) == ["/CreationDate", "/ModDate", "/Producer", "/Title"]
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20110713"
    assert reader.xmp_metadata.dc_title == {"x-default": "Letters about UA 214/11"}


def test_who_has_a_fax_gets_a_cover_before_the_letter_that_counts_both():
    pages = pages_of(make(recipients=(make_addressee(), COURT), with_fax=True))

    assert [lines[0] for lines in pages] == ["FAX", "Anna Beispiel", "Anna Beispiel"]
    assert pages[0][1:7] == [
        "To Prosecutor General of the Northern Federation",
        "Fax +354 000 00 41",
        "From Anna Beispiel, Bern",
        "Date 20 July 2011",
        "About Teacher faces unfair trial (UA 214/11)",
        "Pages 2, this one included",
    ]


def test_a_fax_cover_of_a_safe_writer_names_initials():
    pages = pages_of(make(Writer("Anna Beispiel", "Bern", is_safe=True), with_fax=True))

    assert "From A. B., Bern" in pages[0]


def test_it_is_known_how_many_pages_each_letter_takes():
    content = make_content(
        summary="A teacher is to be tried without a lawyer. " * 30, recipients=(make_addressee(), COURT)
    )
    short = letters_of(make_content(recipients=(make_addressee(),) * 3), ANNA, language="en", on=date(2011, 7, 20))
    long = letters_of(
        content, Writer("Anna Beispiel", "Bern", ("Line",) * 5, "word " * 60), language="en", on=date(2011, 7, 20)
    )

    assert pages_of_letters(short, content, paper="A4") == {1: 1, 2: 1, 3: 1}
    assert pages_of_letters(long[:1], content, paper="A4") == {1: 2}
    assert len(read(pdf_of_letters(long, content, paper="A4")).pages) == sum(
        pages_of_letters(long, content, paper="A4").values()
    )
    assert pages_of_letters((), content, paper="A4") == {}


def test_more_letters_than_can_be_laid_out_are_refused_with_what_to_do_instead():
    with pytest.raises(LettersTooLong, match=r"^These 300 letters are too long .* Take the Word file"):
        make(summary="word " * 300, recipients=(make_addressee(),) * 300)


def test_signs_without_a_font_are_found_before_they_print_as_boxes():
    writer = Writer("李 Beispiel", "Bern", (), "I write 😀.")
    letters = letters_of(make_content(), writer, language="en", on=date(2011, 7, 20))

    assert signs_missing(letters) == ["李", "😀"]
