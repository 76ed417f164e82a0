"""The page of the sender: may mail leave, what left and what waits, who held or released it and why.

It is held and released by a button each. A copy and a restored backup take two people, who are shown what this
database cannot know.

The sender is one thing and no list, so it has pages of its own instead of a model's.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from accounts.models import HistoryCheck, LockDown, User
from accounts.proof import proof_wanted
from accounts.terms import JOURNAL
from campaigns.admin.answers import LookedThrough, Reason
from campaigns.backups.drills import alarm, last_drill
from campaigns.models import Reminder, RestoreDrill, SenderEvent
from campaigns.restored import Known, what_is_known
from campaigns.rules import may_lock_down, may_release_sender
from campaigns.sender import NO_KEY, first_of_two, hold_sender, needs_two, release_sender, what_holds
from campaigns.sweeps import MONTHS, beginning_of_day, next_moments, numbers_before, oldest_due, tally
from cases.admin.saves import moment_in_words
from cases.admin.seen import NAME, is_as_shown, see
from cases.admin.sent import note_sent, sent_again
from config import clock

EVENTS = 20  # as many as are shown
LATEST = 7


def sender_urls(site: AdminSite) -> list[URLPattern]:
    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return cast(Callable[..., HttpResponse], site.admin_view(never_cache(partial(view, site))))

    return [
        path("sender/", page(sender_page), name="sender"),
        path("sender/hold/", page(hold_page), name="sender_hold"),
        path("sender/release/", page(release_page), name="sender_release"),
    ]


def sender_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """May mail leave, is it at work, what became of what, and what was decided."""
    if not request.user.has_perm("campaigns.view_reminder"):
        raise PermissionDenied
    at = clock.now()
    context = {
        **site.each_context(request),
        "title": "Sender",
        "due": Reminder.objects.due(at).count(),
        "oldest": oldest_due(at=at),
        "tallies": [
            ("Today", tally(since=beginning_of_day(at=at))),
            ("The last 7 days", tally(since=beginning_of_day(at=at, days_ago=6))),
        ],
        "moments": next_moments(at=at),
        "before": numbers_before(months=MONTHS),
        "journal_kept": JOURNAL.words,
        "events": SenderEvent.objects.select_related("by").order_by("-at", "-pk")[:EVENTS],
        "history": HistoryCheck.objects.first(),
        "may_release": may_release_sender(request.user),
        "may_lock_down": may_lock_down(request.user),
        "lock_downs": LockDown.objects.select_related("by", "first_by", "lifted_by").order_by("-began_at", "-pk")[
            :LATEST
        ],
        "needs_two": _takes_two(),
        "first": first_of_two(at=at),
        "drills": RestoreDrill.objects.order_by("-began_at", "-pk")[:LATEST],
        "drill_alarm": alarm(last_drill(), at=at),
    }
    return TemplateResponse(request, "admin/campaigns/sender.html", context)


def hold_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask why, then let no mail leave."""
    consequences = [
        "No mail leaves any more: no reminder, and no mail to confirm a subscription.",
        "A mail that is being handed over at that moment still goes.",
        "Reminders are planned all the same. Once somebody releases the sender, what is still wanted goes late.",
    ]
    return _ask(site, request, "Hold the sender", consequences, hold_sender, "The sender is on hold.")


def release_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask why, then let mail leave; of a copy or a restored backup ask two people."""
    due = Reminder.objects.due(clock.now()).count()
    goes = (
        f"{due} reminder{'' if due == 1 else 's'} {'is' if due == 1 else 'are'} due now; what is still wanted of "
        "that goes within a minute."
    )
    if not _takes_two():
        consequences = ["Mail leaves from this place again, and from no other that shares this database.", goes]
        return _ask(site, request, "Release the sender", consequences, release_sender, "The sender is released.")
    first = first_of_two(at=clock.now())
    if first is None:
        who = "You are the first of two: no mail leaves until somebody else has released it too, within 24 hours."
    else:
        who = (
            f"{first.first_by} released it {moment_in_words(cast(datetime, first.first_at))}, as the first of two. "
            f"With yours mail leaves from this place again, and from no other. {goes}"
        )
    consequences = [
        who,
        "This is a copy or a restored backup. It does not know of actions stopped since, nor of mails that went since: "
        "nothing here can tell you. Ask who was at work, and look through the log of the mail server.",
        "If this is a copy for trying things out: do not release it.",
    ]
    done = "The sender is released." if first else "You are the first of two. Now somebody else has to release it."
    known = what_is_known()
    return _ask(site, request, "Release the sender", consequences, release_sender, done, known=known)


def _takes_two() -> bool:
    return what_holds() not in ("", NO_KEY) and needs_two()


def _ask(
    site: AdminSite,
    request: HttpRequest,
    label: str,
    consequences: list[str],
    do: Callable[..., object],
    done: str,
    *,
    known: Known | None = None,
) -> HttpResponse:
    if not may_release_sender(request.user):
        raise PermissionDenied
    page = f"sender/{label}"
    form = (Reason if known is None else LookedThrough)(request.POST if request.method == "POST" else None)
    proof = proof_wanted(request) if do is release_sender else None
    if request.method == "POST":
        if again := sent_again(request, page):
            return again
        if refusal := _refusal(request, page):
            form.add_error(None, refusal)
        elif form.is_valid() and (proof is None or proof.is_valid()) and _is_done(request, form, do):
            messages.success(request, done)
            return note_sent(request, HttpResponseRedirect(reverse("admin:sender")), form=page, root="sender")
    context = {
        **site.each_context(request),
        "title": f"{label}?",
        "label": label,
        "form": form,
        "proof": proof,
        "known": known,
        "consequences": consequences,
        "is_grave": do is release_sender,
        NAME: see(page, _state(), at=clock.now()).sealed(),
    }
    return TemplateResponse(request, "admin/campaigns/sender_move.html", context)


def _is_done(request: HttpRequest, form: Reason, do: Callable[..., object]) -> bool:
    """Hold or release; where that is refused the reason stands in the form."""
    try:
        do(by=cast(User, request.user), at=clock.now(), reason=form.cleaned_data["reason"])
    except ValidationError as refused:
        form.add_error(None, refused.messages)
    except OSError:
        form.add_error(None, "This place has no key and none can be made. Ask whoever runs the machine.")
    else:
        return True
    return False


def _state() -> dict[str, str]:
    """What was decided last; whoever decides anew has to have seen it."""
    last = SenderEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return {"last": str(last)}


def _refusal(request: HttpRequest, page: str) -> str:
    if is_as_shown(request.POST, _state(), of=page):
        return ""
    last = SenderEvent.objects.select_related("by").order_by("-pk").first()
    what = f": {last.get_verb_display()} by {last.by or 'the desk itself'} {moment_in_words(last.at)}" if last else ""
    return f"Nothing was done: something was decided after you were shown this page{what}. Decide anew, if need be."
