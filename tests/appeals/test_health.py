from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_healthz_says_ok_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_without_database_says_so(client: Client) -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        raise OperationalError("connection refused at 10.0.0.5")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"The database does not answer.\n")


@pytest.mark.django_db
def test_healthz_takes_no_post(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
