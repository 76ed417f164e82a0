"""What tired hands paste: on each page that makes paper it gets a sentence, and whatever was typed is still there."""

import time
from datetime import date
from html import unescape

import pytest
from django.test import Client

from campaigns.models import UrgentAction
from tests.builders import make_open_action

pytestmark = pytest.mark.django_db

LETTERS, ENVELOPES, PACKS = "/actions/{slug}/letters/", "/actions/{slug}/envelopes/", "/packs/"
LETTER = {"name": "Anna Beispiel", "place": "Canarytown", "sentence": "I teach.", "language": "en", "paper": "A4",
          "output": "pdf"}  # fmt: skip
ADDRESSES = {"kind": "envelope-c5", "start": "1", "each": "2", "posted_in": "CH-fr", "sender": "Musterweg 1"}
PACK = {"names": "Anna Beispiel", "blank": "0", "place": "Canarytown", "day": "2011-07-21", "paper": "A4", "kind": "",
        "start": "1", "spare": "0", "output": "pdf"}  # fmt: skip

PASTED = "\n".join(f"{number}.\tBeispiel\tAnna {number}\tanna{number}@example.org" for number in range(1, 101))
OVERRIDE, JOINED = "Anna \u202eleipsieB", "👩‍🏫 Anna"


@pytest.fixture(autouse=True)
def july_2011(settings) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action()


def ask(client: Client, action: UrgentAction, path: str, typed: dict[str, str], **changes: str):
    chosen = {"actions": action.slug, "seen": f"{action.slug}:1"} if path == PACKS else {}
    return client.post(path.format(slug=action.slug), {**typed, **chosen, **changes})


def page_of(response) -> str:
    return unescape(response.content.decode()).replace("\r", "")


@pytest.mark.parametrize(
    ("path", "typed", "box", "value", "sentence"),
    [
        (LETTERS, LETTER, "name", PASTED, "at most 80 fit on a letter"),
        (LETTERS, LETTER, "name", "x" * 10_000, "This has 10000 characters; at most 80 fit on a letter"),
        (LETTERS, LETTER, "name", OVERRIDE, "U+202E, right-to-left override, at place 6"),
        (LETTERS, LETTER, "name", JOINED, "zero width joiner|lack these signs"),
        (LETTERS, LETTER, "name", "", "A letter needs a name under it"),
        (LETTERS, LETTER, "sentence", "😀" * 2_000, "at most 300 fit on a letter"),
        (LETTERS, LETTER, "address", "a\n" * 100, "at most 5 fit on a letter"),
        (ENVELOPES, ADDRESSES, "sender", PASTED, "at most 400 fit"),
        (ENVELOPES, ADDRESSES, "sender", OVERRIDE, "U+202E, right-to-left override, at place 6"),
        (ENVELOPES, ADDRESSES, "sender", JOINED, "signs that we cannot print: 👩 (U+1F469), 🏫 (U+1F3EB)"),
        (ENVELOPES, ADDRESSES, "each", "5000", "Type a number from 1 to 30"),
        (ENVELOPES, {**ADDRESSES, "kind": "l7160"}, "start", "99", "type a number from 1 to 21"),
        (PACKS, PACK, "names", PASTED, "These are 100 names; at most 60 fit in one pack"),
        (PACKS, PACK, "names", "x" * 10_000, "Line 1 has 10,000 characters; a name has at most 80"),
        (PACKS, PACK, "names", OVERRIDE, "U+202E, right-to-left override, at place 6"),
        (PACKS, PACK, "names", JOINED, "signs that our fonts lack: 👩 (U+1F469), 🏫 (U+1F3EB)"),
        (PACKS, PACK, "names", "", "Nobody writes yet"),
        (PACKS, PACK, "blank", "5000", "Type a number from 0 to 60"),
        (PACKS, {**PACK, "kind": "l7160"}, "start", "99", "type a number from 1 to 21"),
        (PACKS, {**PACK, "kind": "us-5160"}, "start", "0", "Type a number from 1 to"),
    ],
    ids=lambda value: value[:12].strip() if isinstance(value, str) and value.isascii() else None,
)
def test_bad_input_gets_a_sentence_and_everything_typed_stays(client, action, path, typed, box, value, sentence):
    response = ask(client, action, path, typed, **{box: value})

    text = page_of(response)
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/html")
    assert any(each in " ".join(text.split()) for each in sentence.split("|"))
    kept = {name: each for name, each in {**typed, box: value}.items() if name in ("place", "sender", "each", box)}
    assert [name for name, each in kept.items() if each.strip() not in text] == []


@pytest.mark.parametrize(("path", "typed", "box"), [(LETTERS, LETTER, "sentence"), (PACKS, PACK, "names")])
def test_answer_to_a_box_full_of_marks_takes_a_moment(client, action, path, typed, box) -> None:
    began = time.process_time()

    response = ask(client, action, path, typed, **{box: "\u202e\u2066" * 4_000})

    assert response.status_code == 422
    assert time.process_time() - began < 5


def test_table_of_five_thousand_writers_comes_back_whole(client, action) -> None:
    names = "\n".join(f"{number}\tAnna Beispiel {number}" for number in range(5_000))

    response = ask(client, action, PACKS, PACK, names=names, start="99", kind="l7160")

    text = page_of(response)
    assert response.status_code == 422
    assert "These are 5,000 names; at most 60 fit in one pack." in text
    assert "type a number from 1 to 21" in text
    assert names in text


def test_sixty_names_out_of_a_table_are_read(client, action) -> None:
    names = "\n".join(f"{number}.\tAnna\tBeispiel {number}" for number in range(1, 61))

    response = ask(client, action, PACKS, PACK, names=names, output="check")

    assert response.status_code == 200
    assert "60 writers on" in " ".join(page_of(response).split())
