"""The database role of the public site, which cannot read what is not public. PostgreSQL only.

The role has no right on any table that holds a draft. It reads the views of a schema of its own, which stand under
the names of the tables and before them in its search path, so the models and every query of ours work unchanged. What
the views show follows from the field registers and from `appeals.public_rows`; what may be written stands in
`appeals.public_writes`. See docs/adr/0055-the-public-site-reads-views.md.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from accounts.history import Record
from accounts.registered import Reach
from appeals.public_rows import VIEWS, Shown
from appeals.public_writes import ALL, WRITES, Rights
from appeals.registers import WHOLE

ROLE, SCHEMA, TABLES = "desk_public", "public_site", "public"
_PATH = f"search_path={SCHEMA}, {TABLES}"  # as the database writes it down
VIEWS_ARE_OLD = "The views of the public site are older than the models. Run: manage.py public_role --apply"


class NotPostgreSQL(Exception):
    """Only PostgreSQL has roles. The message is for people."""


def statements() -> list[str]:
    """The SQL that makes the views and the rights anew, whatever was there before; to be run in one transaction.

    Raises:
        NotPostgreSQL: says so.
    """
    _only_postgresql()
    made = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') "  # words of ours
        f"THEN CREATE ROLE {ROLE} LOGIN; END IF; END $$",
        # Whatever it was given by hand is taken; a right on a table takes those on its columns along.
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {TABLES} FROM {ROLE}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {TABLES} FROM {ROLE}",
        *drop_statements(),
        f"CREATE SCHEMA {SCHEMA}",
        *(_view(model, shown) for model, shown in VIEWS.items()),
        f"REVOKE ALL ON SCHEMA {TABLES} FROM {ROLE}",
        f"GRANT USAGE ON SCHEMA {SCHEMA}, {TABLES} TO {ROLE}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}",
        *(line for model, rights in WRITES.items() for line in _grants(model, rights)),
        # Once: after that no more rights are needed than those of the owner of the tables.
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole "
        f"WHERE rolname = '{ROLE}' AND setdatabase = 0 AND '{_PATH}' = ANY (setconfig)) "
        f"THEN ALTER ROLE {ROLE} SET search_path = {SCHEMA}, {TABLES}; END IF; END $$",
    ]
    return [*made, f"COMMENT ON SCHEMA {SCHEMA} IS '{_digest(made)}'"]


def drop_statements() -> list[str]:
    """Views hold their columns fast: they go before a migration and are made anew after it."""
    return [f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"]


def apply(*, password: str = "") -> None:
    """Make the role, its views and its rights as they are to be; nobody sees them half made.

    Args:
        password: by which the role logs in; empty: as it is.
    """
    _run(statements())
    if password:
        with connection.cursor() as cursor:
            # DDL takes no parameters; the server itself quotes the word.
            cursor.execute("SELECT format('ALTER ROLE %%I PASSWORD %%L', %s::text, %s::text)", [ROLE, password])
            cursor.execute(cursor.fetchone()[0])


def drop() -> None:
    """Take the views away: the public site answers nothing until they are there again."""
    _only_postgresql()
    _run(drop_statements())


def what_is_wrong() -> str:
    """Why the public site must not be trusted with the views that are there, in a sentence; empty if it may. One query.

    Whoever may use the database may ask it, the role of the public site too.
    """
    _only_postgresql()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(%s)::oid, 'pg_namespace')", [SCHEMA])
        [there] = cursor.fetchone()
    if there is None:
        return "The views of the public site are not there. Run: manage.py public_role --apply"
    if there != _digest(statements()[:-1]):
        return VIEWS_ARE_OLD
    return ""


def privileges() -> list[tuple[str, str, str, str]]:
    """What the role may do with each table of ours and with each of its views, as the database says it.

    Gives schema, table, what may be done with all of it, and what with some columns only.
    """
    _only_postgresql()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT space.nspname, relation.relname,
                   (SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(%s::text[]) word
                     WHERE has_table_privilege(%s, relation.oid, word)),
                   (SELECT string_agg(word || ' (' || names || ')', '; ' ORDER BY word) FROM (
                        SELECT word, string_agg(attname, ' ' ORDER BY attnum) names
                          FROM unnest(%s::text[]) word, pg_attribute
                         WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
                           AND has_column_privilege(%s, relation.oid, attnum, word)
                           AND NOT has_table_privilege(%s, relation.oid, word) GROUP BY word) parts)
              FROM pg_class relation JOIN pg_namespace space ON space.oid = relation.relnamespace
             WHERE space.nspname IN (%s, %s) AND relation.relkind IN ('r', 'v', 'p', 'm', 'f')
             ORDER BY 1, 2
            """,
            [
                ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"], ROLE,
                ["SELECT", "INSERT", "UPDATE", "REFERENCES"], ROLE, ROLE, SCHEMA, TABLES,
            ],
        )  # fmt: skip
        return [(space, name, whole or "", some or "") for space, name, whole, some in cursor.fetchall()]


def is_shown(model: type[models.Model], field: "models.Field[Any, Any]") -> bool:
    """Whether a view shows what stands in a field, or only that there is such a field."""
    shown = VIEWS[model]
    if field.primary_key or "*" in shown.needed or field.name in shown.needed or field.name in shown.only:
        return True
    table = WHOLE.get(model._meta.label)
    return table is not None and table.fields[field.name].reach == Reach.PUBLIC


def _view(model: type[models.Model], shown: Shown) -> str:
    columns = ", ".join(_columns(model, shown))
    rows = f" WHERE {shown.rows}" if shown.rows else ""
    # Written through, a view takes no row that it would not show.
    check = " WITH LOCAL CHECK OPTION" if model in WRITES and shown.rows else ""
    # "security_barrier": nothing that is asked of a view is worked out on rows that it does not show.
    return (
        f"CREATE VIEW {SCHEMA}.{model._meta.db_table} WITH (security_barrier) AS "  # noqa: S608  # words of ours
        f"SELECT {columns} FROM {TABLES}.{model._meta.db_table} AS own {shown.beside}{rows}{check}"
    )


def _columns(model: type[models.Model], shown: Shown) -> Iterator[str]:
    instead = dict(shown.instead)
    for field in model._meta.concrete_fields:
        name = _quoted(field)
        if shown.only and field.name not in shown.only:
            continue
        if field.name in instead:
            yield f"{instead[field.name]} AS {name}"
        elif is_shown(model, field):
            yield f"own.{name}"
        else:
            yield f"CAST({_nothing(field)} AS {field.db_type(connection)}) AS {name}"


def _nothing(field: "models.Field[Any, Any]") -> str:
    """A value of the field's type that says nothing."""
    kind = field.get_internal_type()
    if field.null:
        return "NULL"
    if field.is_relation:
        return "0"
    if kind == "BooleanField":
        return "false"
    if kind in ("DateTimeField", "DateField"):
        return "'1970-01-01'"
    if kind == "JSONField":
        return "'{}'"
    return "0" if "Integer" in kind else "''"


def _grants(model: type[models.Model], rights: Rights) -> Iterator[str]:
    table = f"{SCHEMA if model in VIEWS else TABLES}.{model._meta.db_table}"
    for word, names in (("SELECT", rights.select), ("INSERT", rights.insert), ("UPDATE", rights.update)):
        if names:
            yield f"GRANT {word} ({', '.join(_named(model, rights, word, names))}) ON {table} TO {ROLE}"
    if rights.delete:
        yield f"GRANT DELETE ON {table} TO {ROLE}"


def _named(model: type[models.Model], rights: Rights, word: str, names: str) -> Iterable[str]:
    left_out = rights.leaves_out.split() if word == "SELECT" else ()
    chosen = [
        field
        for field in model._meta.concrete_fields
        if (names == ALL and not (field.primary_key and word == "UPDATE")) or field.name in names.split()
    ]
    return [_quoted(field) for field in chosen if field.name not in left_out]


def _quoted(field: "models.Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def private_fields() -> "list[tuple[type[models.Model], models.Field[Any, Any]]]":
    """Every column that the registers call anything but public, of the models and of their histories."""
    found = []
    for label, table in WHOLE.items():
        model: Any = apps.get_model(label)
        kept = [model, *([model.history.model] if hasattr(model, "_records") else [])]
        for each in kept:
            for field in each._meta.concrete_fields:
                entry = table.fields.get(field.name)
                is_of_a_record = issubclass(each, Record) and not field.primary_key
                if is_of_a_record or (entry is not None and entry.reach != Reach.PUBLIC):
                    found.append((each, field))
    return found


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _run(lines: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)


def _only_postgresql() -> None:
    if connection.vendor != "postgresql":
        raise NotPostgreSQL("Only PostgreSQL has roles; here everything is read by whoever reads the file.")
