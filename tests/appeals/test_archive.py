import hashlib
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from appeals.archive import handing_out, pdf_of_issued, pdf_with_hash
from appeals.models import SheetPDF
from campaigns.lifecycle import close_action, pause_action, resume_action, stop_action
from tests.builders import AT, issue, make_draft, make_open_action, make_stop

LAST_GOOD_DAY = date(2011, 8, 22)


def hash_to_hand_out(slug: str, *, paper: str, on: date) -> str | None:
    with handing_out(slug, paper=paper, on=on, at=AT) as found:
        return found


@pytest.mark.django_db
def test_an_issued_sheet_is_rendered_once_and_kept_with_its_hashes():
    sheet = make_open_action().current_sheet

    stored = pdf_of_issued(sheet, paper="A4", at=AT)

    assert bytes(stored.pdf).startswith(b"%PDF-1.7")
    assert stored.pdf_hash == hashlib.sha256(bytes(stored.pdf)).hexdigest()
    assert (stored.content_hash, stored.rendered_at, stored.paper) == (sheet.content_hash, AT, "A4")
    assert list(SheetPDF.objects.all()) == [stored]


@pytest.mark.django_db
def test_later_requests_get_the_kept_bytes_whatever_became_of_the_template():
    sheet = make_open_action().current_sheet
    pdf_of_issued(sheet, paper="A4", at=AT)
    SheetPDF.objects.update(pdf=b"%PDF as it was rendered then")

    stored = pdf_of_issued(sheet, paper="A4", at=AT + timedelta(days=1))

    assert bytes(stored.pdf) == b"%PDF as it was rendered then"
    assert stored.rendered_at == AT


@pytest.mark.django_db
def test_each_paper_has_a_pdf_of_its_own():
    sheet = make_open_action().current_sheet

    a4, letter = (pdf_of_issued(sheet, paper=paper, at=AT) for paper in ("A4", "Letter"))

    assert a4.pdf_hash != letter.pdf_hash
    assert SheetPDF.objects.count() == 2


@pytest.mark.django_db
def test_a_draft_is_never_kept():
    draft = make_draft()

    with pytest.raises(ValueError, match="is draft; only an issued sheet is kept"):
        pdf_of_issued(draft, paper="A4", at=AT)

    assert SheetPDF.objects.count() == 0


@pytest.mark.django_db
def test_a_paper_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="A5"):
        pdf_of_issued(make_open_action().current_sheet, paper="A5", at=AT)


@pytest.mark.django_db
def test_the_hash_is_found_until_the_last_good_day_and_not_after():
    action = make_open_action()
    stored = pdf_of_issued(action.current_sheet, paper="A4", at=AT)

    found = [hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY + timedelta(days=days)) for days in (-1, 0, 1)]

    assert found == [stored.pdf_hash, stored.pdf_hash, None]


@pytest.mark.django_db
def test_no_hash_before_the_first_rendering_on_this_paper_or_under_another_address():
    action = make_open_action()
    pdf_of_issued(action.current_sheet, paper="Letter", at=AT)

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) is None
    assert hash_to_hand_out("ua-9999-11", paper="Letter", on=LAST_GOOD_DAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize("quieten", [pause_action, stop_action, close_action])
def test_an_action_that_asks_nobody_to_write_has_no_hash(quieten):
    action = make_open_action()
    pdf_of_issued(action.current_sheet, paper="A4", at=AT)
    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) is not None

    quieten(action, by=action.created_by, at=AT, reason="released")

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["stop", "outcome"])
def test_a_sheet_that_says_it_is_over_has_a_hash_for_as_long_as_it_is(kind):
    action = make_open_action()
    asking = pdf_of_issued(action.current_sheet, paper="A4", at=AT)
    stop = issue(make_stop(action, kind=kind))
    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) is None

    stored = pdf_of_issued(stop, paper="A4", at=AT)

    days = (LAST_GOOD_DAY, LAST_GOOD_DAY + timedelta(days=1000))
    assert [hash_to_hand_out(action.slug, paper="A4", on=day) for day in days] == [stored.pdf_hash] * 2
    assert stored.pdf_hash != asking.pdf_hash


@pytest.mark.django_db
def test_a_resumed_action_has_its_hash_again():
    action = make_open_action()
    stored = pdf_of_issued(action.current_sheet, paper="A4", at=AT)
    pause_action(action, by=action.created_by, at=AT)

    resume_action(action, by=action.created_by, at=AT)

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) == stored.pdf_hash


@pytest.mark.django_db
def test_a_new_sheet_takes_the_place_of_the_old_one():
    action = make_open_action()
    pdf_of_issued(action.current_sheet, paper="A4", at=AT)
    newer = make_draft(action, headline="TEACHER FREE ON BAIL")
    issue(newer)

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) is None
    newer.refresh_from_db()
    stored = pdf_of_issued(newer, paper="A4", at=AT)

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) == stored.pdf_hash
    assert pdf_with_hash(stored.pdf_hash) == (bytes(stored.pdf), 2)


@pytest.mark.django_db
def test_bytes_are_remembered_by_their_hash(django_assert_num_queries):
    stored = pdf_of_issued(make_open_action().current_sheet, paper="A4", at=AT)
    pdf_with_hash.cache_clear()

    with django_assert_num_queries(1):
        first, second = pdf_with_hash(stored.pdf_hash), pdf_with_hash(stored.pdf_hash)

    assert first == second == (bytes(stored.pdf), 1)


@pytest.mark.django_db
def test_a_hash_that_nobody_kept_is_unknown():
    with pytest.raises(SheetPDF.DoesNotExist):
        pdf_with_hash("0" * 64)


@pytest.mark.django_db
def test_who_comes_second_while_the_first_renders_gets_the_bytes_of_the_first(monkeypatch):
    sheet = make_open_action().current_sheet
    winner = []

    def kept_by_another_meanwhile(html):
        row = SheetPDF.objects.create(
            sheet=sheet, paper="A4", content_hash=sheet.content_hash, pdf=b"first", pdf_hash="1" * 64, rendered_at=AT
        )
        winner.append(row)
        return b"second"

    monkeypatch.setattr("appeals.archive.html_to_pdf", kept_by_another_meanwhile)

    stored = pdf_of_issued(sheet, paper="A4", at=AT + timedelta(seconds=1))

    assert [stored] == winner == list(SheetPDF.objects.all())
    assert bytes(stored.pdf) == b"first"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_first_requests_at_once_keep_one_pdf():
    if connection.vendor != "postgresql":
        pytest.skip("needs a database with several writers")
    sheet = make_open_action().current_sheet
    together = threading.Barrier(8)
    hashes, errors = [], []

    def ask() -> None:
        try:
            together.wait(timeout=30)
            hashes.append(pdf_of_issued(sheet, paper="A4", at=AT).pdf_hash)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert errors == []
    assert hashes == [SheetPDF.objects.get().pdf_hash] * 8


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be cut")
def test_a_connection_that_died_between_two_requests_is_replaced():
    action = make_open_action()
    pdf_hash = pdf_of_issued(action.current_sheet, paper="A4", at=AT).pdf_hash
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()

    assert hash_to_hand_out(action.slug, paper="A4", on=LAST_GOOD_DAY) == pdf_hash
