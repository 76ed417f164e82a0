"""A worker that is not heard of is an alarm; the queue of mail is watched by its sweep."""

from datetime import timedelta

import pytest
from django.conf import settings

from appeals.tasks import show_packs_sign
from campaigns.models import WorkerSign
from campaigns.worker_signs import LATEST, WATCHED, show_sign, silent_workers
from tests.builders import AT

pytestmark = pytest.mark.django_db

SILENT = "The worker of large packs has not been heard of for more than five minutes. Is it running, and beat?"


def test_worker_that_was_never_heard_of_is_an_alarm() -> None:
    assert silent_workers(at=AT) == (SILENT,)


@pytest.mark.parametrize(("later", "alarms"), [(LATEST, ()), (LATEST + timedelta(seconds=1), (SILENT,))])
def test_worker_is_silent_after_five_minutes(later: timedelta, alarms: tuple[str, ...]) -> None:
    show_sign("packs", at=AT - timedelta(days=1))
    show_sign("packs", at=AT)

    assert silent_workers(at=AT + later) == alarms
    assert WorkerSign.objects.count() == 1


def test_every_queue_apart_from_that_of_mail_is_watched_by_a_task_on_it() -> None:
    """A sign on another queue would say that a worker lives that is dead."""
    show_packs_sign()

    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} == set(WATCHED)
    assert settings.CELERY_TASK_ROUTES["appeals.tasks.show_packs_sign"] == {"queue": "packs"}
    assert [row.queue for row in WorkerSign.objects.all()] == ["packs"]
