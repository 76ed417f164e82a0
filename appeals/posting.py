"""How each letter of a sheet still gets there in time: by post, by something faster, or by way of the embassy.

Counted for a letter that has to be there on the last good day, posted in the writer's country (`cases.post`). Faster
is what a recipient has of fax, e-mail and web form; a telephone carries no letter. What it costs is
counted in `appeals.postage`. Reads no clock, and keeps nothing of who asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils.formats import date_format

from appeals.embassies import embassy_of
from appeals.letters import office_of
from campaigns.content import Addressee, SheetContent
from cases.countries import country_name
from cases.post import Transit, arrival_day, last_posting_day, transits_to


class Post(StrEnum):
    """What a letter that is posted on a day comes to."""

    IN_TIME = "in-time"
    TOO_LATE = "too-late"
    SUSPENDED = "suspended"
    NO_ADDRESS = "no-address"


@dataclass(frozen=True)
class PostAdvice:
    """How a letter to one recipient gets there in time.

    Args:
        post: what a letter comes to that is posted on the day asked about (`on`).
        post_by: the last day on which to post it, a working day of the writer's country, also where it is over; None
            where no post goes, or there is no postal address.
        arrives: the day on which it is there if posted on that day; None as above.
        faster: the ways other than post that the recipient has: "fax", "e-mail", "web form".
        transit: how post goes to the recipient's country.
        via: the embassy that may be asked to forward it, where nothing better is left; posted by `via_post_by`.
        is_embassy: it is the embassy itself, which the sheet does not name.
    """

    addressee: Addressee
    from_country: str
    on: date
    last_good_day: date
    post: Post
    post_by: date | None
    arrives: date | None
    faster: tuple[str, ...]
    transit: Transit
    via: Addressee | None = None
    via_post_by: date | None = None
    is_embassy: bool = False

    @property
    def do_by(self) -> date | None:
        """The last day for the way that is left; None where none is."""
        if self.post == Post.IN_TIME:
            return self.post_by
        return self.last_good_day if self.faster else self.via_post_by

    @property
    def is_reachable(self) -> bool:
        """Whether it can be there in time without anybody's help."""
        return self.post == Post.IN_TIME or bool(self.faster)

    @property
    def headline(self) -> str:
        """ "Post by 8 August 2011"."""
        match self.post:
            case Post.IN_TIME if self.post_by:
                return f"Post it today, {_day(self.on)}" if self.post_by == self.on else f"Post by {_day(self.post_by)}"
            case Post.TOO_LATE:
                return "Too late for the post"
            case Post.SUSPENDED:
                return "No post at present"
        return "No postal address"

    @property
    def sentence(self) -> str:
        """What stands below it: why, and what to do."""
        return " ".join(filter(None, (self._why, self._instead, self._by_embassy)))

    @property
    def _why(self) -> str:
        there = country_name(self.addressee.country)
        match self.post:
            case Post.IN_TIME:
                days = self.transit.working_days
                return f"Then it is there in time: it takes about {days} working day{'' if days == 1 else 's'}."
            case Post.TOO_LATE if self.arrives:
                return (
                    f"Posted now it would be there on about {_day(self.arrives)}, and {_day(self.last_good_day)} is "
                    "the last good day."
                )
            case Post.SUSPENDED if self.transit.suspended_since:
                since = _day(self.transit.suspended_since)
                return f"No letters are taken to {there} since {since} ({self.transit.suspension_reason})."
        return ""

    @property
    def _instead(self) -> str:
        ways = either(self.faster)
        if self.post == Post.IN_TIME:
            return f"After that day, send it by {ways}." if ways else ""
        if ways:
            cannot = "It cannot arrive in time: send" if self.post == Post.TOO_LATE else "Send"
            return f"{cannot} it by {ways}."
        if self.via:
            return ""
        return "We know of no fax, e-mail address or web form of this office: please do not send a letter too late."

    @property
    def _by_embassy(self) -> str:
        if self.via is None or self.via_post_by is None:
            return ""
        begin = "Or send" if self.faster else "Send"
        return (
            f"{begin} it via the embassy, which still has to pass it on: to {self.via.office}, soon and by "
            f"{_day(self.via_post_by)} at the latest, with the words “please forward”."
        )


@dataclass(frozen=True)
class PostPlan:
    """When everything of a sheet has to leave, from one country.

    Args:
        advice: what has to leave first stands first; for what can be sent no more, last.
        embassy: that of the action's country in the writer's, as it stands in the book today; None where none is.
        has_embassy: it is one of the sheet's own recipients.
    """

    from_country: str
    advice: tuple[PostAdvice, ...]
    embassy: Addressee | None
    has_embassy: bool

    @property
    def from_name(self) -> str:
        return country_name(self.from_country)

    @property
    def to_embassy(self) -> Addressee | None:
        """The embassy, where a letter to it is among the advice and the sheet does not name it."""
        return next((one.addressee for one in self.advice if one.is_embassy), None)

    @property
    def via(self) -> Mapping[int, Addressee]:
        """The embassy that is asked to forward a letter, by the key of the authority that it is written to."""
        return {one.addressee.authority_id: one.via for one in self.advice if one.via is not None}


def post_advice(content: SheetContent, *, from_country: str, on: date) -> tuple[PostAdvice, ...]:
    """How to reach each recipient of a sheet that holds, and the embassy; what has to leave first stands first.

    Three queries. Nothing for a sheet that asks for no letters, or whose last good day is over.

    Args:
        from_country: where the letters are posted (ISO 3166-1 alpha-2).
        on: the day on which they would be.
    """
    return post_plan(content, from_country=from_country, on=on).advice


def post_plan(content: SheetContent, *, from_country: str, on: date, to_embassy: bool | None = None) -> PostPlan:
    """The same with what else depends on the writer's country.

    Args:
        to_embassy: whether a letter goes to the embassy too; as the sheet asks for it, or not, if it is None.
    """
    if not content.asks or on > content.last_good_day:
        return PostPlan(from_country, (), None, has_embassy=False)
    embassy = embassy_of(content, from_country=from_country, on=on)
    own = {addressee.authority_id for addressee in content.recipients}
    has_embassy = embassy is not None and embassy.authority_id in own
    wanted = bool(content.diplomatic_note) if to_embassy is None else to_embassy
    extra = [embassy] if embassy and not has_embassy and wanted else []
    countries = [addressee.country for addressee in (*content.recipients, *([embassy] if embassy else ()))]
    transits = transits_to(countries, sending_country=from_country)
    found = advice_by(content, transits, embassy=embassy, from_country=from_country, on=on)
    found += [replace(_advice(addressee, content, transits, from_country, on), is_embassy=True) for addressee in extra]
    return PostPlan(from_country, tuple(sorted(found, key=_pressing)), embassy, has_embassy)


def advice_by(
    content: SheetContent, transits: Mapping[str, Transit], *, embassy: Addressee | None, from_country: str, on: date
) -> list[PostAdvice]:
    """The advice on each recipient, in the sheet's order, from what was read before; no query."""
    via = _advice(embassy, content, transits, from_country, on) if embassy else None
    via = via if via and via.post == Post.IN_TIME else None
    found = []
    for addressee in content.recipients:
        advice = _advice(addressee, content, transits, from_country, on)
        is_stuck = advice.post == Post.SUSPENDED or not advice.is_reachable
        if via and is_stuck and addressee.authority_id != via.addressee.authority_id:
            advice = replace(advice, via=via.addressee, via_post_by=via.post_by)
        found.append(advice)
    return found


def embassy_words(content: SheetContent, plan: PostPlan) -> str:
    """What to know about the embassy in the writer's country, as a sentence; nothing where a letter to it is at hand.

    Where none is in the book, the sentence of the sheet stands for itself beside it.
    """
    state = country_name(content.country)
    if content.country == plan.from_country:
        return f"You write from {state} itself, where it has no embassy."
    if plan.has_embassy:
        return f"The embassy of {state} in {plan.from_name} is one of the addresses of the sheet."
    if plan.embassy is None:
        return (
            f"We have no address of an embassy of {state} for {plan.from_name} yet. The foreign ministry there "
            "publishes a list of embassies; a copy is welcome."
        )
    return ""


def post_lines(content: SheetContent, *, from_country: str, on: date) -> Iterator[str]:
    """By when to post, or what to do instead, for a page on paper: a line for the recipients with a postal address of
    whom the same is true.
    """
    offices: dict[str, list[str]] = {}
    for advice in post_advice(content, from_country=from_country, on=on):
        if advice.addressee.postal_lines and not advice.is_embassy:
            instead = "" if advice.post == Post.IN_TIME else f" {advice.sentence}"
            offices.setdefault(f"{advice.headline}.{instead}", []).append(office_of(advice.addressee))
    yield from (f"{'; '.join(named)}: {said}" for said, named in offices.items())


def post_words(content: SheetContent, *, arrive_before: date, on: date) -> Iterator[str]:
    """A sentence for each country to which the letters of a sheet go: whether they are there before a day.

    Counted from `settings.POST_FROM`, where most of those who write are.
    """
    sender = settings.POST_FROM
    codes = dict.fromkeys(addressee.country for addressee in content.recipients if addressee.postal_lines)
    transits = transits_to(codes, sending_country=sender)
    for code in codes:
        where, transit = country_name(code), transits[code]
        arrives = arrival_day(transit, on, sending_country=sender)
        if arrives is None:
            yield f"{content.reference}: no post goes to {where} at present ({transit.suspension_reason})."
        elif arrives < arrive_before:
            yield (
                f"{content.reference}: a letter to {where} that is posted today in {country_name(sender)} is there on "
                f"about {_day(arrives)}, before that day."
            )
        else:
            yield (
                f"{content.reference}: a letter to {where} that is posted today in {country_name(sender)} is there on "
                f"about {_day(arrives)}, too late for that day. Only a fax or an e-mail comes before it."
            )


def either(ways: tuple[str, ...]) -> str:
    """ "fax, e-mail or its web form"."""
    named = [f"its {way}" if way == "web form" else way for way in ways]
    return f"{', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else "".join(named)


WAYS = ("fax", "e-mail", "web form")  # faster than post


def faster_ways(addressee: Addressee) -> tuple[str, ...]:
    """The ways of writing other than post that a recipient has."""
    values = (addressee.fax, addressee.emails, addressee.web_form)
    return tuple(way for way, value in zip(WAYS, values, strict=True) if value)


def _advice(
    addressee: Addressee, content: SheetContent, transits: Mapping[str, Transit], from_country: str, on: date
) -> PostAdvice:
    transit, last = transits[addressee.country], content.last_good_day
    has_address = bool(addressee.postal_lines)
    post_by = last_posting_day(transit, last, sending_country=from_country) if has_address else None
    arrives = arrival_day(transit, on, sending_country=from_country) if has_address else None
    if not has_address:
        post = Post.NO_ADDRESS
    elif arrives is None:
        post = Post.SUSPENDED
    else:
        post = Post.IN_TIME if arrives <= last else Post.TOO_LATE
    return PostAdvice(addressee, from_country, on, last, post, post_by, arrives, faster_ways(addressee), transit)


def _pressing(advice: PostAdvice) -> date:
    return advice.do_by or date.max


def _day(day: date) -> str:
    return date_format(day, "j F Y")
