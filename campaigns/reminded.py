"""What notices are about, read by number: as many queries as there are kinds of things, however many there are."""

from collections import defaultdict
from collections.abc import Iterable

from campaigns.models import ActionEvent, Subscription, UrgentAction
from campaigns.occasions import address_key, desk_workers, latest_events
from cases.models import Case, Deadline, Hearing


def actions_of(ids: set[int]) -> dict[int, UrgentAction]:
    return UrgentAction.objects.defer("search_text").in_bulk(ids) if ids else {}


def subscriptions_of(ids: set[int]) -> dict[int, Subscription]:
    return Subscription.objects.confirmed().with_scope().in_bulk(ids) if ids else {}


def hearings_of(ids: set[int]) -> dict[int, Hearing]:
    return Hearing.objects.select_related("adjourned_to", "court").in_bulk(ids) if ids else {}


def deadlines_of(ids: set[int]) -> dict[int, Deadline]:
    return Deadline.objects.in_bulk(ids) if ids else {}


def events_of(ids: set[int]) -> dict[int, ActionEvent]:
    """Of these events the ones after which nothing more was decided on their action."""
    return {event.pk: event for event in latest_events(among=ids)} if ids else {}


def desks_of(ids: set[int]) -> Iterable[tuple[int, str]]:
    people = desk_workers().filter(pk__in=ids).values_list("pk", "email") if ids else ()
    return [(pk, address_key(email)) for pk, email in people]


def owners_of(actions: set[int]) -> dict[int, str]:
    """The addresses of the owners of the cases of these actions, where they have an active account."""
    if not actions:
        return {}
    owners = UrgentAction.objects.filter(pk__in=actions, case__owner__is_active=True)
    return {pk: address_key(email) for pk, email in owners.values_list("pk", "case__owner__email")}


def concerns_of(actions: set[int]) -> dict[int, list[int]]:
    """The ids of the concerns, by the cases of these actions."""
    concerns: defaultdict[int, list[int]] = defaultdict(list)
    if actions:
        rows = Case.concerns.through.objects.filter(case__actions__in=actions).order_by("pk")
        for case_id, concern_id in rows.values_list("case_id", "concern_id").distinct():
            concerns[case_id].append(concern_id)
    return concerns
