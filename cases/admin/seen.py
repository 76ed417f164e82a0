"""What a page showed of what is stored, sealed: the page hands it back, and nothing is saved over anything else.

A seal holds no text, only a keyed hash of each value, so that it can be told of every value by itself whether the
one who posts has changed it, somebody else has, or both.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core import signing
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.crypto import get_random_string, salted_hmac

from cases.admin.values import comparable

NAME = "seen"  # of the hidden field
# The key of the last record of a thing: no value that a page shows, but how to tell who changed it since.
RECORD = "record"
_SALT = "cases.admin.seen"
_BUTTONS = frozenset({"csrfmiddlewaretoken", "_save", "_continue", "_addanother"})


@dataclass(frozen=True)
class Seen:
    """What a page showed, and when.

    Args:
        of: the thing whose page it is (`label_of`), or the name of the page.
        at: when it was shown.
        digests: of each value, by its key (`values_of`).
    """

    of: str
    at: datetime
    digests: dict[str, str]

    def sealed(self) -> str:
        """As the hidden field holds it; never twice the same, so that two pages can be told apart."""
        parts = [self.of, self.at.isoformat(), self.digests, get_random_string(8)]
        return signing.dumps(parts, salt=_SALT, compress=True)

    def knows(self, key: str) -> bool:
        return key in self.digests

    def has(self, key: str, words: str) -> bool:
        """Whether the page showed exactly this value."""
        return self.digests.get(key) == digest(key, words)

    def shows(self, values: dict[str, str]) -> bool:
        """Whether the page showed exactly these values, and no others."""
        return {key: value for key, value in self.digests.items() if key != RECORD} == digests_of(values)


def see(of: str, values: dict[str, str], *, at: datetime) -> Seen:
    """Note what a page shows at this moment."""
    return Seen(of=of, at=at, digests=digests_of(values))


def unseal(text: str, *, of: str) -> Seen | None:
    """What a page showed, from its hidden field; None where that is missing, broken, or of another page."""
    try:
        whose, at, digests, _ = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Seen(of=of, at=datetime.fromisoformat(at), digests=digests) if whose == of else None


def is_as_shown(post: QueryDict, values: dict[str, str], *, of: str) -> bool:
    """Whether everything is as the page showed it on which somebody decides, and on which nothing stored is typed over.

    What comes without the field comes from no page, and is for the rules of the verb alone.
    """
    if NAME not in post:
        return True
    seen = unseal(post.get(NAME, ""), of=of)
    return seen is not None and seen.shows(values)


def digest(key: str, words: str) -> str:
    """A keyed hash of one value; that of the same text under another key is another."""
    whole = salted_hmac(_SALT, f"{key}\n{words}", algorithm="sha256").digest()
    return urlsafe_b64encode(whole[:12]).decode()


def digests_of(values: dict[str, str]) -> dict[str, str]:
    return {key: digest(key, words) for key, words in values.items()}


def label_of(thing: Model) -> str:
    """ "cases.hearing:12": how a thing is called between a page and the server."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def values_of(form: forms.BaseModelForm, formsets: Iterable[BaseInlineFormSet]) -> dict[str, str]:
    """Every stored value that a page with these forms lets one change, as comparable text.

    The key is the name of the field; for a row below the page "prefix/number of the row/name".
    """
    values = {name: comparable(form.fields[name], form[name].initial) for name in fields_of(form)}
    for formset in formsets:
        for row in formset.initial_forms:
            if row.instance.pk is not None:
                place = row_key(formset.prefix, row.instance.pk)
                names = fields_of(row, formset)
                values[place] = str(row.instance.pk)
                values |= {f"{place}/{name}": comparable(row.fields[name], row[name].initial) for name in names}
    return values


def row_key(prefix: str | None, pk: Any) -> str:
    return f"{prefix}/{pk}"


def model_of(formset: BaseInlineFormSet) -> type[Model]:
    """What the rows below a page are."""
    return cast(type[Model], formset.model)


def fields_of(form: forms.BaseModelForm, formset: BaseInlineFormSet | None = None) -> Iterator[str]:
    """The names of what one can change in a form: without the number of a row, what it belongs to, its deletion."""
    apart = set() if formset is None else {model_of(formset)._meta.pk.name, formset.fk.name, "DELETE", "ORDER"}
    return (name for name, field in form.fields.items() if name not in apart and not field.disabled)


def digest_of_post(post: QueryDict) -> str:
    """The same for two posts of the same page with the same boxes, whichever button was pressed."""
    told = sorted((name, values) for name, values in post.lists() if name not in _BUTTONS)
    return salted_hmac("cases.admin.post", repr(told), algorithm="sha256").hexdigest()
