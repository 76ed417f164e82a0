"""Many files, each read and perhaps saved as a draft, with a row for each. A run that was cut off goes on."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from campaigns.decisions import InvalidTransition
from campaigns.references import Reference, find_reference
from campaigns.sheet_bulk.bundles import Member
from campaigns.sheet_bulk.register import Register
from campaigns.sheet_bulk.rows import PERHAPS, READ, REFUSED, SAME, SAVED, Journal, Row
from campaigns.sheet_drafts.brought import MOST_FILE, Brought, brought_file
from campaigns.sheet_drafts.matching import actions_by_number
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_drafts.saving import AlreadyImported, PerhapsTheSame, save_draft
from campaigns.sheet_reading.many_files import Reader
from campaigns.sheet_reading.reading import SheetReading, read_sheet
from campaigns.sheet_reading.refusals import Refused
from campaigns.subject_lines import read_line
from cases.folding import fold

_AT_ONCE = 1 << 16  # bytes
_FAULT = "The reader has a fault and could not go on. Import this file alone, and report what it says."


@dataclass
class Run:
    """What is known of the files so far: of each only a few short strings.

    Args:
        on: the day of the import.
        by: who answers for the drafts; None to read only.
        at: when the drafts are made.
    """

    on: date
    by: User | None = None
    at: datetime | None = None
    register: Register = field(default_factory=Register)
    journal: Journal = field(default_factory=lambda: Journal(None))
    _done: dict[tuple[str, str], Row] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _actions: dict[Reference, str] = field(default_factory=dict)

    def import_all(self, members: Sequence[Member]) -> Iterator[Row]:
        """Read each file, and save it where somebody answers for it; a row as soon as it is done.

        Files with the same name and bytes as in the journal are not read again.
        """
        for row in self.journal.rows():
            self._remember(row)
        self.journal.begin_line()
        with Reader() as reader:
            for member in members:
                yield self._import(member, reader)

    def _import(self, member: Member, reader: Reader) -> Row:
        try:
            digest = _hash_of(member)
            if before := self._done.get((member.name, digest)):
                return before
            with member.open() as file:
                brought = brought_file(file, name=member.name, read=reader.read)
            row = self._take(member, brought)
        except Refused as refused:
            row = self._row(member, REFUSED, reason=str(refused))
        self.journal.note(row)
        self._remember(row)
        return row

    def _take(self, member: Member, brought: Brought) -> Row:
        key = text_key(brought.text)
        if earlier := self._texts.get(key):
            return self._row(
                member, SAME, reason=f"The same text as {earlier}.", file_hash=brought.file_hash, text_key=key
            )
        try:
            reading = read_sheet(brought.text)
            row = self._row(member, READ, file_hash=brought.file_hash, text_key=key, **_said(reading))
            row.warnings = [*reading.warnings, *_of_name(member.name, reading), *self.register.warnings(reading.header)]
        except Exception as fault:
            return self._row(member, REFUSED, reason=f"{_FAULT} ({type(fault).__name__})", file_hash=brought.file_hash)
        row.same_action_as = self._same_action(reading)
        if self.by is not None and self.at is not None:
            self._save(row, reading, brought, by=self.by, at=self.at)
        return row

    def _save(self, row: Row, reading: SheetReading, brought: Brought, *, by: User, at: datetime) -> None:
        try:
            saved = save_draft(propose(reading, on=self.on), brought, by=by, at=at)
        except AlreadyImported as refused:
            row.outcome, row.draft = SAME, str(refused.source.sheet)
            row.reason = " ".join(refused.messages)
        except PerhapsTheSame as refused:
            row.outcome, row.same_action_as = PERHAPS, str(refused.action.reference)
            row.reason = " ".join(refused.messages)
        except (ValidationError, InvalidTransition) as refused:
            row.outcome = REFUSED
            row.reason = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        else:
            row.outcome, row.draft = SAVED, str(saved.sheet)
            row.warnings = list(dict.fromkeys([*row.warnings, *saved.remarks]))

    def _same_action(self, reading: SheetReading) -> str:
        """The earlier file with this number, else the action of the desk that has it."""
        if reading.header.reference is None:
            return ""
        number = reading.header.reference.value
        if earlier := self._actions.get(number):
            return earlier
        known = actions_by_number(series=number.series or "UA", number=number.number, year=number.year)
        return str(known[0].reference) if known else ""

    def _row(self, member: Member, outcome: str, **said: Any) -> Row:
        return Row(member.name, outcome, is_to_save=self.by is not None, **said)

    def _remember(self, row: Row) -> None:
        """So that later files are known to be the same. Of a run that saves, one that only read says nothing."""
        if row.is_to_save != (self.by is not None):
            return
        if row.file_hash:
            self._done[row.name, row.file_hash] = row
        if row.outcome != REFUSED and row.text_key:
            self._texts.setdefault(row.text_key, row.name)
        if row.outcome in (READ, SAVED) and (reference := find_reference(row.reference)):
            self._actions.setdefault(reference, row.name)


def _hash_of(member: Member) -> str:
    digest = hashlib.sha256()
    size = 0
    with member.open() as file:
        while block := file.read(_AT_ONCE):
            size += len(block)
            if size > MOST_FILE:
                break  # refused when it is read
            digest.update(block)
    return digest.hexdigest()


def text_key(text: str) -> str:
    """The same for texts that differ in capitals, spaces, line ends and signs alone."""
    return hashlib.sha256(fold(text).replace(" ", "").encode()).hexdigest()


def _said(reading: SheetReading) -> dict[str, str]:
    header = reading.header
    number = header.reference.value if header.reference else None
    return {
        "reference": _written(number) if number else "",
        "kind": header.kind.value if header.kind else "new",
        "country": header.country.value if header.country else "",
        "issue_date": header.issue_date.value.isoformat() if header.issue_date else "",
        "appeal_before": reading.appeal.value.day.isoformat() if reading.appeal else "",
        "headline": reading.headline.value if reading.headline else "",
    }


def _of_name(name: str, reading: SheetReading) -> list[str]:
    """What the name of the file says of the action, as subject lines are read, where the sheet says otherwise."""
    stem = re.sub(r"\.\w{1,5}$", "", name.rsplit("/", 1)[-1])
    said = read_line(re.sub(r"(?<=\d)_(?=\d)", "-", stem).replace("_", " "))
    if said.number is None or said.year is None:
        return []
    written = f"{said.series or 'UA'} {said.number}/{said.year % 100:02}"
    if reading.header.reference is None:
        return [f"The sheet shows no number; the name of the file says {written}."]
    number = reading.header.reference.value
    if (number.number, number.year) == (said.number, said.year):
        return []
    return [f"The name of the file says {written}, the sheet {_written(number)}."]


def _written(number: Reference) -> str:
    return f"{number.series or 'UA'} {number.number}/{number.year % 100:02}"
