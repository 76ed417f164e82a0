"""An evening on which people write: what is posted that day from their country, and which actions it still reaches.

An action is left out where nothing reaches any of its recipients in time: no post, and no fax, e-mail or web form.
That is asked of the book of authorities as it stands, because a frozen sheet cannot be asked of in the thousands; why
one was left out is told by its sheet, as its page tells it. Where the two differ the sheet is out of date, and the
desk knows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, Exists, OuterRef, Q, Value, When
from django.utils.formats import date_format

from appeals.posting import Post, PostAdvice, advice_by
from campaigns.content import SheetContent, content_of
from campaigns.models import Recipient
from campaigns.models.action import UrgentActionQuerySet
from cases.countries import country_name
from cases.post import Transit, Transits, arrival_day

MOST_TOLD = 25  # of those left out, each with its reasons
MOST_COUNTED = 1_000

_FASTER = ~Q(authority__fax="") | ~Q(authority__emails="") | ~Q(authority__web_form="")


@dataclass(frozen=True)
class Evening:
    """When and where letters are posted."""

    posted_on: date
    from_country: str

    def __str__(self) -> str:
        return f"{date_format(self.posted_on, 'j F Y')}, from {country_name(self.from_country)}"


@dataclass(frozen=True)
class LeftOutAction:
    """One that nothing reaches any more, and why."""

    slug: str
    reference: str
    country_name: str
    headline: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """The first of those left out, those that end first on top, and how many there are, up to `MOST_COUNTED`."""

    actions: tuple[LeftOutAction, ...]
    count: int
    is_more: bool

    @property
    def untold(self) -> int:
        """How many of the count are not named."""
        return self.count - len(self.actions)


@dataclass(frozen=True)
class Reach:
    """Which of some actions an evening reaches; reads the table of postal routes, one query."""

    evening: Evening
    transits: Mapping[str, Transit]

    @classmethod
    def of(cls, evening: Evening) -> "Reach":
        return cls(evening, Transits(evening.from_country))

    def reached(self, actions: UrgentActionQuerySet) -> UrgentActionQuerySet:
        """Those of open actions of which somebody can be reached in time. Asks a few index entries for each."""
        return actions.filter(Exists(self._in_time()), last_good_day__gte=self.evening.posted_on)

    def left_out(self, actions: UrgentActionQuerySet) -> LeftOut:
        """The others; two queries, however many there are."""
        rest = actions.filter(~Exists(self._in_time()) | Q(last_good_day__lt=self.evening.posted_on))
        counted = rest.order_by()[: MOST_COUNTED + 1].count()
        first = list(rest.with_current_sheet().order_by("last_good_day", "pk")[:MOST_TOLD])
        told = [self._told(action.slug, content_of(action.current_sheet)) for action in first if action.current_sheet]
        return LeftOut(tuple(told), min(counted, MOST_COUNTED), counted > MOST_COUNTED)

    def _in_time(self) -> UrgentActionQuerySet:
        """Recipients of an action's sheet who have a faster way, or whose letter arrives by the last good day."""
        recipients = Recipient.objects.filter(sheet=OuterRef("current_sheet")).order_by()
        by_post = ~Q(authority__postal_lines="") & Q(arrives__lte=OuterRef("last_good_day"))
        by_post &= ~Q(authority__country__in=[code for code, transit in self.transits.items() if transit.is_suspended])
        return recipients.annotate(arrives=self._arrival()).filter(_FASTER | by_post)  # type: ignore[return-value]

    def _arrival(self) -> Case:
        """The day on which a letter is there, by the recipient's country: as many branches as there are such days."""
        countries = defaultdict(list)
        for code, transit in self.transits.items():
            countries[self._arrives(transit)].append(code)
        # Of a country of which nobody entered anything, nor the writer's own.
        elsewhere = self._arrives(self.transits[_ELSEWHERE])
        branches = [
            When(authority__country__in=codes, then=Value(day))
            for day, codes in countries.items()
            if day is not None and day != elsewhere
        ]
        return Case(*branches, default=Value(elsewhere), output_field=DateField())

    def _arrives(self, transit: Transit) -> date | None:
        return arrival_day(transit, self.evening.posted_on, sending_country=self.evening.from_country)

    def _told(self, slug: str, content: SheetContent) -> LeftOutAction:
        return LeftOutAction(
            slug, content.reference, content.country_name, content.headline, tuple(dict.fromkeys(self._why(content)))
        )

    def _why(self, content: SheetContent) -> Iterator[str]:
        evening = self.evening
        if content.last_good_day < evening.posted_on:
            yield f"Its last good day is {date_format(content.last_good_day, 'j F Y')}, before you post."
            return
        found = advice_by(content, self.transits, embassy=None, from_country=evening.from_country, on=evening.posted_on)
        yield from (_stuck(advice) for advice in found if not advice.is_reachable)


_ELSEWHERE = "ZZ"  # no country has this code (ISO 3166-1 leaves it to its users)


def _stuck(advice: PostAdvice) -> str:
    """Why nothing reaches a recipient."""
    where = country_name(advice.addressee.country)
    nothing = "there is no fax, e-mail address or web form"
    match advice.post:
        case Post.SUSPENDED:
            return f"No post goes to {where} at present ({advice.transit.suspension_reason}), and {nothing}."
        case Post.TOO_LATE if advice.arrives:
            return (
                f"A letter is in {where} on about {date_format(advice.arrives, 'j F Y')}, after the last good day, "
                f"{date_format(advice.last_good_day, 'j F Y')}, and {nothing}."
            )
    return f"{advice.addressee.office} has no postal address, and {nothing}."
