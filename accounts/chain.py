"""The chain of seals: each row of each journal, bound by a hash to every row that was sealed before it.

A seal holds a digest of its row and a link. The digest is SHA-256 over a salt and the row in a canonical form; the
link is SHA-256 over the link before it and the seal. So a row that was changed, removed or moved does not fit its
seal, and a seal that was changed, removed or put in does not fit the next one (`accounts.verifying`).

The canonical form is JSON after RFC 8785: keys sorted, no blanks, UTF-8, nothing escaped that need not be. Moments are
written in UTC with six digits after the second, days and times as in ISO 8601, UUIDs and decimals as text, bytes in
hexadecimal. Each key is the name of a column, and "" is the journal.

The salt makes it useless to try names on a digest whose row was struck out: it goes with the row.

Rows are sealed some seconds after they were written, by a sweep, and not with them: see
docs/adr/0054-the-history-is-a-chain.md.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.journals import Journal, journals
from accounts.models import Seal, SealShape

FIRST_LINK = "0" * 64  # what stands before the first
AT_ONCE = 1_000  # seals of one transaction
# So far below the highest sealed row of a journal a sweep still looks for rows without a seal: those of transactions
# that were open while later ones were sealed. What lies deeper was put in afterwards, and is left for `verify`.
SLACK = 10_000  # rows
# Any number will do, as long as nothing else in this database uses it as an advisory lock. The function that strikes
# out waits for it, too (migration 0007).
_SEALER_LOCK = 7_205_401


def canonical(value: Any) -> bytes:
    """A value of JSON in its one form (RFC 8785, but for the spelling of fractions, which no journal holds)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest_of(journal: str, row: Mapping[str, Any], salt: str) -> str:
    """The digest of a row, in hexadecimal.

    Args:
        row: values by the names of the columns.
        salt: in hexadecimal.

    Raises:
        TypeError: if a value has no canonical form.
    """
    plain = {name: _plain(value) for name, value in row.items()}
    return sha256(bytes.fromhex(salt) + canonical({"": journal, **plain})).hexdigest()


def link_of(before: str, seal: Seal) -> str:
    """What the link of a seal has to be, after the link before it."""
    told = [before, seal.number, seal.journal, seal.row_pk, seal.digest, _plain(seal.sealed_at)]
    return sha256(canonical(told)).hexdigest()


def head() -> Seal | None:
    """The last link."""
    return Seal.objects.order_by("-number").first()


def seal_rows(*, at: datetime, limit: int = 20_000) -> int:
    """Seal what has none, the oldest of each journal first, up to a limit. Returns how many were sealed.

    Safe to run at any time and twice at once: the second finds that somebody seals, and returns 0.
    """
    count = 0
    for journal in _waiting():
        while count < limit:
            sealed = _seal_some(journal, at=at, most=min(AT_ONCE, limit - count))
            count += sealed
            if sealed < AT_ONCE:
                break
    return count


def unsealed(journal: Journal) -> QuerySet[Any]:
    """The rows of a journal without a seal."""
    seals = Seal.objects.filter(journal=journal.label, row_pk=OuterRef("pk"))
    return journal.model._base_manager.filter(~Exists(seals)).order_by("pk")


def floor_of(journal: Journal) -> int:
    """The number of a row up to which a sweep does not look for rows without a seal."""
    highest = Seal.objects.filter(journal=journal.label).aggregate(Max("row_pk"))["row_pk__max"]
    return (highest or 0) - SLACK


def _waiting() -> list[Journal]:
    """The journals with rows to seal; one query, for it is asked every few seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_waiting_query())
        return [journals()[label] for (label,) in cursor.fetchall()]


@lru_cache(maxsize=1)
def _waiting_query() -> str:
    quote, seals = connection.ops.quote_name, Seal._meta.db_table
    return " UNION ALL ".join(
        f"SELECT '{label}' WHERE EXISTS (SELECT 1 FROM {quote(journal.model._meta.db_table)} AS t "  # noqa: S608  (names of ours)
        f"WHERE t.{quote(journal.key)} > "
        f"(SELECT coalesce(max(row_pk), 0) - {SLACK} FROM {seals} WHERE journal = '{label}') "
        f"AND NOT EXISTS (SELECT 1 FROM {seals} WHERE journal = '{label}' AND row_pk = t.{quote(journal.key)}))"
        for label, journal in journals().items()
    )


def _seal_some(journal: Journal, *, at: datetime, most: int) -> int:
    with transaction.atomic():
        if not _is_alone():
            return 0
        rows = list(unsealed(journal).filter(pk__gt=floor_of(journal)).values(*journal.columns)[:most])
        append(journal, rows, at=at)
    return len(rows)


def append(journal: Journal, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Bind rows to the end of the chain. The caller is alone in doing so, in a transaction."""
    last, shape = head(), _shape(journal)
    number, link = (last.number, last.link) if last else (0, FIRST_LINK)
    seals = []
    for row in rows:
        number, salt = number + 1, secrets.token_hex(16)
        seal = Seal(
            number=number,
            journal=journal.label,
            row_pk=row[journal.key],
            shape=shape,
            salt=salt,
            digest=digest_of(journal.label, row, salt),
            sealed_at=at,
        )
        seal.link = link = link_of(link, seal)
        seals.append(seal)
    Seal.objects.bulk_create(seals)


def _shape(journal: Journal) -> SealShape:
    columns = " ".join(journal.columns)
    found = SealShape.objects.filter(journal=journal.label, columns=columns).order_by("pk").first()
    return found or SealShape.objects.create(journal=journal.label, columns=columns)


def _is_alone() -> bool:
    """Whether nobody else seals until this transaction ends; on SQLite a transaction writes alone anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER_LOCK])
        return bool(cursor.fetchone()[0])


def in_chunks(rows: "QuerySet[Seal]", size: int) -> Iterator[list[Seal]]:
    """Seals in the order of the chain, so many at once, whatever their number."""
    last = 0
    while chunk := list(rows.filter(number__gt=last).order_by("number")[:size]):
        yield chunk
        last = chunk[-1].number


def _plain(value: Any) -> Any:
    """A value of the database as JSON has it.

    Raises:
        TypeError: if nobody has said how such a value is written.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case str() | UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    if hasattr(value, "isoformat"):  # days, times of day, and days known to the month or the year
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form; say in accounts.chain what it is.")
