"""The beat table, and a worker of its own process that hears a bell rung through the embedded broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

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
