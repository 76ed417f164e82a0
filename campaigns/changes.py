"""What a new sheet changes, for those who hold the old one. Compares two frozen contents; reads nothing."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.content import Addressee, Ask, SheetContent
from campaigns.passages.became import became_lines
from campaigns.passages.passage import long_day
from cases.languages import language_name

# Two demands that share as much are one in other words. Rather too much than too little: demands begin alike, and
# one that was dropped must not pass for one that was reworded.
_ALIKE = 0.75


def changes_between(old: SheetContent, new: SheetContent) -> tuple[str, ...]:
    """What is different for somebody who writes, as sentences in the language that is active.

    In the order of what matters most to somebody who has already printed letters: whom not to write to any more,
    where letters go, until when, what they ask, what became of whom, then all else. Empty if the two say the same to
    a writer.
    """
    if not new.asks:
        return (_("Nobody is asked to write any more."), *_outcomes(old, new), *_text(old, new))
    return (
        *_recipients(old, new),
        *_last_good_day(old, new),
        *_demands(old.demands, new.demands),
        *_outcomes(old, new),
        *_languages(old, new),
        *_text(old, new),
    )


def changes_of_posting(old: SheetContent, new: SheetContent) -> tuple[str, ...]:
    """What is different about where letters go, until when and in which language. Nothing of the sheet's own text is
    quoted, in which names of people stand: for pages that name nobody.
    """
    return (*_recipients(old, new), *_last_good_day(old, new), *_languages(old, new))


def _recipients(old: SheetContent, new: SheetContent) -> Iterable[str]:
    before = {recipient.authority_id: recipient for recipient in old.recipients}
    after = {recipient.authority_id: recipient for recipient in new.recipients}
    for key, recipient in before.items():
        if key not in after:
            yield _("Please do not write to %(office)s any more.") % {"office": recipient.office}
    for key, recipient in after.items():
        if key in before:
            yield from _recipient(before[key], recipient)
    for key, recipient in after.items():
        if key in before:
            continue
        if recipient.role == "copies":
            yield _("New: please send a copy to %(office)s.") % {"office": recipient.office}
        else:
            yield _("New: please write to %(office)s too.") % {"office": recipient.office}


def _recipient(old: Addressee, new: Addressee) -> Iterable[str]:
    """What is different about an authority that is on both sheets."""
    office = {"office": new.office}
    if old.role != new.role:
        if new.role == "copies":
            yield _("%(office)s now gets a copy only.") % office
        else:
            yield _("Please write to %(office)s itself; until now it got a copy.") % office
    if old.office != new.office:
        yield _("“%(old)s” is now called “%(new)s”.") % {"old": old.office, "new": new.office}
    if (old.holder, old.form_of_address) != (new.holder, new.form_of_address):
        yield _("The name above the address of %(office)s has changed.") % office
    if (old.postal_lines, old.country) != (new.postal_lines, new.country):
        yield _("The postal address of %(office)s has changed.") % office
    if old.emails != new.emails:
        yield _reached(
            new.emails,
            changed=_("The e-mail address of %(office)s has changed."),
            dropped=_("The e-mail address of %(office)s is not on the sheet any more."),
            office=new.office,
        )
    if old.fax != new.fax:
        yield _reached(
            new.fax,
            changed=_("The fax number of %(office)s has changed."),
            dropped=_("The fax number of %(office)s is not on the sheet any more."),
            office=new.office,
        )
    if old.phone != new.phone or old.web_form != new.web_form:
        yield _("The telephone number or the web form of %(office)s has changed.") % office
    if old.salutations != new.salutations:
        yield _("The salutation of letters to %(office)s has changed.") % office


def _reached(now: object, *, changed: str, dropped: str, office: str) -> str:
    return (changed if now else dropped) % {"office": office}


def _demands(old: tuple[Ask, ...], new: tuple[Ask, ...]) -> Iterable[str]:
    """Dropped and added demands in full. One that is nearly the same counts as reworded."""
    dropped = [demand for demand in old if demand not in new]
    added = [demand for demand in new if demand not in old]
    pairs: list[tuple[Ask, Ask]] = []
    for demand in list(added):
        nearest = max(dropped, key=lambda before: _likeness(before, demand), default=None)
        if nearest is not None and _likeness(nearest, demand) >= _ALIKE:
            dropped.remove(nearest)
            added.remove(demand)
            pairs.append((nearest, demand))
    for demand in dropped:
        yield _("Not asked any more: %(demand)s") % {"demand": demand.on_sheet}
    for before, demand in pairs:
        if before.on_sheet != demand.on_sheet:
            yield _("Asked in other words: %(demand)s") % {"demand": demand.on_sheet}
        else:
            yield _("Said in other words in letters: %(demand)s") % {"demand": demand.in_letter}
    for demand in added:
        yield _("Asked as well: %(demand)s") % {"demand": demand.on_sheet}


def _likeness(old: Ask, new: Ask) -> float:
    """How much of two wordings is the same, word by word: from 0 to 1."""
    return SequenceMatcher(None, old.on_sheet.lower().split(), new.on_sheet.lower().split(), autojunk=False).ratio()


def _last_good_day(old: SheetContent, new: SheetContent) -> Iterable[str]:
    days = {"old": long_day(old.last_good_day), "new": long_day(new.last_good_day)}
    if new.last_good_day < old.last_good_day:
        yield _("There is less time: the last day to write is now %(new)s; it was %(old)s.") % days
    elif new.last_good_day > old.last_good_day:
        yield _("There is more time: the last day to write is now %(new)s; it was %(old)s.") % days


def _languages(old: SheetContent, new: SheetContent) -> Iterable[str]:
    if (old.languages, old.own_language) == (new.languages, new.own_language):
        return
    names = ", ".join(language_name(code, in_language=get_language() or "en") for code in new.languages)
    if not names:
        yield _("Please write in your own language.")
    elif new.own_language:
        yield _("Please write in one of these languages or in your own: %(languages)s.") % {"languages": names}
    else:
        yield _("Please write in one of these languages: %(languages)s.") % {"languages": names}


def _outcomes(old: SheetContent, new: SheetContent) -> Iterable[str]:
    """What is said of somebody's end that was not said before, and what is not said any more."""
    before = {told.person_id: told.says_the_same_as for told in old.outcomes}
    yield from became_lines(told for told in new.outcomes if before.get(told.person_id) != told.says_the_same_as)
    still = {told.person_id for told in new.outcomes}
    for told in old.outcomes:
        if told.person_id not in still:
            yield _("What became of %(name)s is not said any more.") % {"name": told.name}


def _text(old: SheetContent, new: SheetContent) -> Iterable[str]:
    if old.people != new.people:
        yield _("What the sheet says about who is at risk has changed.")
    if old.headline != new.headline:
        yield _("The headline is now: %(headline)s") % {"headline": new.headline}
    if (old.summary, old.story, old.additional_information) != (new.summary, new.story, new.additional_information):
        yield _("The text about the case is new.")
