"""Two people move the same hearing at the same moment: one does, the other is told."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from appeals.moving import confirm_move, consequences_of
from campaigns.moving_dates import What, Wish
from cases.models import DateMove, Hearing
from tests.builders import AT, make_case, make_hearing, make_user

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def needs_row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")


def test_second_of_two_who_confirm_at_once_is_shown_what_the_first_did() -> None:
    hearing = make_hearing(make_case())
    wishes = [(make_user("Researcher"), Wish(What.TO_A_DAY, date(2011, 8, day))) for day in (2, 9)]
    shown = [consequences_of(hearing, wish, by=by, at=AT).fingerprint for by, wish in wishes]
    told: list[str] = []
    together = threading.Barrier(2)

    def confirm(by: User, wish: Wish, fingerprint: str) -> None:
        own = Hearing.objects.get(pk=hearing.pk)
        together.wait(10)
        try:
            confirm_move(own, wish, shown=fingerprint, drafts=(), by=by, at=AT)
            told.append("done")
        except ValidationError as refused:
            told.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=confirm, args=(by, wish, fingerprint))
        for (by, wish), fingerprint in zip(wishes, shown, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(told) == ["ValidationError", "done"]
    assert (DateMove.objects.count(), Hearing.objects.count()) == (1, 2)
