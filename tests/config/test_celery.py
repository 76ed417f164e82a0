"""The beat table, and a worker of its own process that hears a bell rung through the embedded broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from config.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_bell_has_a_task() -> None:
    app.loader.import_default_modules()

    assert len(app.conf.beat_schedule) > 0
    assert {bell["task"] for bell in app.conf.beat_schedule.values()} - set(app.tasks) == set()


def test_nothing_is_lost_with_the_worker_that_had_it() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.broker_connection_max_retries is None


def test_slow_sweep_is_not_handed_to_a_second_worker() -> None:
    """Redis hands out again what is not acknowledged in time; the filesystem broker knows no such time."""
    options = app.conf.broker_transport_options
    visible_after = options.get("visibility_timeout", 900)

    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < visible_after
    assert ("visibility_timeout" in options) == bool(settings.REDIS_URL)


def test_ring_that_nobody_heard_is_dropped_with_the_next() -> None:
    assert {bell["options"]["expires"] <= bell["schedule"] for bell in app.conf.beat_schedule.values()} == {True}


def test_worker_hears_the_bell_without_a_server(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a key for tests only",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3",
        "REDIS_URL": "",
        "DEMO_TODAY": "2011-07-13",
    }
    run = [sys.executable, "-m"]
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    subprocess.run(
        [*run, "celery", "--app", "config", "call", "campaigns.tasks.sweep_reminders"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    log = tmp_path / "worker.log"
    with log.open("w") as out:
        worker = subprocess.Popen(
            [*run, "celery", "--app", "config", "worker", "--pool", "solo", "--loglevel", "INFO"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        end = time.monotonic() + 60
        while "succeeded" not in log.read_text() and worker.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(timeout=30)

    assert "Task campaigns.tasks.sweep_reminders" in log.read_text()
    assert "succeeded" in log.read_text()
    assert worker.returncode == 0
