"""Envelopes, letters for window envelopes and label sheets, as HTML for `appeals.pdf`.

Addresses come as plain lines, set for the post already (`cases.address_lines`), so that whoever makes a pack can ask
for these pages too and put them into one document with others. An address that does not fit is never cut: it is left
out, and told with a sentence. Knows nothing of requests; keeps nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from appeals.address_fit import RETURN, SMALL, Setting, rows_of, set_address, width_of
from appeals.directions import isolated, text_direction
from appeals.pdf import unprintable
from appeals.post_drawings import drawing_of
from appeals.post_formats import ENVELOPES, FORMATS, LABELS, WINDOWS
from appeals.post_geometry import EnvelopeFormat, LabelFormat, WindowFormat
from appeals.post_rules import drop_class, place_class

Lines = Sequence[str]

BETWEEN = " · "  # the lines of a sender, where they stand in one


class PostError(ValueError):
    """What was asked for cannot be printed. The message is a sentence for the person who asked."""


class NoSuchLabel(PostError):
    """The sheet has no label with that number."""


class SenderDoesNotFit(PostError):
    """The sender is too long for the place where it stands."""


@dataclass(frozen=True)
class LeftOut:
    """An address that is not printed, and why."""

    place: int  # in what was given, from 0
    lines: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class PostPages:
    """Pages for a document, and what is not on them."""

    html: SafeString
    printed: int  # addresses
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Line:
    rows: tuple[str, ...]
    dir: str


@dataclass(frozen=True)
class _Address:
    """An address in its place, as the templates print it."""

    place: str
    drop: str
    size: str
    lines: tuple[_Line, ...]


def envelope_pages(addresses: Sequence[Lines], kind: str, *, sender: Lines = ()) -> PostPages:
    """One page for each address: an envelope, or a letter's first page with nothing but its address, to be folded in
    front of a letter so that the window shows it.

    Args:
        kind: a key of `ENVELOPES` or `WINDOWS`.
        sender: lines; on an envelope in its upper left corner, in a window as one line above the address.

    Raises:
        PostError: if there is no such kind.
        SenderDoesNotFit: if the sender is too long, or has a sign that no font has.
    """
    chosen = ENVELOPES.get(kind) or WINDOWS.get(kind)
    if chosen is None:
        raise PostError(f"There is no envelope “{kind[:40]}”. There are: {', '.join((*ENVELOPES, *WINDOWS))}.")
    in_window = isinstance(chosen, WindowFormat)
    check_sender(sender, kind)
    above = RETURN.leading if in_window and sender else 0.0
    settings, left_out = _settings(addresses, chosen, above)
    pages = [_address(setting, kind, has_return=above > 0) for setting in settings]
    context = {"pages": pages, "kind": kind, "folds": [], **_sender_context(sender, in_window=in_window)}
    if isinstance(chosen, WindowFormat):
        context["folds"] = range(1, len(chosen.folds) + 1)
    return PostPages(_rendered("post/envelopes.html", context), len(pages), left_out)


def label_pages(addresses: Sequence[Lines], kind: str, *, start: int = 1) -> PostPages:
    """Sheets of labels, one for each address, from the label with the number `start` on.

    Raises:
        PostError: if there is no such kind of label.
        NoSuchLabel: if the sheet has no label with that number.
    """
    chosen = LABELS.get(kind)
    if chosen is None:
        raise PostError(f"There are no labels “{kind[:40]}”. There are: {', '.join(LABELS)}.")
    check_start(start, kind)
    settings, left_out = _settings(addresses, chosen, 0.0)
    places = [divmod(start - 1 + order, chosen.per_sheet) for order in range(len(settings))]
    sheets: dict[int, list[_Address]] = {}
    for (sheet, cell), setting in zip(places, settings, strict=True):
        sheets.setdefault(sheet, []).append(_address(setting, kind, number=cell + 1))
    html = _rendered("post/labels.html", {"sheets": list(sheets.values()), "kind": kind})
    return PostPages(html, len(settings), left_out)


def window_address(lines: Lines, kind: str, *, sender: Lines = ()) -> SafeString | LeftOut:
    """The address on a letter that goes into a window envelope, for whoever prints the rest of that page.

    It is placed from the upper left corner of whatever holds it: a box in ``position: relative`` that begins where the
    paper begins. Without the marks for folding, which are `WINDOWS[kind].folds`.

    Raises: as `envelope_pages`.
    """
    if kind not in WINDOWS:
        raise PostError(f"There is no window “{kind[:40]}”. There are: {', '.join(WINDOWS)}.")
    check_sender(sender, kind)
    above = RETURN.leading if sender else 0.0
    settings, left_out = _settings([lines], WINDOWS[kind], above)
    if left_out:
        return left_out[0]
    page = _address(settings[0], kind, has_return=above > 0)
    return _rendered("post/_place.html", {"page": page, **_sender_context(sender, in_window=True)})


def alignment_page(kind: str) -> SafeString:
    """A page to print before paper is spoilt: the outlines of all that stands there, and rulers from both edges.

    Raises:
        PostError: if there is no such kind.
    """
    chosen = FORMATS.get(kind)
    if chosen is None:
        raise PostError(f"There is no format “{kind[:40]}”. There are: {', '.join(FORMATS)}.")
    context = {"kind": kind, "chosen": chosen, "drawing": drawing_of(chosen), "is_label": kind in LABELS}
    return _rendered(
        "post/alignment.html",
        {**context, "in_window": kind in WINDOWS, "place": place_class(kind, 2 if kind in LABELS else 1)},
    )


def document(*pages: SafeString, title: str) -> str:
    """A whole document of such pages, for `appeals.pdf.html_to_pdf`.

    Args:
        pages: their HTML, in order.
        title: for the metadata of the PDF; nothing that somebody typed.
    """
    joined = format_html_join("", "{}", ((part,) for part in pages))
    return render_to_string("post/document.html", {"pages": joined, "title": title})


def check_start(start: int, kind: str) -> None:
    """Make sure that the sheet has a label with that number.

    Raises:
        NoSuchLabel: says which there are.
    """
    most = LABELS[kind].per_sheet
    if not 1 <= start <= most:
        raise NoSuchLabel(
            f"This sheet has {most} labels, so there is none to start at with that number. Count from the upper left, "
            f"row by row, and type a number from 1 to {most}."
        )


def check_sender(sender: Lines, kind: str) -> None:
    """Make sure that a sender can be printed.

    Raises:
        SenderDoesNotFit: says what to do.
    """
    if missing := unprintable("".join(sender)):
        raise SenderDoesNotFit(f"Your address has signs that we cannot print: {_listed(missing)}. Write it by hand.")
    chosen = FORMATS[kind]
    if isinstance(chosen, WindowFormat) and width_of(BETWEEN.join(sender), RETURN) > chosen.zone.width:
        raise SenderDoesNotFit(
            "Your address is too long for the one line that it has in this window. Shorten it, or write it on the back."
        )
    if isinstance(chosen, EnvelopeFormat) and sender and _sender_setting(sender, chosen) is None:
        raise SenderDoesNotFit(
            "Your address is too long for the corner of this envelope. Shorten it, or write it on the back."
        )


def _settings(
    addresses: Sequence[Lines], chosen: WindowFormat | EnvelopeFormat | LabelFormat, above: float
) -> tuple[list[Setting], tuple[LeftOut, ...]]:
    """The addresses that fit, and those that are left out."""
    settings, left_out = [], []
    for place, lines in enumerate(addresses):
        lines = tuple(" ".join(line.split()) for line in lines)
        setting = set_address(lines, chosen.zone, above=above)
        if missing := unprintable("".join(lines)):
            sentence = f"It has signs that we cannot print: {_listed(missing)}. Please write this one by hand."
            left_out.append(LeftOut(place, lines, sentence))
        elif setting is None:
            sentence = "It is too long, in the smaller type too. Please choose a larger kind, or write it by hand."
            left_out.append(LeftOut(place, lines, sentence))
        else:
            settings.append(setting)
    return settings, tuple(left_out)


def _address(setting: Setting, kind: str, *, number: int = 1, has_return: bool = False) -> _Address:
    return _Address(
        place=place_class(kind, number),
        drop=drop_class(kind, setting.size, setting.rows, has_return=has_return),
        size=setting.size.name,
        lines=tuple(_lines(setting)),
    )


def _lines(setting: Setting) -> Iterator[_Line]:
    for rows in setting.lines:
        yield _Line(rows, text_direction(" ".join(rows)))


def _sender_context(sender: Lines, *, in_window: bool) -> dict[str, Any]:
    if in_window:
        runs = text_direction(" ".join(sender))
        line = BETWEEN.join(isolated(part, runs) for part in sender)
        return {"return_line": line, "return_dir": runs}
    return {"sender": [_Line(rows_of(line, 1000, SMALL), text_direction(line)) for line in sender]}


def _sender_setting(sender: Lines, chosen: EnvelopeFormat) -> Setting | None:
    setting = Setting(SMALL, tuple((line,) for line in sender))
    widest = max(width_of(line, SMALL) for line in sender)
    return setting if setting.height <= chosen.sender.height and widest <= chosen.sender.width else None


def _listed(signs: Sequence[str]) -> str:
    return ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:5])


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    # Each template escapes what it prints; stripped, because an end of a line between pages is a row of its own.
    return mark_safe(render_to_string(template, context).strip())
