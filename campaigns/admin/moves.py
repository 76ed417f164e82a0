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
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.proof import ProofForm, proof_wanted
from campaigns.admin.answers import Reason
from campaigns.decisions import InvalidTransition
from cases.admin.base import DeskAdmin
from cases.admin.deleting import values_of_rows
from cases.admin.kept import kept_page, typed_into
from cases.admin.saves import Saves, last_record
from cases.admin.seen import NAME, RECORD, is_as_shown, label_of, see, unseal
from cases.admin.sent import note_sent, sent_again
from cases.refusals import sentence_of
from config import clock


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
        done: the sentence afterwards, with the thing's name in it; or what makes it of the thing and the answers.
        is_grave: shown in the colour of what cannot be taken back.
        or_permission: another that opens the page as well.
        hinders: sentences about what stands in the way; while there are any, nothing is asked.
        initial: what the form starts with. A hidden field always holds what belongs to the page as it is shown.
        knows: what the form must know of the thing, as keyword arguments.
        shows: what else the page shows, for a template of its own.
        why_not: why this person may not, where it is not for the state of the thing.
        state: what must still be as it was shown, where it is not all of the thing (`MovingAdmin.state_of`).
        asks_proof: whether somebody who came in a while ago has to show once more who they are (`accounts.proof`).
    """

    name: str
    label: str
    question: str
    permission: str
    may: Callable[[Any, Any], bool]
    brings_about: Callable[[Any], Sequence[str]]
    do: Callable[..., Any]
    done: str | Callable[[Any, dict[str, Any]], str]
    form: type[forms.Form] = Reason
    is_grave: bool = False
    hinders: Callable[[Any], Sequence[str]] = lambda thing: ()
    or_permission: str = ""
    initial: Callable[[Any], dict[str, Any]] = lambda thing: {}
    knows: Callable[[Any], dict[str, Any]] = lambda thing: {}
    shows: Callable[[Any], dict[str, Any]] = lambda thing: {}
    template: str = "admin/campaigns/move.html"
    why_not: Callable[[Any, Any], str] = lambda user, thing: ""
    state: Callable[[Any], str] | None = None
    asks_proof: bool = False

    def says(self, landed: Any, answers: dict[str, Any]) -> str:
        """The sentence afterwards."""
        return self.done.format(landed) if isinstance(self.done, str) else self.done(landed, answers)

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

    def state_of(self, thing: Any) -> str:
        """What a page shows of a thing before somebody decides on it, as text to compare."""
        return "\n".join(values_of_rows([thing]).values())

    def page_after(self, request: HttpRequest, landed: Any) -> str:
        """Where somebody goes on to from a move, and back to instead of it."""
        return address_of(landed, "change")

    def held_for_move(self, request: HttpRequest, object_id: str) -> Any:
        """The thing, locked in the order in which the verbs lock; None if it is gone."""
        return self.get_object(request, object_id)

    def move_view(self, request: HttpRequest, object_id: str, *, move: Move) -> HttpResponse:
        """Ask, then do; a refusal is shown on the same page with what was typed."""
        if not move.is_for(request.user):
            raise PermissionDenied
        if request.method == "POST":
            with transaction.atomic():
                return self._do(request, unquote(object_id), move)
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            messages.error(request, self.gone_sentence(request, object_id))
            return HttpResponseRedirect(reverse("admin:index"))
        if not move.may(request.user, thing):
            return self._too_late(request, thing, move)
        form = move.form(initial=move.initial(thing), **move.knows(thing))
        return self._move_page(request, thing, move, form, proof_wanted(request) if move.asks_proof else None)

    def _do(self, request: HttpRequest, object_id: str, move: Move) -> HttpResponse:
        thing = self.held_for_move(request, object_id)
        if thing is None:
            sentence = f"{self.gone_sentence(request, object_id)} Nothing was done."
            return self._kept_move(request, move, sentence, ("To the desk", reverse("admin:index")))
        page = f"{label_of(thing)}/{move.name}"
        if again := sent_again(request, page):
            return again
        if not move.may(request.user, thing):
            return self._too_late(request, thing, move)
        form = move.form(request.POST, initial=move.initial(thing), **move.knows(thing))
        proof = proof_wanted(request) if move.asks_proof else None
        if refusal := self._refusal(request, thing, move):
            form.add_error(None, refusal)
        elif proof and not proof.is_valid():
            return self._move_page(request, thing, move, form, proof)
        elif form.is_valid():
            try:
                with transaction.atomic():
                    landed = move.do(thing, by=request.user, at=clock.now(), **form.cleaned_data)
            except InvalidTransition as refused:
                form.add_error(None, str(refused))
            except ValidationError as refused:
                _refuse(form, refused)
            except IntegrityError as refused:
                form.add_error(None, sentence_of(refused))
            else:
                messages.success(request, move.says(landed, form.cleaned_data))
                answer = HttpResponseRedirect(self.page_after(request, landed))
                return note_sent(request, answer, form=page, root=label_of(self.root_of(thing)))
        return self._move_page(request, thing, move, form, proof_wanted(request) if move.asks_proof else None)

    def _refusal(self, request: HttpRequest, thing: Any, move: Move) -> str:
        """Why nothing is decided on a thing that is not as the page had shown it; empty where it is."""
        page = f"{label_of(thing)}/{move.name}"
        if is_as_shown(request.POST, self._shown(thing, move), of=page):
            return ""
        seen = unseal(request.POST.get(NAME, ""), of=page)
        is_of_row = seen is not None and not seen.has(RECORD, last_record(thing))
        save = Saves(request.user).last_of(type(thing), thing.pk) if is_of_row else None
        who = f"{save.who} changed it {save.when}" if save else "something it says was changed"
        return f"Nothing was done: {who} after you were shown this page. Look at {thing} as it stands now, then decide."

    def _shown(self, thing: Any, move: Move) -> dict[str, str]:
        return {"state": move.state(thing) if move.state else self.state_of(thing)}

    def _too_late(self, request: HttpRequest, thing: Any, move: Move) -> HttpResponse:
        """What somebody gets who may not do this, or not any more."""
        why_not = move.why_not(request.user, thing) or f"Nothing was done: {thing} has changed meanwhile."
        if request.method == "POST" and typed_into(move.form(), request.POST):
            return self._kept_move(request, move, why_not, (f"To {thing}", self.page_after(request, thing)))
        messages.error(request, why_not if move.why_not(request.user, thing) else f"{why_not} See its state below.")
        return HttpResponseRedirect(self.page_after(request, thing))

    def _kept_move(self, request: HttpRequest, move: Move, sentence: str, back: tuple[str, str]) -> HttpResponse:
        return kept_page(
            request,
            {**self.admin_site.each_context(request), "opts": self.opts},
            title=f"{move.label}: too late",
            sentence=f"{sentence} Here is everything you typed, to copy what is still needed.",
            typed=typed_into(move.form(), request.POST),
            back=back,
        )

    def _move_page(
        self, request: HttpRequest, thing: Any, move: Move, form: forms.Form, proof: ProofForm | None
    ) -> HttpResponse:
        if form.is_bound:
            _ask_anew(form, move.initial(thing))
        shown = {**self._shown(thing, move), RECORD: last_record(thing)}
        context = {
            **self.admin_site.each_context(request),
            **move.shows(thing),
            "title": move.question.format(thing),
            "opts": self.opts,
            "thing": thing,
            "back": self.page_after(request, thing),
            "move": move,
            "form": form,
            "proof": proof,
            "hindrances": [] if form.is_bound else move.hinders(thing),
            "consequences": move.brings_about(thing),
            NAME: see(f"{label_of(thing)}/{move.name}", shown, at=clock.now()).sealed(),
        }
        return TemplateResponse(request, move.template, context)


def _refuse(form: forms.Form, refused: ValidationError) -> None:
    """Say each sentence at the field that it is about, where the form has it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused.messages)
        return
    for name, sentences in refused.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


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
