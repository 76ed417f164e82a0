"""What this room puts onto the desk of staff: what came back, odd numbers of tallies, addresses that may be dead.

Nothing of it is stored but the reports: a dead address is found in them each time, and is gone once somebody has
verified the address after the last of them.
"""

from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from appeals.models import Reply, TallyLine
from campaigns.matters import About, Matter
from campaigns.queues import QueueRule, add_queue
from cases.models import Authority

REPORTS_OF_A_DEAD_ADDRESS = 2  # that are independent of each other; one word of staff counts as much


def add_queues() -> None:
    """Put them there, once."""
    # A case whose owner has left still gets answers: then those who may close its actions see to them.
    of_a_case: Any = {"falls_to": "campaigns.close_urgentaction", "falls_to_words": "the approvers"}
    add_queue(
        "came_back",
        QueueRule(Matter.REPLY, _came_back, _line_of_reply, lambda known: Q(reported_on__gte=known)),
        About(Reply, "appeals.view_reply", owner="action__case__owner", case="action__case", **of_a_case),
    )
    add_queue(
        "odd_numbers",
        QueueRule(Matter.TALLY, _odd_numbers, str, lambda known: Q(tally__first_reported_on__gte=known)),
        About(TallyLine, "appeals.view_tallyline", "appeals.decide_tallyline", "the editors and approvers"),
    )
    add_queue(
        "dead_addresses",
        QueueRule(Matter.DEAD_ADDRESS, _dead_addresses, _line_of_address, lambda known: Q(last_reported_on__gte=known)),
        About(Authority, "cases.view_authority", "cases.change_authority", "the address keepers"),
    )


def _came_back(on: date) -> QuerySet[Reply]:
    """Whoever has waited longest stands first."""
    waiting = Reply.objects.filter(status=Reply.Status.NEW).select_related("action", "authority")
    return waiting.defer("action__search_text").order_by("reported_on", "pk")


def _odd_numbers(on: date) -> QuerySet[TallyLine]:
    waiting = TallyLine.objects.filter(standing=TallyLine.Standing.WAITS)
    return waiting.select_related("action", "authority", "tally").defer("action__search_text").order_by("pk")


def _dead_addresses(on: date) -> QuerySet[Authority]:
    """Authorities whose address at least two independent reports call dead, or one member of staff; with how many
    reports there are (`reports`) and the day of the last. What was reported up to the day of the last verification is
    settled by that: the post was on its way before.
    """
    reports = Reply.objects.filter(
        Q(authority__verified_on__isnull=True) | Q(reported_on__gt=F("authority__verified_on")),
        authority=OuterRef("pk"),
        kind__in=Reply.OF_AN_ADDRESS,
    )
    per_office = reports.order_by().values("authority")
    independent = Q(is_independent=True) & ~Q(status=Reply.Status.NOTED)
    by_staff = Q(status=Reply.Status.WRONG)
    last = reports.exclude(status=Reply.Status.NOTED).order_by("-reported_on").values("reported_on")[:1]
    offices = Authority.objects.annotate(
        reports=Coalesce(Subquery(per_office.annotate(n=Count("pk", filter=independent | by_staff)).values("n")), 0),
        by_staff=Coalesce(Subquery(per_office.annotate(n=Count("pk", filter=by_staff)).values("n")), 0),
        last_reported_on=Subquery(last),
    )
    dead = Q(reports__gte=REPORTS_OF_A_DEAD_ADDRESS) | Q(by_staff__gte=1)
    return offices.filter(dead).order_by("-by_staff", "-reports", "pk")


def _line_of_reply(reply: Reply) -> str:
    return f"{reply}, reported on {reply.reported_on:%-d %B %Y}"


def _line_of_address(authority: Authority) -> str:
    # Which offices we know of may tell what comes next, so the mail names none.
    count = authority.reports  # type: ignore[attr-defined]  # annotated
    return f"Address no. {authority.pk}: {count} report{'' if count == 1 else 's'} that mail does not arrive"
