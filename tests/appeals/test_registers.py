"""Of every field somebody has said who may read it, what it is for, and how long it is kept."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from accounts.registered import NOBODY, STAFF, Reach, internal, public, table
from appeals import registers
from appeals.registers import WHOLE, as_markdown, gone, own_fields, registered_models, unregistered


def test_every_field_is_registered() -> None:
    """A new field: add it to `field_register` of its room."""
    assert len(registered_models()) > 30
    assert unregistered() == []


def test_nothing_is_registered_that_is_gone() -> None:
    assert gone() == []


def test_every_entry_says_what_it_is_for() -> None:
    silent = [label for label, each in WHOLE.items() if not each.kept or not each.seen_by]
    silent += [f"{label}.{name}" for label, each in WHOLE.items() for name, entry in each.fields.items()
               if len(entry.purpose) < 10]  # fmt: skip

    assert silent == []


@pytest.mark.django_db
def test_whoever_sees_a_row_holds_a_permission_that_there_is() -> None:
    known = {f"{each.content_type.app_label}.{each.codename}" for each in Permission.objects.all()}

    assert {each.seen_by for each in WHOLE.values()} - known == {STAFF, NOBODY}


def test_a_field_that_says_what_is_public_is_one_of_its_row() -> None:
    named = {(label, entry.once) for label, each in WHOLE.items() for entry in each.fields.values()
             if entry.once.isidentifier()}  # fmt: skip

    assert {(label, once) for label, once in named if once not in WHOLE[label].fields} == set()
    assert ("cases.Hearing", "level") in named


def test_a_password_is_read_by_nobody() -> None:
    assert WHOLE["accounts.User"].fields["password"].reach == Reach.SECRET


def test_history_holds_no_field_that_its_model_has_not() -> None:
    """So a history needs no register of its own: whoever may not read a field may not read what it was."""
    extra = {"history_id", "history_date", "history_change_reason", "history_type", "history_user", "act"}
    found = [
        f"{record._meta.label}.{field.name}"
        for model in registered_models()
        if hasattr(model, "_records")
        for record in [model.history.model]
        for field in own_fields(record)
        if field.name not in extra and field.name not in {own.name for own in model._meta.get_fields()}
    ]

    assert found == []


def test_a_field_of_which_nobody_has_said_anything_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(WHOLE["cases.Case"].fields, "sources")

    assert unregistered() == ["cases.Case.sources"]
    with pytest.raises(CommandError, match=r"cases\.Case\.sources"):
        call_command("field_register", stdout=StringIO())


def test_a_model_of_which_nobody_has_said_anything_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "WHOLE", {label: each for label, each in WHOLE.items() if label != "appeals.Press"})

    assert unregistered() == ["appeals.Press.token_hash", "appeals.Press.on"]


def test_a_field_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice: title"):
        table(internal("title", "one"), public("title slug", "two"), kept="", seen_by="")


def test_the_register_is_read_as_a_table() -> None:
    lines = as_markdown().splitlines()

    assert "## cases.Case" in lines
    row = "| sources | personal | who told us, and how, so that it can be judged and asked again | with its row |  |"
    assert row in lines
    assert len([line for line in lines if line.startswith("## ")]) == len(WHOLE)
    assert {model._meta.label for model in apps.get_models() if model._meta.label in WHOLE} == set(WHOLE)
