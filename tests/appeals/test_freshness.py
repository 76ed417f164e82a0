"""Whether what a reader has is still what would be sent: no doubt may keep a stop from anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.http import http_date

from accounts.acts import acting
from appeals.freshness import answer, last_written
from campaigns.lifecycle import pause_action, resume_action
from campaigns.models import ActionEvent
from tests.builders import make_case, make_deadline, make_hearing, make_open_action, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2011, 7, 13, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ask(at: datetime, **headers: str) -> HttpResponse:
    last = last_written(at)
    request = RequestFactory().get("/calendar.ics", headers=headers)
    return answer(request, last, last.etag("it"), at=at, content_type="text/plain", write=lambda: b"written")


def test_validator_changes_with_a_decision_and_with_each_change_of_a_date() -> None:
    case = make_case()
    action = make_open_action(case)
    tags = [last_written(NOON).etag()]

    pause_action(action, by=make_user(), at=NOON)
    tags.append(last_written(NOON).etag())
    hearing = make_hearing(case)
    tags.append(last_written(NOON).etag())
    hearing.save()
    tags.append(last_written(NOON).etag())
    deadline = make_deadline(case)
    tags.append(last_written(NOON).etag())
    deadline.delete()
    tags.append(last_written(NOON).etag())

    assert len(set(tags)) == len(tags)


def test_validator_stays_while_nothing_happens() -> None:
    make_hearing(make_open_action().case)

    assert last_written(NOON).etag("it") == last_written(NOON + MINUTE).etag("it")


def test_validator_is_of_one_thing_and_of_one_day() -> None:
    assert last_written(NOON).etag("it") != last_written(NOON).etag("something else")
    assert last_written(NOON).etag("it") != last_written(NOON + timedelta(days=1)).etag("it")


def test_decision_that_is_saved_late_under_a_lower_number_is_seen() -> None:
    """Two decide at the same moment: the second has the higher number and is saved first."""
    action, by = make_open_action(), make_user()
    pause_action(action, by=by, at=NOON)
    late = action.events.get(verb="pause")
    resume_action(action, by=by, at=NOON)
    ActionEvent.objects.filter(pk=late.pk).delete()
    before = last_written(NOON).etag()

    late.save(force_insert=True)

    assert ActionEvent.objects.latest("pk").pk > late.pk
    assert last_written(NOON).etag() != before


def test_validator_is_one_query(django_assert_num_queries) -> None:
    make_hearing(make_open_action().case)

    with django_assert_num_queries(1):
        last_written(NOON)


def test_time_of_the_last_change_is_given_only_once_it_is_settled() -> None:
    """Whole seconds cannot tell two changes within one apart."""
    case = make_open_action().case
    with acting(by=case.owner, at=NOON):
        make_hearing(case)

    assert "Last-Modified" not in ask(NOON + MINUTE / 2)
    assert ask(NOON + MINUTE)["Last-Modified"] == http_date(NOON.timestamp())


def test_reader_that_knows_only_a_time_is_told_whether_something_changed_since() -> None:
    case = make_open_action().case
    with acting(by=case.owner, at=NOON):
        hearing = make_hearing(case)
    known = http_date(NOON.timestamp())

    unchanged = ask(NOON + MINUTE, **{"if-modified-since": known})
    with acting(by=case.owner, at=NOON + 2 * MINUTE):
        hearing.save()
    fresh = ask(NOON + 2 * MINUTE, **{"if-modified-since": known})
    settled = ask(NOON + 3 * MINUTE, **{"if-modified-since": known})

    assert [reply.status_code for reply in (unchanged, fresh, settled)] == [304, 200, 200]
    assert fresh.content == b"written"


def test_nothing_is_as_old_as_yesterday() -> None:
    """What was written long ago gives no time before the day began: a reader that knows only a time asks anew daily."""
    make_open_action()

    tomorrow = ask(NOON + timedelta(days=1))

    assert tomorrow["Last-Modified"] == http_date(datetime(2011, 7, 13, 22, 0, tzinfo=UTC).timestamp())


def test_answer_without_change_is_not_written_out() -> None:
    def refuse() -> bytes:
        raise AssertionError("it was written out")

    last = last_written(NOON)
    request = RequestFactory().get("/calendar.ics", headers={"if-none-match": last.etag("it")})

    reply = answer(request, last, last.etag("it"), at=NOON, content_type="text/plain", write=refuse)

    assert (reply.status_code, reply["Cache-Control"]) == (304, "no-cache")
