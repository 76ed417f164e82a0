"""Following by e-mail: ask, confirm, end. No account, and no answer that tells whether an address is known."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appeals.following import (
    FollowForm,
    answer_by_mail,
    how_early,
    how_often,
    language_preferred,
    scope_asked_for,
    scopes_to_choose,
)
from appeals.standing import Standing, standing_of
from campaigns import subscriptions
from campaigns.models import Subscription, UrgentAction
from campaigns.scopes import Scope, what_it_follows
from campaigns.states import PUBLISHED
from campaigns.subscriptions import UnknownLink, ask_to_follow, confirmation_mail
from config import clock

_read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_read_or_post
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to hear of the dates of one action."""
    action = get_object_or_404(UrgentAction.objects.known(at=clock.now()), slug=slug)
    if not action.is_open(on=clock.today()):
        return render(request, "appeals/following/over.html", {"action": action})
    return _ask(request, Scope(action=action))


@never_cache
@_read_or_post
def follow_all(request: HttpRequest) -> HttpResponse:
    """Ask to hear of the dates of every open action, or of those of a country, a concern or a campaign."""
    scope, problem = scope_asked_for(request.GET, at=clock.now())
    return _ask(request, scope, problem)


def _ask(request: HttpRequest, scope: Scope, problem: str = "") -> HttpResponse:
    form = FollowForm(request.POST or None, initial={"language": language_preferred(request)})
    page: dict[str, object] = {
        "action": scope.action,
        "follows": scope.words,
        "form": form,
        "how_early": how_early(),
        "problem": problem,
        "choices": [],
        "valid_days": subscriptions.VALID_DAYS,
    }
    if scope.action is None:
        page["choices"] = scopes_to_choose(at=clock.now())
    if problem:
        return render(request, "appeals/following/ask.html", page, status=404)
    if request.method != "POST":
        return render(request, "appeals/following/ask.html", page)
    if not form.is_valid():
        return render(request, "appeals/following/ask.html", page, status=422)
    email, at = form.cleaned_data["email"], clock.now()

    def write() -> EmailMessage:
        subscription = ask_to_follow(email, scope=scope, at=at)
        chosen = {name: form.cleaned_data[name] for name in ("first_lead", "pace", "language")}
        return confirmation_mail(subscription, **chosen, at=at)

    if refusal := answer_by_mail(request, email, write, at=at):
        return render(
            request, "appeals/following/ask.html", {**page, "problem": refusal.sentence}, status=refusal.status
        )
    asked = {"action": scope.action, "valid_days": subscriptions.VALID_DAYS}
    return render(request, "appeals/following/asked.html", asked)


@never_cache
@csrf_exempt  # the signed link is the permission; it works where cookies are refused
@_read_or_post
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the confirmation mail: reading changes nothing (mail scanners follow links), the button does."""
    at = clock.now()
    try:
        asked = subscriptions.asked_for_by(token, at=at)
        page = {
            "follows": what_it_follows(asked.subscription),
            "action": asked.subscription.action,
            "how_early": how_early(asked.first_lead, asked.pace),
            "how_often": how_often(asked.pace),
            "language": asked.language,
            "language_name": dict(settings.LANGUAGES)[asked.language],
            "over": _over(asked.subscription.action),
            "state": "ask" if asked.is_open else subscriptions.Confirmation.ALREADY.value,
        }
        if request.method == "POST":
            page["state"] = subscriptions.confirm(token, at=at).value
    except UnknownLink:
        return render(request, "appeals/following/unknown_link.html", {"ends": False}, status=404)
    return render(request, "appeals/following/confirm.html", page)


def _over(action: UrgentAction | None) -> Standing | None:
    """Where the action of a subscription stands, if it asks nobody to write any more or for now."""
    if action is None or action.status not in PUBLISHED:
        return None
    standing = standing_of(action, on=clock.today())
    return None if standing.asks else standing


@never_cache
@csrf_exempt  # RFC 8058: the mail program posts without cookies
@_read_or_post
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of each mail, and its one-click POST (RFC 8058): safe to use twice."""
    try:
        mine = subscriptions.followed_by(token)
    except UnknownLink:
        return render(request, "appeals/following/unknown_link.html", {"ends": True}, status=404)
    page: dict[str, object] = {"has_ended": not mine, "follows": [], "is_more": False}
    if mine and request.method == "POST":
        page["goes_on"] = _end(mine, request)
        page["has_ended"] = True
    elif mine:
        page["follows"] = [(row.pk, what_it_follows(row)) for row in mine]
        page["is_more"] = subscriptions.follows_more_than(*mine)
    return render(request, "appeals/following/stop.html", page)


def _end(mine: list[Subscription], request: HttpRequest) -> bool:
    """End what the button says. A mail program presses none: everything that the link stands for ends.

    Gives whether the address follows something still.
    """
    only = request.POST.get("only")
    chosen = mine if only is None else [row for row in mine if str(row.pk) == only]
    everything = request.POST.get("everything") == "yes"
    goes_on = not everything and (not chosen or subscriptions.follows_more_than(*chosen))
    subscriptions.end(*chosen, everything=everything)
    return goes_on
