"""What a check found: how grave it is, what it says, where it is mended, and what exactly it is about."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Level(StrEnum):
    RED = "red"  # nothing goes out while it stands
    AMBER = "amber"  # may stand with a reason, which is kept


@dataclass(frozen=True)
class Place:
    """Where something is mended: a field or a row of the sheet's own form, or of the page of something else.

    Args:
        anchor: the id of the element: "id_summary", "demands-group".
        model: of whose page, as "cases.authority"; empty for the sheet itself.
        pk: of whose page.
    """

    anchor: str
    model: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that a check found on one sheet.

    Args:
        key: which check, and of what where it may find several: "address_stale:17". At most 80 signs.
        fingerprint: the same as long as what it is about is the same; a reason holds no longer than that.
    """

    key: str
    level: Level
    sentence: str
    place: Place
    fingerprint: str

    @property
    def is_red(self) -> bool:
        return self.level == Level.RED


def red(key: str, sentence: str, place: Place) -> Finding:
    """Something without which, or with which, the sheet cannot go out."""
    return Finding(key, Level.RED, sentence, place, fingerprint_of(sentence))


def amber(key: str, sentence: str, place: Place, *about: object) -> Finding:
    """Something that is seldom meant, and may be.

    Args:
        about: all that somebody who gives a reason has in mind. Never today's date: a reason does not age by itself.
    """
    return Finding(key, Level.AMBER, sentence, place, fingerprint_of(*about))


def fingerprint_of(*about: object) -> str:
    """SHA-256 (hex) of some values; private ones cannot be read from it."""
    return hashlib.sha256(json.dumps(about, default=str, ensure_ascii=False).encode()).hexdigest()


def on_sheet(anchor: str) -> Place:
    return Place(anchor)


def in_row(rows: str, number: int, field: str) -> Place:
    """A field in a row below the sheet: ``in_row("demands", 0, "letter_wording")``."""
    return Place(f"id_{rows}-{number}-{field}")


def on_page_of(thing: Model, anchor: str) -> Place:
    return Place(anchor, thing._meta.label_lower, thing.pk)
