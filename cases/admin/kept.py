"""What somebody typed into a form that has nothing to be saved to any more, as text to copy."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse

from cases.admin.seen import model_of
from cases.admin.values import EMPTY, raw_value, readable_as_typed

Typed = list[tuple[str, str]]
# A seal or a token, a count of rows, a secret; and what is shorter is a choice or a day, quickly given again.
_UNSEEN = re.compile(r"token|seen|sealed|_FORMS$|password|proof|^next$|^_|^form$", re.IGNORECASE)
_WORDS = 12


def kept_page(
    request: HttpRequest, site: dict[str, Any], *, title: str, sentence: str, typed: Typed, back: tuple[str, str]
) -> TemplateResponse:
    """A page that says what happened and keeps everything that was typed.

    Args:
        site: what every page of the admin shows (`AdminSite.each_context`).
        typed: labels and texts.
        back: where to go on: words and address.
    """
    context = {**site, "title": title, "sentence": sentence, "typed": typed, "back": back}
    return TemplateResponse(request, "admin/cases/kept.html", context)


def typed_into(form: forms.BaseForm, post: QueryDict, place: str = "") -> Typed:
    """The labels and texts of the boxes of a form that are not empty; nothing of boxes nobody sees.

    Args:
        place: the prefix of the form among what was posted.
    """
    return [(label, text) for label, text in _texts(form, post, place) if text not in (EMPTY, "no")]


def typed_below(formset: BaseInlineFormSet, post: QueryDict) -> Typed:
    """The same of all rows below a page; the label begins with the kind of the row and its place."""
    found: Typed = []
    blank, total = formset.empty_form, post.get(f"{formset.prefix}-TOTAL_FORMS", "")
    for number in range(min(int(total[:6]), formset.absolute_max) if total.isdecimal() else 0):
        kind = f"{model_of(formset)._meta.verbose_name} {number + 1}".capitalize()
        rows = typed_into(blank, post, f"{formset.prefix}-{number}-")
        found += [(f"{kind}: {label}", text) for label, text in rows]
    return found


def typed_by_name(post: QueryDict) -> Typed:
    """What was posted to a page of which nothing is known, by the names of its boxes: words, and nothing secret."""
    return [
        (name.rpartition("-")[2].replace("_", " ").capitalize(), text)
        for name in post
        if not _UNSEEN.search(name)
        for text in post.getlist(name)
        if len(text) >= _WORDS
    ]


def _texts(form: forms.BaseForm, post: QueryDict, place: str) -> Iterator[tuple[str, str]]:
    for name, box in form.fields.items():
        if not box.widget.is_hidden and not box.disabled and name != "DELETE":
            yield str(box.label or name).capitalize(), readable_as_typed(box, raw_value(box, post, place + name))
