"""What somebody types or chooses to find an action, read from an address that may hold anything.

A filter that cannot be used never stops the others: it is left out, and a sentence says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from appeals.filters import CountryField, FilterForm, KnownChoiceField, echo, readable
from campaigns.models import Campaign
from campaigns.models.action import UrgentActionQuerySet
from campaigns.references import find_reference
from campaigns.scopes import EVERYTHING, Scope
from cases.countries import in_order_of_names
from cases.folding import LONGEST_QUERY, MOST_WORDS, fold, query_words
from cases.models import Concern

CLOSING_WITHIN = (7, 14, 30)  # days
LEAST_WRITTEN = "least"  # the other sort of the open actions; what ends first is the usual one
PER_PAGE = 25
# An offset costs in proportion to its size, so paging ends here; filters and the search reach the rest.
LAST_PAGE = 40


class SearchField(forms.CharField):
    """Words to look for: cleaned of what cannot be seen rather than refused."""

    widget = forms.TextInput({"type": "search"})

    def to_python(self, value: Any) -> str:
        return readable(str(value or "")[: LONGEST_QUERY + 1])[:LONGEST_QUERY]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.to_python(data)


@dataclass(frozen=True)
class Followable:
    """A filter in use that reminders can follow, and the query string of the form to ask for them."""

    value: str
    query: str


@dataclass(frozen=True)
class Sort:
    """A way to sort the list, and the query string that leads to it."""

    words: str
    query: str
    is_used: bool


class ActionFilterForm(FilterForm):
    """The filters of a list of actions, and its sort."""

    is_sortable = True

    q = SearchField(label="Name, country or number", required=False)
    country = CountryField(label="Country", what="country")
    concern = KnownChoiceField(label="Concern", what="concern")
    campaign = KnownChoiceField(label="Campaign", what="campaign")
    closing = KnownChoiceField(
        label="Closing",
        what="number of days to choose from",
        choices=[("", "Any day"), *((str(days), f"Within {days} days") for days in CLOSING_WITHIN)],
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        countries: Sequence[str],
        concerns: Sequence[Concern],
        campaigns: Sequence[Campaign],
    ) -> None:
        super().__init__(data)
        self._concerns = {concern.slug: concern for concern in concerns}
        self._campaigns = {campaign.slug: campaign for campaign in campaigns}
        self._offer("country", [("", "All"), *in_order_of_names(countries)])
        self._offer("concern", [("", "All"), *((row.slug, row.name) for row in concerns)])
        self._offer("campaign", [("", "All"), *((row.slug, row.title) for row in campaigns)])
        self.fields["q"].widget.attrs.update(
            {"maxlength": LONGEST_QUERY, "autocomplete": "off", "aria-describedby": "q-hint"}
        )
        self.is_valid()
        self._offer_chosen_country(countries)

    def clean(self) -> dict[str, Any]:
        query = self.cleaned_data.get("q", "")
        if query and not query_words(query):
            self.add_error("q", f"{echo(query)} holds no letter and no figure to look for, so it was left out.")
        return self.cleaned_data

    @property
    def notices(self) -> list[str]:
        sentences = super().notices
        typed = self._query.get("q") or ""
        if len(typed) > LONGEST_QUERY:
            sentences.append(f"Only the first {LONGEST_QUERY} letters of the search were looked for.")
        elif len(fold(typed).split()) > MOST_WORDS and not find_reference(typed):
            sentences.append(f"Only the first {MOST_WORDS} words of the search were looked for.")
        return sentences

    @property
    def sort(self) -> str:
        """How the list is sorted; empty for the usual way. It is no filter: nothing is left out by it."""
        return LEAST_WRITTEN if self.is_sortable and self._query.get("sort") == LEAST_WRITTEN else ""

    def query_string(self, *, without: str = "", **more: object) -> str:
        """As of every list of filters, with the sort in use; `sort=""` goes back to the usual one."""
        sort = {"sort": self.sort, **more}.get("sort")
        others = {name: value for name, value in more.items() if name != "sort"}
        return super().query_string(without=without, **others, **({"sort": sort} if sort else {}))

    @property
    def sorts(self) -> list[Sort]:
        """The ways to sort, with the query string of each."""
        ways = (("", "what ends first"), (LEAST_WRITTEN, "fewest letters reported"))
        return [Sort(words, self.query_string(sort=sort), sort == self.sort) for sort, words in ways]

    @property
    def to_follow(self) -> list[Followable]:
        return [
            Followable(self._in_words(name, self.used[name]), f"?{urlencode([(name, self.used[name])])}")
            for name in ("country", "concern", "campaign")
            if name in self.used
        ]

    @property
    def scopes(self) -> list[Scope]:
        """What of the filters in use a calendar can follow: a country, a campaign; everything if neither is chosen."""
        used = self.used
        country = [Scope(country=used["country"])] if "country" in used else []
        campaign = [Scope(campaign=self._campaigns[used["campaign"]])] if "campaign" in used else []
        return [*country, *campaign] or [EVERYTHING]

    def narrow(self, actions: UrgentActionQuerySet, *, on: date) -> UrgentActionQuerySet:
        """The actions that fit every filter in use."""
        used = self.used
        if query := used.get("q"):
            actions = actions.found_by(query)
        if country := used.get("country"):
            actions = actions.filter(country=country)
        if concern := used.get("concern"):
            actions = actions.filter(case__concerns=self._concerns[concern])
        if campaign := used.get("campaign"):
            actions = actions.filter(campaign=self._campaigns[campaign])
        if closing := used.get("closing"):
            actions = actions.closing_between(on, on + timedelta(days=int(closing)))
        return actions


class PastActionFilterForm(ActionFilterForm):
    """The same filters for actions that are over, which do not close any more."""

    is_sortable = False
    closing = None  # type: ignore[assignment]  # Django's way to leave out a field of the parent


def read_page(text: str | None) -> tuple[int, str]:
    """The number of the page that an address asks for, and a sentence where that makes no sense.

    Always between 1 and `LAST_PAGE`.
    """
    if not text:
        return 1, ""
    # A number of four figures at most: int() itself refuses very long ones, and takes its time.
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or not 1 <= int(text) <= LAST_PAGE:
        return 1, (
            f"There is no page {echo(text)}, so this is the first one. Pages go from 1 to {LAST_PAGE}; "
            "to reach further, choose a filter."
        )
    return int(text), ""
