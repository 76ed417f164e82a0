import time

import pytest
from django.db import IntegrityError, transaction

from campaigns.check_codes import LENGTH, SIGNS, new_code, read_code, spoken
from campaigns.content import content_of, hash_of
from campaigns.models import Sheet
from campaigns.review import hash_now
from tests.builders import issue, make_draft, make_open_action


@pytest.mark.parametrize(
    "typed",
    [
        "7K3F9QXM",
        "7K3F-9QXM",
        "7k3f-9qxm",
        " 7k3f 9qxm ",
        "7 K 3 F - 9 Q X M",
        "7K3F–9QXM",  # a dash, as a telephone likes to write
        "７Ｋ３Ｆ－９ＱＸＭ",  # as a Japanese keyboard writes
        "desk.example.org/check/7K3F-9QXM/",
        "https://desk.example.org/check/7k3f9qxm",
    ],
)
def test_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "7K3F9QXM"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("OOOO-OOOO", "00000000"), ("iLiL-1lI1", "11111111"), ("UVuv-uvUV", "VVVVVVVV"), ("o0O0 lI1i", "00001111")],
)
def test_signs_that_look_alike_are_one(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "7K3F9QX",
        "7K3F9QXM1",
        "7K3F9QX?",
        "Анна-Анна",
        "7K3F\x009QXM",
        "٧٧٧٧٧٧٧٧",
        "%37K3F9QXM",
        "/",
        "ﷺ" * 200,
    ],
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_book_in_place_of_a_code_is_refused_at_once() -> None:
    began = time.process_time()

    assert read_code("7K3F-9QXM " * 1_000_000) is None

    assert time.process_time() - began < 0.1


def test_code_is_spoken_in_two_halves_and_read_back() -> None:
    assert spoken("7K3F9QXM") == "7K3F-9QXM"
    assert all(read_code(spoken(code)) == code for code in (new_code() for _ in range(500)))


def test_code_is_drawn_from_all_signs() -> None:
    codes = [new_code() for _ in range(500)]

    assert len(set(codes)) == 500
    assert set("".join(codes)) == set(SIGNS)
    assert {len(code) for code in codes} == {LENGTH}


@pytest.mark.django_db
def test_each_sheet_has_a_code_of_its_own_from_its_draft_to_its_issue() -> None:
    draft = make_draft()
    as_draft = content_of(draft).check_code

    issue(draft)
    further = make_draft(draft.action)

    sheet = Sheet.objects.get(pk=draft.pk)
    assert sheet.check_code == as_draft == content_of(sheet).check_code == sheet.frozen["check_code"]
    assert further.check_code != as_draft
    assert read_code(as_draft) == as_draft


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "name"), [("taken", "sheet_check_code_once"), ("", "sheet_has_a_check_code")])
def test_code_of_another_sheet_and_none_are_refused(code: str, name: str) -> None:
    taken, sheet = make_draft().check_code, make_draft()
    sheet.check_code = taken if code else ""

    # SQLite names the column of what is not unique, and PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=rf"{name}|campaigns_sheet\.check_code"), transaction.atomic():
        sheet.save()


@pytest.mark.django_db
def test_sheet_issued_before_there_were_codes_prints_the_one_it_was_given_and_keeps_its_hash() -> None:
    sheet = make_open_action().current_sheet
    del sheet.frozen["check_code"]
    sheet.approved_hash = sheet.content_hash = hash_of(sheet.frozen)
    sheet.save()

    sheet = Sheet.objects.get(pk=sheet.pk)

    assert content_of(sheet).check_code == sheet.check_code != ""
    assert hash_now(sheet) == sheet.content_hash
