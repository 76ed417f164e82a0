"""What Celery rings the bell for. A task reads the clock and calls one function."""

from celery import shared_task

from campaigns.reminders import watched_sweep
from config import clock

# As many mails as surely leave within the task's time limit (config.settings), at a sixth of a second each.
MAILS_A_SWEEP = 3_000


@shared_task
def sweep_reminders() -> None:
    watched_sweep(at=clock.now(), by="worker", limit=MAILS_A_SWEEP)
