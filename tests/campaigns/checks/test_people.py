import pytest

from campaigns.checks import Level, Place, findings_of
from campaigns.models import Demand
from cases.models import PersonAtRisk
from tests.builders import DAY, make_action, make_authority, make_case, make_draft, make_person

pytestmark = pytest.mark.django_db


def sentences(sheet) -> list[str]:
    return [finding.sentence for finding in findings_of(sheet, on=DAY)]


@pytest.mark.parametrize(
    ("consent", "found"),
    [
        ({}, []),
        (
            {"consent_given_by": "", "consent_on": None},
            ["Carla Beispiel is named, and it is not written down who agreed to that, and when."],
        ),
        (
            {"consent_on": None},
            ["Carla Beispiel is named, and it is not written down who agreed to that, and when."],
        ),
        (
            {"consent_scope": "name and letters; no web"},
            ["The consent for Carla Beispiel does not say that it covers the web."],
        ),
        (
            {"consent_scope": ""},
            ["The consent for Carla Beispiel does not say that it covers the name and the web."],
        ),
        # Somebody whose name is withheld is not named.
        ({"form": PersonAtRisk.Form.CHOSEN, "consent_given_by": "", "consent_on": None}, []),
    ],
)
def test_a_published_name_needs_a_consent_that_covers_it(consent, found):
    case = make_case(person="")
    make_person(case, published_as="Carla Beispiel", **consent)

    assert sentences(make_draft(make_action(case))) == found


def test_a_consent_is_mended_on_the_page_of_the_person():
    case = make_case(person="")
    person = make_person(case, consent_given_by="", consent_on=None, published_as="Carla Beispiel")

    (finding,) = findings_of(make_draft(make_action(case)), on=DAY)

    assert finding.level == Level.AMBER
    assert finding.place == Place("id_consent_given_by", "cases.personatrisk", person.pk)


@pytest.mark.parametrize(
    ("field", "text", "anchor"),
    [
        ("headline", "ANNA BEISPEIL ON TRIAL", "id_headline"),
        ("summary", "Anna Beispeil is to be tried.", "id_summary"),
        ("story", "It was Anna Beispeil.", "id_story"),
        ("additional_information", "Anna Beispeil lives there.", "id_additional_information"),
    ],
)
def test_a_name_spelled_otherwise_leads_to_the_text_where_it_stands(field, text, anchor):
    (finding,) = findings_of(make_draft(**{field: text}), on=DAY)

    word = "BEISPEIL" if field == "headline" else "Beispeil"
    assert finding.sentence == f"“{word}” is nearly the name “Anna Beispiel”: if it is meant, spell it in one way."
    assert finding.place == Place(anchor)


def test_a_name_is_looked_for_in_both_wordings_of_a_demand_and_told_once():
    sheet = make_draft()
    Demand.objects.create(
        sheet=sheet,
        order=2,
        sheet_wording="Asking that Anna Beispiel is freed;",
        letter_wording="I ask that Anna Beispeil is freed. Anna Beispeil is a teacher.",
    )

    (finding,) = findings_of(sheet, on=DAY)

    assert finding.place == Place("id_demands-1-letter_wording")


def test_the_holder_of_an_office_is_no_slip_of_the_person():
    sheet = make_draft(recipients=[make_authority(holder="Anton Beispiele")], story="Minister Beispiele was told.")

    assert findings_of(sheet, on=DAY) == []
