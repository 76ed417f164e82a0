"""One action as it stands in a list: what somebody needs to choose it, and nothing private."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from appeals.standing import Standing, standing_of
from campaigns.content import content_of
from campaigns.models import CurrentOutcome, Outcome, UrgentAction
from campaigns.outcomes import outcomes_of
from cases.languages import language_name
from cases.models import Deadline, Hearing

# A full stop ends a sentence only after a word of some length: "Yurii Ya. Chaika" goes on.
_SENTENCE_END = re.compile(r"\w{4}[.!?][”’\"')]?(?=\s+[“‘\"'(]?[^\W\d_a-z])")
_LONGEST_RISK = 240  # letters


@dataclass(frozen=True)
class NextDate:
    """The next public hearing or limit of a case."""

    on: date
    what: str


@dataclass(frozen=True)
class Card:
    slug: str
    reference: str
    country_name: str
    headline: str
    risk: str
    opened_on: date
    last_good_day: date
    standing: Standing
    next_date: NextDate | None
    languages: str
    became: str  # "execution stayed (3), executed"; empty where no sheet says it


def cards_of(
    actions: Sequence[UrgentAction],
    *,
    on: date,
    at: datetime,
    told: Mapping[int, Sequence[CurrentOutcome]] | None = None,
) -> list[Card]:
    """The cards of some published actions, in their order, as they stand on a day.

    Two queries however many actions there are; each action brings its current sheet
    (`UrgentActionQuerySet.with_current_sheet`).

    Args:
        told: what became of the people of each (`campaigns.outcomes.outcomes_of`), where the list shows it.
    """
    next_dates = _next_dates([action.case_id for action in actions], on=on, at=at)
    told = told or {}
    return [
        _card(action, next_dates.get(action.case_id), became=in_short(told.get(action.pk, [])), on=on)
        for action in actions
    ]


def in_short(outcomes: Sequence[CurrentOutcome]) -> str:
    """What became of the people of an action, by word: "released (2), executed"."""
    counts = Counter(row.word for row in outcomes)
    found = [(str(word.label), counts[word.value]) for word in Outcome.Word if word.value in counts]
    return ", ".join(f"{label} ({count})" if count > 1 else label for label, count in found)


@dataclass(frozen=True)
class OutcomeCard:
    """One action with what became of its people."""

    slug: str
    reference: str
    country_name: str
    headline: str
    told_on: date
    standing: Standing
    outcomes: tuple[CurrentOutcome, ...]


def outcome_cards_of(actions: Sequence[UrgentAction], *, on: date) -> list[OutcomeCard]:
    """The cards of some actions of which a sheet tells an outcome, in their order; one query for all of them.

    Each action brings its current sheet (`UrgentActionQuerySet.with_current_sheet`).
    """
    told = outcomes_of(action.pk for action in actions)
    return [_outcome_card(action, told.get(action.pk, []), on=on) for action in actions]


def _outcome_card(action: UrgentAction, told: Sequence[CurrentOutcome], *, on: date) -> OutcomeCard:
    if action.current_sheet is None or action.outcome_on is None:
        raise ValueError(f"No sheet tells what became of anybody of {action.reference}.")
    content = content_of(action.current_sheet)
    return OutcomeCard(
        slug=action.slug,
        reference=content.reference,
        country_name=content.country_name,
        headline=content.headline,
        told_on=action.outcome_on,
        standing=standing_of(action, on=on),
        outcomes=tuple(told),
    )


def _card(action: UrgentAction, next_date: NextDate | None, *, became: str, on: date) -> Card:
    if action.current_sheet is None or action.opened_on is None:
        raise ValueError(f"{action.reference} is in preparation; no list shows it.")
    content = content_of(action.current_sheet)
    return Card(
        slug=action.slug,
        reference=content.reference,
        country_name=content.country_name,
        headline=content.headline,
        risk=first_sentence(content.summary),
        opened_on=action.opened_on,
        last_good_day=content.last_good_day,
        standing=standing_of(action, on=on),
        next_date=next_date,
        languages=languages_in_words(content.languages, own_language=content.own_language),
        became=became,
    )


def _next_dates(case_ids: list[int], *, on: date, at: datetime) -> dict[int, NextDate]:
    """The nearest expected public date of each case, from this day on."""
    hearings = Hearing.objects.public(at=at).expected().filter(case_id__in=case_ids, on__gte=on)
    deadlines = Deadline.objects.public(at=at).expected().filter(case_id__in=case_ids, on__gte=on)
    found = [
        (row.case_id, NextDate(row.on, f"hearing, {row.court.office}")) for row in hearings.select_related("court")
    ]
    found += [(row.case_id, NextDate(row.on, row.what)) for row in deadlines]
    nearest: dict[int, NextDate] = {}
    for case_id, next_date in sorted(found, key=lambda pair: pair[1].on):
        nearest.setdefault(case_id, next_date)
    return nearest


def first_sentence(text: str) -> str:
    """The first sentence of a summary; one that runs on for long is cut at a word, with "…"."""
    sentence = " ".join(text.split())
    if end := _SENTENCE_END.search(sentence):
        sentence = sentence[: end.end()]
    if len(sentence) <= _LONGEST_RISK:
        return sentence
    return sentence[:_LONGEST_RISK].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"


def languages_in_words(codes: Sequence[str], *, own_language: bool) -> str:
    """ "Russian, English or your own language"."""
    names = [language_name(code) for code in codes]
    if own_language:
        names.append("your own language")
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
