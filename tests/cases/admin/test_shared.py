"""Two people have the same page open; the second to save is shown what the first has done, and loses no typing."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from cases.levels import Level
from cases.models import Authority, Case, Deadline, Development, Hearing, PersonAtRisk, PersonStatus
from cases.partial_dates import PartialDate
from tests.builders import make_authority, make_case, make_deadline, make_hearing, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db


def client_of(name: str, *roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*(roles or ("Researcher", "Address keeper")), name=name))
    return client


@pytest.fixture
def anna() -> Client:
    return client_of("Anna Beispiel")


@pytest.fixture
def ben() -> Client:
    return client_of("Ben Dæmi")


def address(thing, page: str = "change") -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


def opened(client: Client, thing) -> dict:
    return filled(client.get(address(thing)))


def make_limit(**values: object) -> Deadline:
    """A thing with a small page."""
    return make_deadline(make_case(person=""), **values)


def save(client: Client, thing, form: dict, **changes: object):
    return client.post(address(thing), {**form, **changes})


def beside(page) -> dict[str, tuple[str, bool, str]]:
    """What stands beside each box: what is stored, whether it was taken over, and who saved it."""
    return {
        name: (note.stored, note.is_taken, note.save.by if note.save else "")
        for name, note in page.context_data["meanwhile"].beside.items()
    }


def row(prefix: str, number: int, **values: object) -> dict[str, object]:
    return {
        f"{prefix}-TOTAL_FORMS": str(number + 1),
        **{f"{prefix}-{number}-{name}": value for name, value in {"id": "", "level": "public", **values}.items()},
    }


# One field


def test_a_form_that_nobody_else_touched_is_saved(anna):
    limit = make_limit()

    answer = save(anna, limit, opened(anna, limit), result="Her summary.")

    limit.refresh_from_db()
    assert (answer.status_code, limit.result) == (302, "Her summary.")


def test_where_both_changed_a_field_the_typing_stays_and_the_other_text_stands_beside(anna, ben):
    limit = make_limit(result="As it was.")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="Her summary.")

    page = save(ben, limit, his, result="His summary.")

    limit.refresh_from_db()
    assert limit.result == "Her summary."
    assert "Changed meanwhile: nothing was saved yet" in page.content.decode()
    assert filled(page)["result"] == "His summary."
    assert beside(page) == {"result": ("Her summary.", False, "Anna Beispiel")}


def test_saving_again_after_having_seen_both_is_a_decision(anna, ben):
    limit = make_limit(result="As it was.")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="Her summary.")
    page = save(ben, limit, his, result="His summary.")

    answer = save(ben, limit, filled(page))

    limit.refresh_from_db()
    assert (answer.status_code, limit.result) == (302, "His summary.")


def test_a_field_that_only_the_other_changed_is_taken_over_and_saving_keeps_both(anna, ben):
    limit = make_limit(result="As it was.", what="Old words")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="Her summary.")

    page = save(ben, limit, his, what="His words")
    assert beside(page) == {"result": ("Her summary.", True, "Anna Beispiel")}
    assert (filled(page)["result"], filled(page)["what"]) == ("Her summary.", "His words")
    save(ben, limit, filled(page))

    limit.refresh_from_db()
    assert (limit.what, limit.result) == ("His words", "Her summary.")


def test_the_page_says_in_words_what_happened_who_did_it_and_what_to_do(anna, ben):
    limit = make_limit(result="A teacher was arrested at her school on Monday, and nobody has seen her since then.")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="A teacher was arrested at her home on Monday, and nobody has seen her since then.")

    page = save(
        ben, limit, his, result="A teacher was arrested at her school on Friday, and nobody has seen her since."
    )

    text = page.content.decode()
    assert "After this page was opened, Anna Beispiel saved it on" in text
    assert "<ins>home </ins>on <del>Friday, </del><ins>Monday, </ins>" in text.replace("<del>school </del>", "")
    assert 'href="#id_result">Result</a>' in text


def test_a_third_save_in_between_is_told_too(anna, ben):
    limit = make_limit(result="As it was.")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="Her summary.")
    page = save(ben, limit, his, result="His summary.")
    save(anna, limit, opened(anna, limit), result="Her second summary.")

    again = save(ben, limit, filled(page))

    limit.refresh_from_db()
    assert limit.result == "Her second summary."
    assert beside(again) == {"result": ("Her second summary.", False, "Anna Beispiel")}


@pytest.mark.parametrize("seal", ["", "nonsense", "WyJjYXNlcy5kZWFkbGluZToxIl0:broken"])
def test_a_page_without_its_seal_saves_over_nothing(anna, seal):
    limit = make_limit(result="As it is.")
    form = {**opened(anna, limit), "seen": seal}

    page = save(anna, limit, form, result="Another summary.")

    limit.refresh_from_db()
    assert limit.result == "As it is."
    assert beside(page) == {"result": ("As it is.", False, "the desk itself")}
    assert "This page could not tell what it had shown you." in page.content.decode()


def test_the_seal_of_another_page_is_none(anna):
    limit, other = make_limit(result="As it is."), make_limit()
    form = {**opened(anna, limit), "seen": opened(anna, other)["seen"]}

    page = save(anna, limit, form, result="Another summary.")

    assert page.context_data["meanwhile"].is_known is False


def test_every_kind_of_field_is_told_and_taken_over(anna, ben):
    """A choice, a tick, a day, a time, an office, languages: stored by one, taken over by the form of the other."""
    hearing = make_hearing(make_case(), on=date(2011, 7, 19))
    court = make_authority(office="Court of Sampletown")
    his = opened(ben, hearing)
    changes = {
        "status": "held",
        "on": "02/08/2011",
        "at": "10:30",
        "time_zone": "Atlantic/Reykjavik",
        "court": court.pk,
    }
    form = opened(anna, hearing)
    form["level"] = Level.NETWORK.value
    save(anna, hearing, form, **changes)

    page = save(ben, hearing, his, result="Nothing came of it.")
    told = {name: (stored, is_taken) for name, (stored, is_taken, _) in beside(page).items()}
    save(ben, hearing, filled(page))

    hearing.refresh_from_db()
    assert told == {
        "court": ("Court of Sampletown (Iceland)", True),
        "on": ("2 August 2011", True),
        "at": ("10:30", True),
        "time_zone": ("Atlantic/Reykjavik", True),
        "status": ("held", True),
        "level": (str(Level.NETWORK.label), True),
    }
    assert (hearing.court, hearing.on, hearing.at, hearing.time_zone, hearing.status, hearing.level) == (
        court,
        date(2011, 8, 2),
        time(10, 30),
        "Atlantic/Reykjavik",
        "held",
        Level.NETWORK,
    )
    assert hearing.result == "Nothing came of it."


def test_several_choices_and_languages_are_told_and_taken_over(anna, ben):
    authority = make_authority(languages=["en"])
    his = opened(ben, authority)
    save(anna, authority, opened(anna, authority), languages="Russian, English")

    page = save(ben, authority, his, holder="Ann Other")
    save(ben, authority, filled(page))

    authority.refresh_from_db()
    assert beside(page) == {"languages": ("Russian, English", True, "Anna Beispiel")}
    assert (authority.languages, authority.holder) == (["ru", "en"], "Ann Other")


def test_concerns_that_another_ticked_are_taken_over(anna, ben):
    case = make_case()
    his, hers = opened(ben, case), opened(anna, case)
    from cases.models import Concern  # beside its only use

    concern = Concern.objects.order_by("name")[0]
    save(anna, case, hers, concerns=[concern.pk])

    page = save(ben, case, his, summary="His summary.")
    save(ben, case, filled(page))

    assert beside(page) == {"concerns": (concern.name, True, "Anna Beispiel")}
    assert list(case.concerns.all()) == [concern]


# Once more


def test_a_double_click_is_one_saving(anna):
    case = make_case()
    form = {**opened(anna, case), "summary": "Her summary.", **row("hearings", 0, court=make_authority().pk)}
    form |= {"hearings-0-matter": "first hearing", "hearings-0-on": "19/07/2011", "hearings-0-status": "expected"}
    first = save(anna, case, form)

    second = anna.post(address(case), form, follow=True)

    assert first.status_code == 302
    assert [str(message) for message in second.context["messages"]][-1].startswith("This is done: you sent it on ")
    assert Hearing.objects.count() == 1


def test_a_double_click_that_records_a_status_records_it_once(anna):
    case = make_case()
    form = {**opened(anna, case), "people-0-new_status": "detained", "people-0-new_since": "2011"}
    save(anna, case, form)

    answer = save(anna, case, form)

    assert answer.status_code == 302
    assert PersonStatus.objects.count() == 1


def test_who_typed_what_another_has_stored_meanwhile_has_nothing_to_save(anna, ben):
    limit = make_limit(result="As it was.")
    hers, his = opened(anna, limit), opened(ben, limit)
    save(anna, limit, hers, result="The same words.")

    answer = ben.post(address(limit), {**his, "result": "The same words."}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "There was nothing to save: somebody saved the same meanwhile."
    ]


def test_the_same_person_in_two_windows_is_told_of_their_own_work(anna):
    limit = make_limit(result="As it was.")
    first, second = opened(anna, limit), opened(anna, limit)
    save(anna, limit, first, result="In the first window.")

    page = save(anna, limit, second, result="In the second window.")

    limit.refresh_from_db()
    assert limit.result == "In the first window."
    assert "saved by you yourself, in another window" in page.content.decode()


def test_who_goes_back_and_saves_once_more_adds_no_row_twice(anna):
    """The page of before, with a new row that is stored by now, and one field changed again."""
    case = make_case(summary="As it was.")
    form = {**opened(anna, case), **row("deadlines", 0, kind="custody", on="01/08/2011", what="end", status="expected")}
    save(anna, case, form, summary="First.")

    page = save(anna, case, form, summary="Second.")
    answer = save(anna, case, filled(page))

    case.refresh_from_db()
    assert (answer.status_code, case.summary) == (302, "Second.")
    assert Deadline.objects.count() == 1


# Rows


def test_a_row_that_another_changed_on_its_own_page_is_told_on_the_page_of_the_case(anna, ben):
    case = make_case()
    hearing = make_hearing(case, on=date(2011, 7, 19))
    his = opened(ben, case)
    save(anna, hearing, opened(anna, hearing), on="02/08/2011")

    page = save(ben, case, his, title="His title")
    save(ben, case, filled(page))

    hearing.refresh_from_db()
    case.refresh_from_db()
    assert beside(page) == {"hearings-0-on": ("2 August 2011", True, "Anna Beispiel")}
    assert (hearing.on, case.title) == (date(2011, 8, 2), "His title")


def test_a_row_that_another_changed_on_the_page_of_the_case_is_told_on_its_own_page(anna, ben):
    case = make_case()
    person = case.people.get()
    his = opened(ben, person)
    save(anna, case, opened(anna, case), **{"people-0-age": "34"})

    page = save(ben, person, his, age="43")

    person.refresh_from_db()
    assert person.age == 34
    assert beside(page) == {"age": ("34", False, "Anna Beispiel")}
    assert filled(page)["age"] == "43"


def test_a_row_that_another_added_stays(anna, ben):
    case = make_case()
    his = opened(ben, case)
    deadline = {"kind": "custody", "on": "01/08/2011", "what": "end of custody", "status": "expected"}
    save(anna, case, opened(anna, case), **row("deadlines", 0, **deadline))

    page = save(ben, case, his, **row("deadlines", 0, kind="vote", on="02/08/2011", what="a vote", status="expected"))
    notes = page.context_data["meanwhile"].rows
    save(ben, case, filled(page))

    assert {place: (note.verb, note.save.by) for place, note in notes.items()} == {
        "deadlines-0": ("added", "Anna Beispiel")
    }
    assert list(Deadline.objects.values_list("what", flat=True)) == ["end of custody", "a vote"]


def test_a_row_that_another_deleted_and_one_did_not_touch_is_gone_and_told(anna, ben):
    case = make_case()
    make_hearing(case, matter="review of detention")
    kept = make_deadline(case)
    hers, his = opened(anna, case), opened(ben, case)
    save(anna, case, hers, **{"hearings-0-DELETE": "on"})

    page = save(ben, case, his, **{"deadlines-0-what": "his words"})
    gone = page.context_data["meanwhile"].gone
    save(ben, case, filled(page))

    kept.refresh_from_db()
    assert [(each.kind, each.save.by) for each in gone] == [("hearing", "Anna Beispiel")]
    assert "review of detention · 19 July 2011" in gone[0].text
    assert (Hearing.objects.count(), kept.what) == (0, "his words")


@pytest.mark.parametrize(("leave", "left"), [({}, ["his result"]), ({"hearings-0-DELETE": "on"}, [])])
def test_a_row_that_another_deleted_while_one_wrote_in_it_is_a_choice(anna, ben, leave, left):
    case = make_case()
    hearing = make_hearing(case)
    his = opened(ben, case)
    anna.post(address(hearing, "delete"), filled(anna.get(address(hearing, "delete"))))

    page = save(ben, case, his, **{"hearings-0-result": "his result"})
    assert Hearing.objects.count() == 0
    assert "Leave it deleted" in page.content.decode()
    assert filled(page)["hearings-0-result"] == "his result"
    save(ben, case, filled(page), **leave)

    assert list(Hearing.objects.values_list("result", flat=True)) == left


def test_a_row_that_one_deletes_while_another_changes_it_is_not_deleted_unseen(anna, ben):
    case = make_case()
    hearing = make_hearing(case)
    hers, his = opened(anna, case), opened(ben, case)
    save(anna, case, hers, **{"hearings-0-result": "Released on bail."})

    page = save(ben, case, his, **{"hearings-0-DELETE": "on"})
    assert Hearing.objects.get().result == "Released on bail."
    assert [note.verb for note in page.context_data["meanwhile"].rows.values()] == ["changed"]
    save(ben, case, filled(page))

    assert not Hearing.objects.filter(pk=hearing.pk).exists()


def test_what_another_recorded_of_a_person_is_not_undone_by_a_new_status(anna, ben):
    """A new status is a row of its own: both are kept, whoever saves first."""
    case = make_case()
    hers, his = opened(anna, case), opened(ben, case)
    save(anna, case, hers, **{"people-0-new_status": "released", "people-0-new_since": "2011-07-12"})

    answer = save(ben, case, his, **{"people-0-new_status": "detained", "people-0-new_since": "2011-06"})

    assert answer.status_code == 302
    assert list(PersonStatus.objects.values_list("status", "since")) == [
        ("detained", PartialDate(2011, 6)),
        ("released", PartialDate(2011, 7, 12)),
    ]


def test_what_is_folded_away_is_open_where_another_changed_it(anna, ben):
    case = make_case()
    Development.objects.create(case=case, happened_on=PartialDate(2011, 6), what="Arrested.")
    hers, his = opened(anna, case), opened(ben, case)
    save(anna, case, hers, **{"developments-0-source": "her sister"})

    page = save(ben, case, his, title="His title")

    assert {"developments-0-source"} == beside(page).keys()
    assert page.content.decode().count("<details open><summary>") == 1


# Deleting


def test_a_page_that_asks_whether_to_delete_asks_again_if_the_thing_was_changed(anna, ben):
    hearing = make_hearing(make_case())
    asked = filled(ben.get(address(hearing, "delete")))
    save(anna, hearing, opened(anna, hearing), result="Released on bail.")

    page = ben.post(address(hearing, "delete"), asked)

    assert Hearing.objects.filter(pk=hearing.pk).exists()
    assert [(each.kind, each.save.by) for each in page.context_data["changed"]] == [("hearing", "Anna Beispiel")]
    assert "Nothing was deleted" in page.content.decode()
    ben.post(address(hearing, "delete"), filled(page))
    assert not Hearing.objects.filter(pk=hearing.pk).exists()


def test_a_stale_yes_from_a_window_of_its_own_deletes_nothing_either(anna, ben):
    """Django takes anything posted for a yes."""
    hearing = make_hearing(make_case())
    asked = filled(ben.get(address(hearing, "delete") + "?_popup=1"))
    save(anna, hearing, opened(anna, hearing), result="Released on bail.")

    page = ben.post(address(hearing, "delete"), asked)

    assert Hearing.objects.filter(pk=hearing.pk).exists()
    assert filled(page)["_popup"] == "1"


def test_a_yes_without_a_seal_deletes_nothing(anna):
    hearing = make_hearing(make_case())

    anna.post(address(hearing, "delete"), {"post": "yes"})

    assert Hearing.objects.filter(pk=hearing.pk).exists()


def test_what_goes_with_a_case_is_not_deleted_unseen(ben):
    case = make_case()
    asked = filled(ben.get(address(case, "delete")))
    PersonStatus.objects.create(person=case.people.get(), status="released", since=PartialDate(2011))

    ben.post(address(case, "delete"), asked)

    assert Case.objects.filter(pk=case.pk).exists()


def test_a_list_deletes_only_what_its_page_has_shown(anna, ben):
    case = make_case()
    changed, other = make_deadline(case, what="one"), make_deadline(case, what="two")
    listed = "/staff/cases/deadline/"
    chosen = {"action": "delete_selected", "_selected_action": [changed.pk, other.pk], "index": "0"}
    asked = {**filled(ben.post(listed, chosen)), "_selected_action": [changed.pk, other.pk]}
    save(anna, changed, opened(anna, changed), result="Lifted.")

    page = ben.post(listed, asked)
    assert Deadline.objects.count() == 2
    assert [each.name for each in page.context_data["changed"]] == [str(changed)]
    ben.post(listed, {**filled(page), "_selected_action": [changed.pk, other.pk]})

    assert Deadline.objects.count() == 0


def test_a_form_of_a_thing_that_is_gone_keeps_everything_that_was_typed(anna, ben):
    hearing = make_hearing(make_case(), matter="review of detention")
    his = opened(ben, hearing)
    anna.post(address(hearing, "delete"), filled(anna.get(address(hearing, "delete"))))

    page = save(ben, hearing, his, result="A long result\nin two lines.")

    text = page.content.decode()
    assert Hearing.objects.count() == 0
    assert "Anna Beispiel deleted this hearing on " in text
    assert ("Result", "A long result\nin two lines.") in page.context_data["typed"]
    assert ("Matter", "review of detention") in page.context_data["typed"]


def test_a_form_of_a_case_that_is_gone_keeps_its_rows_too(anna, ben):
    case = make_case(person="Anna Beispiel")
    his = opened(ben, case)
    case.delete()

    page = save(ben, case, his, **{"people-0-identifiers": "prisoner 7"})

    assert ("Person at risk 1: Identifiers", "prisoner 7") in page.context_data["typed"]


def test_who_deletes_twice_is_told_that_it_is_done(anna):
    hearing = make_hearing(make_case())
    asked = filled(anna.get(address(hearing, "delete")))
    anna.post(address(hearing, "delete"), asked)

    page = anna.post(address(hearing, "delete"), asked, follow=True)

    assert [str(message) for message in page.context["messages"]][-1].startswith("You deleted this hearing on ")


# Lists


def test_an_address_that_was_changed_after_the_list_was_shown_is_not_marked_as_verified(anna, ben):
    changed, other = make_authority(verified_on=None), make_authority(verified_on=None)
    listed = "/staff/cases/authority/"
    form = filled(ben.get(listed))
    save(anna, changed, opened(anna, changed), postal_lines="2 Other Street\n101 Sampletown")
    chosen = {"action": "mark_as_verified", "_selected_action": [changed.pk, other.pk], "index": "0"}

    page = ben.post(listed, {**form, **chosen}, follow=True)

    assert list(Authority.objects.filter(verified_on__isnull=False)) == [other]
    assert "Not marked, because it was changed after this list was shown" in page.content.decode()


def test_a_person_at_risk_page_tells_of_a_status_that_another_corrected(anna, ben):
    person = make_case().people.get()
    status = PersonStatus.objects.create(person=person, status="detained", since=PartialDate(2011))
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, hers, **{"statuses-0-since": "2011-06"})

    page = save(ben, person, his, **{"statuses-0-status": "released"})

    status.refresh_from_db()
    assert (status.status, status.since) == ("detained", PartialDate(2011, 6))
    assert beside(page) == {"statuses-0-since": ("June 2011", True, "Anna Beispiel")}
    assert PersonAtRisk.objects.count() == 1
