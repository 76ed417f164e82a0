"""Keeping, reading and giving up a name that is withheld, one function a verb: who (`by`), when (`at`), why.

Each of them leaves a `TrueNameEvent` in the same transaction: a name that was read without one was not read through
this module. No message of an error holds a name.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.folding import fold
from cases.models import Case, PersonAtRisk, TrueName, TrueNameEvent

# A shorter word of a name is a word of many names, and of many texts.
_TELLING = 4  # letters, folded


def keep_true_name(person: PersonAtRisk, name: str, *, by: User, at: datetime, reason: str) -> TrueName:
    """Keep the name of somebody who is published in a chosen form.

    Raises:
        ValidationError: if the person is published by name, if a name is kept already, if it cannot be one, or if
            what everybody may read of the person holds it.
    """
    with transaction.atomic():
        held = _held(person)
        if held.form != PersonAtRisk.Form.CHOSEN:
            raise ValidationError(
                "This person is shown by name, so there is nothing to withhold. Choose a form first in which they are "
                "published, and save it."
            )
        if TrueName.objects.filter(person=held).exists():
            raise ValidationError("A name is kept for this person already. Give that up first, then keep the other.")
        kept = TrueName(person=held, name=name.strip(), kept_at=at, kept_by=by)
        kept.full_clean(exclude=["person", "kept_by"])
        if tells(kept.name, f"{held.published_as}\n{held.other_spellings}"):
            raise ValidationError(
                "What everybody may read of this person holds a word of the name that you typed. Choose another form, "
                "or empty the other spellings, then keep the name."
            )
        _note(held, TrueNameEvent.Verb.KEPT, by=by, at=at, reason=reason)
        kept.save()
    return kept


def reveal_true_name(person: PersonAtRisk, *, by: User, at: datetime, reason: str) -> str:
    """The name that is withheld; that it was read, by whom and why, stays written down.

    Raises:
        ValidationError: if no reason is given, or no name is kept.
    """
    with transaction.atomic():
        name = _kept_for(person).name
        _note(person, TrueNameEvent.Verb.READ, by=by, at=at, reason=reason)
    return name


def give_up_true_name(person: PersonAtRisk, *, by: User, at: datetime, reason: str) -> None:
    """Forget a name for good: it is in no history and comes back with nothing.

    Raises:
        ValidationError: if no reason is given, or no name is kept.
    """
    with transaction.atomic():
        kept = _kept_for(person)
        _note(person, TrueNameEvent.Verb.GIVEN_UP, by=by, at=at, reason=reason)
        kept.delete()


def events_of_case(case: Case) -> list[TrueNameEvent]:
    """Who kept, read and gave up which names of a case, the newest first."""
    return list(TrueNameEvent.objects.filter(case_number=case.pk).select_related("by"))


def tells(name: str, text: str) -> bool:
    """Whether a text holds a word of a name, in any script and spelling (`cases.folding`)."""
    return bool(_words(name) & set(fold(text).split()))


def people_told_by(people: Iterable[PersonAtRisk], texts: Iterable[str]) -> Iterator[PersonAtRisk]:
    """Those of some people whose withheld name has a word in one of these texts; one query."""
    kept = dict(TrueName.objects.filter(person__in=list(people)).values_list("person_id", "name"))
    if not kept:
        return
    said = set(fold("\n".join(texts)).split())
    yield from (person for person in people if _words(kept.get(person.pk, "")) & said)


def _words(name: str) -> set[str]:
    return {word for word in fold(name).split() if len(word) >= _TELLING and re.fullmatch("[a-z]+", word)}


def _held(person: PersonAtRisk) -> PersonAtRisk:
    return PersonAtRisk.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _kept_for(person: PersonAtRisk) -> TrueName:
    kept = TrueName.objects.select_for_update(of=("self",)).filter(person=person).first()
    if kept is None:
        raise ValidationError("No name is kept for this person (any more).")
    return kept


def _note(person: PersonAtRisk, verb: TrueNameEvent.Verb, *, by: User, at: datetime, reason: str) -> None:
    event = TrueNameEvent(verb=verb, person_number=person.pk, case_number=person.case_id, at=at, by=by, reason=reason)
    if not reason.strip():
        raise ValidationError("Say why, in a few words; whoever answers for the case reads it.")
    event.full_clean(exclude=["by"])
    event.save()
