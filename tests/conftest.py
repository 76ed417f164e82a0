"""What every test gets: a closed network. (Templates that fail on an undefined variable: tests/undefined.py.)

And, on PostgreSQL, tables that are emptied by deleting their few rows: to truncate a hundred tables with their indexes
takes seconds, after each test that commits.
"""

import socket
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
_connect = socket.socket.connect
_truncate = DatabaseOperations.sql_flush
# What stands in these after a flush is what stood there before it.
_SAME_AS_BEFORE = ("django_content_type", "auth_permission")


def _delete(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
    """The statements of a flush, which are one transaction: foreign keys are looked at when it ends."""
    if options.get("reset_sequences"):
        return _truncate(self, style, tables, **options)
    return [f"DELETE FROM {self.quote_name(table)};" for table in tables if table not in _SAME_AS_BEFORE]  # noqa: S608  # tables of ours


DatabaseOperations.sql_flush = _delete  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached: the databases and the pages under test."""

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only tests that ask the database or the browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--with-database`` leave out what cannot come out otherwise on another database."""
    if not config.getoption("--with-database"):
        return
    asks = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
    items[:] = asks


def _asks_the_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "browser", "postgresql"))
    return marked or not DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
