"""What everybody may come to read of a fact, and when that was last changed.

Sheets print it, letters quote it. Which sheets do is not known in this room; but whoever compares a sheet with the
facts of today wants to say since when they differ.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from cases.models import Authority, Case, PersonAtRisk, Salutation

PUBLISHED: dict[type[Model], frozenset[str]] = {
    Authority: frozenset(
        {
            "form_of_address", "holder", "holder_until", "office", "postal_lines", "country", "fax", "phone", "emails",
            "web_form",
        }
    ),
    Salutation: frozenset({"language", "text"}),
    Case: frozenset({"country", "concerns"}),
    PersonAtRisk: frozenset(
        {"published_as", "kind", "gender", "age", "nationality", "identifiers", "other_spellings"}
    ),
}  # fmt: skip


def is_published(model: type[Model], fields: Iterable[str]) -> bool:
    """Whether any of these fields is one that everybody may come to read."""
    return not PUBLISHED.get(model, frozenset()).isdisjoint(fields)


def note_change(thing: Authority | Case, *, at: datetime) -> None:
    """Write down that what is published of an authority, or of a case and its people, was changed."""
    thing.changed_at = at
    thing.save(update_fields=["changed_at"])
