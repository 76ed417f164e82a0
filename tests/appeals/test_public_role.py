"""The public site runs as a role of the database that cannot read what is not public, and works as before."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from io import StringIO

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from appeals.public_role import ROLE, SCHEMA, TABLES, apply, drop, is_shown, private_fields, privileges, what_is_wrong
from appeals.public_rows import VIEWS
from appeals.public_writes import WRITES
from campaigns.attempts import forget_counts
from campaigns.consent import withdraw_consent
from campaigns.sender import why_held
from cases.levels import Level
from cases.models import Case, Development
from cases.partial_dates import PartialDate
from config.site_part import PUBLIC, settings_of
from tests.appeals.test_after_a_stop import open_world, stop_by_a_sheet, stop_by_hand
from tests.builders import issue, make_deadline, make_draft, make_hearing, make_outcome, make_user
from tests.canary.outputs import once, public_addresses
from tests.canary.planting import Garden, plant, planted_in
from tests.routes import WEEK_OF_THE_STOP, World
from tests.visiting import Said, of_a_follower, of_a_group, of_a_writer, said

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles"),
]


@pytest.fixture(autouse=True)
def a_site_at_work(settings) -> None:
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    forget_counts()
    why_held(at=WEEK_OF_THE_STOP)  # a worker has asked before
    apply()


@contextmanager
def the_public_role() -> Iterator[None]:
    """What is asked meanwhile is asked by the role, with its search path: as after its login."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, 'MEMBER')", [ROLE])
        if not cursor.fetchone()[0]:  # an owner who made the role may play it only once it says so itself
            cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        cursor.execute(f"SET ROLE {ROLE}; SET search_path = {SCHEMA}, {TABLES}")
        yield
        cursor.execute("RESET ROLE; RESET search_path")  # after an error the end of the test takes it back


def taken_back(play: Callable[[], Sequence[Said]]) -> Sequence[Said]:
    """What was said; whatever was written is taken back."""
    with transaction.atomic():
        answers = play()
        transaction.set_rollback(True)
    forget_counts()
    return answers


def reading(addresses: Sequence[str]) -> list[Said]:
    client = Client()
    return [said(address, client.get(address)) for address in addresses]


def addresses_of(world: World) -> list[str]:
    addresses = (*once(), *public_addresses(world))
    return [address for address in addresses if not address.startswith(("/staff", "/static"))]


def full_world() -> World:
    """An open action whose case has dates and developments for everybody, and others for staff."""
    world = open_world()
    for number, level in enumerate((Level.NETWORK, Level.PUBLIC)):
        make_hearing(world.action.case, on=date(2011, 8, 29 + number), level=level, result="Nothing yet.")
        make_deadline(world.action.case, on=date(2011, 9, 5 + number), level=level)
        Development.objects.create(
            case=world.action.case, happened_on=PartialDate(2011, 8, 1), what="She was heard.", level=level
        )
    return world


def tell_the_outcome(world: World) -> None:
    issue(make_outcome(world.action, "released"), at=WEEK_OF_THE_STOP)


def as_it_stands(world: World) -> None:
    pass


def hide(world: World) -> None:
    withdraw_consent(world.action.case.people.get(), by=make_user("Researcher"), at=WEEK_OF_THE_STOP, reason="Asked.")


@pytest.mark.parametrize(
    "change",
    [
        as_it_stands,
        lambda world: stop_by_hand(world.action),
        lambda world: stop_by_a_sheet(world.action),
        tell_the_outcome,
        hide,
    ],
    ids=["open", "stopped by hand", "stopped by a sheet", "told what became of her", "hidden"],
)
def test_everything_public_reads_the_same(settings, change: Callable[[World], None]) -> None:
    world = full_world()
    addresses = addresses_of(world)
    change(world)

    as_before = taken_back(lambda: reading(addresses))
    settings_of_the_public_part(settings)
    with the_public_role():
        as_public = reading(addresses)

    assert len(as_before) > 40
    assert list(differing(as_public, as_before)) == []


@pytest.mark.parametrize("play", [of_a_follower, of_a_writer, of_a_group])
def test_everything_that_visitors_send_is_taken_as_before(settings, play) -> None:
    world = open_world()

    as_before = taken_back(lambda: list(play(Client(), world)))
    settings_of_the_public_part(settings)
    with the_public_role():
        as_public = list(play(Client(), world))

    assert list(differing(as_public, as_before)) == []
    assert [one.asked for one in as_before if one.status not in (200, 302, 409)] == []


def differing(answers: Sequence[Said], wanted: Sequence[Said]) -> Iterator[str]:
    """What is said otherwise, line by line."""
    for answer, other in zip(answers, wanted, strict=True):
        if answer != other:
            lines = unified_diff(other.body.splitlines(), answer.body.splitlines(), lineterm="", n=0)
            yield "\n".join([f"{answer.asked}: {other.status} {answer.status}", *lines])


def settings_of_the_public_part(settings) -> None:
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)


# What visitors themselves leave, and get back by a link or a code that they hold. Nothing of a case.
OF_VISITORS = {
    "appeals.LargePack", "appeals.Press", "appeals.Tally", "appeals.TallyLine", "appeals.WeekCount",
    "campaigns.Reminder", "campaigns.SentMail", "campaigns.Subscription", "campaigns.Suppression",
    "campaigns.SenderState",  # whether mail may leave
}  # fmt: skip
# Numbers and states that join rows, a hash of what is public, and when a paper was printed.
NEEDED = {
    "campaigns.ActionEvent.action", "campaigns.ActionEvent.sheet",
    "campaigns.CurrentOutcome.person", "campaigns.CurrentOutcome.sheet",
    "campaigns.Sheet.content_hash", "campaigns.UrgentAction.case", "campaigns.UrgentAction.hidden_at",
    "campaigns.UrgentAction.embargo_until", "cases.Salutation.authority",
    *(f"cases.{fact}.{name}" for fact in ("Deadline", "Development", "Hearing")
      for name in ("case", "level", "public_from")),
    "appeals.SheetPDF.rendered_at",
    "cases.HistoricalDeadline.history_date", "cases.HistoricalDeadline.id",
    "cases.HistoricalHearing.history_date", "cases.HistoricalHearing.id",
}  # fmt: skip


def label_of(model, field) -> str:
    return f"{model._meta.label}.{field.name}"


def may(word: str, table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, %s, %s, %s)", [ROLE, table, column, word])
        return bool(cursor.fetchone()[0])


def test_role_has_no_right_on_any_private_field() -> None:
    """Of tables and their histories, field by field; but for what visitors leave themselves."""
    asked = [(model, field) for model, field in private_fields() if model._meta.label not in OF_VISITORS]
    readable = {
        label_of(model, field)
        for model, field in asked
        if may("SELECT", f"{TABLES}.{model._meta.db_table}", field.column)
    }
    changeable = {
        label_of(model, field)
        for model, field in asked
        if may("UPDATE", f"{TABLES}.{model._meta.db_table}", field.column)
    }

    assert len(asked) > 500
    # How much room all pictures take, and nothing else of any.
    assert (readable, changeable) == ({"appeals.ReplyPicture.size"}, set())


def test_role_has_no_right_at_all_on_a_table_that_holds_a_draft() -> None:
    free = {name for space, name, whole, some in privileges() if space == TABLES and (whole or some)}
    allowed = {model._meta.db_table for model in WRITES}

    assert free - allowed == set()
    assert {model._meta.db_table for model in VIEWS} & free == set()
    assert len(privileges()) > 100


def test_role_belongs_to_no_other_and_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, "
            "(SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid), "
            "(SELECT setconfig FROM pg_db_role_setting WHERE setrole = pg_roles.oid AND setdatabase = 0) "
            "FROM pg_roles WHERE rolname = %s",
            [ROLE],
        )
        row = cursor.fetchone()

    assert row == (False, False, False, False, 0, [f"search_path={SCHEMA}, {TABLES}"])


def test_views_show_of_private_fields_only_what_joins_rows() -> None:
    shown = {
        label_of(model, field)
        for model, field in private_fields()
        if model in VIEWS and model._meta.label not in OF_VISITORS and shows(model, field)
    }

    assert shown == NEEDED


def shows(model, field) -> bool:
    is_there = not VIEWS[model].only or field.name in VIEWS[model].only
    return is_there and is_shown(model, field)


def refusal_of(statement: str) -> str:
    """What the database says to a statement of the role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as refused:
        return str(refused).splitlines()[0]
    return ""


def test_injected_select_fails_on_each_table_with_private_fields() -> None:
    tables = sorted({model._meta.db_table for model, _ in private_fields() if model._meta.label not in OF_VISITORS})

    with the_public_role():
        said = {table: refusal_of(f"TABLE {TABLES}.{table}") for table in tables}

    assert said == {table: f"permission denied for table {table}" for table in tables}
    assert len(tables) > 50


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT reason FROM appeals_tallyline",
        "SELECT text FROM appeals_reply",
        "SELECT jpeg FROM appeals_replypicture",
        "UPDATE campaigns_urgentaction SET status = 'open'",
        "UPDATE campaigns_senderstate SET is_held = false",
        "UPDATE campaigns_reminder SET address = 'x@example.org'",
        "DELETE FROM campaigns_demand",
        "SELECT 1 FROM campaigns_sheet FOR SHARE",
        "SELECT password FROM accounts_user",
        "SELECT session_data FROM accounts_staffsession",
        "SELECT data FROM mfa_authenticator",
        "CREATE TABLE public_site.copy (id int)",
    ],
)
def test_role_may_not(statement: str) -> None:
    with the_public_role():
        said = refusal_of(statement)

    assert said.startswith("permission denied")


def test_error_of_a_query_tells_nothing_of_a_draft() -> None:
    """A text that is no number stands in the message of the error; asked of a view, only public rows come that far."""
    make_draft(story="Between us.")

    with the_public_role():
        assert refusal_of("SELECT 1 FROM campaigns_sheet WHERE story::int = 1") == ""


def test_sheet_pdf_cannot_be_put_under_a_draft() -> None:
    draft = make_draft()
    columns = "appeals_sheetpdf (sheet_id, paper, content_hash, pdf, pdf_hash, rendered_at)"

    with the_public_role():
        said = refusal_of(f"INSERT INTO {columns} SELECT {draft.pk}, 'A4', 'x', 'x', 'x', now()")

    assert said == 'new row violates check option for view "appeals_sheetpdf"'


def tables_read(garden: Garden) -> set[str]:
    """The tables of whose private fields the role reads a word, in drafts too; it reads all that it can."""
    with the_public_role():
        texts = [text_of(table) for table in readable_tables()]
    found = {word for text in texts for word in planted_in(text)} & garden.words.keys()
    return {garden.words[word].label.rsplit(".", 1)[0] for word in found}


def test_no_planted_word_is_read_through_any_view() -> None:
    """What looks for words finds them: those of followers stand where their own links lead to."""
    garden = plant(2)

    assert len(garden.words) > 300
    assert tables_read(garden) == {
        "appeals.LargePack", "campaigns.Reminder", "campaigns.SentMail", "campaigns.Subscription",
        "campaigns.Suppression",
    } & {planted.label.rsplit(".", 1)[0] for planted in garden.words.values()}  # fmt: skip


def test_column_that_a_view_shows_by_mistake_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VIEWS, Case, replace(VIEWS[Case], needed=frozenset({"sources"})))
    apply()

    assert "cases.Case" in tables_read(plant(1))


def readable_tables() -> list[tuple[str, str]]:
    """Each table and view of which the role may read something, with the columns that it may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, string_agg(quote_ident(attname), ', ') FROM pg_attribute "
            "JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace space ON space.oid = relnamespace "
            "WHERE nspname IN (%s, %s) AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped "
            "AND has_column_privilege(attrelid, attnum, 'SELECT') GROUP BY 1 ORDER BY 1",
            [SCHEMA, TABLES],
        )
        return cursor.fetchall()


def text_of(table: tuple[str, str]) -> str:
    name, columns = table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(own)::text FROM (SELECT {columns} FROM {name}) own")  # noqa: S608  # names of ours
        return "\n".join(text for (text,) in cursor.fetchall())


def test_views_that_are_gone_or_old_are_told(settings) -> None:
    settings_of_the_public_part(settings)
    new = Client().get("/healthz?deep")
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS 'of an older version'")
    old = Client().get("/healthz?deep")
    drop()
    gone = Client().get("/healthz?deep")

    assert (new.status_code, new.content) == (200, b"ok\n")
    assert (old.status_code, b"older than the models" in old.content) == (503, True)
    assert (gone.status_code, b"are not there" in gone.content) == (503, True)


def test_apply_takes_what_was_given_by_hand_and_may_be_run_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON cases_case TO {ROLE}; GRANT SELECT (name) ON cases_truename TO {ROLE}")
    given = [row for row in privileges() if row[1] in ("cases_case", "cases_truename") and row[0] == TABLES]
    apply()
    after = [row for row in privileges() if row[1] in ("cases_case", "cases_truename") and row[0] == TABLES]

    assert [row[2:] for row in given] == [("SELECT", ""), ("", "SELECT (name)")]
    assert [row[2:] for row in after] == [("", ""), ("", "")]


def test_command_prints_what_the_role_may_do() -> None:
    out = StringIO()
    call_command("public_role", stdout=out)

    assert "| public | cases_truename |  |  |" in out.getvalue().splitlines()
    assert "| public_site | cases_hearing | SELECT |  |" in out.getvalue().splitlines()


def test_command_says_when_the_views_are_old() -> None:
    call_command("public_role", "--drop", stdout=StringIO())

    with pytest.raises(CommandError, match="The views of the public site are not there"):
        call_command("public_role", stdout=StringIO())


def test_sql_that_is_printed_is_what_is_run() -> None:
    out = StringIO()
    call_command("public_role", "--sql", stdout=out)
    drop()
    with connection.cursor() as cursor:
        cursor.execute(out.getvalue())

    assert what_is_wrong() == ""


def test_migrate_is_told_that_old_views_stand_in_its_way() -> None:
    new = run_checks(tags=[Tags.database], databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS 'of an older version'")
    old = run_checks(tags=[Tags.database], databases=["default"])
    drop()
    gone = run_checks(tags=[Tags.database], databases=["default"])

    assert [[found.id for found in each] for each in (new, old, gone)] == [[], ["desk.E007"], []]
