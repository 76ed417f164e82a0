"""A verb of the life cycle as a page: what it will bring about, a reason, one button. Never a link that acts.

Whether the button is shown and whether it works is asked of the same predicate (`campaigns.rules`); what it does
is one function of `campaigns.lifecycle`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from campaigns.decisions import InvalidTransition
from campaigns.models import ActionEvent
from cases.admin.base import DeskAdmin
from cases.refusals import sentence_of
from cases.text import tidy, validate_line
from config import clock


class NoQuestion(forms.Form):
    """Nothing to say but yes."""


class Reason(forms.Form):
    """Why, in a few words."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        validators=[validate_line],
        help_text="In a few words. Only staff read it.",
        error_messages={"required": "Say why, in a few words; the reason is kept for staff."},
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        return tidy(self.cleaned_data["reason"])


class ReasonIfAny(Reason):
    """Why, where there is something to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class NoteField(forms.CharField):
    """What everybody may be told, checked as the column that keeps it."""

    def __init__(self, *, label: str = "Public note") -> None:
        super().__init__(
            label=label,
            required=False,
            validators=ActionEvent._meta.get_field("public_note").validators,
            help_text="What may be told to everybody: it goes into the mail to followers and onto the action's page. "
            "May be left empty.",
            widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        )

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class PublicNote(forms.Form):
    """Nothing to decide but what everybody may be told."""

    public_note = NoteField()


class ReasonAndNote(Reason):
    """Why, for staff, and what everybody may be told."""

    public_note = NoteField()


class ReasonIfAnyAndNote(ReasonIfAny):
    """Why, where there is something to say, and what everybody may be told."""

    public_note = NoteField()


class ReasonAndEnd(Reason):
    """Why, for staff, and how it ended, for everybody."""

    public_note = NoteField(label="How did it end?")


@dataclass(frozen=True)
class Move:
    """One verb of one kind of thing.

    Args:
        name: the last part of its address.
        label: on the button, "Stop".
        question: the heading, with the thing's name in it: "Stop {}?"
        permission: without it the page does not exist for somebody.
        may: permission and state together.
        brings_about: sentences that say what will happen.
        do: called as ``do(thing, by=, at=, **answers)``; returns the thing whose page comes next.
        done: the sentence afterwards, with the thing's name in it.
        is_grave: shown in the colour of what cannot be taken back.
        or_permission: another that opens the page as well.
        hinders: sentences about what stands in the way; while there are any, nothing is asked.
        initial: what the form starts with. A hidden field always holds what belongs to the page as it is shown.
        shows: what else the page shows, for a template of its own.
        why_not: why this person may not, where it is not for the state of the thing.
    """

    name: str
    label: str
    question: str
    permission: str
    may: Callable[[Any, Any], bool]
    brings_about: Callable[[Any], Sequence[str]]
    do: Callable[..., Any]
    done: str
    form: type[forms.Form] = Reason
    is_grave: bool = False
    hinders: Callable[[Any], Sequence[str]] = lambda thing: ()
    or_permission: str = ""
    initial: Callable[[Any], dict[str, Any]] = lambda thing: {}
    shows: Callable[[Any], dict[str, Any]] = lambda thing: {}
    template: str = "admin/campaigns/move.html"
    why_not: Callable[[Any, Any], str] = lambda user, thing: ""

    def is_for(self, user: Any) -> bool:
        """Whether its page exists for this person."""
        return user.has_perm(self.permission) or (bool(self.or_permission) and user.has_perm(self.or_permission))


class MovingAdmin(DeskAdmin):
    """The admin of a model whose state is changed by moves only: one page for each of them."""

    moves: Sequence[Move] = ()

    def get_urls(self) -> list[URLPattern]:
        meta, wrap = self.opts, self.admin_site.admin_view
        return [
            path(
                f"<path:object_id>/{move.name}/",
                wrap(partial(self.move_view, move=move)),
                name=f"{meta.app_label}_{meta.model_name}_{move.name}",
            )
            for move in self.moves
        ] + super().get_urls()

    def possible_moves(self, request: HttpRequest, thing: Any) -> list[tuple[Move, str]]:
        """The moves this person may make now, with the address of each."""
        return [(move, address_of(thing, move.name)) for move in self.moves if move.may(request.user, thing)]

    def move_view(self, request: HttpRequest, object_id: str, *, move: Move) -> HttpResponse:
        """Ask, then do; a refusal is shown on the same page with what was typed."""
        if not move.is_for(request.user):
            raise PermissionDenied
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            messages.error(request, f"There is no such {self.opts.verbose_name}; perhaps it was deleted.")
            return HttpResponseRedirect(reverse("admin:index"))
        if not move.may(request.user, thing):
            why_not = move.why_not(request.user, thing)
            messages.error(request, why_not or f"Nothing was done: {thing} has changed meanwhile. See its state below.")
            return HttpResponseRedirect(address_of(thing, "change"))
        form = move.form(request.POST if request.method == "POST" else None, initial=move.initial(thing))
        if request.method == "POST" and form.is_valid():
            try:
                landed = move.do(thing, by=request.user, at=clock.now(), **form.cleaned_data)
            except InvalidTransition as refused:
                form.add_error(None, str(refused))
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            except IntegrityError as refused:
                form.add_error(None, sentence_of(refused))
            else:
                messages.success(request, move.done.format(landed))
                return HttpResponseRedirect(address_of(landed, "change"))
        return self._move_page(request, thing, move, form)

    def _move_page(self, request: HttpRequest, thing: Any, move: Move, form: forms.Form) -> HttpResponse:
        if form.is_bound:
            _ask_anew(form, move.initial(thing))
        context = {
            **self.admin_site.each_context(request),
            **move.shows(thing),
            "title": move.question.format(thing),
            "opts": self.opts,
            "thing": thing,
            "back": address_of(thing, "change"),
            "move": move,
            "form": form,
            "hindrances": [] if form.is_bound else move.hinders(thing),
            "consequences": move.brings_about(thing),
        }
        return TemplateResponse(request, move.template, context)


def _ask_anew(form: forms.Form, initial: dict[str, Any]) -> None:
    """A refused form keeps what was typed, but what it says of the page is what the page shows now; and a tick for
    having read it is asked again."""
    data = cast(QueryDict, form.data).copy()
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            data[name] = str(initial.get(name, ""))
        elif isinstance(field, forms.BooleanField):
            data.pop(name, None)
    form.data = data


def address_of(thing: Any, page: str) -> str:
    """The address of a page of a thing in the admin: "change", or the name of one of its moves."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])
