"""What Celery rings the bell for. A task reads the clock and calls one function."""

from contextlib import suppress
from pathlib import Path

from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from accounts.chain import seal_rows
from campaigns.backups.erasure_list import write_list
from campaigns.history_watch import watch_history
from campaigns.outdated import notice_changes
from campaigns.reminders import send_on, watched_sweep
from campaigns.sealed_mails import tell_of_bulk_reading
from config import clock

# So few that a sweep is over within a minute even where the mail server takes a sixth of a second for each, and the
# next one looks first whether a stop has to go out.
REMINDERS_A_SWEEP = 300
HEARD_WITHIN = 60  # seconds, after which the next ring of the table has come


@shared_task
def sweep_reminders() -> None:
    result = watched_sweep(at=clock.now(), by="worker", limit=REMINDERS_A_SWEEP)
    _ring_again(len(result.deliveries))


@shared_task
def send_more_reminders() -> None:
    _ring_again(len(send_on(at=clock.now(), limit=REMINDERS_A_SWEEP)))


@shared_task
def watch_readings() -> None:
    tell_of_bulk_reading(at=clock.now())


@shared_task
def notice_changed_facts() -> None:
    notice_changes(at=clock.now())


@shared_task
def seal_history() -> None:
    seal_rows(at=clock.now())


@shared_task
def verify_history() -> None:
    watch_history(at=clock.now())


@shared_task
def keep_erasures() -> None:
    write_list(Path(settings.VAR_DIR), at=clock.now())


def _ring_again(looked_at: int) -> None:
    """Go on at once while there is more to send. A ring that gets lost is replaced by the table's next one."""
    if looked_at >= REMINDERS_A_SWEEP:
        with suppress(OperationalError):
            send_more_reminders.apply_async(expires=HEARD_WITHIN, retry=False)
