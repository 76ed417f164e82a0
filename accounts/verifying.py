"""Does the history still say what it said when it was sealed? Walks the chain, with bounded memory.

Four things may be wrong: a row was changed, or removed without being struck out or recorded as deleted; a row was put
in where all rows had been sealed; a link was changed, moved, put in or taken out; and the end of the chain was cut
off, which only somebody who wrote down a head can tell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from accounts.chain import FIRST_LINK, digest_of, floor_of, in_chunks, link_of, unsealed
from accounts.history import DELETED
from accounts.journals import Journal, journals
from accounts.models import HistoryCheck, Seal, SealShape, StruckRecord

AT_ONCE = 1_000  # links in memory
FAULTS = 50  # sentences that are kept; the rest is a number
_UNREADABLE = object()

Rows = Mapping[int, Any]  # the values of a row by its number


@dataclass
class Found:
    """What a verification came to.

    Args:
        head: the last link; empty where there is none.
        rows: how many rows stand as they were sealed, by journal.
        struck: how many were struck out.
        deleted: how many went with a whole whose history holds them.
        waiting: how many have no seal yet, which is a matter of seconds.
    """

    links: int = 0
    head: str = ""
    rows: Counter[str] = field(default_factory=Counter)
    struck: int = 0
    deleted: int = 0
    waiting: int = 0
    fault_count: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        self.fault_count += 1
        if len(self.faults) < FAULTS:
            self.faults.append(sentence)


def verify(*, since: datetime | None = None, known_head: str = "") -> Found:
    """Walk the chain and everything that it seals.

    Args:
        since: look only at what was sealed from this moment on.
        known_head: a link that was written down elsewhere, in hexadecimal; it has to be in the chain.
    """
    found, shapes = Found(), {shape.pk: shape for shape in SealShape.objects.all()}
    seals = Seal.objects.all() if since is None else Seal.objects.filter(sealed_at__gte=since)
    first = seals.order_by("number").first()
    before = Seal.objects.filter(number=first.number - 1).first() if first and since is not None else None
    number, link = (before.number, before.link) if before else (0, FIRST_LINK)
    for chunk in in_chunks(Seal.objects.filter(number__gt=number), AT_ONCE):
        for seal in chunk:
            _look_at_link(found, seal, number, link)
            number, link = seal.number, seal.link
        for key, group in groupby(sorted(chunk, key=_by_journal), key=_by_journal):
            _look_at_rows(found, list(group), *key, shapes)
    found.head = "" if number == 0 else link
    _look_for_unsealed(found)
    if known_head and not Seal.objects.filter(link=known_head.strip().lower()).exists():
        found.fault(
            "The head that was written down is no link of this chain: its end was cut off, or it was written anew, or "
            "this is a backup of an earlier moment."
        )
    return found


def check_history(*, at: datetime) -> HistoryCheck:
    """Verify all of it, also against the head of the check before, and keep what was found."""
    before = HistoryCheck.objects.exclude(head="").first()
    found = verify(known_head=before.head if before else "")
    return HistoryCheck.objects.create(
        at=at,
        links=found.links,
        head=found.head,
        fault_count=found.fault_count,
        faults="\n".join(found.faults),
    )


def _by_journal(seal: Seal) -> tuple[str, int]:
    return seal.journal, seal.shape_id


def _look_at_link(found: Found, seal: Seal, number: int, link: str) -> None:
    found.links += 1
    if seal.number != number + 1:
        missing = f"Link {number + 1}" if seal.number == number + 2 else f"Links {number + 1} to {seal.number - 1}"
        found.fault(f"{missing} of the chain: removed.")
    elif seal.link != link_of(link, seal):
        found.fault(
            f"Link {seal.number} of the chain ({seal.journal}, row {seal.row_pk}): changed, moved or put in; it does "
            "not follow from the one before it."
        )


def _look_at_rows(found: Found, seals: Sequence[Seal], label: str, shape_pk: int, shapes: Mapping[int, Any]) -> None:
    """Whether rows of one journal, sealed by the same columns, stand as they were sealed."""
    journal, shape = journals().get(label), shapes.get(shape_pk)
    columns = tuple(shape.columns.split()) if shape else ()
    lost = set(columns) - set(journal.columns) if journal else set()
    if journal is None or shape is None or shape.journal != label or lost:
        what = f"has no column {', '.join(sorted(lost))} any more" if lost else "is no table of the history any more"
        found.fault(f"{label} {what}: {len(seals)} rows, from link {seals[0].number} on, cannot be compared.")
        return
    rows = _rows_of(journal.model, journal.key, columns, [seal.row_pk for seal in seals])
    gone = []
    for seal in seals:
        row = rows.get(seal.row_pk)
        if row is None:
            gone.append(seal)
        elif row is not _UNREADABLE and digest_of(label, row, seal.salt) == seal.digest:
            found.rows[label] += 1
        else:
            found.fault(f"{_words(journal, seal)}: changed since.")
    _look_for_gone(found, gone, journal, columns)


def _look_for_gone(found: Found, gone: Sequence[Seal], journal: Journal, columns: Sequence[str]) -> None:
    """Whether rows that are not there any more were struck out, or went with a whole and are in its history."""
    numbers = [seal.row_pk for seal in gone]
    struck = set(
        StruckRecord.objects.filter(journal=journal.label, row_pk__in=numbers).values_list("row_pk", flat=True)
    )
    copies = _copies(journal, columns, numbers) if journal.deletions else {}
    for seal in gone:
        if seal.row_pk in struck:
            found.struck += 1
        elif any(digest_of(journal.label, row, seal.salt) == seal.digest for row in copies.get(seal.row_pk, ())):
            found.deleted += 1
        else:
            found.fault(f"{_words(journal, seal)}: removed since.")


def _copies(journal: Journal, columns: Sequence[str], numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The records of deletions of rows, as the rows were; a row may have gone and come back more than once."""
    records: Any = journal.deletions
    copies: dict[int, list[dict[str, Any]]] = {}
    for row in records.objects.filter(id__in=numbers, history_type=DELETED).values(*columns):
        copies.setdefault(row[journal.key], []).append(row)
    return copies


def _rows_of(model: Any, key: str, columns: Sequence[str], numbers: Sequence[int]) -> Rows:
    def read(some: Iterable[int]) -> dict[int, Any]:
        return {row[key]: row for row in model._base_manager.filter(pk__in=some).values(*columns)}

    try:
        return read(numbers)
    except ValueError:  # a value that the site would never have written; one by one, to see which row it is
        return {number: row for number in numbers for row in _read_alone(read, number)}


def _read_alone(read: Any, number: int) -> Iterator[Any]:
    try:
        yield from read([number]).values()
    except ValueError:
        yield _UNREADABLE


def _look_for_unsealed(found: Found) -> None:
    for journal in journals().values():
        floor, rows = floor_of(journal), unsealed(journal)
        found.waiting += rows.filter(pk__gt=floor).count()
        for pk in rows.filter(pk__lte=floor).values_list("pk", flat=True).iterator():
            found.fault(
                f"{journal.label}, row {pk} ({journal.words}): put in afterwards; it has no seal, and many later rows "
                "have one."
            )


def _words(journal: Journal, seal: Seal) -> str:
    """Which row is meant, for whoever looks it up."""
    moment = timezone.localtime(seal.sealed_at)
    return f"{journal.label}, row {seal.row_pk} ({journal.words}), link {seal.number}, sealed {moment:%Y-%m-%d %H:%M}"
