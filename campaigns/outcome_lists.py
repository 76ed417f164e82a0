"""Which outcomes there are, for the page that lists them.

Countries and years are found as in `campaigns.country_lists`: the database steps through an index from one to the
next, at the cost of one look into it for each.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Count

from campaigns.models import CurrentOutcome, Outcome

_STEPS = """
WITH RECURSIVE step(value) AS (
    SELECT MIN({column}) FROM campaigns_currentoutcome
    UNION ALL
    SELECT (SELECT MIN({column}) FROM campaigns_currentoutcome WHERE {column} > step.value)
      FROM step WHERE step.value IS NOT NULL
)
SELECT value FROM step WHERE value IS NOT NULL
"""


def countries_with_outcomes() -> list[str]:
    """Codes (ISO 3166-1 alpha-2) of the countries of whose people a sheet says what became of them."""
    return [str(code) for code in _values("country")]


def years_with_outcomes() -> list[int]:
    """The years in which something happened, the last one first."""
    return [int(year) for year in reversed(_values("year"))]


def _values(column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_STEPS.format(column=column))
        return [row[0] for row in cursor.fetchall()]


def counts_by_word(chosen: Mapping[str, str | int]) -> list[tuple[str, str, int]]:
    """How many people, families, groups and communities each thing happened to: value, words, count; in the order of
    `Outcome.Word`, those of which there are none left out.

    One query, answered by an index alone. It reads an entry for each outcome that is counted, so its cost grows with
    their number.

    Args:
        chosen: columns of `CurrentOutcome` and the values to which the count is narrowed.
    """
    rows = CurrentOutcome.objects.filter(**chosen).order_by().values_list("word").annotate(count=Count("pk"))
    counts = dict(rows)
    return [(word.value, str(word.label), counts[word.value]) for word in Outcome.Word if word.value in counts]
