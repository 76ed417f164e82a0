"""Everything that follows from a move of a date, on one page, before it is made: reminders, actions, paper, pages.

It lives up here because it shows what this room knows: the public pages, and whether a letter can still arrive. What
becomes of reminders and sheets is looked up in `campaigns.foresight`, what becomes of the facts is done by `cases`.
The fingerprint of what was shown goes with the answer; where it has changed meanwhile, nothing is done and the page
is shown again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from appeals.posting import post_words
from campaigns.content import content_of
from campaigns.foresight import Forecast, NoticeLine, Outlook, agreed_about, foresee, outlooks
from campaigns.models import Assignment, Sheet, UrgentAction
from campaigns.moving_dates import DraftWish, Wish, make_move, move_date, take_back
from campaigns.states import PUBLISHED
from cases.models import DateMove, Deadline, Hearing
from cases.models.date_move import day_holds, moved_word
from cases.taking_back import undo_move

Dated = Hearing | Deadline
_UNDO = "undo"
SATURDAY = 5  # as `date.weekday` counts


class ShownOtherwise(Exception):
    """What follows has changed since it was shown; nothing was done."""


@dataclass(frozen=True)
class PublicPage:
    """A public page that shows the date."""

    reference: str
    url: str


@dataclass(frozen=True)
class Consequences:
    """What follows from a move, or from taking one back.

    Args:
        old, new: the day that held and the day that holds then; None where none does.
        warnings: sentences about what is easily a slip, or a danger.
        post: sentences on whether letters posted today arrive before the new day.
        agreed: what was agreed about its matter on the desk; it goes on to the new hearing.
    """

    old: date | None
    new: date | None
    warnings: tuple[str, ...]
    forecast: Forecast
    outlooks: tuple[Outlook, ...]
    pages: tuple[PublicPage, ...]
    is_told: bool
    post: tuple[str, ...]
    agreed: Assignment | None
    fingerprint: str

    @property
    def distance(self) -> str:
        """ "14 days later", "1 day sooner"; empty where there is nothing to compare."""
        if self.old is None or self.new is None:
            return ""
        days = (self.new - self.old).days
        return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'sooner'}" if days else ""


def consequences_of(thing: Dated, wish: Wish, *, by: User, at: datetime) -> Consequences:
    """What follows if a date moves as somebody wishes. Writes nothing.

    Raises:
        ValidationError: if it cannot move so.
    """
    asked = (str(wish.what), wish.to, wish.starts_at, wish.time_zone)
    stands = _as_it_stands(thing)
    move, forecast = foresee(thing, lambda: make_move(thing, wish, by=by, at=at), at=at)
    thing.refresh_from_db()
    return _consequences(thing, move.day_before, move.day_after, forecast, asked=(asked, stands), at=at)


def consequences_of_undo(move: DateMove, *, by: User, at: datetime) -> Consequences:
    """What follows if a move is taken back. Writes nothing.

    Raises:
        ValidationError: if it cannot be taken back.
    """
    thing = move.hearing or move.deadline
    if thing is None:
        raise ValueError("A move is of a hearing or of a deadline.")

    def undo() -> DateMove:
        return undo_move(DateMove.objects.get(pk=move.pk), by=by, at=at)

    _, forecast = foresee(thing, undo, at=at, is_undo=True)
    return _consequences(thing, move.day_after, move.day_before, forecast, asked=(_UNDO, move.pk), at=at)


def drafts_offered(thing: Dated, wish: Wish, *, on: date) -> list[Outlook]:
    """The outlooks alone: for which actions a draft can begin in the same go."""
    old = thing.on if day_holds(thing.status) else None
    return outlooks(thing.case_id, old=old, new=wish.to, on=on)


def confirm_move(
    thing: Dated, wish: Wish, *, shown: str, drafts: Sequence[DraftWish], by: User, at: datetime
) -> DateMove:
    """Move a date, if what follows is still what was shown.

    Args:
        shown: the fingerprint of what somebody was shown.

    Raises:
        ShownOtherwise: if something else would follow.
        ValidationError: if it cannot move so.
    """
    with transaction.atomic():
        type(thing)._default_manager.select_for_update().filter(pk=thing.pk).values_list("pk").first()
        thing.refresh_from_db()
        if consequences_of(thing, wish, by=by, at=at).fingerprint != shown:
            raise ShownOtherwise
        return move_date(thing, wish, by=by, at=at, drafts=drafts)


def confirm_undo(move: DateMove, *, shown: str, withdraw: Sequence[Sheet], by: User, at: datetime) -> DateMove:
    """Take a move back, if what follows is still what was shown.

    Raises:
        ShownOtherwise: if something else would follow.
        ValidationError: if it cannot be taken back.
    """
    with transaction.atomic():
        DateMove.objects.select_for_update(of=("self",)).filter(pk=move.pk).values_list("pk").first()
        move.refresh_from_db()
        if consequences_of_undo(move, by=by, at=at).fingerprint != shown:
            raise ShownOtherwise
        return take_back(move, by=by, at=at, withdraw=withdraw)


def _consequences(
    thing: Dated, old: date | None, new: date | None, forecast: Forecast, *, asked: tuple[object, object], at: datetime
) -> Consequences:
    on = timezone.localtime(at, timezone.get_default_timezone()).date()
    looks = tuple(outlooks(thing.case_id, old=old, new=new, on=on))
    pages = tuple(_pages(thing.case_id))
    agreed = agreed_about(thing)
    post = tuple(_post(looks, new, on))
    # Whoever comes and goes among many does not make the page another one.
    numbers = [*map(_roughly, (forecast.told, forecast.all_corrected, forecast.all_reached))]
    seen = (
        asked, old, new, on, numbers, _seen_lines(forecast.dropped), _seen_lines(forecast.planned),
        [_seen_outlook(look) for look in looks], [page.reference for page in pages], thing.is_public_at(at), post,
        agreed and (agreed.assignee_id, agreed.not_before, agreed.note),
    )  # fmt: skip
    return Consequences(
        old=old,
        new=new,
        warnings=tuple(_warnings_of_undo(new, on) if asked[0] == _UNDO else _warnings(thing, old, new, looks, on)),
        forecast=forecast,
        outlooks=looks,
        pages=pages,
        is_told=thing.is_public_at(at),
        post=post,
        agreed=agreed,
        fingerprint=hashlib.sha256(repr(seen).encode()).hexdigest(),
    )


def _as_it_stands(thing: Dated) -> tuple[object, ...]:
    hour = (thing.at, thing.time_zone) if isinstance(thing, Hearing) else ()
    return type(thing).__name__, thing.pk, thing.on, str(thing.status), *hour


def _roughly(number: int) -> int:
    """A number as people take it in: below a hundred exactly, above it two figures of it."""
    return number if number < 100 else int(float(f"{number:.2g}"))


def _seen_lines(lines: Iterable[NoticeLine]) -> list[tuple[object, ...]]:
    return [(line.kind, line.about_on, line.lead_days, line.staff, _roughly(line.followers)) for line in lines]


def _seen_outlook(look: Outlook) -> tuple[object, ...]:
    draft = look.under_way.pk if look.under_way else None
    asks = (str(look.action.status), str(look.kind))
    return look.action.pk, look.sheet.pk, look.last_good_day, look.places, draft, *asks


def _pages(case_id: int) -> Iterable[PublicPage]:
    """The pages of the actions of the case that everybody can open."""
    published = UrgentAction.objects.filter(case_id=case_id, status__in=PUBLISHED).defer("search_text").order_by("pk")
    return (PublicPage(action.reference, reverse("appeals:action", args=[action.slug])) for action in published)


def _post(looks: Iterable[Outlook], new: date | None, on: date) -> Iterable[str]:
    if new is None or new <= on:
        return
    contents = [content_of(look.sheet) for look in looks]
    for content in contents:
        yield from post_words(content, arrive_before=new, on=on)


def _warnings(thing: Dated, old: date | None, new: date | None, looks: Sequence[Outlook], on: date) -> Iterable[str]:
    """What somebody who moves a date has to see."""
    if new is None:
        return
    if new < on:
        yield f"{new:%A, %-d %B %Y} is over already: nobody is reminded of it. Say on its page what came of it."
    elif old is not None and moved_word(old, new) == "brought forward":
        left = (new - on).days
        when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
        yield f"It is brought forward: the new day is {when}. Whoever writes has less time than they were told."
        what = "hearing" if isinstance(thing, Hearing) else "deadline"
        for look in looks:
            if look.last_good_day >= new:
                yield (
                    f"{look.action.reference} asks people to write until {look.last_good_day:%-d %B %Y}. A letter that "
                    f"comes on {new:%-d %B} or later does not reach this {what} any more."
                )
    if new.weekday() >= SATURDAY:
        yield f"{new:%-d %B %Y} is a {new:%A}. Is that the right day?"


def _warnings_of_undo(new: date | None, on: date) -> Iterable[str]:
    if new is not None and new < on:
        yield f"{new:%A, %-d %B %Y} is over by now: say on its page what came of it."
