"""A number too large for one evening waits on the desk until somebody says what it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appeals.models import TallyLine
from campaigns.check_codes import spoken
from campaigns.desk import desk_for
from campaigns.morning_list import waiting_for
from tests.builders import DAY, make_tally_line, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db


def page(line: TallyLine, name: str = "change") -> str:
    return reverse(f"admin:appeals_tallyline_{name}", args=[line.pk])


def test_it_waits_for_editors_and_approvers() -> None:
    make_tally_line(20)
    line = make_tally_line(500)

    for role, rows in (("Editor", (line,)), ("Approver", (line,))):
        odd = desk_for(make_user(role), on=DAY).odd_numbers
        assert odd is not None
        assert odd.rows == rows
    assert desk_for(make_user("Researcher"), on=DAY).odd_numbers is None


def test_list_of_the_morning_has_it_by_number() -> None:
    line = make_tally_line(500)

    waiting = waiting_for(make_user("Editor"), on=DAY + timedelta(days=1))

    assert waiting is not None
    assert [group.lines[0].text for group in waiting.groups if group.heading == "Odd numbers in tallies"] == [
        f"500 by post for {line.action.reference}"
    ]


@pytest.mark.parametrize(("name", "standing"), [("count", "counted"), ("set-aside", "aside")])
def test_staff_judge_on_a_page_that_asks_first(client: Client, name: str, standing: str) -> None:
    line, editor = make_tally_line(500), make_user("Editor")
    client.force_login(editor)

    client.post(page(line, name), {**filled(client.get(page(line, name))), "reason": "We asked the group."})

    line.refresh_from_db()
    assert (line.standing, line.reason, line.decided_by) == (standing, "We asked the group.", editor)
    assert [record.history_user for record in line.history.all()] == [editor, None]
    assert desk_for(editor, on=DAY).odd_numbers.rows == ()  # type: ignore[union-attr]
    assert "We asked the group." in client.get(page(line, "history")).content.decode()


def test_number_that_changed_since_the_page_was_shown_is_not_judged(client: Client) -> None:
    line = make_tally_line(500)
    client.force_login(make_user("Editor"))
    form = filled(client.get(page(line, "count")))
    TallyLine.objects.filter(pk=line.pk).update(number=900)

    client.post(page(line, "count"), {**form, "reason": "Fine."})

    line.refresh_from_db()
    assert line.standing == "waits"


def test_staff_never_see_the_code(client: Client) -> None:
    line = make_tally_line(500)
    client.force_login(make_user("Editor"))

    shown = "".join(client.get(address).content.decode() for address in ("/staff/", page(line)))

    assert "500 by post" in shown
    assert spoken(line.tally.code) not in shown
    assert line.tally.code not in shown
