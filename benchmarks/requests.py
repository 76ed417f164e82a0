"""Two ways to ask the site for a page: as a web server does, and as Django's test client does.

The web server's is bare WSGI, with every middleware, a connection that stays open and the question at each
request whether it still lives. The test client adds to every page what it costs to make a request and to read an
answer, and leaves that question out.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory

Fetch = Callable[[str], bytes]


def by_test_client() -> Fetch:
    """A function that asks for an address with Django's test client."""
    settings.ROOT_URLCONF = "benchmarks.urls"
    client = Client()

    def fetch(address: str) -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return bytes(response.content)

    return fetch


def by_web_server() -> Fetch:
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
