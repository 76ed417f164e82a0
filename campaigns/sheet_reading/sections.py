"""A sheet cut into its parts, in whatever order they stand. Leaf module: no models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.sheet_reading.contact_lines import contact_parts
from campaigns.sheet_reading.greetings import closes_a_letter, greeting_at
from campaigns.sheet_reading.labels import Label, is_capitals, label_of, opens_demands
from campaigns.sheet_reading.openings import opens_a_demand
from campaigns.sheet_reading.source_lines import Place, SourceLine

_MOST_INTRODUCTION = 6  # lines from "Please write …" to its colon
# A label that has its value on the same line and nothing after it: the text goes on where it was.
_ONE_LINE = frozenset({"date", "number", "index", "country", "language", "deadline", "previous", "gender", "age"})
# After one of these a recipient's line such as "Address: …" is no new part.
_OF_HEADER = frozenset({"date", "number", "index", "country"})
_STEP = re.compile(r"(?:step\s+\d|\d{1,2}\s?[.)])\s*[:.)-]?\s*(?=\S+\s+\S)", re.IGNORECASE)
_OF_RECIPIENTS = frozenset({"target", "copies"})


@dataclass
class Section:
    """One part: what it is, the label as printed, the text behind the label, the lines that follow."""

    key: str
    label: Label | None
    head: list[SourceLine]
    lines: list[SourceLine] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What the label announces, if it is short: on its line, else on the next."""
        if self.label is not None and self.label.value:
            return self.label.value
        return self.lines[0].text if self.lines else ""

    @property
    def place(self) -> Place | None:
        lines = [*self.head, *self.lines]
        return Place.of(lines) if lines else None

    @property
    def value_place(self) -> Place | None:
        """Where the short value stands."""
        if self.label is not None and self.label.value:
            return Place.of(self.head)
        return Place.of(self.lines[:1]) if self.lines else None

    @property
    def content(self) -> list[SourceLine]:
        """The lines, the rest of the label's own line first."""
        if self.label is None or not self.label.value or not self.head:
            return self.lines
        last = self.head[-1]
        return [SourceLine(self.label.value, last.page, last.number, False, False, self.label.value), *self.lines]


def sections_of(lines: Sequence[SourceLine]) -> list[Section]:
    """Cut the lines at their labels; what stands before the first is the part "opening"."""
    found = [Section("opening", None, [])]
    place = 0
    while place < len(lines):
        line = lines[place]
        length = _introduction(lines, place)
        if length:
            head = list(lines[place : place + length])
            found.append(Section("demands", None, head))
            place += length
            continue
        if _asks_unannounced(lines, place, found[-1]):
            found.append(Section("demands", None, [*_taken_back(found[-1]), line]))
            place += 1
            continue
        label = label_of(line.text)
        wrapped = _wrapped_label(lines, place) if label is None else None
        if wrapped is not None:
            label, taken = wrapped
            found.append(Section(label.key, label, list(lines[place : place + taken])))
            place += taken
            continue
        if label is None and found[-1].key in ("demands", *_OF_RECIPIENTS) and _is_heading(line.text):
            found.append(Section("after", None, [line]))
        elif label is None or not _begins(label, found[-1]):
            found[-1].lines.append(line)
        else:
            _open(found, label, line)
        place += 1
    return [part for section in found for part in _with_letter(section)]


def _is_heading(text: str) -> bool:
    """Whether a line is the heading of a further step, in words that we do not know: "3. SPREAD THE WORD"."""
    found = _STEP.match(text)
    return found is not None and len(text) < 70 and is_capitals(text[found.end() :]) and not contact_parts(text)


def _with_letter(section: Section) -> list[Section]:
    """A letter that no label announces, from its greeting to its closing words, and the addresses above it."""
    if section.key in ("letter", "background", "summary", "demands"):
        return [section]
    first = greeting_at(section.lines)
    if first is None or not any(closes_a_letter(line.text) for line in section.lines[first:]):
        return [section]
    start = first
    while start and section.key not in _OF_RECIPIENTS and not section.lines[start - 1].text.endswith((".", ":", "!")):
        start -= 1
    letter = Section("letter", None, [], section.lines[start:])
    section.lines = section.lines[:start]
    return [section, letter]


def _open(found: list[Section], label: Label, line: SourceLine) -> None:
    before = found[-1]
    found.append(Section(label.key, label, [line]))
    if label.value and label.key in _ONE_LINE:
        # A header line among others ends no running text: a date or number under a recipient does.
        in_text = before.key in ("opening", "summary", "background", "letter")
        resumed = before.key if in_text and label.key in _OF_HEADER else "after"
        found.append(Section(resumed, None, []))


def _begins(label: Label, current: Section) -> bool:
    """Whether a label begins a part where it stands."""
    if current.key in _OF_RECIPIENTS and label.key in ("names", "title", "country", "date", "target") and label.value:
        # "Name: …", "Title: …", "Address: …" inside a block of an address.
        return label.printed.casefold().startswith(("please", "send", "appeals"))
    if current.key == "letter":
        # A letter may say anything; only what can be nothing else ends it.
        return label.key not in ("names", "title", "country", "date", "age", "gender") or label.printed.isupper()
    return True


def _introduction(lines: Sequence[SourceLine], place: int) -> int:
    """How many lines the sentence takes that asks people to write, up to its colon; 0 where there is none here."""
    if not opens_demands(lines[place].text):
        return 0
    for taken in range(1, min(_MOST_INTRODUCTION, len(lines) - place) + 1):
        text = lines[place + taken - 1].text
        following = lines[place + taken] if place + taken < len(lines) else None
        if text.endswith((":", "…", "...")) or (following is not None and following.bullet):
            return taken if following is not None and _is_demand(following) else 0
        if following is not None and opens_a_demand(following.text) and text.endswith((".", ",")):
            return taken
        if text.endswith((".", "!")) and not opens_demands(text):
            return 0
    return 0


def _asks_unannounced(lines: Sequence[SourceLine], place: int, current: Section) -> bool:
    """Whether a line leads to demands though it begins in no way we know: a colon, and then a line that asks."""
    if place + 1 >= len(lines) or current.key in ("letter", "target", "copies", "demands"):
        return False
    following = lines[place + 1].text
    return lines[place].text.rstrip().endswith(":") and opens_a_demand(following) and label_of(following) is None


def _taken_back(section: Section) -> list[SourceLine]:
    """The lines of the same sentence before its last: up to a blank line, a full stop, at most four."""
    taken: list[SourceLine] = []
    while section.lines and len(taken) < 4 and not section.lines[-1].text.endswith((".", ":")):
        taken.insert(0, section.lines.pop())
        if taken[0].blank_before:
            break
    return taken


def _is_demand(line: SourceLine) -> bool:
    return line.bullet or opens_a_demand(line.text)


def _wrapped_label(lines: Sequence[SourceLine], place: int) -> tuple[Label, int] | None:
    """A long label that was wrapped: "PLEASE SEND APPEALS BEFORE / 23 AUGUST 2011 TO:"."""
    if place + 1 >= len(lines):
        return None
    first, second = lines[place].text, lines[place + 1].text
    if len(first) > 120 or first.endswith((".", ":")) or not second.rstrip().endswith(":"):
        return None
    if label_of(second) is not None or contact_parts(first):
        return None
    label = label_of(f"{first} {second}")
    return (label, 2) if label is not None and not label.value and label.key in (*_OF_RECIPIENTS, "letter") else None
