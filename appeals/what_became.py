"""What became of each person of an action: what holds, and what earlier sheets said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from appeals.chain import SheetLine
from campaigns.models import Outcome
from campaigns.told_outcomes import ToldOutcome


@dataclass(frozen=True)
class Before:
    """What an earlier sheet said: as true as it was thought to be then."""

    told: ToldOutcome
    title: str
    dated: date


@dataclass(frozen=True)
class Became:
    """What became of one person."""

    now: ToldOutcome
    before: tuple[Before, ...]  # the latest first


def what_became(chain: Sequence[SheetLine]) -> tuple[Became, ...]:
    """What the newest sheet says of each person, and what happened to them as sheets before it told it.

    Nothing is repeated from a sheet whose text may not be read any more.

    Args:
        chain: the sheets of an action, newest first.
    """
    if not chain:
        return ()
    return tuple(Became(told, _before(told, chain[1:])) for told in chain[0].outcomes)


def _before(now: ToldOutcome, earlier: Sequence[SheetLine]) -> tuple[Before, ...]:
    found: list[Before] = []
    last = now
    for sheet in earlier:
        told = next((told for told in sheet.outcomes if told.person_id == now.person_id), None)
        if told is None or told.word in Outcome.DAYLESS or not (sheet.is_readable or sheet.is_current):
            continue
        if told.says_the_same_as == last.says_the_same_as:
            if found:
                # Said already by an older sheet: that one told it first.
                found[-1] = Before(told, sheet.title, sheet.dated)
            continue
        found.append(Before(told, sheet.title, sheet.dated))
        last = told
    return tuple(found)
