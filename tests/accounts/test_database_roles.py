"""The role by which the site comes to PostgreSQL adds to the history and changes none of it; on SQLite triggers do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, close_old_connections, connection, connections, transaction

from accounts.acts import acting
from accounts.chain import seal_rows
from accounts.database_roles import more_than_allowed, set_up_roles
from accounts.journals import append_only, journals
from accounts.models import Seal, StruckRecord, User
from accounts.verifying import check_history, verify
from appeals.demo.loading import load_demo
from campaigns.decisions import record
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import ActionEvent, UrgentAction
from campaigns.reminders import sweep
from campaigns.states import Verb
from cases.deletions import restore
from cases.hearing_moves import adjourn_hearing
from cases.models import Case, DateMove, Hearing, PersonAtRisk, TrueNameEvent
from cases.striking import strike_out
from cases.taking_back import undo_move
from cases.true_names import keep_true_name, reveal_true_name
from tests.builders import AT, make_case, make_draft, make_hearing, make_open_action, make_user

PASSWORD = "of the app role, for tests"
TABLES = sorted(append_only())
GO_WITH_A_WHOLE = sorted(table for table, (_, goes) in append_only().items() if goes)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def role(transactional_db: None) -> Iterator[str]:
    """The app role of this test's database, which goes again."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    name = f"{connection.settings_dict['NAME']}_app"
    set_up_roles(app=name, password=PASSWORD)
    yield name
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION deletion_is_recorded() CASCADE")
        cursor.execute(f'GRANT "{name}" TO CURRENT_USER')  # else what it holds is not the owner's to take
        cursor.execute(f'DROP OWNED BY "{name}"')
        cursor.execute(f'DROP ROLE "{name}"')


@contextmanager
def coming_in_as(name: str) -> Iterator[None]:
    """All that Django does goes by a connection of this role."""
    owner = connections["default"]
    mine = connections.create_connection("default")
    mine.settings_dict = {**owner.settings_dict, "USER": name, "PASSWORD": PASSWORD}
    connections["default"] = mine
    try:
        yield
    finally:
        mine.close()
        connections["default"] = owner


def make_submitted() -> UrgentAction:
    """An action of which something was decided, and which may still be deleted."""
    sheet = make_draft()
    record(sheet.action, Verb.SUBMIT, by=sheet.created_by, at=AT, sheet=sheet)
    return sheet.action


def refused(statement: str) -> str:
    """What the database says to a statement, which it must not run."""
    with pytest.raises(ProgrammingError) as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(said.value).splitlines()[0]


def test_every_table_of_history_and_chain_is_on_the_list():
    assert {"accounts_seal", "accounts_sealshape", "accounts_struckrecord", "accounts_historycheck"} <= set(TABLES)
    assert {journal.model._meta.db_table for journal in journals().values()} < set(TABLES)
    assert len(TABLES) > 35
    assert GO_WITH_A_WHOLE == ["campaigns_actionevent", "campaigns_sheetauthor", "cases_datemove"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_table_of_the_history_can_be_changed_emptied_or_disarmed(role):
    key = {journal.model._meta.db_table: journal.key for journal in journals().values()} | {"accounts_seal": "number"}
    answers: dict[str, list[str]] = {}

    with coming_in_as(role):
        for table in TABLES:
            statements = [
                f"UPDATE {table} SET {key.get(table, 'id')} = {key.get(table, 'id')}",  # noqa: S608
                f"TRUNCATE {table}",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"DROP TABLE {table}",
            ]
            if table not in GO_WITH_A_WHOLE:
                statements.append(f"DELETE FROM {table}")  # noqa: S608
            answers[table] = [refused(statement) for statement in statements]

    assert answers == {
        table: [
            f"permission denied for table {table}",
            f"permission denied for table {table}",
            f"must be owner of table {table}",
            f"must be owner of table {table}",
            *([] if table in GO_WITH_A_WHOLE else [f"permission denied for table {table}"]),
        ]
        for table in TABLES
    }


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_triggers_cannot_be_passed_over_nor_the_owner_be_played(role):
    owner = connection.settings_dict["USER"]

    with coming_in_as(role):
        answers = [refused(statement) for statement in (
            "SET session_replication_role = replica",
            f'SET ROLE "{owner}"',
            "CREATE TABLE mine (id int)",
        )]  # fmt: skip

    assert answers[0] == 'permission denied to set parameter "session_replication_role"'
    assert answers[1] == f'permission denied to set role "{owner}"'
    assert answers[2] == "permission denied for schema public"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_event_goes_only_with_a_record_of_its_deletion(role):
    action = make_open_action()
    move = adjourn_hearing(make_hearing(make_case()), to=None, by=make_user(), at=AT)

    with coming_in_as(role):
        answers = [
            refused(f"DELETE FROM campaigns_actionevent WHERE action_id = {action.pk}"),  # noqa: S608
            refused(f"DELETE FROM cases_datemove WHERE id = {move.pk}"),  # noqa: S608
            refused("DELETE FROM campaigns_sheetauthor"),
        ]

    assert answers == [
        "A row of campaigns_actionevent goes only with a record of its deletion.",
        "A row of cases_datemove goes only with a record of its deletion.",
        "A row of campaigns_sheetauthor goes only with a record of its deletion.",
    ]
    assert ActionEvent.objects.filter(action=action).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_site_does_all_of_its_work_as_that_role(role):
    with coming_in_as(role):
        load_demo("a password of the demo")
        admin, at = User.objects.filter(is_superuser=True)[0], datetime.combine(date(2011, 7, 13), AT.timetz())
        sweep(at=at)
        pause_action(UrgentAction.objects.open_on(at.date())[0], by=admin, at=at, reason="A test.")
        stop_action(UrgentAction.objects.open_on(at.date())[0], by=admin, at=at, reason="Released.")
        with acting(by=admin, at=at):
            Case.objects.update(summary="All of them.")
        hearing = make_hearing(make_case(owner=admin))
        undo_move(adjourn_hearing(hearing, to=None, by=admin, at=at), by=admin, at=at)
        person = PersonAtRisk.objects.get(case=hearing.case)
        PersonAtRisk.objects.filter(pk=person.pk).update(form=PersonAtRisk.Form.CHOSEN, published_as="a teacher")
        keep_true_name(person, "Invented Surname", by=admin, at=at, reason="A test.")
        reveal_true_name(person, by=admin, at=at, reason="A test.")
        count = seal_rows(at=at)
        found = check_history(at=at)

    assert (found.links, found.faults) == (count, "")
    assert found.links > 500
    assert DateMove.objects.get(hearing=hearing).undone_by == admin
    assert TrueNameEvent.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_goes_with_its_events_and_comes_back(role):
    admin = make_user(is_superuser=True)
    action = make_submitted()
    pk, events = action.pk, action.events.count()

    with coming_in_as(role):
        seal_rows(at=AT)
        with acting(by=admin, at=AT):
            action.delete()
        seal_rows(at=AT)
        gone = verify()
        restore(UrgentAction, pk, by=admin, at=LATER)
        seal_rows(at=LATER)

    assert (gone.deleted > 0, gone.faults) == (True, [])
    assert ActionEvent.objects.filter(action_id=pk).count() == events
    assert (verify().deleted, verify().faults) == (0, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_striking_out_is_the_only_way_and_says_who(role):
    admin = make_user(is_superuser=True)
    case = make_case()
    records = list(case.history.values_list("pk", flat=True))

    with coming_in_as(role):
        seal_rows(at=AT)
        alone = refused(f"SELECT strike_out_records('cases.HistoricalCase', ARRAY{records}::bigint[])")
        other = refused("SELECT strike_out_records('auth.User', ARRAY[]::bigint[])")
        strike_out(Case, case.pk, by=admin, at=LATER, reason="Entered by mistake.")
        seal_rows(at=LATER)

    assert alone == "Nothing is struck out of a history before it is written down who does so, and why."
    assert other == 'relation "auth_user" does not exist'
    assert Seal.objects.get(journal="cases.HistoricalCase", row_pk=records[0]).salt == ""
    assert (StruckRecord.objects.get().by, verify().struck, verify().faults) == (admin, 1, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_there_is_never_struck_out_of_a_journal_of_events(role):
    action, admin = make_open_action(), make_user()
    event = action.events.all()[0]

    with coming_in_as(role):
        StruckRecord.objects.create(journal="campaigns.ActionEvent", row_pk=event.pk, by=admin, at=AT, reason="x")
        said = refused(f"SELECT strike_out_records('campaigns.ActionEvent', ARRAY[{event.pk}]::bigint[])")

    assert said == "Only histories are struck out, and journals whose rows are gone."


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_letter_changed_by_the_owner_is_found(role):
    record = make_case(title="one").history.get()
    with coming_in_as(role):
        seal_rows(at=AT)

    Case.history.model.objects.filter(pk=record.pk).update(title="onE")

    with coming_in_as(role):
        [fault] = verify().faults
    assert fault.startswith(f"cases.HistoricalCase, row {record.pk} (record of a case), link ")
    assert fault.endswith("changed since.")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_several_write_and_seal_at_once_and_the_chain_has_no_fork(role):
    cases = [make_case() for _ in range(4)]
    troubles: list[str] = []

    def work(case: Case) -> None:
        try:
            for number in range(15):
                Case.objects.filter(pk=case.pk).update(summary=f"state {number}")
                seal_rows(at=AT)
        except Exception as trouble:
            troubles.append(repr(trouble))
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=work, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    seal_rows(at=LATER)

    found = verify()
    assert (troubles, found.faults, found.waiting) == ([], [], 0)
    assert found.rows["cases.HistoricalCase"] == 4 * 16


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_record_of_a_transaction_that_ends_late_is_sealed_when_it_does(role):
    with transaction.atomic():
        late = make_case(title="begun first")

        def others() -> None:
            make_case(title="ended first")
            seal_rows(at=AT)
            connection.close()

        thread = Thread(target=others)
        thread.start()
        thread.join(30)

    seal_rows(at=LATER)
    assert Seal.objects.filter(journal="cases.HistoricalCase", row_pk=late.history.get().pk).exists()
    assert (verify().waiting, verify().faults) == (0, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_right_that_was_given_too_much_is_found(role, capsys):
    assert more_than_allowed(app=role) == []
    call_command("database_roles", "--check", "--app", role)
    assert capsys.readouterr().out == f"{role} may add to the history, and change none of it.\n"
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT DELETE ON cases_historicalcase TO "{role}"')
        cursor.execute(f'GRANT UPDATE (title) ON cases_historicalcase TO "{role}"')

    with pytest.raises(CommandError, match=rf"{role} has DELETE on cases_historicalcase\.\n.*may write title of"):
        call_command("database_roles", "--check", "--app", role)

    call_command("database_roles", "--app", role)
    assert more_than_allowed(app=role) == []


@pytest.mark.django_db
def test_on_sqlite_triggers_refuse_what_the_role_may_not_do():
    if connection.vendor == "postgresql":
        pytest.skip("the triggers are for SQLite alone: PostgreSQL has roles")
    case, action, admin = make_case(), make_open_action(), make_user(is_superuser=True)
    move = adjourn_hearing(make_hearing(case), to=None, by=admin, at=AT)

    with transaction.atomic():
        call_command("database_roles")
        call_command("database_roles")
        seal_rows(at=AT)
        for change in (
            lambda: case.history.update(title="forged"),
            lambda: case.history.all().delete(),
            lambda: Seal.objects.update(digest="0" * 64),
            lambda: Seal.objects.all().delete(),
            lambda: action.events.update(reason="forged"),
            lambda: DateMove.objects.update(reason="forged"),
        ):
            with (
                pytest.raises(DatabaseError, match=r"added to and never changed|but what is struck out"),
                transaction.atomic(),
            ):
                change()
        undo_move(move, by=admin, at=LATER)
        strike_out(Hearing, move.hearing_id, by=admin, at=LATER, reason="Entered by mistake.")
        make_submitted().delete()
        seal_rows(at=LATER)

        assert verify().faults == []
        transaction.set_rollback(True)
