"""Letters for one writer: a form, what becomes of it, and files to print and to change.

What is typed is in the request and in its answer and nowhere else. There is no session and no cookie, nothing is
written to the database, no log line holds it, no address holds it (it comes by POST), and no cache may keep an answer.
"""

from contextlib import ExitStack
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from appeals.action_page import page_of, published_action
from appeals.asking import kept_asking
from appeals.letter_forms import LetterForm
from appeals.letter_page import missing_words, page_of_letters, text_file_of
from appeals.letter_print import pdf_of_letters, signs_missing
from appeals.letters import Letter, letters_of
from appeals.pdf_errors import PDFError
from appeals.posting import post_plan
from appeals.views.leaving import until_it_has_left
from appeals.views.over import status_when_over
from appeals.views.typed import is_larger, posted, refusal_of
from appeals.word_letters import word_file_of
from appeals.writer import country_asked_for
from campaigns.content import SheetContent, content_of
from campaigns.models import UrgentAction
from cases.models import CountryNote
from cases.postage import rates_from
from config import clock

# All fields filled to their ends with signs of another script take a quarter of this.
LARGEST_REQUEST = 32 * 1024  # bytes
# Making letters takes a moment in which the action may get a newer sheet; then they are made of that one.
_ATTEMPTS = 3

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@sensitive_post_parameters()
@never_cache
# Nothing is changed by it, so nothing can be forged; and a writer needs no cookie, which would be a trace.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters to the recipients of the sheet by which an action asks for letters now.

    They are made first, and handed out only if the same sheet still asks then. A stop waits for the handing out.
    """
    if is_larger(request, LARGEST_REQUEST):
        return render(request, "appeals/letters/too_much.html", {"slug": slug}, status=413)
    refusal = refusal_of("letters", request)
    for _ in range(_ATTEMPTS):
        action = published_action(slug, at=clock.now())
        if action is None or action.current_sheet is None:
            raise Http404("There is no published action at this address.")
        if not action.is_open(on=clock.today()):
            return _over(request, action)
        answer = _answer(request, action, content_of(action.current_sheet), refusal)
        with ExitStack() as kept:
            if kept.enter_context(kept_asking(slug, on=clock.today())) == action.current_sheet_id:
                return until_it_has_left(answer, kept.pop_all())
    return render(request, "appeals/letters/changing.html", {"action": action}, status=503)


def _answer(request: HttpRequest, action: UrgentAction, content: SheetContent, refusal: str) -> HttpResponse:
    typed = posted(request)
    country, odd_country = country_asked_for(request.GET)
    form = LetterForm(typed, content=content, writes_from=country)
    note = CountryNote.objects.filter(country=content.country).first()
    page: dict[str, Any] = {"action": action, "content": content, "form": form, "note": note}
    page |= {"problem": odd_country if typed is None else "", "shown": None}
    if typed is None:
        return _page(request, page)
    if not form.is_valid():
        return _page(request, page, status=422)
    if refusal:
        return _page(request, {**page, "problem": refusal}, status=429)
    on, to_embassy = clock.today(), form.cleaned_data["to_embassy"]
    plan = post_plan(content, from_country=form.country, on=on, to_embassy=to_embassy)
    made = letters_of(content, form.writer, language=form.chosen_language, on=on, embassy=plan.to_embassy, via=plan.via)
    # Nobody gets a file of a sheet that they have not seen: they read the letters first.
    is_new_sheet = typed.get("version") not in (None, "", str(content.version))
    kind = typed.get("output")
    status = 200
    if kind in _TYPES and not is_new_sheet:
        try:
            return _file(kind, made, content, form)
        except PDFError as error:
            page["problem"], status = str(error), 503
        except _Unprintable as error:
            page["problem"], status = str(error), 422
    page["shown"] = page_of_letters(
        made,
        content,
        paper=form.cleaned_data["paper"],
        language=form.chosen_language,
        is_new_sheet=is_new_sheet,
        plan=plan,
        rates=rates_from(form.country, on=on),
        to_embassy=to_embassy,
    )
    return _page(request, page, status=status)


class _Unprintable(Exception):
    """The letters hold signs that no font has. The message is a sentence for the writer."""


def _file(kind: str, made: tuple[Letter, ...], content: SheetContent, form: LetterForm) -> HttpResponse:
    paper = form.cleaned_data["paper"]
    match kind:
        case "pdf":
            if missing := signs_missing(made):
                raise _Unprintable(missing_words(missing))
            data = pdf_of_letters(made, content, paper=paper, with_fax=form.cleaned_data["with_fax"])
        case "docx":
            data = word_file_of(made, content, paper=paper)
        case _:
            data = text_file_of(made)
    # A name of the action and the sheet alone. To be saved: who shows such an answer anew asks for it without the form.
    reference = content.reference.replace("/", "-").replace(" ", "-")
    name = f"{reference}-v{content.version}-letters.{kind}"
    return HttpResponse(
        data, content_type=_TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(request: HttpRequest, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "appeals/letters/letters.html", page, status=status)


def _over(request: HttpRequest, action: UrgentAction) -> HttpResponse:
    """The same that stands on the page of the action, with nothing to write by."""
    page = {"action": action, "page": page_of(action, at=clock.now())}
    return render(request, "appeals/letters/over.html", page, status=status_when_over(action))
