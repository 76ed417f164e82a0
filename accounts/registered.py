"""What the field registers are made of: for each field who may read it, what it is for, and how long it is kept.

Every room has a register of its own fields, in its `field_register`; `appeals.registers` puts them together. Tests
walk the models, so a field of which nobody has said anything fails the build; and they plant a word in every field
that is not for everybody, and look for it in everything the site gives out (`tests/canary`). Leaf module: no models.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Reach(StrEnum):
    """Who may come to read a field, at the most."""

    PUBLIC = "public"  # everybody; see `Entry.once` for what has to happen first
    INTERNAL = "internal"  # whoever on the staff may see the row
    PERSONAL = "personal"  # the same, and it tells something of a person: somebody at risk, a source, a follower
    SECRET = "secret"  # noqa: S105  # nobody: no page shows it, whatever somebody's role


@dataclass(frozen=True)
class Entry:
    """One field.

    Args:
        kept: how long, in words; empty: as long as its row.
        once: what makes a public field public; empty: nothing more is needed. Where it is the name of a field of the
            same row, that field says so.
    """

    reach: Reach
    purpose: str
    kept: str = ""
    once: str = ""


@dataclass(frozen=True)
class Table:
    """The fields of one model. Its history, where it has one, follows it in everything.

    Args:
        kept: how long a row is, in words.
        seen_by: the permission of whoever may see such a row; `STAFF` is everybody on the staff, `NOBODY` no page.
    """

    kept: str
    seen_by: str
    fields: dict[str, Entry]


STAFF, NOBODY = "everybody on the staff", "no page shows it"

Group = dict[str, Entry]


def table(*groups: Group, kept: str, seen_by: str) -> Table:
    """A table of groups of fields.

    Raises:
        ValueError: if a field stands in two of them.
    """
    fields: Group = {}
    for group in groups:
        if twice := fields.keys() & group.keys():
            raise ValueError(f"registered twice: {', '.join(sorted(twice))}")
        fields |= group
    return Table(kept, seen_by, fields)


def public(names: str, purpose: str, *, once: str = "") -> Group:
    return _group(names, Entry(Reach.PUBLIC, purpose, once=once))


def internal(names: str, purpose: str, *, kept: str = "") -> Group:
    return _group(names, Entry(Reach.INTERNAL, purpose, kept))


def personal(names: str, purpose: str, *, kept: str = "") -> Group:
    return _group(names, Entry(Reach.PERSONAL, purpose, kept))


def secret(names: str, purpose: str, *, kept: str = "") -> Group:
    return _group(names, Entry(Reach.SECRET, purpose, kept))


def _group(names: str, entry: Entry) -> Group:
    return {name: replace(entry) for name in names.split()}
