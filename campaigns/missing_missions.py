"""Embassies that the book of authorities lacks: whoever reads a page from home is then told of none.

Only of the country in which this installation posts: who asked from where is not kept, so of other countries nobody
knows whether anybody misses an embassy there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings

from campaigns.country_lists import countries_open_on
from cases.countries import country_name, in_order_of_names
from cases.missions import missions_of_no_state, states_without_mission


@dataclass(frozen=True)
class MissingMission:
    """A state with an open action and without an embassy here, and what a new row of the book begins with."""

    name: str
    row: str  # a query string


@dataclass(frozen=True)
class MissingMissions:
    """Those that are missing, by name, and how many missions do not say which state sends them."""

    here: str
    missing: tuple[MissingMission, ...]
    of_no_state: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.of_no_state)


def missing_missions(*, on: date) -> MissingMissions:
    """What the book lacks for the open actions of a day; three queries."""
    here = settings.POST_FROM
    states = states_without_mission(countries_open_on(on, at=None), accredited_to=here)
    missing = [MissingMission(name, urlencode(_row(code, here))) for code, name in in_order_of_names(states)]
    return MissingMissions(country_name(here), tuple(missing), missions_of_no_state())


def _row(state: str, here: str) -> Mapping[str, str]:
    return {"kind": "mission", "country": here, "represents": state, "accredited_to": here}
