"""What the database refuses has a name to test by and a sentence for the person who ran into it."""

import re

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import BaseConstraint, Model

from tests.house.source import ROOMS


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def _constraints() -> list[tuple[str, BaseConstraint]]:
    return [(model._meta.label, constraint) for model in _models() for constraint in model._meta.constraints]


def test_constraint_has_a_sentence() -> None:
    silent = [
        f"{label}: {constraint.name}"
        for label, constraint in _constraints()
        if constraint.violation_error_message == BaseConstraint.default_violation_error_message
    ]

    assert len(_constraints()) > 20
    assert silent == []


def test_constraint_sentence_is_one() -> None:
    odd = [
        str(constraint.violation_error_message)
        for _, constraint in _constraints()
        if not re.fullmatch(r"[A-Z“].+[.:!?]", str(constraint.violation_error_message))
    ]

    assert odd == []


def test_constraint_is_named_by_hand() -> None:
    """Thing and condition, as in "hearing_time_has_a_zone"."""
    odd = [
        f"{label}: {constraint.name}"
        for label, constraint in _constraints()
        if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", constraint.name) or re.search(r"_[0-9a-f]{8}", constraint.name)
    ]

    assert odd == []


def test_no_unique_together() -> None:
    """It can have neither a name nor a sentence: a UniqueConstraint has both."""
    assert [model._meta.label for model in _models() if model._meta.unique_together] == []


def test_one_leaf_of_migrations_in_each_room() -> None:
    graph = MigrationLoader(None).graph

    assert {room: len(graph.leaf_nodes(room)) for room in ROOMS} == dict.fromkeys(ROOMS, 1)


def test_migration_says_its_purpose() -> None:
    names = [name for room, name in MigrationLoader(None).disk_migrations if room in ROOMS]

    assert [name for name in names if re.search(r"_auto_|_\d{8}|_squashed", name)] == []
    assert all(re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name) for name in names)


def test_default_manager_hides_no_row() -> None:
    for model in _models():
        assert str(model._default_manager.all().query) == str(model._base_manager.order_by(*model._meta.ordering).query)
