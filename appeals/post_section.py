"""The part of an action's page that depends on where its reader lives: until when to post, and which embassy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.safestring import SafeString

from appeals.action_page import Office, office_of
from appeals.key_dates import KeyDate, Kind
from appeals.postage import Postage, letters_by_country, postage_of
from appeals.posting import WAYS, PostPlan, either, post_plan
from appeals.writer import PARAMETER, country_asked_for, country_options
from campaigns.content import SheetContent
from cases.countries import country_name


@dataclass(frozen=True)
class TooLateFor:
    """The next day of the case, before which no letter is there that is posted now."""

    when: str
    what: str
    arrives: date  # the earliest of the letters
    ways: str  # "fax or e-mail"; what some recipient has that comes before it


@dataclass(frozen=True)
class PostSection:
    """What stands there.

    Args:
        notice: a sentence where the address names no country that we know.
        embassy: shown where the sheet asks for copies to diplomats, or a letter goes that way; None where it is one
            of the sheet's own recipients, or none is in the book.
        too_late_for: a hearing or another day of the case that comes before any letter does; None where none does.
        is_posted: some letter goes by post.
        postage: of one writer's letters, where staff entered what they cost.
        lacks_embassy: the sheet asks for copies to diplomats, and the book holds none for this country.
    """

    plan: PostPlan
    options: SafeString
    notice: str
    embassy: Office | None
    too_late_for: TooLateFor | None
    lacks_embassy: bool
    state_name: str
    is_posted: bool
    postage: Postage | None

    @property
    def query(self) -> str:
        """What hands the reader's country on to another page; nothing for the usual one."""
        country = self.plan.from_country
        return "" if country == settings.POST_FROM else f"?{PARAMETER}={country}"


def post_section(content: SheetContent, query: QueryDict, *, dates: Iterable[KeyDate] = (), on: date) -> PostSection:
    """The section for a sheet that holds, as the query string of its page asks for it; four queries.

    Args:
        dates: the public dates of the case, earliest first.
    """
    country, notice = country_asked_for(query)
    plan = post_plan(content, from_country=country, on=on)
    is_wanted = bool(content.diplomatic_note) or any(advice.via for advice in plan.advice)
    embassy = office_of(plan.embassy) if plan.embassy and is_wanted and not plan.has_embassy else None
    letters = letters_by_country(plan.advice)
    return PostSection(
        plan=plan,
        options=country_options(country),
        notice=notice,
        embassy=embassy,
        too_late_for=_too_late_for(dates, plan, on=on),
        lacks_embassy=bool(content.diplomatic_note) and plan.embassy is None and content.country != country,
        state_name=country_name(content.country),
        is_posted=bool(letters),
        postage=postage_of(letters, posted_in=country, on=on),
    )


def _too_late_for(dates: Iterable[KeyDate], plan: PostPlan, *, on: date) -> TooLateFor | None:
    """The next expected hearing or deadline from today on, if no letter to the recipients is there before it."""
    advice = [one for one in plan.advice if not one.is_embassy]
    arrivals = [one.arrives for one in advice if one.arrives is not None and one.arrives <= one.last_good_day]
    coming = (row for row in dates if row.kind in (Kind.HEARING, Kind.DEADLINE) and row.status == "expected")
    following = next((row for row in coming if row.first >= on), None)
    if following is None or not arrivals or min(arrivals) < following.first:
        return None
    ways = tuple(way for way in WAYS if any(way in one.faster for one in advice))
    return TooLateFor(following.when, following.what, min(arrivals), either(ways))
