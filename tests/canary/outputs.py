"""Every address of the site, filled in for what was planted; and what a program reads out of each kind of answer."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pypdf
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from campaigns.models import Sheet
from tests.canary.planting import Garden
from tests.routes import SHOWS, World, routes

# What is asked of a list by its address. Whoever may not read a field may not ask it anything.
QUESTIONS = (
    "?q=zq0", "?sources__contains=zq0", "?owner__password__startswith=md5", "?people__consents__who__contains=zq0",
    "?o=1.2.3", "?e=1", "?case__sources__contains=zq0", "?emails__contains=zq0",
)  # fmt: skip


def public_addresses(world: World) -> Iterator[str]:
    """Everything that somebody without an account can ask of one action, its paper and its files too."""
    for shown in SHOWS.values():
        for shows in shown:
            try:
                address = shows.address(world)
            except ValidationError:
                continue  # no tally is opened for an action that is over
            if not address.startswith("/staff/"):
                yield address
    slug = world.action.slug
    yield from (
        f"/actions/{slug}/sheets/1/",
        f"/actions/{slug}/calendar.ics?alarm=7",
        f"/?q={slug}",
        f"/past/?q={slug}",
    )


def once() -> Iterator[str]:
    """Addresses of nothing in particular, and such that are not there."""
    yield from (
        "/outcomes/", "/robots.txt", "/healthz", "/favicon.ico", "/follow/yours/", "/check/", "/check/?code=XXXXXXXX",
        "/not-there/", "/actions/not-there/", "/actions/", "/staff/", "/staff/login/", "/static/css/site.css",
        "/staff/cases/case/", "/staff/jsi18n/", "/?q=zq0", "/past/?q=zq0", "/?country=XX&page=99999", "/api/v1/",
        "/check/zq0/", "/staff-calendar/zq0/everybody.ics", "/follow/stop/zq0/",
    )  # fmt: skip


def paper_of(world: World) -> Iterator[tuple[str, dict[str, object]]]:
    """What a visitor types to get letters, envelopes and a pack, in every form in which they are handed out."""
    slug = world.action.slug
    letters = {"name": "Ben", "place": "Bern", "language": "en", "paper": "A4", "version": "1", "with_fax": "on"}
    for output in ("show", "pdf", "docx", "txt"):
        yield f"/actions/{slug}/letters/", {**letters, "output": output}
    for kind in ("l7160", "envelope-dl"):
        yield f"/actions/{slug}/envelopes/", {"kind": kind, "start": "1", "posted_in": "CH-de"}
    pack = {"actions": [slug], "seen": [f"{slug}:1"], "names": "Ben", "blank": "1", "place": "Bern",
            "day": "2011-08-18", "paper": "A4", "kind": "l7160", "start": "1", "spare": "1"}  # fmt: skip
    yield from (("/packs/", {**pack, "output": output}) for output in ("check", "pdf"))


def lists() -> Iterator[str]:
    """Every list of staff, to be searched."""
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def staff_addresses(garden: Garden, *, most: int = 6) -> Iterator[str]:
    """Every page of staff: lists and what is asked of them, forms, histories, deletions, moves, previews, choices.

    Args:
        most: so many rows of each table are opened.
    """
    yield from ("/staff/", "/staff/?whose=mine", "/staff/?later=1", "/staff/deleted/", "/staff/sender/",
                "/staff/sender/hold/", "/staff/sender/release/", "/staff/lock-down/", "/staff/calendar/",
                "/staff/password_change/",
                *(f"/staff/{app}/" for app in ("accounts", "cases", "campaigns", "appeals")))  # fmt: skip
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield from (listed, *(f"{listed}{question}" for question in QUESTIONS), reverse(f"{name}_add"))
        for pk in _some(model, most):
            yield from _pages_of(name, pk)
        for own in model._meta.fields:
            if own.is_relation and own.name in page.autocomplete_fields:
                yield f"/staff/autocomplete/?app_label={model._meta.app_label}&model_name={model._meta.model_name}" \
                      f"&field_name={own.name}&term="  # fmt: skip
    for world in garden.worlds[:most]:
        yield f"/staff/matters/action/{world.action.pk}/"
    for sheet in Sheet.objects.order_by("pk")[: 2 * most]:
        yield from (f"/staff/preview/{sheet.pk}/", f"/staff/preview/{sheet.pk}/sheet.pdf")
    yield from _moves(most)


def _some(model: type, most: int) -> list[object]:
    rows = list(model._default_manager.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    return rows if len(rows) <= most else [*rows[: most - 1], rows[-1]]


def _pages_of(name: str, pk: object) -> Iterator[str]:
    for route in routes():
        if route.startswith(f"{name}_") and not route.endswith(("_changelist", "_add")):
            try:
                yield reverse(route, args=[pk])
            except NoReverseMatch:
                continue


def _moves(most: int) -> Iterator[str]:
    from cases.models import DateMove  # the registry of models is not filled while this module is imported

    for move in DateMove.objects.order_by("pk")[:most]:
        kind, moved = ("hearing", move.hearing_id) if move.hearing_id else ("deadline", move.deadline_id)
        yield from (f"/staff/dates/moves/{move.pk}/", f"/staff/dates/{kind}/{moved}/move/")


def texts_of(answer: HttpResponse) -> Iterator[str]:
    """All that can be read out of an answer: its head, its text, and what a file of it holds inside."""
    yield unquote(repr(list(answer.headers.items())) + repr(answer.cookies))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    yield from texts_in(body)


def texts_in(body: bytes) -> Iterator[str]:
    if body.startswith(b"%PDF"):
        yield from _in_pdf(body)
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as files:
            for name in files.namelist():
                yield name
                yield from texts_in(files.read(name))
    else:
        text = body.decode("utf-8", "replace")
        # Lines of a calendar are folded in the middle of a word; a page may write a letter as its number.
        yield re.sub(r"\r?\n[ \t]", "", text)
        yield unquote(unescape(text))


def _in_pdf(body: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(body))
    yield repr(reader.metadata) + repr(list(reader.named_destinations)) + repr(reader.outline)
    # As it is read, and without the line ends that a long word may be broken by.
    text = "".join(page.extract_text() for page in reader.pages)
    yield from (text, re.sub(r"[\s\u00ad-]+", "", text), body.decode("latin-1"))
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            yield zlib.decompress(stream.group(1)).decode("latin-1")
        except zlib.error:
            yield stream.group(1).decode("latin-1")
