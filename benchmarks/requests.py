"""Two ways to ask the site for a page: over HTTP from the web server, and through WSGI in this process.

Through WSGI means with every middleware, a connection to the database that stays open, and the question at each
request whether it still lives: all that a request costs the site, without what it costs to bring it there.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

Fetch = Callable[[str], bytes]


@contextmanager
def web_server() -> Iterator[Fetch]:
    """The web server of the site with one worker, for as long as the block runs; asks it over HTTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--workers", "1"]
    command += ["--max-requests", "0"]  # no change of the worker in the middle of a comparison
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--access-logfile", "/dev/null"]
    server = subprocess.Popen([*command, "benchmarks.wsgi"])

    def fetch(address: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{address} answered {response.status}")
        return body

    try:
        _wait_for(port, server)
        yield fetch
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("The web server did not start.")


def in_process() -> Fetch:
    """A function that asks for an address and gives the body, through WSGI; anything but 200 is an error."""
    settings.ROOT_URLCONF = "benchmarks.urls"
    application = get_wsgi_application()
    requests = RequestFactory()

    def fetch(address: str) -> bytes:
        told: list[str] = []
        response: Any = application(requests.get(address).environ, lambda status, headers: told.append(status))
        try:
            body = b"".join(response)
        finally:
            response.close()
        if not told[0].startswith("200"):
            raise RuntimeError(f"{address} answered {told[0]}")
        return body

    return fetch


def count_queries(fetch: Fetch, address: str) -> int:
    """How many queries the page makes, transactions and the check of an old connection not counted."""
    count = 0

    def counting(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(counting):
        fetch(address)
    return count
