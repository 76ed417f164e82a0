"""What is kept about whoever reads, follows or writes, for how long, and what nobody here can protect."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts import terms
from appeals.term_keeping import RULES

_OF_STAFF = (terms.LOGINS, terms.OPEN_FORMS)
# Those that a job keeps, and the counts, which end by themselves.
_TERMS = (*(rule.term for rule in RULES), terms.COUNTS)


@cache_control(no_cache=True)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """``/limits/``: its table is made of the terms that the jobs keep."""
    page = {
        "terms": [(_sentence(term.what), term.words) for term in _TERMS if term not in _OF_STAFF],
        "of_staff": [(_sentence(term.what), term.words) for term in _OF_STAFF],
        "unconfirmed": terms.UNCONFIRMED.words,
        "journal": terms.JOURNAL.words,
    }
    return render(request, "appeals/limits.html", page)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
