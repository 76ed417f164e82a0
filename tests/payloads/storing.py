"""Put payloads into every field of text of every row, past all forms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, connection, models, transaction

from appeals.registers import own_fields, registered_models
from campaigns.content import content_of
from campaigns.models import Sheet
from tests.builders import make_draft, make_user
from tests.canary.planting import Garden, plant, takes_a_word
from tests.routes import WEEK_OF_THE_STOP

# Beside those of the canary.
NO_TEXT = {
    "campaigns.SentMail.html": "is a page by itself, made by us, and is shown locked in: tests/config/test_headers.py",
}
# Where mail goes; with payloads in them none would leave.
ADDRESSES = {"accounts.User.email", "campaigns.Subscription.email", "campaigns.Reminder.address"}
BETWEEN = " "


@dataclass
class Stored:
    """What was stored."""

    fields: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)  # by the database
    pairs: set[tuple[str, int]] = field(default_factory=set)  # of a field and the place of a payload in the list
    rows: int = 0


def make_ground(cases: int = 5) -> Garden:
    """Cases with everything, a sheet that is under review and one that was approved."""
    garden = plant(cases)
    for status in ("review", "approved"):
        draft = make_draft()
        by: dict[str, Any] = {"approved_by": make_user(), "approved_at": WEEK_OF_THE_STOP, "approved_hash": "x"}
        Sheet.objects.filter(pk=draft.pk).update(status=status, **(by if status == "approved" else {}))
    return garden


def store(payloads: Sequence[str], stored: Stored, *, whole: bool, addresses: bool) -> None:
    """Write them into every field of every row, each beginning with another one.

    Args:
        whole: all of them into each field, however short it is; else as many as have room.
        addresses: only where mail goes; else everywhere but there.
    """
    turn = 0
    for model in registered_models():
        for own in own_fields(model):
            label = f"{model._meta.label}.{own.name}"
            if not takes_a_word(model, own) or label in NO_TEXT or isinstance(own, models.SlugField):
                continue
            if (label in ADDRESSES) != addresses:
                continue
            for pk in model._default_manager.order_by("pk").values_list("pk", flat=True):
                turn += 1
                _store_one(model, own, pk, label, (payloads, turn), stored, whole=whole)
    _freeze_again()


def _store_one(
    model: type[models.Model],
    own: Any,
    pk: Any,
    label: str,
    what: tuple[Sequence[str], int],
    stored: Stored,
    *,
    whole: bool,
) -> None:
    payloads, turn = what
    places = [(turn * 7 + place) % len(payloads) for place in range(len(payloads))]
    room = None if whole or own.max_length is None else own.max_length
    chosen: list[int] = []
    for place in places:
        if room is None or len(BETWEEN.join(payloads[each] for each in (*chosen, place))) <= room:
            chosen.append(place)
    text = BETWEEN.join(payloads[place] for place in chosen)
    if connection.vendor == "postgresql":
        text = text.replace("\x00", "")  # which it does not hold
    value = {"planted": text, text[:60]: "x"} if isinstance(own, models.JSONField) else text
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{own.name: value})
    except Error:
        stored.refused.add(label)
        return
    stored.rows += 1
    stored.fields.add(label)
    stored.pairs |= {(label, place) for place in chosen}


def _freeze_again() -> None:
    """What is issued shows what the rows say now, as if it had been issued with it."""
    for sheet in Sheet.objects.filter(frozen__isnull=False):
        sheet.frozen = None
        Sheet.objects.filter(pk=sheet.pk).update(frozen=content_of(sheet).as_json())
