"""Numbers and addresses of actions: series + number + year for people, a slug for addresses.

A slug never holds a person's name, and does not change once the action is public.
"""

from django.db.models import Max

from campaigns.models import UrgentAction


def next_number(series: str, year: int) -> int:
    """The number that a new action of this series and year would take: one more than the highest."""
    highest = UrgentAction.objects.filter(series=series, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def slug_for(*, series: str, number: int | None, year: int, country: str) -> str:
    """``ua-214-11``; for an action without a number its year and country, told apart: ``ua-2011-ru-2``."""
    if number is not None:
        return f"{series}-{number}-{year % 100:02d}".lower()
    stem = f"{series}-{year}-{country}".lower()
    taken = set(UrgentAction.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return slug
