"""The page "History" and the page "Deleted", as staff meet them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from campaigns.admin.moves import address_of
from campaigns.lifecycle import stop_action
from cases.models import Case, Concern, Hearing
from tests.builders import AT, make_case, make_deadline, make_draft, make_hearing, make_open_action, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db


def page_of(client, thing, **query):
    answer = client.get(address_of(thing, "history"), query)
    assert answer.status_code == 200
    return answer


def told(answer):
    return [(row.what, row.verb) for act, _ in answer.context["acts"] for row in act.told]


def test_saving_a_page_shows_old_and_new_with_whoever_saved_it(client):
    researcher = make_user("Researcher", name="Rosa Researcher")
    case = make_case(owner=researcher, summary="He waits.")
    client.force_login(researcher)

    client.post(address_of(case, "change"), filled(client.get(address_of(case, "change")), summary="He was heard."))

    answer = page_of(client, case)
    act, _ = answer.context["acts"][0]
    assert (act.by, [(row.what, row.verb) for row in act.told]) == (researcher, [("case", "changed")])
    page = answer.content.decode()
    assert "by Rosa Researcher" in page
    assert '<del><span class="visually-hidden">from </span>He waits.</del>' in page
    assert '<ins><span class="visually-hidden">to </span>He was heard.</ins>' in page


def test_what_somebody_typed_is_text_and_no_markup(client):
    case = make_case(title="<b>bold</b>")
    client.force_login(make_user("Viewer"))

    page = page_of(client, case).content.decode()

    assert ("&lt;b&gt;bold" in page, "<b>bold" in page) == (True, False)


def test_a_decision_is_told_in_its_words_with_its_reason(client):
    action = make_open_action()
    stop_action(action, by=make_user(name="April"), at=AT, reason="He was released.", public_note="Thank you.")
    client.force_login(make_user("Viewer"))

    act, known = page_of(client, action).context["acts"][0]

    assert (act.reasons, known[-1]) == (
        ["He was released."],
        f"{action.current_sheet}: stopped. For everybody: Thank you.",
    )


def test_private_fields_are_shown_to_whoever_may_see_the_case_and_to_nobody_else(client):
    case = make_case(sources="A cousin told us.")
    client.force_login(make_user("Viewer"))
    assert "A cousin told us." in page_of(client, case).content.decode()

    client.force_login(make_user())
    assert client.get(address_of(case, "history")).status_code == 403


def test_accounts_have_a_history_for_those_who_keep_them(client):
    user = make_user("Editor")
    client.force_login(make_user("Viewer"))
    assert client.get(address_of(user, "history")).status_code == 403

    client.force_login(make_user(is_superuser=True))
    assert told(page_of(client, user)) == [("user", "changed"), ("user", "added")]


@pytest.mark.parametrize("before", ["nonsense", "0", "00000000-0000-0000-0000-000000000000", "ffffffff" * 4, "🙂" * 50])
def test_an_address_that_names_no_act_is_answered(client, before):
    client.force_login(make_user("Viewer"))

    page_of(client, make_case(), before=before)
    assert client.get(reverse("admin:deleted"), {"before": before}).status_code == 200


def test_the_page_takes_as_many_queries_with_one_change_as_with_three(client):
    client.force_login(make_user("Viewer"))
    few, many = make_case(), make_case()
    for number in range(3):
        make_hearing(many, matter=f"matter {number}")
    make_hearing(few)
    page_of(client, few)

    def queries(case):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, case)
        return len(asked)

    assert queries(few) == queries(many)


def restore_address(thing, pk):
    return reverse("admin:restore", args=[thing._meta.label_lower, pk])


def test_what_is_deleted_on_a_page_is_listed_and_comes_back_by_one_button(client):
    client.force_login(make_user("Researcher"))
    case = make_case(title="Deleted by mistake")
    make_deadline(case)
    pk = case.pk

    asked = client.get(address_of(case, "delete"))
    client.post(address_of(case, "delete"), filled(asked))
    listed = client.get(reverse("admin:deleted"))
    answer = client.post(restore_address(case, pk), follow=True)

    assert "What is deleted can be brought back from the page" in asked.content.decode()
    assert [(one.what, one.name) for one in listed.context["deletions"]] == [("case", "Deleted by mistake")]
    assert answer.redirect_chain == [(f"/staff/cases/case/{pk}/change/", 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "Deleted by mistake (Iceland) is back, with everything that went with it."
    ]
    assert Case.objects.get(pk=pk).deadlines.count() == 1


def test_deleting_several_at_once_says_that_they_can_come_back(client):
    client.force_login(make_user("Researcher"))
    case = make_case()

    page = client.post(
        reverse("admin:cases_case_changelist"), {"action": "delete_selected", "_selected_action": [case.pk]}
    )

    assert "What is deleted can be brought back from the page" in page.content.decode()


def test_a_part_that_comes_back_is_shown_on_the_page_of_its_whole(client):
    client.force_login(make_user("Editor"))
    sheet = make_draft()
    demand = sheet.demands.get()
    pk = demand.pk
    demand.delete()

    answer = client.post(restore_address(demand, pk))

    assert answer.headers["Location"] == address_of(sheet, "change")


def test_a_refusal_is_said_on_the_list(client):
    client.force_login(make_user("Researcher"))
    hearing = make_hearing(make_case())

    answer = client.post(restore_address(hearing, hearing.pk), follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Nothing was done: it is there again already."]


def gone_hearing() -> tuple[Hearing, int]:
    hearing = make_hearing(make_case())
    pk = hearing.pk
    hearing.delete()
    return hearing, pk


@pytest.mark.parametrize("user", [lambda: make_user("Viewer"), lambda: make_user("Editor"), lambda: make_user()])
def test_who_may_not_delete_may_not_bring_back(client, user: Callable[[], User]):
    hearing, pk = gone_hearing()
    client.force_login(user())

    assert client.post(restore_address(hearing, pk)).status_code == 403
    assert not Hearing.objects.exists()


def test_a_visitor_brings_nothing_back(client):
    hearing, pk = gone_hearing()

    assert client.post(restore_address(hearing, pk)).headers["Location"].startswith("/staff/login/")
    assert not Hearing.objects.exists()


def test_a_link_brings_nothing_back(client):
    client.force_login(make_user("Researcher"))
    hearing, pk = gone_hearing()

    assert client.get(restore_address(hearing, pk)).status_code == 405
    assert not Hearing.objects.exists()


@pytest.mark.parametrize(
    ("label", "pk", "status"),
    [
        ("cases.nothing", 1, 403),
        ("nothing", 1, 403),
        ("campaigns.reminder", 1, 403),
        ("auth.group", 1, 403),
        ("cases.historicalcase", 1, 403),
        ("cases.hearing", 10**30, 302),
        ("cases.hearing", 0, 302),
    ],
)
def test_an_address_that_names_nothing_deleted_is_refused(client, label, pk, status):
    client.force_login(make_user("Researcher"))

    assert client.post(f"/staff/deleted/{label}/{pk}/restore/").status_code == status


def test_concerns_are_deleted_and_brought_back_by_those_who_keep_them(client):
    client.force_login(make_user(is_superuser=True))
    concern = Concern.objects.get(slug="unfair-trial")
    pk = concern.pk

    client.post(address_of(concern, "delete"), filled(client.get(address_of(concern, "delete"))))
    assert not Concern.objects.filter(pk=pk).exists()
    client.post(restore_address(concern, pk))

    assert Concern.objects.get(pk=pk).slug == "unfair-trial"
