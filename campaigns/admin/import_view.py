"""What the review of an imported sheet and the page of its source show: fields with their places, numbered lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from campaigns.admin.import_form import APPEALS, HEAD, TEXT, Review
from campaigns.sheet_reading.source_lines import numbered_lines

_TITLES = {
    "people": ("People at risk", "person"),
    "demands": ("What is asked", "demand"),
    "recipients": ("Whom to write to", "recipient"),
    "hearings": ("Hearings to come", "hearing"),
    "developments": ("What happened", "event"),
}
_SURE = {"sure": "read for sure", "likely": "likely", "guessed": "guessed: look closely"}


@dataclass(frozen=True)
class Where:
    """Where a value stands in the source, for a link and for the script that marks its lines."""

    first: int | None
    last: int | None
    page: int | None
    surety: str

    @classmethod
    def of(cls, kept: list[Any]) -> "Where":
        """From the list that is kept of a trace."""
        page, first, last, surety = kept
        return cls(first, last, page, surety)

    @property
    def words(self) -> str:
        """ "page 1, lines 12–14"."""
        lines = f"line {self.first}" if self.first == self.last else f"lines {self.first}–{self.last}"
        return f"page {self.page}, {lines}" if self.first is not None else "its place is not known"

    @property
    def sure_words(self) -> str:
        return _SURE.get(self.surety, self.surety)


@dataclass(frozen=True)
class ShownBox:
    """A box, the one that leaves it out, and where its value was read."""

    box: forms.BoundField
    drop: forms.BoundField | None
    where: Where | None

    @property
    def is_checkbox(self) -> bool:
        return getattr(self.box.field.widget, "input_type", "") == "checkbox" and not self.is_group

    @property
    def is_group(self) -> bool:
        """Whether it is several boxes, with a legend instead of a label."""
        return isinstance(self.box.field.widget, (forms.CheckboxSelectMultiple, forms.RadioSelect))


@dataclass(frozen=True)
class ShownRow:
    """A row of a part, with the words that name it to somebody who does not see where it stands."""

    row: Any
    where: Where | None
    name: str


@dataclass(frozen=True)
class ShownPart:
    """A part of the page: boxes of the form, or rows."""

    key: str
    title: str
    boxes: list[ShownBox]
    rows: list[ShownRow]
    formset: Any = None


@dataclass(frozen=True)
class ShownLine:
    """A line of the source. Only the first piece of a line has an address."""

    number: int
    text: str
    is_first: bool
    page_begins: int | None


def parts_shown(review: Review) -> Iterator[ShownPart]:
    """The parts of the review page, in its order."""
    traces = {name: Where.of(trace.as_list()) for name, trace in review.read.traces.items()}
    yield _part("head", "Which action", HEAD, review.form, traces)
    yield _part("text", "What it says", TEXT, review.form, traces)
    yield _rows("people", review, traces)
    yield _rows("demands", review, traces)
    yield _part("appeals", "Until when, and in which language", APPEALS, review.form, traces)
    for name in ("recipients", "hearings", "developments"):
        yield _rows(name, review, traces)


def _part(key: str, title: str, names: tuple[str, ...], form: forms.Form, traces: Mapping[str, Where]) -> ShownPart:
    boxes = [
        ShownBox(form[name], form[f"drop-{name}"] if f"drop-{name}" in form.fields else None, traces.get(name))
        for name in names
    ]
    return ShownPart(key, title, boxes, [])


def _rows(name: str, review: Review, traces: Mapping[str, Where]) -> ShownPart:
    title, called = _TITLES[name]
    formset = review.rows[name]
    rows = [ShownRow(row, traces.get(f"{name}-{place}"), f"{called} {place + 1}") for place, row in enumerate(formset)]
    return ShownPart(name, title, [], rows, formset)


def lines_shown(text: str) -> Iterator[ShownLine]:
    """The source line by line, its empty lines too."""
    page_before, number_before = 1, 0
    for page, number, line in numbered_lines(text):
        begins = page if page != page_before else None
        yield ShownLine(number, line, number != number_before, begins)
        page_before, number_before = page, number
