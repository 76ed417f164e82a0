"""Where the benchmarks run: the real settings, and two scratch databases on PostgreSQL that are dropped at the end."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

DEFAULT_URL = "postgres://root@127.0.0.1:5432/postgres"
DEMO_DAY = "2011-07-13"


def url_of(name: str) -> str:
    """The address of a database on the server that DATABASE_URL names."""
    return urlsplit(_server())._replace(path=f"/{name}").geturl()


def _server() -> str:
    return os.environ.get("BENCHMARK_SERVER") or os.environ.get("DATABASE_URL") or DEFAULT_URL


def set_environment(database: str) -> None:
    """The environment of a site in real use, with the clock at the demo's day. Call it before django.setup()."""
    if "BENCHMARK_SERVER" not in os.environ:  # else a process of ours has started this one
        os.environ["BENCHMARK_SERVER"] = _server()
        os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="desk-benchmarks-")
        atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
    os.environ.setdefault("SECRET_KEY", "for the benchmarks only")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=url_of(database),
        DEMO_TODAY=DEMO_DAY,
        DEBUG="false",
        SITE_URL="http://127.0.0.1:8000",
        ALLOWED_HOSTS="testserver,127.0.0.1",
        EMAIL_URL="",
        REDIS_URL="",
        LOG_LEVEL="ERROR",
    )


@contextmanager
def scratch_databases(*names: str) -> Iterator[None]:
    """Empty databases of these names, for as long as the block runs.

    Raises:
        SystemExit: with a sentence, if there is no server or no right to make a database.
    """
    try:
        server = psycopg.connect(_server().replace("psql://", "postgres://"), autocommit=True)
    except psycopg.OperationalError as error:
        raise SystemExit(f"No PostgreSQL at {_without_password()}: {error}\nSet DATABASE_URL to one.") from error
    with server:
        try:
            for name in names:
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            yield
        finally:
            for name in names:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _without_password() -> str:
    parts = urlsplit(_server())
    return f"{parts.hostname}:{parts.port or 5432}"


def connection_to(name: str) -> Any:
    """A connection of Django's to another database on the same server, to be made the default by `use`."""
    from django.db import connections

    connection = connections.create_connection("default")
    connection.settings_dict = {**connection.settings_dict, "NAME": name}
    return connection


def use(connection: Any) -> None:
    """Let all of the site read and write through this connection from now on."""
    from django.db import connections

    connections["default"] = connection
