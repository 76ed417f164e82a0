"""The Atom feeds (RFC 4287): one entry for each action, which changes as the action does.

An entry keeps its id for good, so a reader replaces what it showed. One that asked for letters and does not any more
stays, with STOP, PAUSED or ENDED in front of its title and nothing in it to send: an entry that vanished would leave
the old one standing in every reader. What an entry tells comes from the frozen sheet (`campaigns.content`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import linebreaks

from appeals.calendar_entries import ADVICE, PUBLIC_VERBS, actions_in
from appeals.calendars import address_on_site
from appeals.standing import State, standing_of
from campaigns.content import content_of
from campaigns.models import ActionEvent, UrgentAction
from campaigns.models.action import past_embargo
from campaigns.scopes import EVERYTHING, Scope
from campaigns.states import ActionStatus, Verb
from cases.countries import country_name

# The newest changes, and besides every action that does not ask any more, for so long.
NEWEST = 100
KEPT = timedelta(days=90)
MOST_OVER = 400
# Raise it by one whenever the words or the shape of an entry change, so that every reader fetches the new ones.
EDITION = 2

_OVER = (ActionStatus.PAUSED, ActionStatus.STOPPED, ActionStatus.CLOSED)
_SIGNS = {
    State.PAUSED: "PAUSED: ",
    State.STOPPED: "STOP: ",
    State.CLOSED: "ENDED: ",
    State.LAPSED: "OVER: ",
}
_BEGAN = datetime(2010, 1, 1, tzinfo=UTC)
# What no XML 1.0 document may hold, in whatever form.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedEntry:
    """One action as a feed shows it.

    Args:
        summary: HTML, escaped.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str
    categories: tuple[str, ...]


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Of a feed without entries Django would say "now", and so something new each time."""
        return max((item["updateddate"] for item in self.items), default=_BEGAN)


def as_atom(entries: Iterable[FeedEntry], *, title: str, path: str, page_url: str) -> bytes:
    """The feed as a document.

    Args:
        path: of the feed on this site.
        page_url: the page that shows the same.
    """
    feed = _Feed(
        title=in_xml(title),
        link=page_url,
        description=None,
        language="en",
        author_name="Urgent Action Desk",
        feed_url=address_on_site(path),
        feed_guid=_tag(_BEGAN, path.strip("/")),
    )
    for entry in entries:
        feed.add_item(
            title=in_xml(entry.title),
            link=entry.url,
            description=in_xml(entry.summary),
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[in_xml(category) for category in entry.categories],
        )
    written: bytes = feed.writeString("utf-8").encode()
    return written


def in_xml(text: str) -> str:
    """The text without the characters that would make a document unreadable."""
    return _NOT_IN_XML.sub(" ", text)


def entries_of(scope: Scope, *, on: date, at: datetime) -> list[FeedEntry]:
    """The entries of a feed, what changed last on top. Three queries, at most `NEWEST` and `MOST_OVER` entries.

    Args:
        on: the day at `at`, for what follows from the day.
    """
    last = _last_events(scope, at=at)
    over = last.filter(action__status__in=_OVER, at__gte=at - KEPT)[:MOST_OVER]
    found = {event.pk: event for event in (*last[:NEWEST], *over)}
    events = sorted(found.values(), key=lambda event: (event.at, event.pk), reverse=True)
    notes = _notes(event.action_id for event in events if event.action.status in _OVER)
    return [_entry(event, notes.get(event.action_id, event.public_note), on=on) for event in events]


def _last_events(scope: Scope, *, at: datetime) -> QuerySet[ActionEvent]:
    """The last public event of each action, the newest first, with the action and its current sheet."""
    public = ActionEvent.objects.filter(verb__in=PUBLIC_VERBS)
    later = public.filter(action=OuterRef("action")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    last = public.filter(~Exists(later), past_embargo(at, "action__"))
    if scope != EVERYTHING:
        last = last.filter(action__in=actions_in(scope))
    last = last.select_related("action__current_sheet").defer("action__search_text")
    return last.order_by("-at", "-pk")


def _notes(action_ids: Iterable[int]) -> dict[int, str]:
    """What everybody may be told of the pause, the stop or the end of each of some actions."""
    ends = ActionEvent.objects.filter(action__in=list(action_ids), verb__in=(Verb.PAUSE, Verb.STOP, Verb.CLOSE))
    return dict(ends.order_by("at", "pk").values_list("action", "public_note"))


def _entry(event: ActionEvent, note: str, *, on: date) -> FeedEntry:
    action = event.action
    if action.current_sheet is None or action.opened_at is None:
        raise ValueError(f"{action.reference} is in preparation; no feed shows it.")
    if action.hidden_at is not None:
        return _hidden(event, action.opened_at, on=on)
    content = content_of(action.current_sheet)
    standing = standing_of(action, on=on)
    until = f"Last good day to write: {date_format(content.last_good_day, 'j F Y')}."
    # The words of a sheet that asks for letters are left to its page once they would ask in vain.
    tells = standing.asks or not content.asks
    advice = until if standing.asks else ADVICE.get(ActionStatus(action.status), standing.advice)
    parts = [advice, note, content.summary if tells else ""]
    return FeedEntry(
        id=id_of(action, action.opened_at),
        title=f"{_SIGNS.get(standing.state, '')}{content.reference}, {content.country_name}: {content.headline}",
        url=address_on_site(reverse("appeals:action", args=[action.slug])),
        published=action.opened_at,
        updated=max(event.at, action.embargo_until or event.at),
        summary="".join(linebreaks(part, autoescape=True) for part in parts if part),
        categories=(content.country_name, *content.concerns),
    )


def _hidden(event: ActionEvent, opened_at: datetime, *, on: date) -> FeedEntry:
    """An entry that takes the place of what a reader has kept, and tells nothing of the sheets."""
    action = event.action
    return FeedEntry(
        id=id_of(action, opened_at),
        title=f"{_SIGNS[State.STOPPED]}{action.reference}, {country_name(action.country)}",
        url=address_on_site(reverse("appeals:action", args=[action.slug])),
        published=opened_at,
        updated=max(event.at, action.hidden_at or event.at),
        summary=linebreaks(ADVICE.get(ActionStatus(action.status), standing_of(action, on=on).advice)),
        categories=(country_name(action.country),),
    )


def id_of(action: UrgentAction, opened_at: datetime) -> str:
    """The id of an action's entry (RFC 4151): its slug and the day on which it became public here, which both stay."""
    return _tag(opened_at, f"actions/{action.slug}")


def _tag(at: datetime, specific: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{at.astimezone(UTC):%Y-%m-%d}:{specific}"
