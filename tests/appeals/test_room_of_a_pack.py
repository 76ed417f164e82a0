"""What the form lets somebody ask for can also be laid out."""

from dataclasses import replace

import pytest

from appeals.pack_making import documents_of_pack
from appeals.pack_print import ROOM_OF_A_PART
from appeals.packs import MOST_WRITERS, PackAction, pack_of
from campaigns.content import Ask
from tests.appeals.test_packs import MINISTRY, make_order
from tests.appeals.test_sheets import make_content


@pytest.mark.django_db
def test_each_part_of_the_largest_pack_of_a_usual_sheet_has_room() -> None:
    demands = tuple(Ask("Urging them;", f"I urge you, for the {number}. time.") for number in range(5))
    content = make_content(recipients=(MINISTRY,), summary="She is to be tried.\n\nSoon.", demands=demands)
    order = make_order(actions=(PackAction("ua-1-11", 1, content, "en"),), kind="envelope-c5")

    parts = documents_of_pack(pack_of(replace(order, names=("Anna Muster",) * MOST_WRITERS)))

    # As `appeals.pdf` counts them.
    assert max(part.count("\n") + part.count("<p") for part in parts) < ROOM_OF_A_PART.lines
    assert max(map(len, parts)) < ROOM_OF_A_PART.characters
