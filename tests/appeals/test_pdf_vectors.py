"""Nothing that is printed fetches anything, reads a file or carries one along; and no PDF tells of its making."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client

from appeals.print_room import TooHardToPrint
from campaigns.lifecycle import draft_sheet
from tests.builders import AT, DAY, issue, make_draft, make_open_action, make_stop, make_user
from tests.pdf_vectors import VECTORS, WORD, as_it_comes, carried, through_the_site, trap


def test_vector_fetches_nothing_and_carries_nothing() -> None:
    """All of them, each alone: `python -m tests.pdf_vectors` prints them as a table."""
    came_out = {}
    for name, vector in VECTORS.items():
        with trap() as found:
            try:
                held = carried(through_the_site(found.set_with(vector)))
            except TooHardToPrint:  # the engine stumbled, and there is no PDF
                held = []
            came_out[name] = [*found.calls, *held]

    assert len(VECTORS) >= 60
    assert {name: what for name, what in came_out.items() if what} == {}


@pytest.mark.parametrize("name", ["img http", "import file", "link attachment file", "svg image file", "redirect"])
def test_vector_would_work_on_the_engine_as_it_comes(name: str) -> None:
    """So the traps are worth something."""
    with trap() as found:
        held = carried(as_it_comes(found.set_with(VECTORS[name])))

    assert found.calls or held


@pytest.mark.django_db
def test_vectors_in_the_text_of_a_sheet_are_text(client: Client, settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    with trap() as found:
        texts = [found.set_with(vector).replace(WORD, "word") for vector in VECTORS.values()]
        story = "\n\n".join(" ".join(text.split()) for text in texts)
        sheet = draft_sheet(make_open_action(), by=make_user(), at=AT)
        type(sheet).objects.filter(pk=sheet.pk).update(headline="X", summary=texts[0], story=story)
        client.force_login(make_user("Viewer"))

        answer = client.get(f"/staff/preview/{sheet.pk}/sheet.pdf")

        assert answer.status_code == 200
        assert carried(answer.content) == []
        assert found.calls == []


Typed = dict[str, Any]
LETTERS: Typed = {"name": "Canarina", "place": "Bern", "language": "en", "paper": "A4", "version": "1", "output": "pdf",
                  "with_fax": "on"}  # fmt: skip


def _sheet(client: Client, slug: str) -> Any:
    return client.get(f"/actions/{slug}/sheet.pdf")


def _sheet_on_letter(client: Client, slug: str) -> Any:
    return client.get(f"/actions/{slug}/sheet.pdf?paper=Letter")


def _letters(client: Client, slug: str) -> Any:
    return client.post(f"/actions/{slug}/letters/", LETTERS)


def _envelopes(client: Client, slug: str) -> Any:
    return client.post(f"/actions/{slug}/envelopes/", {"kind": "envelope-dl", "start": "1", "posted_in": "CH-de"})


def _labels(client: Client, slug: str) -> Any:
    return client.post(f"/actions/{slug}/envelopes/", {"kind": "l7160", "start": "4", "posted_in": "CH-de"})


def _pack(client: Client, slug: str) -> Any:
    return client.post("/packs/", {
        "actions": [slug], "seen": [f"{slug}:1"], "names": "Canarina", "blank": "1", "place": "Bern",
        "day": DAY.isoformat(), "paper": "A4", "kind": "l7160", "start": "1", "spare": "1", "output": "pdf",
    })  # fmt: skip


def _proof(client: Client, slug: str) -> Any:
    draft = make_draft()
    client.force_login(make_user("Viewer"))
    return client.get(f"/staff/preview/{draft.pk}/sheet.pdf")


def _stop_sheet(client: Client, slug: str) -> Any:
    action = issue(make_stop()).action
    return client.get(f"/actions/{action.slug}/sheet.pdf")


KINDS: dict[str, Callable[[Client, str], Any]] = {
    "sheet": _sheet,
    "sheet on Letter": _sheet_on_letter,
    "letters with fax page": _letters,
    "envelopes": _envelopes,
    "labels": _labels,
    "pack": _pack,
    "proof": _proof,
    "stop sheet": _stop_sheet,
}
# What a file says of itself: its title, what made it, and the day of its sheet.
TOLD = {"/Title", "/Producer", "/CreationDate", "/ModDate"}
NEVER = {"/EmbeddedFiles", "/EF", "/AF", "/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/SubmitForm", "/GoToR"}


def told_by(pdf: bytes) -> tuple[set[str], set[str], str]:
    """What the head of a PDF names, which keys it may not have, and its language."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        named = {str(key) for key in opened.docinfo.keys()}  # noqa: SIM118  # no mapping
        entries = [entry for entry in opened.objects if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream)]
        keys = {str(key) for entry in entries for key in entry.keys()}  # noqa: SIM118  # no mapping
        named |= {f"xmp {key}" for key in opened.open_metadata()}
        return named, keys & NEVER, str(opened.Root.get("/Lang", ""))


XMP = {"dc:title", "pdf:Producer", "xmp:CreateDate", "xmp:ModifyDate", "pdfuaid:part", "pdfuaid:rev", "dc:language"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_pdf_says_its_title_and_language_and_nothing_of_who_made_it(client: Client, settings: Any, kind: str) -> None:
    settings.DEMO_TODAY = DAY
    answer = KINDS[kind](client, make_open_action().slug)
    assert answer.status_code == 200

    named, never, language = told_by(answer.getvalue())

    assert {name for name in named if not name.startswith("xmp ")} <= TOLD
    assert {name.rpartition("}")[2] for name in named if name.startswith("xmp ")} <= {
        name.partition(":")[2] for name in XMP
    }
    assert never == set()
    assert language == "en"
    text = answer.getvalue().decode("latin-1")
    assert [word for word in (str(settings.BASE_DIR), "/home/", "Canarina") if word in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["sheet", "letters with fax page", "envelopes", "labels"])
def test_pdf_made_twice_has_the_same_bytes(client: Client, settings: Any, kind: str) -> None:
    """A pack has a new code of its tally each time."""
    settings.DEMO_TODAY = DAY
    slug = make_open_action().slug

    assert KINDS[kind](client, slug).getvalue() == KINDS[kind](client, slug).getvalue()


def test_head_that_names_its_author_and_files_is_found() -> None:
    html = '<html lang="en"><title>x</title><meta name="author" content="Canarina"><p>x'
    with trap() as found:
        pdf = as_it_comes(
            html + VECTORS["link attachment file"].format(web="", tcp="", dir=found.folder.as_uri(), path="")
        )

    named, never, _ = told_by(pdf)

    assert "/Author" in named
    assert "/EF" in never
