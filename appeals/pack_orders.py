"""The order of a pack as plain text, for its way to a worker: actions by their sheets, the rest as it was typed."""

import json
from datetime import date
from typing import Any

from appeals.embassies import embassy_beside
from appeals.packs import PackAction, PackOrder
from campaigns.content import content_of
from campaigns.models import Sheet


def written_out(order: PackOrder) -> dict[str, Any]:
    """All of an order; of its actions only which sheets they are."""
    return {
        "actions": [
            {"slug": one.slug, "sheet_id": one.sheet_id, "language": one.language, "embassy": one.embassy is not None}
            for one in order.actions
        ],
        "names": list(order.names),
        "place": order.place,
        "day": order.day.isoformat(),
        "paper": order.paper,
        "kind": order.kind,
        "start": order.start,
        "posted_in": list(order.posted_in),
        "is_large": order.is_large,
        "on_both_sides": order.on_both_sides,
        "spare": order.spare,
        "with_embassies": order.with_embassies,
    }


def read_in(plain: dict[str, Any], *, on: date) -> PackOrder:
    """The order again, with the content of its sheets; embassies as the book has them on a day."""
    sheets = Sheet.objects.in_bulk([one["sheet_id"] for one in plain["actions"]])
    country, language = plain["posted_in"]
    actions = []
    for one in plain["actions"]:
        content = content_of(sheets[one["sheet_id"]])
        embassy = embassy_beside(content, from_country=country, on=on) if one["embassy"] else None
        actions.append(PackAction(one["slug"], one["sheet_id"], content, one["language"], embassy))
    rest = {
        name: plain[name]
        for name in ("place", "paper", "kind", "start", "is_large", "on_both_sides", "spare", "with_embassies")
    }
    return PackOrder(
        actions=tuple(actions),
        names=tuple(plain["names"]),
        day=date.fromisoformat(plain["day"]),
        posted_in=(country, language),
        **rest,
    )


def to_bytes(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain).encode()


def from_bytes(text: bytes) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(text)
    return plain
