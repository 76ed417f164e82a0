"""Which embassy stands for a state in a country.

A mission is an authority with two countries beside the one in which its office lies: the state that sends it
(`represents`) and the one that receives it (`accredited_to`). An embassy in Berlin may be accredited to Switzerland
as well: then it is in the book twice, and whoever writes from Switzerland finds it by the second. Knows nothing of
sheets, and of who asked.
"""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Value, When

from cases.models import Authority


def mission_of(state: str, *, accredited_to: str) -> Authority | None:
    """The mission of a state in a country, with its salutations; None where none is in the book.

    Of several, one whose office lies in that country goes before one that lies elsewhere, then the one that was
    verified last. Two queries, one if there is none.
    """
    if not state:
        return None
    missions = Authority.objects.filter(kind=Authority.Kind.MISSION, represents=state, accredited_to=accredited_to)
    elsewhere = Case(When(country=accredited_to, then=Value(0)), default=Value(1), output_field=IntegerField())
    nearest_first = missions.order_by(elsewhere, F("verified_on").desc(nulls_last=True), "pk")
    return nearest_first.prefetch_related("salutations").first()


def states_without_mission(states: Iterable[str], *, accredited_to: str) -> list[str]:
    """Those of these states of which no mission in a country is in the book; one query.

    That country itself is none of them: nobody has an embassy at home.
    """
    wanted = set(states) - {accredited_to}
    there = Authority.objects.filter(
        kind=Authority.Kind.MISSION, represents__in=wanted, accredited_to=accredited_to
    ).values_list("represents", flat=True)
    return sorted(wanted - {str(state) for state in there})


def missions_of_no_state() -> int:
    """How many missions do not say which state sends them, so that nobody can be led to them."""
    return Authority.objects.filter(kind=Authority.Kind.MISSION, represents="").exclude(accredited_to="").count()
