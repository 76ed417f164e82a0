"""A backup is encrypted, whole, for its owner alone, and gone after its term; it restores row for row, on hold."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from campaigns.backups.archives import Manifest, NoBackup
from campaigns.backups.dumps import sums
from campaigns.backups.envelope import new_identity
from campaigns.backups.erasure_list import NoList, newest, write_list
from campaigns.backups.making import back_up, delete_old
from campaigns.backups.restoring import NotRestored, _check_fits, manifest_of
from campaigns.erasure import erase
from campaigns.models import UrgentAction
from campaigns.reminders import sweep
from campaigns.tasks import keep_erasures
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription, make_user
from tests.campaigns.backups.places import empty_database, manage

PRIVATE, PUBLIC = new_identity()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"# public key: {PUBLIC}\n{PRIVATE}\n")
    return path


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def test_the_database_is_all_there_is() -> None:
    """A model that kept files beside the database would have to take them into the backup."""
    files = [field for model in apps.get_models() for field in model._meta.get_fields()
             if isinstance(field, models.FileField)]  # fmt: skip

    assert files == []


@pytest.mark.django_db(transaction=True)
def test_backup_holds_every_table_and_nobody_else_reads_it(action: UrgentAction, tmp_path: Path) -> None:
    backup = back_up(tmp_path, recipients=[PUBLIC], at=AT)

    assert manifest_of(backup.path, identity=PRIVATE) == backup.manifest
    assert backup.manifest.tables == sums()
    assert backup.manifest.tables["campaigns_urgentaction"].rows == 1
    assert "campaigns.0036_restored_senders_and_drills" in backup.manifest.migrations
    assert oct(backup.path.stat().st_mode & 0o777) == "0o600"
    assert action.slug.encode() not in backup.path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [backup.path.name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [1, 7, 30])
def test_old_backup_sends_nothing_until_two_people_release_it(
    action: UrgentAction, tmp_path: Path, key: Path, days: int
) -> None:
    """Made as real backups are, restored and released by the commands, as many days later."""
    sweep(at=AT)
    make_user("Approver", email="anna@desk.example")
    make_user("Approver", email="ben@desk.example")
    make_subscription(action, email="follower@example.org", confirmed_at=AT)
    backup = back_up(tmp_path, recipients=[PUBLIC], at=AT)
    later = (AT + timedelta(days=days)).isoformat()
    place = tmp_path / "var"

    def mails(url: str) -> int:
        """How many a sweep sends."""
        said = json.loads(manage(url, place, "send_due_reminders", "--at", later, "--json").stdout)
        return len(said["reminders"])

    def release(url: str, email: str) -> str:
        return manage(url, place, "release_sender", "--by", email, "--reason", "I looked through it.").stdout

    with empty_database(tmp_path) as url:
        done = manage(url, place, "restore", str(backup.path), "--identity", str(key), "--without-erasures")
        assert (done.returncode, "all as they were" in done.stdout) == (0, True), done.stderr
        assert mails(url) == 0
        assert release(url, "anna@desk.example").startswith("This is the first of two.")
        assert mails(url) == 0
        assert release(url, "ben@desk.example").startswith("Mail may leave")
        assert mails(url) > 0  # what is due on that day, by the rules as ever


@pytest.mark.django_db(transaction=True)
def test_whoever_was_erased_since_is_erased_again(action: UrgentAction, tmp_path: Path, key: Path) -> None:
    make_subscription(action, email="gone@example.org", confirmed_at=AT)
    make_subscription(action, email="stays@example.org", confirmed_at=AT)
    backup = back_up(tmp_path, recipients=[PUBLIC], at=AT)
    erase("gone@example.org", at=AT)
    listed = write_list(tmp_path, at=AT)

    with empty_database(tmp_path) as url:
        done = manage(url, tmp_path / "var", "restore", str(backup.path), "--identity", str(key))
        held = manage(
            url, tmp_path / "var", "shell", "--no-imports", "-c",
            "from campaigns.models import Subscription as S; print(*S.objects.values_list('email', flat=True))",
        ).stdout  # fmt: skip

    assert "Addresses erased again: 1." in done.stdout, done.stderr
    assert held.split() == ["stays@example.org"]
    assert (b"gone" in listed.read_bytes(), oct(listed.stat().st_mode & 0o777)) == (False, "0o600")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_restored_over_data(action: UrgentAction, tmp_path: Path, key: Path) -> None:
    backup = back_up(tmp_path, recipients=[PUBLIC], at=AT)

    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", str(backup.path), identity=key, without_erasures=True)
    assert UrgentAction.objects.get() == action


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_does_not_match_its_manifest_is_taken_back(
    action: UrgentAction, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_json = Manifest.as_json

    def counting_one_too_many(self: Manifest) -> bytes:
        told = json.loads(as_json(self))
        told["tables"]["campaigns_urgentaction"]["rows"] += 1
        return json.dumps(told).encode()

    monkeypatch.setattr(Manifest, "as_json", counting_one_too_many)
    backup = back_up(tmp_path, recipients=[PUBLIC], at=AT)
    with empty_database(tmp_path) as url:
        words = ("restore", str(backup.path), "--identity", str(key), "--without-erasures")
        refused = manage(url, tmp_path / "var", *words).stderr
        again = manage(url, tmp_path / "var", *words).stderr

    assert "campaigns_urgentaction has 1 rows; the manifest says 2." in refused
    assert again == refused  # and not that the database is not empty


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x1f\x8b" + b"x" * 100])
def test_what_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "desk.tar.gz"
    file.write_bytes(content)

    with pytest.raises(NoBackup):
        manifest_of(file, identity=None)


@pytest.mark.django_db
def test_a_real_site_is_never_backed_up_in_the_clear(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_RECIPIENTS, settings.DEMO_TODAY = [], None

    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS is empty"):
        call_command("backup", to=str(tmp_path))
    with pytest.raises(CommandError, match="for the demonstration only"):
        call_command("backup", to=str(tmp_path), plain=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_command_writes_backup_and_erasures(action: UrgentAction, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_RECIPIENTS = [PUBLIC]

    call_command("backup", to=str(tmp_path / "new"))

    names = sorted(path.suffix for path in (tmp_path / "new").iterdir())
    assert names == [".age", ".json"]


def test_backups_are_deleted_after_their_term_but_never_the_newest(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DAYS = 35
    names = ["desk-20110501T000000Z.age", "desk-20110609T000000Z.age", "desk-20110710T000000Z.age", "notes.txt"]
    for name in names:
        (tmp_path / name).touch()

    assert [path.name for path in delete_old(tmp_path, at=AT)] == names[:1]
    assert [path.name for path in delete_old(tmp_path, at=AT + timedelta(days=900))] == names[1:2]
    assert sorted(path.name for path in tmp_path.iterdir()) == names[2:]


def test_a_draft_that_a_crash_left_is_gone_after_a_day(tmp_path: Path) -> None:
    draft, fresh = tmp_path / "desk-20110710T000000Z.age.0123abcd.part", tmp_path / "erasures.json.0123abcd.part"
    for path in (draft, fresh):
        path.touch()
    before = datetime.now(UTC).timestamp() - 2 * 24 * 3600
    os.utime(draft, (before, before))

    delete_old(tmp_path, at=AT)

    assert list(tmp_path.iterdir()) == [fresh]


@pytest.mark.django_db
def test_backup_of_the_other_kind_of_database_or_a_newer_version_is_refused(action: UrgentAction) -> None:
    told = {"made_at": AT, "site": "", "server": "Another 1", "python": "", "django": "", "tables": {}}
    with pytest.raises(NotRestored, match="a backup of Another 1"):
        _check_fits(Manifest(vendor="another", migrations=[], **told))
    with pytest.raises(NotRestored, match=r"which knows campaigns\.9999_later"):
        _check_fits(Manifest(vendor=connection.vendor, migrations=["campaigns.9999_later"], **told))


@pytest.mark.django_db
def test_newest_list_of_erasures_counts(settings: Any, tmp_path: Path) -> None:
    """The one beside an old backup may be as old; the worker writes one each hour."""
    settings.VAR_DIR, beside = tmp_path / "var", tmp_path / "backups"
    for folder in (settings.VAR_DIR, beside):
        folder.mkdir()
    write_list(beside, at=AT)
    erase("gone@example.org", at=AT)
    keep_erasures()

    assert len(newest(beside, settings.VAR_DIR).rows) == 1
    assert len(newest(beside).rows) == 0


@pytest.mark.parametrize("content", ["", "{}", '{"made_at": "2011-07-13T12:00:00+00:00", "erasures": [{"hash": 1}]}'])
def test_what_is_no_list_of_erasures_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "erasures.json").write_text(content)

    with pytest.raises(NoList, match="no list of erasures"):
        newest(tmp_path)


def test_without_any_list_of_erasures_nothing_is_restored(tmp_path: Path) -> None:
    with pytest.raises(NoList, match="There is no erasures"):
        newest(tmp_path)
