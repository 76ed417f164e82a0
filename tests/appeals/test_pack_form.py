"""What a group types for an evening: what is read of it, and what is refused with a sentence."""

import time
from datetime import date
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from appeals.pack_form import Offer, PackForm
from appeals.writer_names import names_of
from tests.appeals.test_sheets import make_addressee, make_content

ON = date(2011, 7, 20)
OFFERS = [
    Offer("ua-1-11", 1, make_content(recipients=(make_addressee(), make_addressee()))),
    Offer("ua-2-11", 2, make_content(reference="UA 2/11", languages=("ru", "en"), last_good_day=date(2011, 7, 25))),
]


def form_of(**typed: object) -> PackForm:
    fields = {
        "actions": ["ua-1-11", "ua-2-11"],
        "names": "Anna Muster\nBeat Beispiel",
        "place": "Sampletown",
        "day": "2011-07-21",
        "paper": "A4",
        **typed,
    }
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    gone = {"ua-9-11": "UA 9/11 asks for no letters (Stopped), so no pack has it."}
    return PackForm(data, offers=OFFERS, gone=gone, on=ON)


def told(form: PackForm) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("Anna Muster\r\nBeat Beispiel\r\n", ["Anna Muster", "Beat Beispiel"]),
        ("1. Anna Muster\n 2)\tBeat Beispiel\n\n03 - Cé Sample", ["Anna Muster", "Beat Beispiel", "Cé Sample"]),
        ("1\tAnna\tMuster\n\t\t\n• Beat   Beispiel", ["Anna Muster", "Beat Beispiel"]),
        ("Anna Muster 2\n4 Winds Sample", ["Anna Muster 2", "4 Winds Sample"]),
        ("Исмон Пример\nليلى مثال", ["Исмон Пример", "ليلى مثال"]),
        (" \n\t\n", []),
    ],
)
def test_names_are_read_one_a_line(pasted: str, names: list[str]) -> None:
    assert [name for _, name in names_of(pasted)] == names


def test_order_holds_what_was_typed() -> None:
    form = form_of(blank="2", kind="l7160", start="4", spare="1", is_large="on", **{"language-ua-2-11": "ru"})

    assert told(form) == {}
    order = form.order
    assert [(action.slug, action.language) for action in order.actions] == [("ua-1-11", "en"), ("ua-2-11", "ru")]
    assert order.names == ("Anna Muster", "Beat Beispiel", "", "")
    assert (order.place, order.day, order.paper) == ("Sampletown", date(2011, 7, 21), "A4")
    assert (order.kind, order.start, order.spare) == ("l7160", 4, 1)
    assert (order.is_large, order.on_both_sides) == (True, False)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"names": "", "blank": "0"}, "names", "Nobody writes yet. Paste names, one a line, or say below how many "
         "sign by hand."),
        ({"names": "\n".join(f"Name Beispiel {n}\t" for n in range(100))}, "names", "These are 100 names; at most 60 "
         "fit in one pack. Make the first pack with the first 60, and another with the rest."),
        ({"names": "", "blank": "5000"}, "blank", "Type a number from 0 to 60."),
        ({"names": "Anna Muster", "blank": "60"}, "blank", "With the names these are 61 writers; at most 60 fit in."),
        ({"blank": "9" * 10_000}, "blank", "Type a number from 0 to 60."),
        ({"names": "Anna\n" + "x" * 10_000}, "names", "Line 2 has 10,000 characters; a name has at most 80. Shorten "
         "it."),
        ({"names": "Anna 😀"}, "names", "Line 1 has signs that our fonts lack: 😀 (U+1F600). Leave them out, or let "
         "this writer sign by hand."),
        ({"names": "Anna \u202eretsuM"}, "names", "Line 1: This text holds an invisible character that can change "
         "how it reads (U+202E, right-to-left override, at place 6). Delete it, or type the text anew instead of "
         "pasting it."),
        ({"kind": "l7160", "start": "99"}, "start", "This sheet has 21 labels, so there is none to start at with that "
         "number. Count from the upper left, row by row, and type a number from 1 to 21."),
        ({"actions": []}, "actions", "Choose at least one action."),
        ({"actions": ["ua-9-11"]}, "actions", "UA 9/11 asks for no letters (Stopped), so no pack has it."),
        ({"actions": ["nowhere"]}, "actions", "There is no open action “nowhere”."),
        ({"actions": [f"ua-{n}-11" for n in range(21)]}, "actions", "These are 21 actions; at most 20 fit in one pack. "
         "Make two packs."),
        ({"day": "2011-07-26"}, "actions", "UA 2/11 asks for letters until 25 July 2011 only, which is before your "
         "evening. Leave it out, or meet earlier."),
        ({"day": "2011-07-19"}, "day", "This day is over. Choose today or a later one."),
        ({"day": "2012-07-19"}, "day", "This is more than 60 days ahead, and by then most of it has changed. Make the "
         "pack a few days before."),
        ({"day": "tomorrow"}, "day", "This is no day. Type it as year, month and day: 2011-07-13."),
        ({"place": ""}, "place", "Type the town in which you meet: it stands beside the date of each letter."),
        ({"place": "Bern 😀"}, "place", "Our fonts lack 😀 (U+1F600). Leave it out."),
        ({"kind": "a shoe box"}, "kind", "This cannot be chosen. Choose one of the list."),
        ({"language-ua-2-11": "tlh"}, "language-ua-2-11", "Choose one of the languages of this sheet."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_one_sentence(typed: dict, field: str, sentence: str) -> None:
    assert told(form_of(**typed)) == {field: [sentence]}


def test_pack_of_too_many_letters_is_refused_and_says_how_to_split_it(monkeypatch) -> None:
    monkeypatch.setattr("appeals.pack_form.MOST_LETTERS", 5)

    assert told(form_of()) == {
        "__all__": [
            "These are 6 letters; at most 5 fit in one pack. Split it: half of the writers with all actions, then the "
            "other half; or some of the actions in each."
        ]
    }


def test_envelopes_count_as_letters_and_labels_do_not(monkeypatch) -> None:
    monkeypatch.setattr("appeals.pack_form.MOST_LETTERS", 11)

    assert told(form_of(kind="l7160")) == {}
    [problem] = told(form_of(kind="envelope-c5"))["__all__"]
    assert problem.startswith("These are 6 letters and 6 envelopes; at most 11 of both together fit in one pack.")


def test_five_thousand_spoilt_names_take_a_moment_and_three_lines_of_answer() -> None:
    began = time.monotonic()

    many = form_of(names="\n".join(["Anna \u202e"] * 5_000))
    spoilt = form_of(names="\n".join(["Anna \u202e"] * 60))

    assert [len(told(form)["names"]) for form in (many, spoilt)] == [1, 4]
    assert time.monotonic() - began < 2


def test_start_label_is_no_matter_for_envelopes() -> None:
    assert told(form_of(kind="envelope-c5", start="99")) == {}


def test_hidden_boxes_carry_all_that_was_typed() -> None:
    form = form_of(names="1. Anna Muster\n", blank="3", on_both_sides="on")
    assert form.is_valid()

    again = QueryDict(mutable=True)
    for name, value in form.carried:
        again.appendlist(name, value)
    second = PackForm(again, offers=OFFERS, gone={}, on=ON)

    assert second.is_valid()
    assert second.order == form.order
    assert SimpleNamespace(**dict(form.carried)).names == "1. Anna Muster\n"
