"""What goes by itself: each term of `accounts.terms` with the function that keeps it.

Each function may run at any time and any number of times, does a limited amount of work, and says how much it was; so
one ring does what is there, and the rest waits for the next.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import terms
from accounts.session_store import forget_ended
from accounts.terms import Term
from appeals.forgetting import forget_old_pictures, forget_unused_tallies
from appeals.large_packs import forget_old_packs
from appeals.presses import forget_old_presses
from campaigns.condensing import condense_journal, forget_old_mails
from campaigns.subscriptions import forget_unconfirmed
from cases.presence import sweep

logger = logging.getLogger(__name__)

TURNS = 1_000  # of one rule: far more than it ever needs, so that no mistake in one keeps the rest waiting for ever


@dataclass(frozen=True)
class Rule:
    """A term, and the one function that keeps it. It says how much went, and 0 once nothing is left to do."""

    term: Term
    keep: Callable[[datetime], int]


RULES = (
    Rule(terms.UNCONFIRMED, lambda at: forget_unconfirmed(at=at)),
    Rule(terms.JOURNAL, lambda at: condense_journal(at=at)),
    Rule(terms.KEPT_MAILS, lambda at: forget_old_mails(at=at)),
    Rule(terms.LOGINS, lambda at: forget_ended(at=at)),
    Rule(terms.OPEN_FORMS, sweep),
    Rule(terms.PRESSES, lambda at: forget_old_presses(on=timezone.localtime(at).date())),
    Rule(terms.PICTURES, lambda at: forget_old_pictures(at=at)),
    Rule(terms.UNUSED_TALLIES, lambda at: forget_unused_tallies(at=at)),
    Rule(terms.LARGE_PACKS, lambda at: forget_old_packs(at=at)),
)


class TermsNotKept(Exception):
    """Some rules failed; the others were kept. The message names them."""


def keep_terms(*, at: datetime) -> dict[str, int]:
    """Let go of everything whose term is over at a moment; gives how much by the name of each term.

    Raises:
        TermsNotKept: if a rule failed, after all others had their turn.
    """
    gone: dict[str, int] = {}
    failed: list[str] = []
    for rule in RULES:
        try:
            gone[rule.term.name] = _keep(rule, at)
        except Exception:  # whatever stops one, the others are promised too
            logger.exception("the term of %s was not kept", rule.term.name)
            failed.append(rule.term.name)
    if any(gone.values()):
        logger.info("terms: %s", ", ".join(f"{number} {name}" for name, number in gone.items() if number))
    if failed:
        raise TermsNotKept(f"Not kept: {', '.join(failed)}.")
    return gone


def what_would_go(*, at: datetime) -> dict[str, int]:
    """What `keep_terms` would let go of at a moment, without changing a row: it is done and taken back."""
    with transaction.atomic():
        gone = {rule.term.name: _keep(rule, at) for rule in RULES}
        transaction.set_rollback(True)
    return gone


def _keep(rule: Rule, at: datetime) -> int:
    total = 0
    for _ in range(TURNS):
        number = rule.keep(at)
        total += number
        if not number:
            break
    return total
