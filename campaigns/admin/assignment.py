"""The page of one matter of the desk: who takes it, until when it waits, and why. Reached from its row."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.roles import staff_who_may
from campaigns.admin.moves import address_of
from campaigns.assignments import STALE, Agreed, assign, find_matter, is_seen, may_give
from campaigns.desk import Whose
from campaigns.matters import ABOUT
from campaigns.models import Reminder
from cases.admin.kept import kept_page
from cases.admin.sent import note_sent, sent_again
from cases.admin.team_only import note_reading
from cases.levels import may_be_listed
from cases.models import Deadline, Hearing
from cases.text import tidy, validate_line
from config import clock


def assignment_urls(site: AdminSite) -> list[URLPattern]:
    view = cast(Callable[..., HttpResponse], site.admin_view(never_cache(partial(assignment_page, site))))
    return [path("matters/<str:matter>/<int:subject_id>/", view, name="assign")]


def desk_choice(request: HttpRequest) -> tuple[Whose, bool]:
    """What of the desk somebody chose to see: whose matters, and whether those that wait until later."""
    asked = request.GET.get("whose", "")
    return Whose(asked) if asked in Whose.values else Whose.EVERYBODY, request.GET.get("later") == "1"


def words_of_choice(whose: Whose, is_later: bool) -> str:
    """The choice as the end of an address: "?whose=mine&later=1", or nothing where nothing was chosen."""
    asked = {"whose": whose.value} if whose != Whose.EVERYBODY else {}
    asked |= {"later": "1"} if is_later else {}
    return f"?{urlencode(asked)}" if asked else ""


class AssignmentForm(forms.Form):
    """Who takes it, until when it waits, and a note; with the moment of what was shown."""

    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label="Who sees to it",
        required=False,
        error_messages={"invalid_choice": "Choose somebody from the list."},
    )
    not_before = forms.DateField(
        label="Not before",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2011-08-23."},
    )
    note = forms.CharField(
        max_length=300,
        required=False,
        validators=[validate_line],
        help_text="In a few words, if there is something to say. Only staff read it, and no mail carries it.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    seen_at = forms.CharField(required=False)  # written out by the page itself

    def __init__(self, *args: Any, stands: Agreed, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hand, agreed = stands.hand, stands.hand.assignment
        readers = staff_who_may(ABOUT[hand.matter].reading)
        person = cast(forms.ModelChoiceField, self.fields["assignee"])
        person.queryset = (readers if may_give(user) else readers.filter(pk=user.pk)).order_by("name", "email")
        by_itself = f"{stands.default}, who answers for the case" if stands.default else hand.falls_to_words
        person.empty_label = f"nobody by name: {by_itself}"
        if not may_give(user):
            person.help_text = "Only editors and approvers give a matter to somebody else."
            # With somebody else, taking it is all that is left to do.
        is_elsewhere = hand.whose not in (None, user) and not may_give(user)
        person.initial = user.pk if is_elsewhere else agreed.assignee_id if agreed else None
        day = self.fields["not_before"]
        day.help_text = _until_when(stands)
        day.widget.attrs["max"] = stands.latest.isoformat()
        day.initial, self.fields["note"].initial = hand.not_before, hand.note

    def clean_note(self) -> str:
        return tidy(self.cleaned_data["note"])

    def clean_seen_at(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen_at"])
        except ValueError:
            return None


def _until_when(stands: Agreed) -> str:
    words = "Until this day it stands in no queue, then it comes back by itself. Empty: it waits for nothing. "
    if stands.own_day == stands.latest:
        return f"{words}At the latest {stands.latest:%-d %B %Y}: a matter never waits beyond its own day."
    return f"{words}At the latest {stands.latest:%-d %B %Y}."


def assignment_page(site: AdminSite, request: HttpRequest, matter: str, subject_id: int) -> HttpResponse:
    """Show how a matter stands; take, give, put off or let go of it.

    Raises:
        Http404: there is no such kind of matter.
        PermissionDenied: for somebody who may not read its queue.
    """
    if matter not in ABOUT:
        raise Http404
    user, at = cast(User, request.user), clock.now()
    if not user.has_perm(ABOUT[matter].reading):
        raise PermissionDenied
    desk = reverse("admin:index") + words_of_choice(*desk_choice(request))
    stands = find_matter(matter, subject_id, on=clock.today())
    is_shown = is_seen(matter, subject_id, by=user)
    if stands is None or not is_shown or not may_be_listed(stands.subject, user):
        return _gone(site, request, desk)
    note_reading(request, stands.subject)
    page = f"matter/{matter}/{subject_id}"
    if request.method == "POST" and (again := sent_again(request, page)):
        return again
    form = AssignmentForm(request.POST if request.method == "POST" else None, stands=stands, user=user)
    seen = request.POST.get("seen_at", "") if form.is_bound else _moment(stands)
    if request.method == "POST" and form.is_valid():
        try:
            assign(matter, subject_id, by=user, at=at, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            if getattr(refused, "code", "") == STALE:
                # The page now shows what the other person did, so whoever sends it again has seen that.
                stands, seen = _stands_now(matter, subject_id, stands)
        else:
            messages.success(request, f"Saved: {name_of(stands.subject)}.")
            return note_sent(request, HttpResponseRedirect(desk), form=page, root=page)
    context = {
        **site.each_context(request),
        "title": "Assign or put off",
        "name": name_of(stands.subject),
        "thing_url": address_of(stands.subject, "change"),
        "stands": stands,
        "seen_at": seen,
        "desk": desk,
        "form": form,
    }
    return TemplateResponse(request, "admin/campaigns/assignment.html", context)


def _gone(site: AdminSite, request: HttpRequest, desk: str) -> HttpResponse:
    """The desk; and before it what was typed, where something was."""
    sentence = "What this was about is not there any more."
    note = tidy(request.POST.get("note", ""))
    if not note:
        messages.error(request, sentence)
        return HttpResponseRedirect(desk)
    return kept_page(
        request,
        site.each_context(request),
        title="Assign or put off: too late",
        sentence=f"{sentence} Nothing was saved. Here is the note you typed.",
        typed=[("Note", note)],
        back=("To the desk", desk),
    )


def _stands_now(matter: str, subject_id: int, stood: Agreed) -> tuple[Agreed, str]:
    stands = find_matter(matter, subject_id, on=clock.today()) or stood
    return stands, _moment(stands)


def _moment(stands: Agreed) -> str:
    return stands.seen_at.isoformat() if stands.seen_at else ""


def name_of(thing: Any) -> str:
    """What a matter is about, for staff: "hearing on 19 July 2011: review of detention"."""
    match thing:
        case Hearing():
            return f"hearing on {thing.on:%-d %B %Y}: {thing.matter}"
        case Deadline():
            return f"deadline on {thing.on:%-d %B %Y}: {thing.what}"
        case Reminder():
            about = f"{thing.action.reference}, " if thing.action else ""
            return f"{about}{thing.get_kind_display()} of {thing.about_on:%-d %B %Y}, which failed"
    return str(thing)
