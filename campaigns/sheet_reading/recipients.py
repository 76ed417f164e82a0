"""Whom a sheet asks people to write to: blocks of office, holder, address, fax, e-mails, salutation. No models.

Three columns on paper come as stacked, double-spaced or interleaved text, and the lines of one block may be wrapped.
The lines stay in their order, as printed; what is office, holder and address is told by their words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from campaigns.sheet_reading.columns import in_one_column
from campaigns.sheet_reading.contact_lines import (
    EMAIL,
    contact_parts,
    emails_in,
    number_of,
    salutations_in,
    webs_in,
)
from campaigns.sheet_reading.labels import label_of
from campaigns.sheet_reading.office_lines import country_of_line, is_cut_office, is_office, parts_of
from campaigns.sheet_reading.source_lines import Place, SourceLine, is_double_spaced

MOST_RECIPIENTS = 30
_MOST_LINES = 16  # of one block; what is longer is prose
_OPEN_END = re.compile(
    r"(?:\b(?:of|of the|the|and|for|de|del|de la|du|des|der|des|und|et|di|della|dei|in|to|"
    r"OF|OF THE|THE|AND|FOR|DE|DEL|DE LA|DU|DES|DER|UND|ET|DI|DELLA|DEI|IN|TO)|&|\([^()]*)$"  # "Le Vi Du" is a name
)
_OPEN_START = re.compile(r"(?:of|and|for the|for|de la|de|del|du|des|der|und|et|di|della)\s+\S", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,2})[.)]\s+(?=[^\W\d_])")
_REMARK = re.compile(r"^[(\[].*[)\]]$|^(?:note|please|nota|hinweis)\b", re.IGNORECASE)


@dataclass
class Addressee:
    """One recipient as the sheet prints it.

    Args:
        role: "primary" or "copy".
        name_lines: every line of name and address in order, wrapped ones put together.
        fax, emails, …: as printed; empty where the sheet has none.
    """

    role: str
    place: Place
    name_lines: list[str] = field(default_factory=list)
    office: str | None = None
    holder: str | None = None
    postal_lines: list[str] = field(default_factory=list)
    fax: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    email: str | None = None
    emails: list[str] = field(default_factory=list)
    web_forms: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    salutation: str | None = None
    salutations: dict[str, str] = field(default_factory=dict)
    surety: str = "sure"

    def greeted_with(self, greeting: str) -> None:
        """Take the greeting of the letter below the address, where no label gives a salutation."""
        if self.salutation is None:
            self.salutation = greeting.rstrip(" ,:")
            self.salutations = salutations_in(self.salutation)

    @property
    def country(self) -> str | None:
        """The country on its last line, in its common spelling."""
        return country_of_line(self.name_lines[-1]) if self.name_lines else None


def read_addressees(lines: Sequence[SourceLine], role: str) -> list[Addressee]:
    """The recipients under one heading."""
    groups: list[tuple[str, list[SourceLine]]] = [(role, [])]
    for line in in_one_column(lines):
        label = label_of(line.text)
        if label is not None and label.key == "copies":
            # The heading of a column.
            groups.append(("copy", []))
        elif contact_parts(line.text) or not _REMARK.match(line.text):
            groups[-1][1].append(line)
    found = [_addressee(block, role) for role, group in groups for block in _blocks(group)]
    return [one for one in found if one is not None][:MOST_RECIPIENTS]


def _counted(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    """Lines parted where each recipient has its number, without the numbers; else all of them as one."""
    starts = [(int(found[1]), place) for place, line in enumerate(lines) if (found := _COUNT.match(line.text))]
    if len(starts) < 2 or starts[0] != (1, 0):
        return [list(lines)]
    parts: list[list[SourceLine]] = []
    for line in lines:
        count = _COUNT.match(line.text)
        if count and int(count[1]) == len(parts) + 1:
            parts.append([replace(line, text=line.text[count.end() :])])
        else:
            parts[-1].append(line)
    return parts


def _blocks(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    return [block for part in _counted(lines) for block in _blocks_of(part)]


def _blocks_of(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    parted = not is_double_spaced(lines)
    found: list[list[SourceLine]] = []
    has_contact = False
    for line in lines:
        is_contact = bool(contact_parts(line.text)) or _continues_contact(found, line)
        new = not found or (has_contact and not is_contact)
        if not new and not is_contact and line.blank_before and parted:
            new = _is_complete(found[-1])
        if not new and not is_contact and country_of_line(found[-1][-1].text) and is_office(line.text):
            new = len(found[-1]) > 2
        if new:
            found.append([line])
            has_contact = is_contact
        else:
            found[-1].append(line)
            has_contact = has_contact or is_contact
    return [block for block in found if len(block) <= _MOST_LINES]


def _continues_contact(found: list[list[SourceLine]], line: SourceLine) -> bool:
    """A wrapped list of addresses, or the rest of a salutation after its stroke."""
    if not found:
        return False
    before = found[-1][-1].text
    if before.count("(") > before.count(")") and len(before) < 200:
        return True
    return bool(contact_parts(before)) and (before.endswith(("/", ",")) or bool(EMAIL.match(line.text)))


def _is_complete(block: list[SourceLine]) -> bool:
    """Whether a block has an address: a country or figures, and more than one line."""
    return len(block) > 1 and (
        any(country_of_line(line.text) for line in block[1:]) or any(re.search(r"\d", line.text) for line in block[1:])
    )


def _addressee(block: list[SourceLine], role: str) -> Addressee | None:
    one = Addressee(role, Place.of(block))
    last, is_open = "", False
    for line in block:
        parts = contact_parts(line.text)
        if is_open:
            is_open = ")" not in line.text
            continue
        is_open = bool(parts) and line.text.count("(") > line.text.count(")")
        if not parts and last and one.name_lines:
            parts = [(last, line.text)]
        for kind, value in parts:
            _note(one, kind, value)
            last = kind
        if not parts:
            _add_line(one.name_lines, line.text)
    if not one.name_lines or len(" ".join(one.name_lines)) > 1_000 or _is_prose(one.name_lines):
        return None
    _name_parts(one)
    return one


def _is_prose(lines: list[str]) -> bool:
    return sum(len(line) > 110 for line in lines) > 0 or (len(lines) == 1 and lines[0].endswith((".", "!", ":")))


def _add_line(lines: list[str], text: str) -> None:
    """A line of its own, or the rest of a wrapped one."""
    before = lines[-1] if lines else ""
    wraps = before and (
        _OPEN_END.search(before)
        or _OPEN_START.match(text)
        or _is_cut_country(before, text)
        or (len(lines) == 1 and is_cut_office(before, text))
    )
    if wraps and len(before) + len(text) < 160:
        lines[-1] = f"{before} {text}"
    else:
        lines.append(text.strip(" ,") if text.endswith(",") else text)


def _is_cut_country(before: str, text: str) -> bool:
    """A country's name over two lines: "… of the Russian" and "Federation"."""
    words = before.split()
    if country_of_line(text) or len(text.split()) > 3:
        return False
    return any(country_of_line(" ".join([*words[-count:], text])) for count in (1, 2, 3) if count < len(words))


def _note(one: Addressee, kind: str, value: str) -> None:
    if kind == "salutation":
        one.salutation = f"{one.salutation} {value}" if one.salutation else value.rstrip(" ,;")
        one.salutations = salutations_in(one.salutation)
    elif kind in ("fax", "phone"):
        number = number_of(value)
        if re.search(r"\d{3}", re.sub(r"\D", "", number)):
            (one.fax if kind == "fax" else one.phones).append(number)
    one.web_forms += [address for address in webs_in(value) if address not in one.web_forms]
    if kind == "handle" and value:
        one.handles.append(value)
    elif kind in ("email", "web", "phone"):
        fresh = [address for address in emails_in(value) if address not in one.emails]
        if fresh:
            one.emails += fresh
            value = re.split(r"\s+\(", value, maxsplit=1)[0]
            written = value.strip(" ,;") if not webs_in(value) and kind == "email" else ", ".join(fresh)
            one.email = f"{one.email}, {written}" if one.email else written


def _name_parts(one: Addressee) -> None:
    lines = one.name_lines
    if len(lines) == 1 and lines[0].count(", ") >= 2:
        # The whole address on one line.
        parts = lines[0].split(", ")
        one.office, one.holder, taken, one.surety = parts_of(parts)
        one.postal_lines = [", ".join(parts[taken:])] if parts[taken:] else []
        return
    one.office, one.holder, taken, one.surety = parts_of(lines)
    one.postal_lines = lines[taken:]
