"""Who may do what in the database: the owner makes the tables, the site adds to its history and changes none of it.

Two roles. The *owner* migrates, and runs this. The *app* role is the one that web, worker and beat come in by: it
reads and writes all tables, but for

- journals and the chain (`accounts.journals`), where it may read and add: no UPDATE, no DELETE, no TRUNCATE, and
  nothing that only an owner may do, such as ALTER TABLE … DISABLE TRIGGER;
- journals whose rows go with a whole (`Journal.deletions`): a trigger lets a row go only if its history holds the
  record of its deletion when the transaction ends;
- columns of those that are written later, of which it may write these alone.

What must not be known any more leaves a history by the function of `accounts.struck`, which belongs to the owner.

On SQLite there are no roles. Triggers then refuse what the app role may not do: they stop a slip and not whoever has
the file. A migration that writes a table anew drops them, so this runs after each `migrate`, on both.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from accounts.journals import append_only, journals

APP = "desk_app"  # the name of the app role, where no other is given
_DELETION = "deletion_is_recorded"

_TRIGGER_FUNCTION = """
CREATE OR REPLACE FUNCTION deletion_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_recorded boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND history_type = ''-'')', TG_ARGV[0])
        INTO is_recorded USING OLD.id;
    IF NOT is_recorded THEN
        RAISE EXCEPTION 'A row of % goes only with a record of its deletion.', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$
"""


def set_up_roles(*, app: str = APP, password: str = "") -> list[str]:
    """Make the app role, where it is not there, and give it exactly its rights. Run it as the owner, after `migrate`.

    Args:
        app: the name of the role.
        password: empty: none is set, and one that was set stays.

    Returns:
        what was done, a sentence each. On SQLite the triggers are made instead.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            count = _execute(_sqlite_triggers())
            return [f"Made {count} triggers, which refuse to change the history. SQLite knows no roles."]
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [app])
            is_new = not cursor.fetchone()[0]
        if is_new:
            _execute([sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(_name(app))])
        if password:
            _set_password(app, password)
        _execute(_statements(app))
    return [
        f"{'Made' if is_new else 'Found'} the role {app}.",
        f"It may read and add to {len(append_only())} tables of the history, and read and write the others.",
    ]


def more_than_allowed(*, app: str = APP) -> list[str]:
    """What the app role may do to the history though it should not; a sentence each. PostgreSQL only."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = %s", [app])
        row = cursor.fetchone()
        if row is None:
            return [f"There is no role {app}."]
        if row[0]:
            found.append(f"{app} is a superuser, or makes roles, and so may do everything.")
        for table, (changing, goes_with_whole) in append_only().items():
            refused = ["TRUNCATE", "TRIGGER"] + ([] if goes_with_whole else ["DELETE"])
            for right in (*refused, "UPDATE"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [app, table, right])
                if cursor.fetchone()[0]:
                    found.append(f"{app} has {right} on {table}.")
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
                "AND has_column_privilege(%s, attrelid, attnum, 'UPDATE') ORDER BY attname",
                [table, app],
            )
            if wrong := {name for (name,) in cursor.fetchall()} - set(changing):
                found.append(f"{app} may write {', '.join(sorted(wrong))} of {table}.")
            cursor.execute(
                "SELECT pg_has_role(%s, relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass", [app, table]
            )
            if cursor.fetchone()[0]:
                found.append(f"{app} owns {table}.")
    return found


def _statements(app: str) -> Iterator[Any]:
    role, schema = _name(app), _name(_schema())
    yield sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(schema)
    yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, role)
    once = append_only()
    for table in connection.introspection.django_table_names(only_existing=True):
        yield sql.SQL("REVOKE ALL ON TABLE {} FROM {}, PUBLIC").format(_name(table), role)
        changing, goes_with_whole = once.get(table, ((), False))
        rights = "SELECT, INSERT" if table in once else "SELECT, INSERT, UPDATE, DELETE"
        if goes_with_whole:
            rights += ", DELETE"
        yield sql.SQL("GRANT {} ON TABLE {} TO {}").format(sql.SQL(rights), _name(table), role)
        if changing:
            columns = sql.SQL(", ").join(map(_name, changing))
            yield sql.SQL("GRANT UPDATE ({}) ON TABLE {} TO {}").format(columns, _name(table), role)
    yield sql.SQL("GRANT SELECT ON TABLE django_migrations TO {}").format(role)
    yield sql.SQL("GRANT EXECUTE ON FUNCTION strike_out_records(text, bigint[]) TO {}").format(role)
    yield from _deletion_triggers()


def _deletion_triggers() -> Iterator[Any]:
    yield sql.SQL(_TRIGGER_FUNCTION)
    for table, record in _with_records():
        yield sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(_name(_DELETION), _name(table))
        # When the transaction ends: a record is written after its row went.
        yield sql.SQL(
            "CREATE CONSTRAINT TRIGGER {} AFTER DELETE ON {} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION deletion_is_recorded({})"
        ).format(_name(_DELETION), _name(table), sql.Literal(record))


def _with_records() -> Iterator[tuple[str, str]]:
    """The tables of journals whose rows go with a whole, and those of the records of their deletions."""
    for journal in journals().values():
        if journal.deletions is not None:
            yield journal.model._meta.db_table, journal.deletions._meta.db_table


def _sqlite_triggers() -> Iterator[str]:
    labels = {journal.model._meta.db_table: journal for journal in journals().values()}
    columns = {model._meta.db_table: model._meta.concrete_fields for model in apps.get_models()}
    quote = connection.ops.quote_name
    for table, (changing, goes_with_whole) in append_only().items():
        written = [str(field.column) for field in columns[table] if field.column not in changing]
        journal = labels.get(table)
        if table == "accounts_seal":
            written.remove("salt")  # goes with what is struck out
        yield f"DROP TRIGGER IF EXISTS {quote(f'{table}_unchanged')}"
        of_columns = ", ".join(quote(name) for name in written)
        yield (
            f"CREATE TRIGGER {quote(f'{table}_unchanged')} BEFORE UPDATE OF {of_columns} "
            f"ON {quote(table)} BEGIN SELECT RAISE(ABORT, 'The history is added to and never changed.'); END"
        )
        if goes_with_whole:  # the record of its deletion is written after it: only the chain can tell
            continue
        struck = "1"
        if journal is not None:
            row = f"journal = '{journal.label}' AND row_pk = OLD.{quote(journal.key)}"
            struck = f"NOT EXISTS (SELECT 1 FROM accounts_struckrecord WHERE {row})"  # noqa: S608  (names of ours)
        name, refusal = quote(f"{table}_kept"), "Nothing is deleted from the history but what is struck out."
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE DELETE ON {quote(table)} WHEN {struck} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )


def _set_password(app: str, password: str) -> None:
    # Made unreadable here: it is then in no log of the server.
    connection.ensure_connection()
    raw: Any = connection.connection
    hashed = raw.pgconn.encrypt_password(password.encode(), app.encode(), b"scram-sha-256").decode()
    _execute([sql.SQL("ALTER ROLE {} PASSWORD {}").format(_name(app), sql.Literal(hashed))])


def _execute(statements: Any) -> int:
    """Run them in order; gives how many made something."""
    count = 0
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            count += str(statement).startswith("CREATE TRIGGER")
    return count


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _name(text: str) -> sql.Identifier:
    return sql.Identifier(text)
