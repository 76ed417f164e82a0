from datetime import date

import pytest

from appeals.directions import Words
from appeals.letter_mail import letter_text
from appeals.letters import Letter, Writer, initials_of, letter_sentence, letters_of, office_of
from campaigns.content import Ask
from tests.appeals.test_sheets import make_addressee, make_content

ON = date(2011, 7, 20)
ANNA = Writer("Anna Beispiel", "Bern")
RUSSIAN = (("ru", "Уважаемый господин прокурор"), ("en", "Dear Prosecutor General"))
COURT = make_addressee(
    role="copies", form_of_address="", holder="", office="Sampletown Court", postal_lines=("Door 2", "IS-101 Town"),
    emails=(), fax="", salutations=(("en", "Dear Judge"),),
)  # fmt: skip


def make_letters(writer: Writer = ANNA, *, language: str = "en", **overrides) -> tuple[Letter, ...]:
    return letters_of(make_content(**overrides), writer, language=language, on=ON)


def texts(words) -> list[str]:
    return [each.text for each in words]


def test_a_letter_is_written_out_from_top_to_bottom():
    [letter] = make_letters(
        Writer("Anna Beispiel", "Bern", ("Musterweg 1", "3000 Bern"), "As a teacher I know what a lawyer is worth."),
        demands=(Ask("Urging them to let her have a lawyer;", "I urge you to let her have a lawyer."),),
    )

    assert texts(letter.strings) == [
        "Anna Beispiel", "Musterweg 1", "3000 Bern",
        "Prosecutor General", "Boris Musterov", "Prosecutor General of the Northern Federation",
        "Long Street 15 A", "Sampletown, 125993", "Northern Federation",
        "Bern", "20 July 2011",
        "Teacher faces unfair trial (UA 214/11)",
        "Dear Prosecutor General,",
        "I am writing to you because I am deeply concerned about the following.",
        "A teacher is to be tried without a lawyer.",
        "As a teacher I know what a lawyer is worth.",
        "I urge you to let her have a lawyer.",
        "Thank you for your attention.",
        "Yours faithfully,",
        "Anna Beispiel",
    ]  # fmt: skip


def test_each_recipient_gets_a_letter_in_the_order_of_the_sheet():
    letters = make_letters(recipients=(make_addressee(), make_addressee(office="Ministry"), COURT))

    assert [(letter.key, letter.office, letter.is_copy) for letter in letters] == [
        ("letter-1", "Prosecutor General of the Northern Federation", False),
        ("letter-2", "Ministry", False),
        ("letter-3", "Sampletown Court", True),
    ]


def test_who_gets_a_copy_is_greeted_by_name_and_told_of_whose_letter_it_is_one():
    letter = make_letters(recipients=(make_addressee(), make_addressee(office="Ministry"), COURT))[2]

    assert letter.salutation.text == "Dear Judge,"
    assert letter.body[0].text == (
        "This is, for your information, a copy of my letter to: Prosecutor General of the Northern Federation; "
        "Ministry."
    )
    assert letter.copy_line is None


def test_a_letter_says_who_gets_a_copy():
    letter = make_letters(recipients=(make_addressee(), COURT, make_addressee(role="copies", office="Embassy, Bern")))[
        0
    ]

    assert letter.copy_line == Words("Copy to: Sampletown Court; Embassy, Bern", "ltr", "en")


def test_where_nobody_is_appealed_to_a_copy_is_a_letter_like_any_other():
    [letter] = make_letters(recipients=(COURT,))

    assert (letter.is_copy, letter.body[0].text[:15]) == (False, "I am writing to")


@pytest.mark.parametrize(
    ("language", "salutations", "said", "code"),
    [
        ("ru", RUSSIAN, "Уважаемый господин прокурор,", "ru"),
        ("en", RUSSIAN, "Dear Prosecutor General,", "en"),
        # No third language: who writes French does not begin in Russian.
        ("fr", RUSSIAN, "Dear Prosecutor General,", "en"),
        ("fr", RUSSIAN[:1], "Madame, Monsieur,", "fr"),
        ("en", RUSSIAN[:1], "Dear Sir or Madam,", "en"),
        ("ru", (), "Уважаемые дамы и господа,", "ru"),
        ("es", (("es", "Señor Fiscal General"),), "Señor Fiscal General:", "es"),
        ("ar", (("ar", "معالي الوزير"),), "معالي الوزير،", "ar"),
        # A language without words of ours still has the salutation of the sheet.
        ("ja", (("ja", "検事総長様"),), "検事総長様,", "ja"),
        ("ja", (), "Dear Sir or Madam,", "en"),
        ("en", (("en", "Your Excellency!"),), "Your Excellency!", "en"),
    ],
)
def test_salutation(language, salutations, said, code):
    [letter] = make_letters(language=language, recipients=(make_addressee(salutations=salutations),))

    assert (letter.salutation.text, letter.salutation.lang) == (said, code)


@pytest.mark.parametrize(
    ("language", "day", "close", "direction"),
    [
        ("en", "20 July 2011", "Yours faithfully,", "ltr"),
        ("de", "20. Juli 2011", "Mit freundlichen Grüßen", "ltr"),
        ("fr", "20 juillet 2011", "Je vous prie d’agréer mes salutations distinguées.", "ltr"),
        ("es", "20 de julio de 2011", "Atentamente,", "ltr"),
        ("ru", "20 июля 2011 г.", "С уважением,", "ltr"),
        ("he", "20 ביולי 2011", "בכבוד רב,", "rtl"),
        ("ja", "20 July 2011", "Yours faithfully,", "ltr"),
    ],
)
def test_date_and_close_follow_the_language_or_else_are_english(language, day, close, direction):
    [letter] = make_letters(language=language)

    assert (letter.day.text.replace("\u202f", " ").replace("\u00a0", " "), letter.close.text) == (day, close)
    assert letter.dir == direction


def test_facts_and_demands_stay_as_the_sheet_has_them_in_every_language():
    def of_sheet(letter):
        return [words for words in (letter.subject, *letter.body) if words.lang == "en"]

    assert of_sheet(make_letters(language="ar")[0]) == of_sheet(make_letters(language="en")[0])


def test_lines_and_sentences_run_in_the_direction_of_their_own_script():
    [letter] = make_letters(Writer("חנה דוגמה", "Bern", ("Musterweg 1",), "أنا معلمة."), language="he")

    assert letter.head == (Words("חנה דוגמה", "rtl"), Words("Musterweg 1", "ltr"))
    assert Words("أنا معلمة.", "rtl") in letter.body
    assert letter.body[0].dir == "ltr"


def test_a_safe_signature_shows_initials_and_place_and_nothing_else_of_the_writer():
    writer = Writer("Anna Maria Beispiel", "Bern", ("Musterweg 1", "3000 Samplewil"), "", is_safe=True)
    [letter] = make_letters(writer)

    assert (letter.head, texts(letter.signature)) == ((), ["A. M. B.", "Bern"])
    text = "\n".join(texts(letter.strings))
    assert [word for word in ("Anna", "Maria", "Beispiel", "Musterweg", "Samplewil") if word in text] == []


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Anna Beispiel", "A. B."),
        ("anna-maria beispiel", "A. B."),
        ("Анна Примерова", "А. П."),
        ("(Dr.) Anna", "D. A."),
        ("ליילי דוגמה", "ל. ד."),
        ("42 !", ""),
    ],
)
def test_initials(name, initials):
    assert initials_of(name) == initials


@pytest.mark.parametrize(
    ("on_sheet", "in_letter", "said"),
    [
        ("Urging them to act;", "I urge you to act.", "I urge you to act."),
        ("Urging them to act;", "", "I join everybody who is urging them to act."),
        ("Calling on the court to hear her, and", "", "I join everybody who is calling on the court to hear her."),
        ("Her release.", "", "This is what I ask of you: Her release."),
    ],
)
def test_demand_reads_in_a_letter_also_where_nobody_worded_it_for_one(on_sheet, in_letter, said):
    assert letter_sentence(Ask(on_sheet, in_letter)) == said


def test_an_office_without_a_name_is_known_by_who_holds_it_or_by_its_address():
    assert office_of(make_addressee(office="", holder="Boris Musterov")) == "Boris Musterov"
    assert office_of(make_addressee(office="", holder="", postal_lines=("P.O. Box 1",))) == "P.O. Box 1"


EMBASSY = make_addressee(
    authority_id=77, role="copies", form_of_address="", holder="H.E. Muster", office="Sample Embassy", fax="",
    postal_lines=("Musterweg 1", "3000 Bern"), salutations=(("en", "Your Excellency"),),
)  # fmt: skip


def test_embassy_in_the_writers_country_gets_one_more_letter_and_is_named_as_a_copy_by_the_others():
    content = make_content(recipients=(make_addressee(), COURT))
    letters = letters_of(content, ANNA, language="en", on=ON, embassy=EMBASSY)

    assert [(letter.office, letter.is_copy, letter.is_embassy) for letter in letters] == [
        ("Prosecutor General of the Northern Federation", False, False),
        ("Sampletown Court", True, False),
        ("Sample Embassy", True, True),
    ]
    assert letters[0].copy_line == Words("Copy to: Sampletown Court; Sample Embassy", "ltr", "en")
    assert letters[2].salutation.text == "Your Excellency,"
    assert texts(letters[2].address) == ["H.E. Muster", "Sample Embassy", "Musterweg 1", "3000 Bern"]


def test_letter_that_goes_by_way_of_an_embassy_says_so_under_its_address():
    asked = make_addressee(authority_id=5)
    content = make_content(recipients=(asked, COURT))
    letters = letters_of(content, ANNA, language="en", on=ON, via={5: EMBASSY})

    by_way = "By way of: Sample Embassy \N{EN DASH} please forward"
    assert [letter.via.text if letter.via else "" for letter in letters] == [by_way, ""]
    assert f"Northern Federation\n{by_way}\n\nBern, 20 July 2011" in letter_text(letters[0])
    assert by_way in texts(letters[0].strings)
