"""The field registers of all rooms together, and how they are read by people and by tests."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from accounts.field_register import REGISTER as ACCOUNTS
from accounts.history import Record
from accounts.registered import Entry, Table
from appeals.field_register import REGISTER as APPEALS
from campaigns.field_register import REGISTER as CAMPAIGNS
from cases.field_register import REGISTER as CASES

WHOLE: dict[str, Table] = {**ACCOUNTS, **CASES, **CAMPAIGNS, **APPEALS}
ROOMS = ("accounts", "cases", "campaigns", "appeals")


def registered_models() -> list[type[Model]]:
    """The models of all rooms that have fields of their own: histories follow their model, links their field."""
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return [model for model in ours if not issubclass(model, Record) and not hasattr(model, "instance_type")]


def own_fields(model: type[Model]) -> "Iterator[Field[Any, Any]]":
    """The fields of a model that somebody has to say something of: all but a number that the database gives."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if not (field.primary_key and field.get_internal_type() == "BigAutoField"):
            yield field


def unregistered() -> list[str]:
    """Fields of which nobody has said who may read them, such as "cases.Case.title"."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in registered_models()
        for field in own_fields(model)
        if _entry(model._meta.label, field.name) is None
    ]


def gone() -> list[str]:
    """What the registers say of fields that are not there."""
    there = {(model._meta.label, field.name) for model in registered_models() for field in own_fields(model)}
    said = [(label, name) for label, table in WHOLE.items() for name in table.fields]
    return [f"{label}.{name}" for label, name in said if (label, name) not in there]


def _entry(label: str, name: str) -> Entry | None:
    table = WHOLE.get(label)
    return table.fields.get(name) if table else None


def as_markdown() -> str:
    """The registers as tables to read or to hand to whoever asks what is kept about people."""
    lines = ["# What is kept, for what, and who may read it", ""]
    for label in sorted(WHOLE, key=lambda label: (ROOMS.index(label.split(".")[0]), label)):
        lines += [*_section(label, WHOLE[label]), ""]
    return "\n".join(lines)


def _section(label: str, table: Table) -> Iterator[str]:
    yield f"## {label}"
    yield ""
    yield f"Kept {table.kept}. Seen by: {table.seen_by}."
    yield ""
    yield "| Field | Read by | For | Kept | Public once |"
    yield "| --- | --- | --- | --- | --- |"
    for name, entry in table.fields.items():
        yield f"| {name} | {entry.reach} | {entry.purpose} | {entry.kept or 'with its row'} | {entry.once or ''} |"
