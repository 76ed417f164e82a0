"""Letters, envelopes, labels and case cards in scripts that run either way: where each sign lies, and what is read out.

What lies where is compared by eye's order, from the left. Brackets count as one sign there, because a reader of PDF
turns them as it thinks best; of which way they open there is a test of its own.
"""

import logging
import re
import unicodedata
from datetime import date

import page
import pypdfium2
import pytest

from appeals.directions import isolated
from appeals.envelopes import document, envelope_pages, label_pages
from appeals.letter_mail import letter_text
from appeals.letter_print import pdf_of_letters
from appeals.letters import Letter, Writer, letters_of
from appeals.pack_making import pdf_of_pack
from appeals.packs import PackAction, PackOrder, pack_of
from appeals.pdf import html_to_pdf
from campaigns.content import Ask, SheetContent
from tests.appeals.printed import pages_in
from tests.appeals.test_sheets import make_addressee, make_content

ON = date(2011, 7, 20)
SALUTATIONS = (
    ("ru", "Уважаемый господин прокурор"), ("ar", "معالي الوزير"), ("fa", "جناب آقای وزیر"), ("he", "כבוד השר"),
)  # fmt: skip
OFFICES = {
    "ru": make_addressee(
        form_of_address="", holder="Образцов О. О.", office="Прокуратура (отдел № 3)", salutations=SALUTATIONS,
        postal_lines=("ул. Примерная, 15а", "125993 Москва", "Russia"),
    ),
    "ar": make_addressee(
        form_of_address="", holder="سامي مثال", office="وزارة العدل (القسم 3)", salutations=SALUTATIONS,
        postal_lines=("شارع المثال 15", "القاهرة 11511", "Egypt"),
    ),
    "fa": make_addressee(
        form_of_address="", holder="سهراب نمونه", office="وزارت دادگستری (بخش ۳)", salutations=SALUTATIONS,
        postal_lines=("خیابان نمونه، پلاک ۱۵", "تهران 1134567890", "Iran"),
    ),
    "he": make_addressee(
        form_of_address="", holder="דן דוגמה", office="משרד הדוגמאות (אגף 3)", salutations=SALUTATIONS,
        postal_lines=("רחוב הדוגמה 15, דירה 4", "9100000 ירושלים", "Israel"),
    ),
}  # fmt: skip
WRITERS = {
    "ru": Writer("Анна Примерова", "Bern", ("Musterweg 1 (Haus 2)",), "Я учительница, I teach (since 2005)."),
    "ar": Writer("سمر مثال", "Bern", ("Musterweg 1 (Haus 2)",), "معلمة في Bern منذ 2005 (UA 214/11)."),
    "fa": Writer("مریم نمونه", "Bern", ("Musterweg 1 (Haus 2)",), "معلم هستم از سال ۱۳۸۴ (UA 214/11)."),
    "he": Writer("חנה דוגמה", "Bern", ("Musterweg 1 (Haus 2)",), "מורה ב-Bern משנת 2005 (UA 214/11)."),
}
HEADLINES = {
    "ru": "Учительница перед судом (2011)", "ar": "معلمة في خطر (UA 214/11)", "fa": "معلم در خطر، ۱۲ سال",
    "he": "מורה בסכנה (סעיף 3)",
}  # fmt: skip


def from_right(*pieces: str) -> str:
    """What one sees from the left of pieces that follow each other from the right."""
    return "".join(piece[::-1] if _runs_from_right(piece) else piece for piece in reversed(pieces))


def _runs_from_right(text: str) -> bool:
    return not any(unicodedata.bidirectional(sign) in ("L", "EN", "AN") for sign in text)


# Each line of an address as it is seen from the left.
SEEN = {
    "ru": ["Образцов О. О.", "Прокуратура (отдел № 3)", "ул. Примерная, 15а", "125993 Москва", "Russia"],
    "ar": [from_right("سامي مثال"), from_right("وزارة العدل (القسم ", "3", ")"), from_right("شارع المثال ", "15"),
           from_right("القاهرة ", "11511"), "Egypt"],
    "fa": [from_right("سهراب نمونه"), from_right("وزارت دادگستری (بخش ", "۳", ")"),
           from_right("خیابان نمونه، پلاک ", "۱۵"), from_right("تهران ", "1134567890"), "Iran"],
    "he": [from_right("דן דוגמה"), from_right("משרד הדוגמאות (אגף ", "3", ")"),
           from_right("רחוב הדוגמה ", "15", ", דירה ", "4"), from_right("9100000", " ירושלים"), "Israel"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet_engine(caplog: pytest.LogCaptureFixture):
    """A word of the engine's log is a mistake in our template or style sheet, or a sign without a font."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name.startswith("weasyprint")] == []


def plain(text: str) -> str:
    """Signs alone: no spaces, no marks of direction; one sign for all brackets."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return re.sub(r"[()]", "|", text)


def seen_on(data: bytes) -> list[list[str]]:
    """For each page its rows from the top, each as it is seen from the left."""
    return [[plain(row.from_left) for row in rows] for _, _, rows in pages_in(data)]


def make_letters(script: str) -> tuple[SheetContent, tuple[Letter, ...]]:
    content = make_content(
        recipients=(
            OFFICES[script],
            make_addressee(role="copies", form_of_address="", holder="", office="וועד (אגף 7)"),
            make_addressee(role="copies", form_of_address="", holder="", office="Court (Room 9)"),
        )
    )
    return content, letters_of(content, WRITERS[script], language=script, on=ON)


LETTER_SEEN = {
    "ru": ["Анна Примерова", "Musterweg 1 (Haus 2)", "Bern, 20 июля 2011 г.", "Уважаемый господин прокурор,",
           "Я учительница, I teach (since 2005).", "С уважением,",
           "Копия: " + from_right("וועד (אגף ", "7", ")") + "; Court (Room 9)"],
    "ar": [from_right("سمر مثال"), "Musterweg 1 (Haus 2)", from_right("Bern", ", ", "20", " يوليو ", "2011"),
           from_right("معالي الوزير،"), from_right("معلمة في ", "Bern", " منذ ", "2005", " (", "UA 214/11", ").")],
    "fa": [from_right("مریم نمونه"), "Musterweg 1 (Haus 2)", from_right("جناب آقای وزیر،"),
           from_right("معلم هستم از سال ", "۱۳۸۴", " (", "UA 214/11", ")."), from_right("با احترام"),
           from_right("رونوشت: ", "וועד (אגף ", "7", "); ", "Court (Room 9)")],
    "he": [from_right("חנה דוגמה"), "Musterweg 1 (Haus 2)", from_right("Bern", ", ", "20", " ביולי ", "2011"),
           from_right("כבוד השר,"), from_right("מורה ב-", "Bern", " משנת ", "2005", " (", "UA 214/11", ")."),
           from_right("בכבוד רב,"), from_right("העתק: וועד (אגף ", "7", "); ", "Court (Room 9)")],
}  # fmt: skip


@pytest.mark.parametrize("script", OFFICES)
def test_letter_reads_in_the_order_of_its_script(script: str) -> None:
    content, letters = make_letters(script)
    data = pdf_of_letters(letters[:1], content, paper="A4", with_fax=True)

    fax, letter = seen_on(data)
    wanted = [plain(line) for line in (*LETTER_SEEN[script], *SEEN[script])]
    assert [line for line in wanted if line not in letter] == []
    places = [letter.index(plain(line)) for line in LETTER_SEEN[script]]
    assert places == sorted(places)
    name = WRITERS[script].name
    sender = f"{name}, Bern" if script == "ru" else from_right(name, ", ", "Bern")
    assert any(row.endswith(plain(sender)) for row in fax)
    assert "+3540000041" in fax
    assert [str(failure) for failure in page.validate_pdf_bytes(data, profile="ua1").failures] == []


@pytest.mark.parametrize("script", ["ar", "fa", "he"])
def test_brackets_of_words_from_the_left_are_copied_out_as_they_stand(script: str) -> None:
    content, letters = make_letters(script)
    document = pypdfium2.PdfDocument(pdf_of_letters(letters[:1], content, paper="A4", with_fax=True))

    text = "\n".join(each.get_textpage().get_text_bounded() for each in document)

    assert text.count("Teacher faces unfair trial (UA 214/11)") == 2
    assert "Musterweg 1 (Haus 2)" in text
    assert ")UA" not in text.replace("(UA 214/11).", "")


@pytest.mark.parametrize("kind", ["envelope-c5", "din", "l7160"])
def test_addresses_on_envelopes_and_labels_read_in_the_order_of_their_scripts(kind: str) -> None:
    addresses = [office.name_lines for office in OFFICES.values()]
    pages = label_pages(addresses, kind, start=4) if kind == "l7160" else envelope_pages(addresses, kind)
    data = html_to_pdf(document(pages.html, title="Post"))

    assert pages.left_out == ()
    rows = [row for each in seen_on(data) for row in each]
    assert [row for script in OFFICES for row in map(plain, SEEN[script]) if row not in rows] == []
    assert [str(failure) for failure in page.validate_pdf_bytes(data, profile="ua1").failures] == []


def test_sender_above_a_window_keeps_its_lines_in_their_order() -> None:
    sender = ("חנה דוגמה", "Musterweg 1", "3000 Bern")

    [[first, *_]] = seen_on(html_to_pdf(document(envelope_pages([SEEN["ru"]], "din", sender=sender).html, title="x")))

    assert first == plain("3000 Bern · Musterweg 1 · " + from_right("חנה דוגמה"))


@pytest.mark.django_db
def test_case_cards_and_letters_of_a_pack_read_in_the_order_of_their_scripts() -> None:
    actions = tuple(
        PackAction(
            f"ua-{number}-11",
            number,
            make_content(
                reference=f"UA {number}/11",
                headline=HEADLINES[script],
                summary=WRITERS[script].sentence,
                demands=(Ask(HEADLINES[script], ""),),
                recipients=(OFFICES[script],),
            ),
            script,
        )
        for number, script in enumerate(OFFICES, start=1)
    )
    names = tuple(writer.name for writer in WRITERS.values())
    data = pdf_of_pack(pack_of(PackOrder(actions=actions, names=names, place="Bern", day=ON, paper="A4")))

    pages = seen_on(data)
    rows = [row for each in pages for row in each]
    headlines = [
        HEADLINES["ru"], from_right("معلمة في خطر (", "UA 214/11", ")"), from_right("معلم در خطر، ", "۱۲", " سال"),
        from_right("מורה בסכנה (סעיף ", "3", ")"),
    ]  # fmt: skip
    for place, (script, headline) in enumerate(zip(OFFICES, headlines, strict=True)):
        # In the list of actions, on the card, in its list of what is asked, and above the letters of four writers.
        assert sum(plain(headline) in row for row in rows) >= 6, script
        [sentence] = [line for line in LETTER_SEEN[script] if "2005" in line or "۱۳۸۴" in line]
        assert plain(sentence) in rows
        # Everybody's name stands on top and at the end of their letters.
        name = names[place] if script == "ru" else from_right(names[place])
        assert rows.count(plain(name)) == 2 * len(OFFICES), script
    assert [str(failure) for failure in page.validate_pdf_bytes(data, profile="ua1").failures] == []


def test_hebrew_is_as_wide_as_it_is_printed() -> None:
    """It was once taken for signs of unknown width, and so set smaller than need be, or left out."""
    [[first, *_]] = [rows for _, _, rows in pages_in(_label(OFFICES["he"].name_lines))]

    assert first.ink.height == pytest.approx(_first_row(("דן דוגמה",)).ink.height, abs=0.1)


def _label(lines: tuple[str, ...]) -> bytes:
    return html_to_pdf(document(label_pages([lines], "l7160").html, title="Post"))


def _first_row(lines: tuple[str, ...]):
    [(_, _, [row, *_])] = pages_in(_label(lines))
    return row


def test_plain_text_keeps_place_and_date_apart_where_they_run_differently() -> None:
    _, (letter, *_) = make_letters("ar")

    assert "\u2068Bern\u2069, 20 يوليو 2011" in letter_text(letter)


@pytest.mark.parametrize(
    ("text", "around", "marked"),
    [
        ("Court (Room 9)", "ltr", False),
        ("Court (Room 9)", "rtl", True),
        ("משרד 3", "rtl", False),
        ("משרד 3", "ltr", True),
        ("Court משרד", "ltr", True),
        ("3000", "rtl", False),
        ("", "rtl", False),
    ],
)
def test_only_what_runs_otherwise_gets_marks(text: str, around: str, marked: bool) -> None:
    assert isolated(text, around) == (f"\u2068{text}\u2069" if marked else text)


@pytest.mark.parametrize(
    ("language", "salutation", "said"), [("he", "כבוד השרה\u05b8", "כבוד השרה\u05b8,"), ("en", "Dear Dr", "Dear Dr,")]
)
def test_vowel_sign_at_the_end_of_a_salutation_is_part_of_its_last_letter(language, salutation, said) -> None:
    content = make_content(recipients=(make_addressee(salutations=((language, salutation),)),))

    [letter] = letters_of(content, WRITERS["he"], language=language, on=ON)

    assert letter.salutation.text == said
