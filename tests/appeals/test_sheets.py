from dataclasses import replace
from datetime import date

import pytest

from appeals.directions import text_direction
from appeals.sheets import Paper, RecipientRow, build_context, mark_of, render_html
from appeals.wording import LABELS, Mark, UnknownLanguage
from campaigns.content import Addressee, Ask, Ended, SheetContent, content_of
from campaigns.models import Outcome
from campaigns.told_outcomes import ToldOutcome
from tests.builders import issue, make_authority, make_draft, make_open_action, make_stop


def make_content(**overrides) -> SheetContent:
    """A sheet's public content, without any database."""
    fields = {
        "reference": "UA 214/11",
        "series": "UA",
        "number": 214,
        "year": 2011,
        "version": 1,
        "check_code": "7K3F9QXM",
        "kind": "first",
        "title": "Urgent action",
        "dated": date(2011, 7, 13),
        "index_number": "EUR 46/033/2011",
        "country": "IS",
        "country_name": "Iceland",
        "concerns": (),
        "headline": "Teacher faces unfair trial",
        "summary": "A teacher is to be tried without a lawyer.",
        "story": "She was arrested at school.\n\nHer pupils wait for her.",
        "additional_information": "Iceland has no such court.",
        "people": (),
        "demands": (Ask("Urging the authorities to let her have a lawyer;", ""),),
        "recipients": (make_addressee(),),
        "languages": ("ru", "en"),
        "own_language": True,
        "appeals_limit": date(2011, 8, 23),
        "appeals_wording": "before",
        "last_good_day": date(2011, 8, 22),
        "late_note": "Ask your office after that day.",
        "diplomatic_note": "Write to the embassy too.",
    }
    return SheetContent(**{**fields, **overrides})


def make_addressee(**overrides) -> Addressee:
    fields = {
        "authority_id": 1,
        "role": "appeals",
        "form_of_address": "Prosecutor General",
        "holder": "Boris Musterov",
        "office": "Prosecutor General of the Northern Federation",
        "postal_lines": ("Long Street 15 A", "Sampletown, 125993", "Northern Federation"),
        "country": "IS",
        "fax": "+354 000 00 41",
        "phone": "+354 000 00 42",
        "emails": ("one@office.example", "two@office.example"),
        "web_form": "https://office.example/write",
        "salutations": (("en", "Dear Prosecutor General"),),
        "verified_on": None,
    }
    return Addressee(**{**fields, **overrides})


def lines(blocks):
    return [[line.text for line in block.name_lines] for block in blocks]


def shape(rows: tuple[RecipientRow, ...]):
    return [(row.heading, [block.heading for block in row.blocks]) for row in rows]


def test_the_lines_around_the_text_are_written_out():
    context = build_context(make_content())

    assert context.title == "UA 214/11: Teacher faces unfair trial"
    assert context.header == ("UA 214/11", "Index: EUR 46/033/2011", "Iceland", "13 July 2011")
    assert context.languages_line == "Please write immediately in Russian, English or your own language:"
    assert context.appeals_line == "Please send appeals before 23 August 2011 to:"
    assert context.dated_line == "Date: 13 July 2011"
    assert context.footer == ("UA 214/11", "EUR 46/033/2011", "Version 1", "Last good day to send: 22 August 2011")
    assert context.mark == ""


def test_a_limit_printed_as_until_stays_until():
    context = build_context(make_content(appeals_wording="until", last_good_day=date(2011, 8, 23)))

    assert context.appeals_line == "Please send appeals until 23 August 2011 to:"
    assert context.footer[-1] == "Last good day to send: 23 August 2011"


def test_an_old_document_without_number_and_index_prints_neither():
    context = build_context(make_content(reference="UA of 2011", number=None, index_number=""))

    assert context.header == ("UA of 2011", "Iceland", "13 July 2011")
    assert context.footer == ("UA of 2011", "Version 1", "Last good day to send: 22 August 2011")


def test_a_later_sheet_says_what_it_adds_to():
    context = build_context(make_content(kind="further", title="Further information on UA 214/11", version=2))

    assert context.header[0] == "Further information on UA 214/11"
    assert context.title == "Further information on UA 214/11: Teacher faces unfair trial"


@pytest.mark.parametrize(
    ("kind", "kicker"),
    [("stop", "STOP – please send no more appeals"), ("outcome", "Outcome – please send no more appeals")],
)
def test_a_sheet_that_says_it_is_over_says_so_first_and_asks_nothing(kind, kicker):
    over = make_content(kind=kind, title="Stop action on UA 214/11", demands=(), recipients=(), languages=())

    context = build_context(over)

    assert (context.kicker, context.languages_line, context.appeals_line) == (kicker, "", "")
    assert context.footer == ("Stop action on UA 214/11", "EUR 46/033/2011", "Version 1")


@pytest.mark.parametrize(
    ("languages", "own_language", "line"),
    [
        (("ru",), False, "Please write immediately in Russian:"),
        (("ru", "en"), False, "Please write immediately in Russian or English:"),
        ((), True, "Please write immediately in your own language:"),
        ((), False, ""),
    ],
)
def test_the_languages_line_for_any_number_of_languages(languages, own_language, line):
    assert build_context(make_content(languages=languages, own_language=own_language)).languages_line == line


def test_an_empty_line_starts_a_paragraph_and_a_line_end_stays_one():
    context = build_context(make_content(story="One\nstill one\n\n \nTwo\n\n"))

    assert [paragraph.text for paragraph in context.story] == ["One\nstill one", "Two"]


def test_a_recipient_is_printed_whole_and_in_order():
    [row] = build_context(make_content()).recipient_rows

    [block] = row.blocks
    assert lines(row.blocks) == [
        [
            "Prosecutor General",
            "Boris Musterov",
            "Prosecutor General of the Northern Federation",
            "Long Street 15 A",
            "Sampletown, 125993",
            "Northern Federation",
        ]
    ]
    assert [(channel.label, channel.value.text) for channel in block.channels] == [
        ("Fax:", "+354 000 00 41"),
        ("Phone:", "+354 000 00 42"),
        ("E-mail:", "one@office.example"),
        ("E-mail:", "two@office.example"),
        ("Web form:", "https://office.example/write"),
    ]
    assert [(part.label, part.value.text) for part in block.salutations] == [("Salutation:", "Dear Prosecutor General")]


def test_several_salutations_name_their_language_and_carry_it():
    salutations = (("ru", "Уважаемый господин прокурор"), ("ar", "معالي الوزير"))

    [row] = build_context(make_content(recipients=(make_addressee(salutations=salutations),))).recipient_rows

    assert [(part.label, part.value.lang, part.value.dir) for part in row.blocks[0].salutations] == [
        ("Salutation (Russian):", "ru", "ltr"),
        ("Salutation (Arabic):", "ar", "rtl"),
    ]


@pytest.mark.parametrize(
    ("appeals", "copies", "columns", "expected"),
    [
        (1, 0, 2, [("", [""])]),
        (1, 1, 2, [("", ["", "And copies to:"])]),
        (2, 0, 2, [("", ["", ""])]),
        (1, 2, 3, [("", ["", "And copies to:", ""])]),
        (3, 0, 3, [("", ["", "", ""])]),
        (2, 2, 2, [("", ["", ""]), ("And copies to:", ["", ""])]),
        (4, 0, 2, [("", ["", ""]), ("", ["", ""])]),
        (3, 2, 3, [("", ["", "", ""]), ("And copies to:", ["", ""])]),
        (5, 1, 3, [("", ["", "", ""]), ("", ["", ""]), ("And copies to:", [""])]),
        (0, 0, 2, []),
    ],
)
def test_recipients_stand_side_by_side(appeals, copies, columns, expected):
    recipients = (make_addressee(),) * appeals + (make_addressee(role="copies"),) * copies

    context = build_context(make_content(recipients=recipients))

    assert (context.columns, shape(context.recipient_rows)) == (columns, expected)


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Anna", "ltr"), ("Анна", "ltr"), ("آنا", "rtl"), ("12 (آنا) Anna", "rtl"), ("חנה", "rtl"), ("+354 0", "ltr")],
)
def test_the_first_letter_decides_the_direction(text, direction):
    assert text_direction(text) == direction


def test_a_text_without_letters_runs_like_the_page():
    assert text_direction("+354 0", "rtl") == "rtl"


def test_labels_in_a_language_that_is_not_there_are_refused_with_those_that_are():
    with pytest.raises(UnknownLanguage, match=r"There are no sheets in “xx” yet\. There are: en \(English\)\."):
        build_context(make_content(), language="xx")


def test_a_paper_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="A5"):
        build_context(make_content(), paper="A5")


def test_every_text_is_escaped():
    evil = "<script>alert(1)</script><img src=x> & \"quotes\" 'too'"
    addressee = make_addressee(
        form_of_address=evil, holder=evil, office=evil, postal_lines=(evil,), fax=evil, phone=evil,
        emails=(evil,), web_form=evil, salutations=(("en", evil),),
    )  # fmt: skip
    content = make_content(
        reference=evil, index_number=evil, country_name=evil, headline=evil, summary=evil, story=evil,
        additional_information=evil, demands=(Ask(evil, ""),), recipients=(addressee,), late_note=evil,
        diplomatic_note=evil, changes=evil, also_ends=(Ended(evil, "ua-1-11"),),
    )  # fmt: skip

    html = render_html(build_context(content))

    assert "<script" not in html
    assert "<img" not in html
    # Twice in the title and the header, twice as headline, once each elsewhere.
    assert html.count("&lt;script&gt;") == 26


def test_what_changed_stands_above_the_demands():
    html = render_html(build_context(make_content(changes="The court has moved.\n\nThere is more time.")))

    assert html.index("What changed since the sheet before this one") < html.index("The court has moved.")
    assert html.index("There is more time.") < html.index("Urging the authorities")


def test_a_sheet_that_changes_nothing_has_no_heading_for_it():
    assert "What changed" not in render_html(build_context(make_content()))


@pytest.mark.parametrize(
    ("references", "line"),
    [
        (("UA 26/00",), "This also ends UA 26/00. Please send no more appeals there either."),
        (
            ("UA 26/00", "UA 233/99", "MA 3/11"),
            "This also ends UA 26/00, UA 233/99 and MA 3/11. Please send no more appeals there either.",
        ),
    ],
)
def test_a_stop_sheet_names_the_other_actions_that_it_ends(references, line):
    ended = tuple(Ended(reference, "ua-1-11") for reference in references)

    assert build_context(make_content(kind="stop", also_ends=ended)).also_ends == line


def test_letter_wordings_and_the_people_of_a_case_are_not_printed():
    content = make_content(demands=(Ask("Urging the authorities to stop.", "I urge you to stop."),))

    assert "I urge you" not in render_html(build_context(content))


def test_the_printed_text_is_everything_that_is_printed():
    text = build_context(make_content(), mark=Mark.DRAFT).printed_text()

    for part in ("Teacher faces", "Her pupils", "no such court", "Long Street 15 A", "one@office.example", "Draft –"):
        assert part in text


@pytest.mark.parametrize("paper", Paper.values)
def test_the_page_names_its_paper(paper):
    assert f'class="paper-{paper.lower()}"' in render_html(build_context(make_content(), paper=paper))


@pytest.mark.django_db
def test_a_draft_is_marked_and_an_issued_sheet_is_not():
    draft = make_draft()
    issued = make_open_action().current_sheet

    assert mark_of(draft, action_is_open=False) is Mark.DRAFT
    assert mark_of(issued, action_is_open=True) is None
    assert mark_of(issued, action_is_open=False) is Mark.ENDED
    assert mark_of(issue(make_stop()), action_is_open=False) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "mark"), [("withdrawn", Mark.WITHDRAWN), ("superseded", Mark.SUPERSEDED)])
def test_a_sheet_of_the_past_is_marked_even_while_its_action_is_open(status, mark):
    sheet = make_draft()
    sheet.status = status

    assert mark_of(sheet, action_is_open=True) is mark


def test_every_mark_has_words():
    assert [build_context(make_content(), mark=mark).mark for mark in Mark] == [
        "Draft – not for sending",
        "Withdrawn draft – not for sending",
        "Replaced by a newer sheet – not for sending",
        "This action has ended – not for sending",
    ]


@pytest.mark.django_db
def test_private_facts_reach_no_sheet():
    authority = make_authority(notes="told by canary-note")
    sheet = make_draft(recipients=[authority])
    case = sheet.action.case
    case.title = "canary-title"
    case.save()

    html = render_html(build_context(content_of(sheet)))

    assert authority.office in html
    assert "canary" not in html


def test_equal_contents_give_equal_html():
    content = make_content()

    assert render_html(build_context(content)) == render_html(build_context(replace(content)))


TOLD = (
    ToldOutcome(1, "Anna Beispiel", "released", "2011-07-10", "She is with her family."),
    ToldOutcome(2, "ليلى مثال", "acquitted", "2011-07", ""),
    ToldOutcome(3, "Cleo Beispiel", "dead", "2011", ""),
    ToldOutcome(4, "Dora Beispiel", "unknown", "", ""),
)


def test_what_became_of_each_is_printed_with_as_much_of_the_date_as_is_known():
    context = build_context(make_content(kind="outcome", outcomes=TOLD))

    assert context.outcomes_heading == "What became of them, as far as we know"
    assert [(line.name.text, line.name.dir, line.what) for line in context.outcomes] == [
        ("Anna Beispiel", "ltr", "released, 10 July 2011"),
        ("ليلى مثال", "rtl", "acquitted, July 2011"),
        ("Cleo Beispiel", "ltr", "dead, 2011"),
        ("Dora Beispiel", "ltr", "not known"),
    ]
    assert [line.sentence and line.sentence.text for line in context.outcomes] == ["She is with her family."] + [
        None
    ] * 3
    assert "She is with her family." in context.printed_text()


def test_sheet_that_tells_of_nobodys_end_has_no_heading_for_it():
    context = build_context(make_content())

    assert (context.outcomes, context.outcomes_heading) == ((), "")
    assert "became" not in render_html(context)


def test_labels_of_every_language_have_every_word_of_an_outcome():
    assert [set(labels.outcomes) for labels in LABELS.values()] == [set(Outcome.Word.values)] * len(LABELS)
