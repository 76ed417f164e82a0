"""What somebody chooses to see of the outcomes: a word, a country, a year."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from appeals.filters import CountryField, FilterForm, KnownChoiceField
from campaigns.models import CurrentOutcome, Outcome
from campaigns.models.action import UrgentActionQuerySet
from cases.countries import in_order_of_names


class OutcomeFilterForm(FilterForm):
    outcome = KnownChoiceField(
        label="What became of them", what="outcome", choices=[("", "All"), *Outcome.Word.choices]
    )
    country = CountryField(label="Country", what="country")
    year = KnownChoiceField(label="Year", what="year with an outcome")

    def __init__(self, data: QueryDict, *, countries: Sequence[str], years: Sequence[int]) -> None:
        super().__init__(data)
        self._offer("country", [("", "All"), *in_order_of_names(countries)])
        self._offer("year", [("", "All"), *((str(year), str(year)) for year in years)])
        self.is_valid()
        self._offer_chosen_country(countries)

    @property
    def country_and_year(self) -> dict[str, str | int]:
        """These filters as the columns of `CurrentOutcome`; the word is counted whichever is chosen."""
        used = self.used
        chosen: dict[str, str | int] = {"country": used["country"]} if "country" in used else {}
        return {**chosen, "year": int(used["year"])} if "year" in used else chosen

    def narrow(self, actions: UrgentActionQuerySet) -> UrgentActionQuerySet:
        """The actions with somebody of whom all that was chosen is true."""
        used = self.used
        if "country" in used:
            actions = actions.filter(country=used["country"])
        of_a_person = {"word": used.get("outcome"), "year": used.get("year")}
        chosen = {name: value for name, value in of_a_person.items() if value}
        if chosen:
            actions = actions.filter(Exists(CurrentOutcome.objects.filter(action=OuterRef("pk"), **chosen)))
        return actions
