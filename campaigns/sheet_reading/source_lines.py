"""The lines of a sheet, each with its place in the source, and paragraphs made of them again. Leaf module: no models.

Whatever made the text (an e-mail program, a PDF's text layer, somebody's paste) has wrapped lines, set blank lines
between them, printed page numbers and lost bullets. Everything that is read keeps the page and the lines it was
read from, counted as they stand in the source.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from campaigns.sheet_reading.days import rest_of_day
from campaigns.sheet_reading.openings import opens_a_demand

MOST_TEXT = 300_000  # characters; a sheet has under 15,000
MOST_LINES = 8_000
LONGEST_LINE = 6_000  # characters; a paragraph pasted without line ends is one line

# Invisible characters and direction controls, as `cases.text` refuses them: they go, a warning says so.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# Bullet signs, also those that a symbol font leaves behind in the private area.
_BULLET = re.compile(
    r"^\s*(?!\*\*)(?:[•●▪■◦‣∙·►▶➢➤✓○□–—*\uf000-\uf0ff]|[^\w\s\"'“”‘’«»„()\[\]+#@&/€$£¡¿.,;:!?<>%|\\](?=\s)|o(?=\s{2})|"
    r"[nvqulØ§](?=\s+[A-Z][a-z]+ing\b))\s*"
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-–]\s*)?(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?(?:\s*[-–])?\s*$", re.IGNORECASE
)
_NUMBER = re.compile(r"^\s*\(?(?:\d{1,2}|[a-z])[.)]\s*")
_RULE = re.compile(r"^[-_=*~.·—–#]{6,}$")
# What the author of a template was told: "[Sections to add when relevant]".
_INSTRUCTION = re.compile(
    r"^\s*\[[^\[\]:]{3,200}\]\s*$|^\s*name\s+address\s*1\b.*|^\s*please insert (?:the )?local diplomatic.*",
    re.IGNORECASE,
)
# The head of a mail, in the languages of its programs.
_MAIL_HEAD = re.compile(
    r"(?P<subject>subject|betreff|objet|oggetto|asunto)|(?:from|to|cc|bcc|sent|date|reply-to|von|an|gesendet|datum|de|à|"
    r"envoyé|da|a|inviato|data|para|enviado|fecha)",
    re.IGNORECASE,
)
_USUAL_WIDTH = 100  # characters
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*$")

T = TypeVar("T")


@dataclass(frozen=True)
class SourceLine:
    """One line of the source, tidied; `blank_before` where an empty line or a new page stands before it."""

    text: str
    page: int
    number: int
    blank_before: bool = False
    bullet: bool = False
    raw: str = ""  # with its inner spaces, which tell columns apart


@dataclass(frozen=True)
class Place:
    """Where something stands: the page and the first and last line, counted from 1 through the whole source."""

    page: int
    first: int
    last: int

    @classmethod
    def of(cls, lines: Sequence[SourceLine]) -> "Place":
        return cls(lines[0].page, lines[0].number, lines[-1].number)


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value, where it was read, and how sure the reader is: sure, likely or guessed."""

    value: T
    place: Place | None
    surety: str = "sure"


@dataclass(frozen=True)
class Source:
    """The lines that say something, and what was passed over."""

    lines: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def read_source(text: str) -> Source:
    """Split a text into lines. Page numbers and left-over instructions of a template are passed over."""
    warnings: list[str] = []
    if len(text) > MOST_TEXT:
        warnings.append(f"Only the first {MOST_TEXT:,} characters were read. The rest was passed over.")
        text = text[:MOST_TEXT]
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    seen = _without_quotes(_SPACES.sub(" ", _UNSEEN.sub("", plain)))
    if any(sign in plain for sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"):
        warnings.append("The source holds invisible signs that turn the direction of text. They were left out.")
    lines = _without_mail_head(_with_whole_days(list(_lines(seen, warnings))))
    return Source(tuple(_without_noise(lines, warnings)), tuple(warnings))


def numbered_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Every line as it stands in the source: its page, its number as a `Place` counts it, its text.

    What begins a page after a form feed carries the number of the line that the page before ended with.
    """
    number, cut = 0, text[:MOST_TEXT]
    plain = cut.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    for page, page_text in enumerate(plain.split("\f"), start=1):
        for place, row in enumerate(page_text.split("\n")):
            number += 1 if place or page == 1 else 0
            if number > MOST_LINES:
                return
            yield page, number, row[:LONGEST_LINE].rstrip()


def _without_quotes(text: str) -> str:
    """The text of a mail that was quoted whole, without the signs before each line."""
    rows = [row for row in text[:20_000].split("\n") if row.strip()]
    if not rows or sum(row.startswith(">") for row in rows) < 0.7 * len(rows):
        return text
    return re.sub(r"^(?:> ?)+", "", text, flags=re.MULTILINE)


def _lines(text: str, warnings: list[str]) -> Iterator[SourceLine]:
    number, blank = 0, True
    for page, page_text in enumerate(text.split("\f"), start=1):
        # The end of a page ends no line of its own.
        rows = page_text.split("\n")
        for place, row in enumerate(rows):
            number += 1 if place or page == 1 else 0
            if number > MOST_LINES:
                warnings.append(f"Only the first {MOST_LINES:,} lines were read. The rest was passed over.")
                return
            row = row[:LONGEST_LINE].expandtabs(4)
            bullet = _BULLET.match(row) or _numbered(row)
            text_of = " ".join(row[bullet.end() :].split() if bullet else row.split())
            if not text_of or _RULE.match(text_of):
                # A bullet alone on its line belongs to what follows.
                blank = True
                continue
            yield SourceLine(text_of, page, number, blank, bullet is not None, row.rstrip())
            blank = False
        blank = True


def _numbered(row: str) -> re.Match[str] | None:
    """A number or letter before a point that asks: "2. Calling on …"."""
    number = _NUMBER.match(row)
    return number if number and opens_a_demand(row[number.end() :]) else None


def _with_whole_days(lines: list[SourceLine]) -> list[SourceLine]:
    """A day that is cut by the end of a line is put together on the first of the two."""
    found: list[SourceLine] = []
    for line in lines:
        before = found[-1] if found else None
        rest = rest_of_day(before.text, line.text) if before and not line.bullet and before.page == line.page else ""
        if before and rest:
            found[-1] = replace(before, text=f"{before.text} {rest}", raw=f"{before.raw} {rest}")
            line = replace(line, text=line.text[len(rest) :].strip(), raw=line.raw.replace(rest, "", 1))
        if line.text:
            found.append(line)
    return found


def _without_mail_head(lines: list[SourceLine]) -> list[SourceLine]:
    """Without "From: …", "Date: …", which say who sent it on and when; with the subject where it alone has a number."""
    head: list[SourceLine] = []
    subject: list[SourceLine] = []
    for line in lines[:12]:
        name, colon, rest = line.text.partition(":")
        found = _MAIL_HEAD.fullmatch(name.strip(" *")) if colon else None
        if found is None and not (head and line.raw.startswith((" ", "\t"))):
            break
        head.append(line)
        if found and found["subject"]:
            subject = [replace(line, text=rest.strip())] if rest.strip() else []
    if len(head) < 3 or not any("@" in line.text for line in head):
        return lines
    rest_of_text = lines[len(head) :]
    numbered = any(re.search(r"\d\s*/\s*\d{2}", line.text) for line in rest_of_text[:40])
    return rest_of_text if numbered else subject + rest_of_text


def _without_noise(lines: list[SourceLine], warnings: list[str]) -> Iterator[SourceLine]:
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        ends_page = following is None or following.page != line.page
        indented = len(line.raw) - len(line.raw.lstrip()) > 20
        if (ends_page or indented) and _PAGE_NUMBER.match(line.text):
            continue
        if _INSTRUCTION.match(line.text):
            warnings.append(f"An instruction of the template was passed over: {line.text[:80]}")
            continue
        yield line


def joined(lines: Iterable[SourceLine]) -> str:
    """Lines as running text."""
    return " ".join(line.text for line in lines)


def is_double_spaced(lines: Sequence[SourceLine]) -> bool:
    """Whether blank lines stand between nearly all lines: then they part nothing."""
    return len(lines) > 3 and sum(line.blank_before for line in lines[1:]) >= 0.7 * (len(lines) - 1)


def paragraphs(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    """Lines put together as paragraphs: by blank lines, and where a sentence ends early on its line."""
    if not lines:
        return []
    width = max(len(line.text) for line in lines)
    if len(lines) < 4 and width < _USUAL_WIDTH:
        # Too few to tell how wide the page is.
        width = _USUAL_WIDTH
    found: list[list[SourceLine]] = []
    for line in lines:
        if not found:
            found.append([line])
            continue
        before = found[-1][-1]
        room = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) <= 0.94 * width
        ends = bool(_ENDS_SENTENCE.search(before.text))
        new_page = line.page != before.page
        parted = line.blank_before and (ends or (not new_page and not _goes_on(before, line, width)))
        if parted or (ends and room) or line.bullet:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _goes_on(before: SourceLine, line: SourceLine, width: int) -> bool:
    """Whether a sentence runs over a blank line: it has not ended, and its line is full or the next begins small."""
    return line.text[:1].islower() or len(before.text) > 0.75 * width


class Prose:
    """Lines as one running text that remembers from which line each part of it comes."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.lines = list(lines)
        self._starts: list[int] = []
        width = max((len(line.text) for line in self.lines), default=0)
        place, parts = 0, []
        for number, line in enumerate(self.lines):
            self._starts.append(place)
            place += len(line.text) + 1
            before = self.lines[number - 1] if number else None
            if before is not None:
                # What a blank line parts is no one name.
                parts.append("\n" if line.blank_before and not _goes_on(before, line, width) else " ")
            parts.append(line.text)
        self.text = "".join(parts)

    def place(self, start: int, end: int) -> Place:
        """The lines from which a stretch of the text comes."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, first)
        return Place.of(self.lines[first : last + 1])
