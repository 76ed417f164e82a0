"""The tally of a pack: its code stands on paper, and it is opened when the pack is handed out, not before."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from appeals.models import Tally
from appeals.packs import PackAction, PackOrder
from appeals.tallies import MOST_ACTIONS, open_tally
from campaigns.check_codes import LENGTH, SIGNS, new_code
from campaigns.models import UrgentAction


class CodeTaken(Exception):
    """A code that was drawn for a pack belongs to another tally; it happens once in a million million times."""


def in_tallies(actions: Sequence[PackAction]) -> list[Sequence[PackAction]]:
    """The actions of a pack, as many together as one tally takes."""
    return [actions[first : first + MOST_ACTIONS] for first in range(0, len(actions), MOST_ACTIONS)]


def new_codes(order: PackOrder) -> tuple[str, ...]:
    """A code by lot for each tally of a pack. Nothing is written."""
    return tuple(new_code() for _ in in_tallies(order.actions))


def tally_places(order: PackOrder) -> tuple[str, ...]:
    """As many codes that stand for nothing, to find out how much room they take."""
    return tuple(SIGNS[0] * LENGTH for _ in in_tallies(order.actions))


def open_tallies(codes: Sequence[str], slugs: Sequence[str], *, on: date) -> None:
    """Open the tallies of a pack that is handed out. Those that are open already stay as they are.

    Args:
        codes: as `new_codes` gave them.
        slugs: of the actions of the pack, in its order.

    Raises:
        ValidationError: if an action of it asks nobody to write any more. Then none is opened.
        CodeTaken: see there.
    """
    groups = [slugs[first : first + MOST_ACTIONS] for first in range(0, len(slugs), MOST_ACTIONS)]
    with transaction.atomic():
        known = {action.slug: action for action in UrgentAction.objects.published().filter(slug__in=slugs)}
        for code, group in zip(codes, groups, strict=True):
            if missing := [slug for slug in group if slug not in known]:
                raise ValidationError(f"There is no action {missing[0]} any more.")
            there = Tally.objects.filter(code=code).first()
            if there is None:
                open_tally([known[slug] for slug in group], on=on, code=code)
            elif set(there.actions.values_list("slug", flat=True)) != set(group):
                raise CodeTaken


def forget_tallies(codes: Sequence[str]) -> None:
    """Drop the tallies of a pack that was not handed out after all. Where something was reported, it stays."""
    unused = Tally.objects.filter(code__in=codes, first_reported_on__isnull=True)
    for tally in unused:
        tally.actions.clear()
        tally.delete()
