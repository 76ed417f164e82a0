"""What stands in the calendar of a member of staff: all hearings, deadlines, last good days and drafts that they read.

It lies outside of the desk, in programs and on machines that nobody here knows, behind an address instead of a login.
So it says less than the desk: kind, reference, country and day. The title of a case, the names in it, courts and
notes stay behind the link of each entry, which asks for a login.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse

from accounts.models import User
from appeals.calendar_entries import (
    RUNNING,
    Span,
    entry_of_action,
    hour_of,
    what_it_is,
    with_decisions,
    with_records,
)
from appeals.calendars import Entry, Status, address_on_site, uid_of
from campaigns.desk import Whose
from campaigns.matters import ABOUT, Matter, mine, with_whose
from campaigns.models import Sheet, UrgentAction
from campaigns.states import UNDER_WAY
from cases.countries import country_name
from cases.levels import listed
from cases.models import Case, Deadline, Hearing

# A day whose row has no record, as of invented rows in great numbers, has not changed since before there were any.
_NEVER = datetime(2010, 1, 1, tzinfo=UTC)


def staff_entries(user: User, whose: Whose, *, on: date) -> list[Entry]:
    """The entries for one person on a day, the nearest, by day. A constant number of queries.

    What somebody may not read is left out, asked anew each time.

    Args:
        whose: everybody's, or those matters that are this person's on the desk (`campaigns.matters`).
    """
    span = Span(on)
    return span.kept([*_of_dates(user, whose, span), *_of_actions(user, whose, span), *_of_sheets(user, whose, span)])


def _read_by(user: User, whose: Whose, rows: QuerySet[Any], matter: str) -> QuerySet[Any]:
    """Of rows, those that this person may read, and that are theirs where only these are asked for."""
    if not user.has_perm(ABOUT[matter].reading):
        return rows.none()
    rows = listed(rows.filter(ABOUT[matter].seen_by(user)), user)
    return with_whose(rows, matter).filter(mine(user, matter)) if whose == Whose.MINE else rows


def _of_dates(user: User, whose: Whose, span: Span) -> Iterator[Entry]:
    rows: list[Any] = []
    for model, matter in ((Hearing, Matter.HEARING), (Deadline, Matter.DEADLINE)):
        dated = _read_by(user, whose, model.objects.filter(on__gte=span.first), matter)
        rows += span.nearest(with_records(dated.select_related("case")), "on")
    newest = _newest_actions({row.case_id for row in rows})
    last = _LastRecords({row.case_id for row in rows}, {action.pk for action in newest.values()})
    for row in rows:
        what, status = what_it_is(row)
        action = newest.get(row.case_id)
        yield _entry(
            row,
            row.on,
            what if row.is_meant_for_all else f"{what} (not public)",
            action.reference if action else f"case {row.case_id}",
            row.case,
            hour=hour_of(row),
            status=status,
            changed_at=max(row.changed_at or _NEVER, last.of(row.case, action)),
        )


def _of_actions(user: User, whose: Whose, span: Span) -> Iterator[Entry]:
    running = UrgentAction.objects.filter(status__in=RUNNING, last_good_day__gte=span.first)
    rows = with_decisions(_read_by(user, whose, running, Matter.ACTION))
    for action in span.nearest(rows, "last_good_day"):
        public = entry_of_action(action, action.last_good_day)
        url = _page_of(action)
        yield replace(public, uid=_uid(action), words=_behind(url), url=url, is_private=True)


def _of_sheets(user: User, whose: Whose, span: Span) -> Iterator[Entry]:
    """Sheets on their way, on the day that is printed on them: by then they should be issued."""
    under_way = Sheet.objects.filter(status__in=UNDER_WAY, dated__gte=span.first)
    rows = with_records(_read_by(user, whose, under_way, Matter.SHEET)).select_related("action__case")
    sheets = list(span.nearest(rows.defer("action__search_text"), "dated"))
    last = _LastRecords({sheet.action.case_id for sheet in sheets}, {sheet.action_id for sheet in sheets})
    for sheet in sheets:
        yield _entry(
            sheet,
            sheet.dated,
            f"Sheet to issue ({sheet.get_status_display()})",
            sheet.action.reference,
            sheet.action.case,
            changed_at=max(sheet.changed_at or sheet.created_at, last.of(sheet.action.case, sheet.action)),
        )


def _newest_actions(case_ids: Iterable[int]) -> dict[int, UrgentAction]:
    """The action of each case that was begun last, one in preparation too; a case may have none."""
    actions = UrgentAction.objects.filter(case__in=case_ids).only("case_id", "series", "number", "year", "created_at")
    return {action.case_id: action for action in actions.order_by("created_at", "pk")}


class _LastRecords:
    """When cases and actions, which give an entry its country and its reference, were last changed. Two queries."""

    def __init__(self, cases: Iterable[int], actions: Iterable[int]) -> None:
        self._cases, self._actions = _last_records(Case, cases), _last_records(UrgentAction, actions)

    def of(self, case: Case, action: UrgentAction | None) -> datetime:
        of_case = self._cases.get(case.pk, _NEVER)
        if action is None:
            return of_case
        return max(of_case, action.created_at, self._actions.get(action.pk, _NEVER))


def _last_records(model: type[Case | UrgentAction], pks: Iterable[int]) -> dict[int, datetime]:
    records: QuerySet[Any] = model.history.filter(id__in=list(pks)).order_by()
    return dict(records.values("id").annotate(last=Max("history_date")).values_list("id", "last"))


def _entry(
    row: Any,
    day: date,
    what: str,
    reference: str,
    case: Case,
    *,
    changed_at: datetime,
    status: Status = Status.CONFIRMED,
    hour: str = "",
) -> Entry:
    url = _page_of(row)
    return Entry(
        uid=_uid(row),
        day=day,
        title=f"{what}: {reference}, {country_name(case.country)}",
        words=f"{hour}{_behind(url)}",
        url=url,
        status=status,
        changed_at=changed_at,
        changes=row.change_count or 0,
        is_private=True,
    )


def _uid(row: Any) -> str:
    """Not that of the public calendar: a program that shows both would take the two for one."""
    return uid_of(f"staff-{row._meta.model_name}", row.pk)


def _page_of(row: Any) -> str:
    return address_on_site(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))


def _behind(url: str) -> str:
    return f"Log in to see more: {url}"
