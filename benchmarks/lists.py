"""The public pages with few actions and with very many."""

from typing import Any

from benchmarks.ground import use
from benchmarks.measuring import Row, compare, ratio_row
from benchmarks.requests import Fetch, count_queries

MOST_QUERIES = 11
_EVENING = "/?posted=2011-08-01&from=CH"
# The second has three sheets and a hearing adjourned twice, the third four people and two ends.
ACTIONS = ("ua-2011-ru", "ua-155-11", "ua-9-11")


def measure(fetch: Fetch, small: Any, large: Any, *, sizes: tuple[int, int], rounds: int) -> list[Row]:
    """The open actions: queries and time with both sizes. The others: for reading."""
    few, many = (f"{size:,} actions" for size in sizes)
    rows = [_queries("open actions: queries", fetch, small, large, "/", f"{few}, {many}")]
    rows.append(_queries("open actions for an evening: queries", fetch, small, large, _EVENING, f"{few}, {many}"))
    rows.append(_queries("outcomes: queries", fetch, small, large, "/outcomes/", f"{few}, {many}"))
    rows += [_queries("page of an action: queries", fetch, small, large, f"/actions/{slug}/", slug) for slug in ACTIONS]
    for what, address, goal in (
        (f"open actions with {many}", "/", 1.5),
        (f"page of an action with {many}", "/actions/ua-2011-ru/", None),
        (f"open actions of one country with {many}", "/?country=RU", None),
        (f"open actions for an evening with {many}", _EVENING, None),
        (f"search by name with {many}", "/?q=Azimov", None),
        (f"past actions with {many}", "/past/", None),
        (f"outcomes with {many}", "/outcomes/", None),
        (f"outcomes of one word and year with {many}", "/outcomes/?outcome=executed&year=2005", None),
    ):
        seconds = compare(_on(large, fetch, address), _on(small, fetch, address), rounds=rounds)
        rows.append(ratio_row(what, f"the same with {few}", seconds, goal=goal))
    return rows


def _queries(what: str, fetch: Fetch, small: Any, large: Any, address: str, against: str) -> Row:
    counts = []
    for connection in (small, large):
        use(connection)
        counts.append(count_queries(fetch, address))
    is_met = counts[0] == counts[1] <= MOST_QUERIES
    return Row(what, against, f"{counts[0]} and {counts[1]}", f"the same, at most {MOST_QUERIES}", is_met)


def _on(connection: Any, fetch: Fetch, address: str) -> Any:
    def ask() -> bytes:
        use(connection)
        return fetch(address)

    return ask
