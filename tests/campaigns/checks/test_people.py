from datetime import timedelta

import pytest

from campaigns.checks import Level, Place, findings_of
from campaigns.consent import withdraw_consent
from campaigns.models import Demand
from cases.models import PersonAtRisk, Use
from tests.builders import (
    AT,
    DAY,
    make_action,
    make_authority,
    make_case,
    make_consent,
    make_draft,
    make_person,
    make_stop,
)

pytestmark = pytest.mark.django_db


def sentences(sheet) -> list[str]:
    return [finding.sentence for finding in findings_of(sheet, on=DAY)]


NAMED, CHOSEN = PersonAtRisk.Form.NAME, PersonAtRisk.Form.CHOSEN
NEEDED = ("story", "web", "letter")


@pytest.mark.parametrize(
    ("form", "uses", "found"),
    [
        (NAMED, ("name", *NEEDED), []),
        (NAMED, (), [("amber", "consent_is_missing", "is named, and it is not written down who agreed to that")]),
        (NAMED, NEEDED, [("amber", "consent_is_missing", "does not say that it covers the name")]),
        (NAMED, ("name", "story", "letter"), [("red", "consent_does_not_cover", "does not cover the web.")]),
        (NAMED, ("name", "web"), [("red", "consent_does_not_cover", "does not cover the story and letters.")]),
        # Somebody whose name is withheld is not named, and written for all the same.
        (CHOSEN, NEEDED, []),
        (CHOSEN, (), [("amber", "consent_is_missing", "is written for, and it is not written down who agreed")]),
        (CHOSEN, ("story", "letter"), [("red", "consent_does_not_cover", "does not cover the web.")]),
    ],
)
def test_a_sheet_needs_a_consent_that_covers_what_it_does(form, uses, found):
    case = make_case(person="")
    person = make_person(case, consent=None, published_as="Carla Beispiel", form=form)
    if uses:
        make_consent(person, *uses)

    findings = findings_of(make_draft(make_action(case)), on=DAY)

    assert [(finding.level, finding.key) for finding in findings] == [
        (level, f"{key}:{person.pk}") for level, key, _ in found
    ]
    assert [words in finding.sentence for finding, (_, _, words) in zip(findings, found, strict=True)] == [True] * len(
        found
    )


def test_several_consents_count_together_and_one_of_tomorrow_does_not():
    case = make_case(person="")
    person = make_person(case, consent=None, published_as="Carla Beispiel")
    make_consent(person, "name", "story", "letter", given_on=DAY - timedelta(days=9))
    draft = make_draft(make_action(case))
    make_consent(person, "web", given_on=DAY + timedelta(days=1))
    (too_early,) = findings_of(draft, on=DAY)

    assert too_early.is_red
    assert findings_of(draft, on=DAY + timedelta(days=1)) == []


def test_a_consent_is_mended_on_the_page_of_the_person():
    case = make_case(person="")
    person = make_person(case, consent=None, published_as="Carla Beispiel")

    (finding,) = findings_of(make_draft(make_action(case)), on=DAY)

    assert finding.level == Level.AMBER
    assert finding.place == Place("consents-group", "cases.personatrisk", person.pk)


def test_a_stop_is_not_held_up_by_a_consent_that_covers_too_little():
    stop = make_stop()
    stop.action.case.people.get().consents.update(for_web=False)

    assert findings_of(stop, on=DAY) == []


def test_a_name_that_was_taken_back_stands_on_no_sheet_that_follows():
    case = make_case(person="Anna Beispiel")
    person = case.people.get()
    withdraw_consent(person, [Use.NAME], by=case.owner, at=AT, reason="she wrote herself")
    draft = make_draft(make_action(case), story="Beispiel was arrested. The teacher is at home.")
    (named,) = findings_of(draft, on=DAY)
    person.published_as, person.form = "a teacher, 34", "chosen"
    person.save()
    draft.refresh_from_db()

    (told,) = findings_of(draft, on=DAY)
    draft.story = "She was arrested. The teacher is at home."

    assert [named.key, named.is_red] == [f"consent_is_withdrawn:{person.pk}", True]
    assert [told.key, told.is_red] == [f"withdrawn_name_is_told:{person.pk}", True]
    assert findings_of(draft, on=DAY) == []


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
