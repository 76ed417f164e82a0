"""Whether what somebody has is still what we would send: the answer to a program that asks again and again.

A calendar or a feed is asked for every few hours by each program that follows it, and mostly nothing has changed. One
query over what was written lately decides that, and nothing is read or written out for it. Wrongly "changed" costs
some milliseconds; wrongly "unchanged" could keep a stop from somebody, so all doubts fall the other way:

- It takes in the last rows written on any case, and counts them: a row whose transaction ends late has a lower
  number than one that is there already.
- It takes in the day, because what stands in a calendar follows from it too. So whatever escaped it is fetched
  within a day.
- A time of last change says less (whole seconds, and only what the rows say of themselves). It is given
  only when it is a minute old, and none is earlier than the day's beginning.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from campaigns.models import ActionEvent, UrgentAction
from campaigns.occasions import section_zone
from cases.models import Deadline, Hearing

WATCHED = 1_000  # rows of each table; far more than are ever being written at one time
SETTLED = timedelta(minutes=1)
# A copy in a cache must ask each time whether it still holds.
ASK_EACH_TIME = "no-cache"


@dataclass(frozen=True)
class LastWritten:
    """What was written last, as far as it can change what is sent."""

    rows: tuple[tuple[Any, ...], ...]
    on: date
    changed_at: datetime

    def etag(self, *what: object) -> str:
        """The strong validator (RFC 9110, 8.8.3) of one thing at one address, as it stands now."""
        said = repr((settings.SITE_URL, self.on, self.rows, what))
        return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'

    def last_modified(self, at: datetime) -> int | None:
        """Seconds since 1970, or None while something may still happen in the same seconds."""
        return int(self.changed_at.timestamp()) if self.changed_at <= at - SETTLED else None


def last_written(at: datetime) -> LastWritten:
    """Read it before anything else: what is read afterwards is then as new, or newer.

    One query, which reads the last `WATCHED` rows of three tables by their keys, however long these have grown.
    """
    on = at.astimezone(section_zone()).date()
    midnight = datetime.combine(on, time.min, tzinfo=section_zone())
    events = _summed("events", ActionEvent.objects.all(), "at")
    dates = [_summed(model.__name__, model.history.all(), "history_date") for model in (Hearing, Deadline)]
    ended = [_ended("embargoes", UrgentAction.objects.all(), "embargo_until", at)]
    ended += [_ended(f"{model.__name__} told", model.objects.all(), "public_from", at) for model in (Hearing, Deadline)]
    rows = tuple(sorted(events.union(*dates, *ended, all=True)))
    return LastWritten(rows, on, max([midnight, *(last for *_, last in rows if last)]))


def _ended(name: str, rows: QuerySet[Any], moment: str, at: datetime) -> QuerySet[Any]:
    """The embargoes that are over by now: nothing is written when one ends."""
    over = rows.filter(**{f"{moment}__lte": at}).order_by()
    named = over.annotate(of=Value(name)).values_list("of")
    return named.annotate(count=Count("pk"), highest=Max("pk"), last=Max(moment))


def _summed(name: str, rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
    newest = rows.order_by("-pk").values("pk")[:1]
    last = rows.filter(pk__gt=Subquery(newest) - WATCHED).order_by()
    named = last.annotate(of=Value(name)).values_list("of")
    return named.annotate(count=Count("pk"), highest=Max("pk"), last=Max(moment))


def answer(
    request: HttpRequest,
    last: LastWritten,
    etag: str,
    *,
    at: datetime,
    content_type: str,
    write: Callable[[], bytes],
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """What was asked for; or that it has not changed (304), without writing it out."""
    last_modified = last.last_modified(at)
    response = HttpResponse(content_type=content_type, headers={"Cache-Control": ASK_EACH_TIME, **(headers or {})})
    response["ETag"] = etag
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified)
    found = get_conditional_response(request, etag=etag, last_modified=last_modified, response=response)
    if found is response:
        response.content = write()
    return found or response
