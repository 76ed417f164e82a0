"""A sheet is brought, reviewed beside its source, and saved as drafts; nothing typed is lost, nothing is public."""

import io
from datetime import date

import pytest
from django.urls import reverse

from campaigns.models import ImportedSource, Sheet, UrgentAction
from cases.models import Authority, Case
from tests.builders import DAY, explain_all, issue, make_action, make_authority, make_case, make_user
from tests.campaigns.sheet_drafts.sheet import SHEET
from tests.forms import filled

pytestmark = pytest.mark.django_db

IMPORT, REVIEW = "/staff/import/", "/staff/import/review/"


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def researcher(client):
    user = make_user("Researcher")
    client.force_login(user)
    return user


def review_of(client, text=SHEET):
    page = client.post(IMPORT, {"text": text})
    assert page.status_code == 200
    return page


def save(client, page, **changes):
    return client.post(REVIEW, filled(page, **changes))


def errors_in(page):
    review = page.context["review"]
    found = dict(review.form.errors)
    for name, rows in review.rows.items():
        found |= {f"{name}-{n}-{key}": list(said) for n, row in enumerate(rows) for key, said in row.errors.items()}
    return {key: list(said) for key, said in found.items()}


def test_review_shows_each_value_with_its_place_and_the_source_beside_it(client, researcher):
    page = review_of(client).content.decode()

    assert 'value="TEACHER AT RISK OF UNFAIR TRIAL"' in page
    assert '<a href="#line-4" data-first="4" data-last="4" aria-label="Headline: page 1, line 4 of the source">' in page
    assert '<div class="line" id="line-4" data-line="4">' in page


def test_what_is_accepted_is_saved_as_a_draft(client, researcher):
    answer = save(client, review_of(client))

    sheet = Sheet.objects.get()
    assert answer.url == reverse("admin:campaigns_sheet_change", args=[sheet.pk])
    assert (sheet.action.reference, sheet.status, sheet.headline) == (
        "UA 214/11",
        "draft",
        "TEACHER AT RISK OF UNFAIR TRIAL",
    )
    assert (sheet.created_by, sheet.demands.count(), sheet.recipients.count()) == (researcher, 2, 2)
    assert sheet.imported_source.text == SHEET


def test_file_is_read_and_its_name_kept(client, researcher):
    page = client.post(IMPORT, {"file": io.BytesIO(SHEET.encode())})

    save(client, page)

    assert ImportedSource.objects.get().text == SHEET


def test_what_is_changed_is_saved_as_it_was_typed(client, researcher):
    save(client, review_of(client), **{"headline": "TEACHER HELD", "people-0-age": "35", "dated": "2011-07-07"})

    sheet = Sheet.objects.get()
    assert (sheet.headline, sheet.dated, sheet.action.case.people.get().age) == ("TEACHER HELD", date(2011, 7, 7), 35)


def test_what_is_left_out_is_not_saved(client, researcher):
    fields = filled(review_of(client), **{"drop-headline": "on", "drop-number": "on"})
    del fields["demands-0-take"]

    client.post(REVIEW, fields)

    sheet = Sheet.objects.get()
    assert (sheet.headline, sheet.action.number) == ("", None)
    assert [ask.sheet_wording for ask in sheet.demands.all()] == ["Calling on them to release her."]
    assert sheet.imported_source.places["demands-0"] == [1, 12, 12, "sure"]
    assert "headline" not in sheet.imported_source.places


def test_events_of_the_background_are_taken_only_by_a_person(client, researcher):
    fields = filled(review_of(client))
    number = next(n for n in range(9) if fields[f"developments-{n}-happened_on"] == "2010")

    client.post(REVIEW, fields | {f"developments-{number}-take": "on"})

    assert f"developments-{number}-take" not in fields
    assert Case.objects.get().developments.filter(happened_on="2010").count() == 1


def test_error_keeps_everything_and_saves_nothing(client, researcher):
    page = save(client, review_of(client), **{"headline": "X" * 121, "summary": "Typed anew.", "people-0-age": "200"})

    assert errors_in(page).keys() == {"headline", "people-0-age"}
    again = filled(page)
    assert (again["headline"], again["summary"], again["people-0-age"]) == ("X" * 121, "Typed anew.", "200")
    assert not Case.objects.exists()
    assert not Authority.objects.exists()


def test_what_was_refused_can_be_mended_and_saved(client, researcher):
    page = save(client, review_of(client), headline="X" * 121)

    save(client, page, headline="TEACHER HELD")

    assert Sheet.objects.get().headline == "TEACHER HELD"


def test_headline_that_is_too_long_stands_in_its_box_to_be_shortened(client, researcher):
    page = review_of(client, SHEET.replace("TEACHER AT RISK", "TEACHER AND MANY OTHERS " * 5 + "AT RISK"))

    refused = save(client, page)
    save(client, refused, headline="TEACHER AND MANY OTHERS AT RISK")

    assert filled(page)["headline"].startswith("TEACHER AND MANY OTHERS TEACHER")
    assert list(errors_in(refused)) == ["headline"]
    assert Sheet.objects.get().headline == "TEACHER AND MANY OTHERS AT RISK"


def test_sheet_without_a_country_asks_for_it(client, researcher):
    page = save(client, review_of(client, "Milk, eggs, bread"))

    assert errors_in(page) == {"country": ["Say on which country the sheet is."]}


def test_action_with_the_same_number_is_shown_and_has_to_be_chosen(client, researcher):
    there = make_action(number=214, year=2011)

    page = review_of(client)
    refused = save(client, page)
    save(client, refused, into=str(there.pk))

    assert "Perhaps the same: where does it belong?" in page.content.decode()
    assert errors_in(refused) == {"into": ["Say whether the sheet belongs to an action that is there."]}
    assert Sheet.objects.get().action == there


def test_same_number_as_a_new_action_is_refused_and_without_a_number_saved(client, researcher):
    make_action(number=214, year=2011)

    refused = save(client, review_of(client), into="own")
    save(client, refused, into="unnumbered")

    assert list(errors_in(refused)) == ["into"]
    assert Sheet.objects.get().action.reference == "UA of 2011"


def test_action_on_somebody_of_the_same_name_is_shown(client, researcher):
    there = make_action(make_case(person="Anna Beispiel"), number=7)

    page = review_of(client)

    assert page.context["perhaps"] == [there]


def test_action_that_was_started_meanwhile_is_not_passed_over(client, researcher):
    page = review_of(client)
    make_action(number=214, year=2011)

    refused = save(client, page, headline="TEACHER HELD")

    assert "an action that may be the same was started or changed" in refused.content.decode()
    assert filled(refused)["headline"] == "TEACHER HELD"
    assert not Sheet.objects.exists()


def test_office_of_nearly_the_same_name_has_to_be_chosen(client, researcher):
    near = make_authority(office="Ministry of the Interior and Roads")

    page = review_of(client)
    refused = save(client, page)
    save(client, refused, **{"recipients-0-choice": str(near.pk)})

    assert list(errors_in(refused)) == ["recipients-0-choice"]
    assert near in [row.authority for row in Sheet.objects.get().recipients.all()]


def test_recipient_is_left_out(client, researcher):
    save(client, review_of(client), **{"recipients-0-choice": "out", "recipients-0-office": ""})

    assert [row.authority.office for row in Sheet.objects.get().recipients.all()] == ["Reykjavik District Court"]


def test_same_document_leads_to_its_draft(client, researcher):
    save(client, review_of(client))

    answer = client.post(IMPORT, {"text": SHEET})

    sheet = Sheet.objects.get()
    assert answer.url == reverse("admin:campaigns_sheet_change", args=[sheet.pk])


def test_second_click_makes_no_second_draft(client, researcher):
    fields = filled(review_of(client))

    first, second = client.post(REVIEW, fields), client.post(REVIEW, fields)

    assert first.url == second.url
    assert UrgentAction.objects.count() == 1


def test_two_people_who_bring_the_same_document_make_one_draft(client, researcher):
    page = review_of(client)
    client.force_login(make_user("Editor"))
    other = save(client, review_of(client), **{"drop-number": "on", "headline": "OTHER"})
    client.force_login(researcher)

    refused = save(client, page, **{"drop-number": "on"})

    assert other.status_code == 302
    assert refused.status_code == 200
    assert Sheet.objects.get().headline == "OTHER"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": " "}, "There is nothing to read: paste the text of a sheet, or choose a file."),
        ({"text": "x" * 1_000_001}, "The text is larger than 1 MB. Paste the sheet alone."),
        ({"text": SHEET, "file": io.BytesIO(b"a")}, "There is a file and a text: bring one sheet at a time."),
        (
            {"file": io.BytesIO(b"\x89PNG\r\n")},
            "The file is a picture. Only a sheet whose text can be selected is read.",
        ),
    ],
    ids=["nothing", "large", "both", "picture"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client, researcher, data, sentence):
    page = client.post(IMPORT, data)

    said = [line for lines in page.context["form"].errors.values() for line in lines]
    assert said == [sentence]


def test_page_that_was_broken_on_its_way_saves_nothing(client, researcher):
    answer = save(client, review_of(client), brought="broken")

    assert (answer.url, Case.objects.count()) == (IMPORT, 0)


@pytest.mark.parametrize("role", ["Viewer", "Approver", "Address keeper"])
@pytest.mark.parametrize("page", [IMPORT, REVIEW])
def test_who_may_not_write_drafts_imports_nothing(client, role, page):
    client.force_login(make_user(role))

    assert (client.get(page).status_code, client.post(page, {"text": SHEET}).status_code) == (403, 403)


def test_source_is_shown_beside_the_draft(client, researcher):
    save(client, review_of(client))
    sheet = Sheet.objects.get()

    page = client.get(reverse("admin:campaigns_sheet_source", args=[sheet.pk])).content.decode()

    assert "PLEASE SEND APPEALS BEFORE 17 AUGUST 2011 TO:" in page
    assert "TEACHER AT RISK OF UNFAIR TRIAL" in page
    assert 'href="#line-12"' in page


def test_source_is_deleted_for_good_by_an_editor(client, researcher):
    save(client, review_of(client))
    address = reverse("admin:campaigns_sheet_source", args=[Sheet.objects.get().pk])
    refused = client.post(address, filled(client.get(address)))
    client.force_login(make_user("Editor"))

    client.post(address, filled(client.get(address)))

    assert refused.status_code == 403
    assert (ImportedSource.objects.count(), Sheet.objects.count()) == (0, 1)


def test_source_that_took_the_place_of_another_is_not_deleted_unseen(client, researcher):
    save(client, review_of(client))
    client.force_login(make_user("Editor"))
    address = reverse("admin:campaigns_sheet_source", args=[Sheet.objects.get().pk])
    fields = filled(client.get(address))
    ImportedSource.objects.update(text="Another text", text_hash="0" * 64)

    page = client.post(address, fields)

    assert "Nothing was deleted" in page.content.decode()
    assert ImportedSource.objects.get().text == "Another text"


def test_source_and_its_name_reach_nothing_public(client, researcher):
    marker = "Forwarded by somebody who wants no thanks"
    save(client, review_of(client, f"{marker}\n\n{SHEET}"))
    sheet = Sheet.objects.get()
    explain_all(sheet)
    sheet = issue(sheet)
    client.logout()

    action = UrgentAction.objects.get()
    pages = [client.get(path).content.decode() for path in ("/", f"/actions/{action.slug}/", "/feed.atom")]

    assert "TEACHER AT RISK OF UNFAIR TRIAL" in pages[1]
    assert [marker in text for text in (*pages, str(sheet.frozen), action.search_text)] == [False] * 5
    assert client.get(reverse("admin:campaigns_sheet_source", args=[sheet.pk])).status_code == 302
