from datetime import date
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.letter_mail import LONGEST_LINK, copied_to, letter_text, mail_link, mail_text
from appeals.letters import Letter, Writer, letters_of
from campaigns.content import Ask
from tests.appeals.test_letters import COURT
from tests.appeals.test_sheets import make_addressee, make_content

ANNA = Writer("Anna Beispiel", "Bern", (), "I am a teacher.")


def make_letter(writer: Writer = ANNA, *, language: str = "en", **overrides) -> Letter:
    return letters_of(make_content(**overrides), writer, language=language, on=date(2011, 7, 20))[0]


def read(href: str) -> tuple[str, list[tuple[str, str]]]:
    """Whom a link goes to and its fields, as a mail program takes it apart (RFC 6068: "+" is a plus)."""
    parts = urlsplit(href)
    return unquote(parts.path), [(name, unquote(value)) for name, _, value in _fields(parts.query)]


def _fields(query: str) -> list[tuple[str, str, str]]:
    return [field.partition("=") for field in query.split("&")]


def test_link_opens_a_mail_with_everything_filled_in():
    letter = make_letter()
    link = mail_link(letter, cc=("court@office.example",))

    assert read(link.href) == (
        "one@office.example,two@office.example",
        [
            ("cc", "court@office.example"),
            ("subject", "Teacher faces unfair trial (UA 214/11)"),
            ("body", mail_text(letter).replace("\n", "\r\n")),
        ],
    )
    assert (link.is_whole, link.length) == (True, len(link.href))


def test_lines_end_as_the_standard_says():
    href = mail_link(make_letter()).href

    assert href.count("%0D%0A") == href.count("%0A") == href.count("%0D") > 5


def test_nothing_in_the_link_is_empty():
    href = mail_link(make_letter()).href

    assert [name for name, _, value in _fields(urlsplit(href).query) if not value] == []
    assert "cc" not in href.partition("?")[2].split("subject")[0]


def test_who_has_no_address_has_no_link():
    assert mail_link(make_letter(recipients=(make_addressee(emails=()),))) is None


@pytest.mark.parametrize("longer_by", [0, 1])
def test_link_of_2000_characters_holds_the_letter_and_a_longer_one_address_and_subject_alone(longer_by):
    def link(summary: str):
        return mail_link(make_letter(summary=summary))

    summary = "a" * (LONGEST_LINK - link("a").length + 1 + longer_by)

    made = link(summary)

    assert made.length == LONGEST_LINK + longer_by
    assert made.is_whole == (longer_by == 0)
    assert [name for name, _, _ in _fields(urlsplit(made.href).query)] == (
        ["subject"] if longer_by else ["subject", "body"]
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whatever_is_typed_comes_out_of_the_link_as_it_went_in(sentence):
    letter = make_letter(Writer("Anna Beispiel", "Bern", (), sentence), demands=(Ask("", "Please."),))

    whom, fields = read(mail_link(letter).href)

    assert whom == "one@office.example,two@office.example"
    if len(fields) == 2:
        assert sentence in fields[1][1]


@given(st.emails())
def test_whatever_address_is_in_the_book_comes_out_of_the_link(address):
    letter = make_letter(recipients=(make_addressee(emails=(address,)),))
    href = mail_link(letter, cc=(address,)).href

    assert read(href)[0] == address
    assert read(href)[1][0] == ("cc", address)
    assert href.count("?") == 1


def test_copies_go_along_with_the_first_appeal_that_has_an_address_and_only_with_that():
    court = make_addressee(role="copies", emails=("court@office.example", "ONE@office.example"))
    letters = letters_of(
        make_content(recipients=(make_addressee(emails=()), make_addressee(), make_addressee(), court)),
        ANNA,
        language="en",
        on=date(2011, 7, 20),
    )

    assert copied_to(letters) == {2: ("court@office.example",)}


def test_text_for_a_mail_goes_from_the_salutation_to_the_name_and_place():
    assert mail_text(make_letter(recipients=(make_addressee(), COURT))).split("\n\n") == [
        "Dear Prosecutor General,",
        "I am writing to you because I am deeply concerned about the following.",
        "A teacher is to be tried without a lawyer.",
        "I am a teacher.",
        "I join everybody who is urging the authorities to let her have a lawyer.",
        "Thank you for your attention.",
        "Yours faithfully,\nAnna Beispiel\nBern",
        "Copy to: Sampletown Court",
    ]


@pytest.mark.parametrize(
    ("writer", "end"),
    [
        (Writer("Anna Beispiel", "Bern", ("Musterweg 1", "3000 Bern")), "Anna Beispiel\nMusterweg 1\n3000 Bern"),
        (Writer("Anna Beispiel", "Bern", ("Musterweg 1",), is_safe=True), "A. B.\nBern"),
    ],
)
def test_a_mail_ends_with_the_address_where_there_is_one(writer, end):
    assert mail_text(make_letter(writer)).endswith(f"Yours faithfully,\n{end}")


def test_whole_text_begins_with_both_addresses_and_the_date():
    text = letter_text(make_letter(Writer("Anna Beispiel", "Bern", ("Musterweg 1",))))

    assert text.split("\n\n")[:4] == [
        "Anna Beispiel\nMusterweg 1",
        "\n".join(make_addressee().name_lines),
        "Bern, 20 July 2011",
        "Teacher faces unfair trial (UA 214/11)",
    ]
