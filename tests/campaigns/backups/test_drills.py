"""A drill restores what was backed up, says what is wrong, and is missed when it does not run."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from campaigns.backups import drills
from campaigns.backups.drills import alarm, drill, last_drill
from campaigns.backups.dumps import NotPossible
from campaigns.models import RestoreDrill
from campaigns.morning_list import waiting_for
from config import clock
from tests.builders import AT, make_open_action, make_user


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.INSTANCE_KEY, settings.VAR_DIR = "", tmp_path
    settings.BACKUP_TO = "/backups"
    return tmp_path


def make_drill(**about: Any) -> RestoreDrill:
    return RestoreDrill(**{"began_at": AT, "seconds": 3, "is_good": True, **about})


@pytest.mark.django_db(transaction=True)
def test_drill_restores_everything_and_leaves_nothing_behind(place: Path) -> None:
    make_open_action()

    result = drill(at=AT)

    assert (result.is_good, result.said) == (True, "")
    assert result.tables == len(connection.introspection.table_names())
    assert result.rows > 100
    assert last_drill() == result
    assert [path.name for path in place.iterdir() if path.is_dir()] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["back_up", "_run"])
def test_a_drill_that_fails_is_kept_with_what_was_said(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise NotPossible("pg_dump is not installed.")

    monkeypatch.setattr(drills, step, fail)

    with pytest.raises(CommandError, match="pg_dump is not installed"):
        call_command("restore_drill")
    assert RestoreDrill.objects.values_list("is_good", "said").get() == (False, "pg_dump is not installed.")


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        pytest.param(None, "No backup was ever tried: no restore drill has run yet.", id="none yet"),
        pytest.param(make_drill(), "", id="today"),
        pytest.param(make_drill(began_at=AT - timedelta(days=7)), "", id="seven days ago"),
        pytest.param(
            make_drill(began_at=AT - timedelta(days=7, seconds=1)),
            "The last restore drill is more than seven days old.",
            id="longer ago",
        ),
        pytest.param(
            make_drill(is_good=False, said="No."),
            "The last restore drill failed: the backups may be worth nothing.",
            id="failed",
        ),
    ],
)
def test_alarm(last: RestoreDrill | None, sentence: str) -> None:
    assert alarm(last, at=AT) == sentence


def test_no_alarm_where_nobody_backs_up(settings: Any) -> None:
    """`check --deploy` says it there."""
    settings.BACKUP_TO = ""

    assert alarm(None, at=AT) == ""


@pytest.mark.django_db
def test_every_page_of_staff_tells_of_the_last_drill() -> None:
    client = Client()
    client.force_login(make_user("Viewer"))
    before = client.get(reverse("admin:index")).content.decode()
    make_drill(began_at=clock.now()).save()
    after = client.get(reverse("admin:index")).content.decode()

    assert "Last restore drill: none yet." in before
    assert "No backup was ever tried" in before
    assert "Last restore drill: <time" in after
    assert "No backup was ever tried" not in after


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "is_told"), [("Approver", True), ("Editor", False)])
def test_morning_list_of_approvers_tells_of_a_missed_drill(role: str, is_told: bool) -> None:
    waiting = waiting_for(make_user(role), on=AT.date())

    assert (waiting is not None and waiting.groups[0].heading == "Backups") == is_told


@pytest.mark.django_db
def test_looking_over_refuses_where_mail_may_leave() -> None:
    with pytest.raises(CommandError, match="it is no restored one"):
        call_command("look_over")
