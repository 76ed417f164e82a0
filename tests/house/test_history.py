"""Nothing is lost: every model is kept with its history, or stands here with the reason why not."""

import ast

from django.apps import apps
from django.db.models import CASCADE, Model

from accounts.history import Kept, KeptQuerySet, Record
from tests.house.source import ROOMS, modules, short

# No history of these, because …
NOT_KEPT = {
    "accounts.CalendarKey": "a secret, made anew by its owner whenever it should not hold any more",
    "appeals.LargePack": "gone within an hour, and meant to leave no trace",
    "accounts.StaffSession": "a login of a browser, for a day at most",
    "appeals.Press": "a number by lot, for two days",
    "appeals.ReplyPicture": "a stranger's, which must be gone when it is removed; its reply says when it was",
    "appeals.SheetPDF": "bytes that are made again from the frozen sheet",
    "appeals.Tally": "belongs to a group without an account; its numbers are kept as `TallyLine`",
    "appeals.WeekCount": "a sum that many strangers add to; a record of each would be a trace of somebody",
    "campaigns.CurrentOutcome": "made again from the frozen sheets",
    "campaigns.LastSweep": "one row that each sweep writes over",
    "campaigns.ProofPrint": "made again from the text whenever it is printed for a look",
    "campaigns.Reminder": "a journal of its own, in great numbers, with addresses of followers",
    "campaigns.SenderEvent": "a journal of its own",
    "campaigns.SenderState": "one row; `SenderEvent` tells who held and released it",
    "campaigns.SentMail": "a journal of its own, with addresses of followers",
    "campaigns.Subscription": "belongs to a follower, who may have it erased",
    "campaigns.Suppression": "belongs to a follower; a hash of the address is all there is",
    "cases.AccessEvent": "a journal of its own",
    "cases.BrokenGlass": "changed once at most, when it is ended; `AccessEvent` says by whom",
    "cases.Reading": "a journal of its own",
    "cases.TeamMember": "`AccessEvent` says who was let in and taken out; it does not come back with a case",
    "cases.TrueName": "a name that must be known to as few as possible; a history would be a second copy of it",
    "cases.TrueNameEvent": "a journal of its own",
    "cases.OpenForm": "a form that somebody has open, for minutes",
}


def _models() -> list[type[Model]]:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return [model for model in ours if not issubclass(model, Record) and not hasattr(model, "instance_type")]


def test_every_model_is_kept_or_says_why_not() -> None:
    kept = {model._meta.label for model in _models() if issubclass(model, Kept) and hasattr(model, "_records")}

    assert len(kept) > 15
    assert {model._meta.label for model in _models()} - kept == set(NOT_KEPT)


def test_kept_model_writes_through_a_manager_that_records() -> None:
    """A manager of its own, made from another queryset, would write past the history."""
    odd = [
        model._meta.label
        for model in _models()
        if issubclass(model, Kept)
        for manager in (model._default_manager, model._base_manager)
        if manager.get_queryset().update.__func__ is not KeptQuerySet.update
    ]

    assert odd == []


def test_what_goes_with_a_whole_is_known_as_its_part() -> None:
    """Else it would be deleted with it and not be brought back."""
    keys = {
        model._meta.label: [
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation and field.remote_field.on_delete is CASCADE
        ]
        for model in _models()
        if issubclass(model, Kept)
    }
    parts = {model._meta.label: model._records.part_of for model in _models() if issubclass(model, Kept)}

    assert {label: [part] if part else [] for label, part in parts.items()} == keys


def test_nothing_writes_past_the_history() -> None:
    past = {"_raw_delete", "_update", "_insert", "save_base", "save_without_historical_record"}
    found = [
        f"{short(path)}:{node.lineno}"
        for path in modules(*ROOMS, "config")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in past
    ]

    assert found == []
