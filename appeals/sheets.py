"""A sheet on its way to paper: public content -> everything that is printed, written out -> HTML.

`SheetContext` lists every printed string, so what is not in it cannot be printed; the template computes
nothing. The third step, HTML -> PDF, is `appeals.pdf`. This module knows nothing of requests or of storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.template.loader import render_to_string

from appeals.check_codes import PrintedCheck, printed_check
from appeals.directions import Words, paragraphs_of, text_direction, words_if_any, words_of
from appeals.models import SheetPDF
from appeals.wording import DEFAULT_LANGUAGE, Labels, Mark, labels_in
from campaigns.content import Addressee, SheetContent
from campaigns.deadlines import Wording
from campaigns.models import Sheet
from campaigns.told_outcomes import ToldOutcome
from cases.languages import direction, language_name

Paper = SheetPDF.Paper

MOST_IN_A_ROW = 3  # recipients side by side: an address line still fits on one line of a third of the page


@dataclass(frozen=True)
class Labelled:
    """``Fax:`` and what follows it."""

    label: str
    value: Words


@dataclass(frozen=True)
class RecipientBlock:
    """One recipient as printed."""

    heading: str  # "And copies to:" above the first copy, where it stands beside the others
    name_lines: tuple[Words, ...]
    channels: tuple[Labelled, ...]
    salutations: tuple[Labelled, ...]


@dataclass(frozen=True)
class RecipientRow:
    """Recipients that stand side by side, under a heading of their own or none."""

    heading: str
    blocks: tuple[RecipientBlock, ...]


@dataclass(frozen=True)
class OutcomeLine:
    """What became of somebody, as printed."""

    name: Words
    what: str  # "released, 10 July 2011"
    sentence: Words | None


@dataclass(frozen=True)
class SheetContext:
    """Every printed string of a sheet, in the order of the page."""

    language: str
    dir: str
    paper: str
    title: str
    dated_iso: str  # for the document's metadata: the sheet's date, never the clock's
    mark: str  # why it must not be sent; empty on a sheet that may
    kicker: str
    headline: Words
    header: tuple[str, ...]
    check: PrintedCheck
    also_ends: str
    summary: tuple[Words, ...]
    outcomes_heading: str
    outcomes: tuple[OutcomeLine, ...]
    story: tuple[Words, ...]
    changes_heading: str
    changes: tuple[Words, ...]
    languages_line: str
    demands: tuple[Words, ...]
    appeals_line: str
    columns: int  # the most recipients that stand side by side
    recipient_rows: tuple[RecipientRow, ...]
    diplomatic_note: Words | None
    late_note: Words | None
    dated_line: str
    additional_heading: str
    additional_information: tuple[Words, ...]
    footer: tuple[str, ...]
    page_label: str
    page_of_label: str

    def printed_text(self) -> str:
        """All of it in one string, to ask the fonts whether they have every sign."""
        return "\n".join(_strings(self))


def build_context(
    content: SheetContent, *, paper: str = Paper.A4, language: str = DEFAULT_LANGUAGE, mark: Mark | None = None
) -> SheetContext:
    """Write out what a sheet prints.

    Args:
        paper: a value of `Paper`.
        language: of the labels; the sheet's own text stays in its language.
        mark: why it must not be sent. None only for an issued sheet of an open action.

    Raises:
        UnknownLanguage: if there are no labels in that language.
        ValueError: if the paper is unknown.
    """
    labels = labels_in(language)
    default = direction(language)
    identity = content.reference if content.kind == Sheet.Kind.FIRST else content.title
    index = labels.index.format(index=content.index_number) if content.index_number else ""
    dated = labels.day(content.dated)
    send_appeals = labels.send_appeals[Wording(content.appeals_wording)]
    return SheetContext(
        language=language,
        dir=default,
        paper=Paper(paper).value,
        title=f"{identity}: {content.headline}",
        dated_iso=content.dated.isoformat(),
        mark=labels.marks[mark] if mark else "",
        kicker=labels.endings.get(content.kind, labels.kicker),
        headline=words_of(content.headline, default),
        header=tuple(filter(None, (identity, index, content.country_name, dated))),
        check=printed_check(content, language=language),
        also_ends=labels.also_ends_line([ended.reference for ended in content.also_ends]),
        summary=paragraphs_of(content.summary, default),
        outcomes_heading=labels.became if content.outcomes else "",
        outcomes=tuple(_outcome(told, labels, default) for told in content.outcomes),
        story=paragraphs_of(content.story, default),
        changes_heading=labels.changes,
        changes=paragraphs_of(content.changes, default),
        languages_line=_languages_line(content, labels),
        demands=tuple(words_of(demand.on_sheet, default) for demand in content.demands),
        appeals_line=send_appeals.format(day=labels.day(content.appeals_limit)) if content.asks else "",
        columns=_columns(content),
        recipient_rows=_rows(content, labels, default),
        diplomatic_note=words_if_any(content.diplomatic_note, default),
        late_note=words_if_any(content.late_note, default),
        dated_line=labels.dated.format(day=dated),
        additional_heading=labels.additional_information,
        additional_information=paragraphs_of(content.additional_information, default),
        footer=(
            *filter(None, (identity, content.index_number)),
            labels.version.format(version=content.version),
            *((labels.last_good_day.format(day=labels.day(content.last_good_day)),) if content.asks else ()),
        ),
        page_label=labels.page,
        page_of_label=labels.page_of,
    )


def _languages_line(content: SheetContent, labels: Labels) -> str:
    return labels.languages_line(content.languages, own_language=content.own_language) if content.asks else ""


def render_html(context: SheetContext) -> str:
    """The sheet as a whole HTML document for `appeals.pdf`; everything in it is escaped text."""
    return render_to_string("sheets/urgent_action.html", {"sheet": context})


def mark_of(sheet: Sheet, *, action_is_open: bool) -> Mark | None:
    """Why this sheet must not be sent today, or None if it may be."""
    match sheet.status:
        case "draft" | "review" | "approved":
            return Mark.DRAFT
        case "withdrawn":
            return Mark.WITHDRAWN
        case "superseded":
            return Mark.SUPERSEDED
        case _:
            # A sheet that says it is over asks for nothing, so it may always be given out.
            return None if action_is_open or not sheet.asks else Mark.ENDED


def _outcome(told: ToldOutcome, labels: Labels, default: str) -> OutcomeLine:
    day = labels.known_date(told.when) if told.when else ""
    what = ", ".join(filter(None, (labels.outcomes[told.word], day)))
    return OutcomeLine(words_of(told.name, default), what, words_if_any(told.sentence, default))


def _columns(content: SheetContent) -> int:
    widest = max(len(content.recipients) if _fit_in_one_row(content) else 0, 2)
    groups = (len(content.appeals_to), len(content.copies_to))
    return min(max(widest, *(_per_row(count) for count in groups)), MOST_IN_A_ROW)


def _fit_in_one_row(content: SheetContent) -> bool:
    return len(content.recipients) <= MOST_IN_A_ROW


def _per_row(count: int) -> int:
    """How many stand side by side: four are two and two, five are three and two."""
    return 2 if count in (2, 4) else min(count, MOST_IN_A_ROW)


def _rows(content: SheetContent, labels: Labels, default: str) -> tuple[RecipientRow, ...]:
    appeals = [_block(addressee, labels, default) for addressee in content.appeals_to]
    if _fit_in_one_row(content):
        copies = [
            _block(addressee, labels, default, heading=labels.copies_to if place == 0 else "")
            for place, addressee in enumerate(content.copies_to)
        ]
        blocks = (*appeals, *copies)
        return (RecipientRow("", blocks),) if blocks else ()
    copies = [_block(addressee, labels, default) for addressee in content.copies_to]
    return (*_in_rows(appeals, ""), *_in_rows(copies, labels.copies_to))


def _in_rows(blocks: Sequence[RecipientBlock], heading: str) -> tuple[RecipientRow, ...]:
    size = max(_per_row(len(blocks)), 1)
    return tuple(
        RecipientRow(heading if start == 0 else "", tuple(blocks[start : start + size]))
        for start in range(0, len(blocks), size)
    )


def _block(addressee: Addressee, labels: Labels, default: str, *, heading: str = "") -> RecipientBlock:
    channels = (
        (labels.fax, addressee.fax),
        (labels.phone, addressee.phone),
        *((labels.email, email) for email in addressee.emails),
        (labels.web_form, addressee.web_form),
    )
    several = len(addressee.salutations) > 1
    return RecipientBlock(
        heading=heading,
        name_lines=tuple(words_of(line, default) for line in addressee.name_lines),
        # Numbers and addresses of machines run from left to right in every script.
        channels=tuple(Labelled(label, Words(value, "ltr")) for label, value in channels if value),
        salutations=tuple(
            Labelled(
                _salutation_label(labels, code) if several else labels.salutation,
                Words(text, text_direction(text, direction(code)), code),
            )
            for code, text in addressee.salutations
        ),
    )


def _salutation_label(labels: Labels, code: str) -> str:
    name = language_name(code, in_language=labels.locale.replace("_", "-"))
    return labels.salutation_in.format(language=name)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [string for part in value for string in _strings(part)]
    if is_dataclass(value):
        return [string for field in fields(value) for string in _strings(getattr(value, field.name))]
    return []
