"""What Celery rings the bell for. A task reads the clock and calls one function."""

import logging
from contextlib import suppress
from functools import lru_cache

from celery import shared_task
from kombu.exceptions import OperationalError

from appeals.keeping import keep_pdfs
from appeals.large_packs import forget_old_packs, take_pack
from appeals.pack_worker import make_taken_pack
from appeals.term_keeping import keep_terms
from campaigns.worker_signs import show_sign
from config import clock

# So few that a worker is back within seconds: a stop that has to be told goes before paper.
SHEETS_A_RING = 4
HEARD_WITHIN = 30  # seconds, after which the next ring of the table has come

logger = logging.getLogger(__name__)


@shared_task
def keep_sheet_pdfs() -> None:
    kept = keep_pdfs(at=clock.now(), most=SHEETS_A_RING)
    for trouble in kept.troubles:
        _tell_once(trouble)
    if kept.is_more:
        with suppress(OperationalError):
            keep_sheet_pdfs.apply_async(expires=HEARD_WITHIN, retry=False)


@shared_task
def make_large_pack(pk: int) -> None:
    """Takes as long as the pack does: on a queue of its own, so that no mail waits for it (CELERY_TASK_ROUTES)."""
    if turn := take_pack(pk, at=clock.now()):
        make_taken_pack(turn, now=clock.now, today=clock.today)


@shared_task
def forget_large_packs() -> None:
    forget_old_packs(at=clock.now())


@shared_task
def keep_all_terms() -> None:
    keep_terms(at=clock.now())


@shared_task
def show_packs_sign() -> None:
    """Runs on the queue of large packs, and so shows that its worker is there."""
    show_sign("packs", at=clock.now())


@lru_cache(maxsize=256)
def _tell_once(trouble: str) -> None:
    """Once for each process: the bell rings twice a minute, and the sheet is issued and stays as long as it is."""
    logger.warning("not kept as PDF: %s", trouble)
