"""Two texts side by side, word by word, for somebody who has to decide between them. Leaf module: no models."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

# Beyond as many words on both sides a comparison takes longer than anybody waits for a page; see `word_diff`.
MOST_WORDS = 8_000

# As many words in common, between as many that are not, help nobody to read.
_ISLAND, _AROUND = 2, 6

_Step = tuple[bool, list[str], list[str]]
_WORD = re.compile(r"\S+\s*|\s+")


class Side(Enum):
    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


class Piece(NamedTuple):
    """Some words, and in which of the two texts they stand."""

    side: Side
    text: str

    @property
    def is_first(self) -> bool:
        return self.side == Side.FIRST

    @property
    def is_second(self) -> bool:
        return self.side == Side.SECOND


def word_diff(first: str, second: str) -> list[Piece]:
    """What stands in both, what in the first only, what in the second only, in the order of reading.

    Where what lies between the common beginning and end is longer than `MOST_WORDS`, it is told as one piece that
    went and one that came.
    """
    one, two = _WORD.findall(first), _WORD.findall(second)
    head = _shared(one, two)
    tail = min(_shared(one[::-1], two[::-1]), len(one) - head, len(two) - head)
    middle_one, middle_two = one[head : len(one) - tail], two[head : len(two) - tail]
    pieces = [
        (Side.BOTH, one[:head]),
        *_compare(middle_one, middle_two),
        (Side.BOTH, one[len(one) - tail :] if tail else []),
    ]
    return list(_joined(pieces))


def _shared(one: list[str], two: list[str]) -> int:
    """How many words the two begin with alike."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compare(one: list[str], two: list[str]) -> Iterator[tuple[Side, list[str]]]:
    if len(one) + len(two) > MOST_WORDS:
        yield from ((Side.FIRST, one), (Side.SECOND, two))
        return
    steps = [
        (tag == "equal", one[start:end], two[other_start:other_end])
        for tag, start, end, other_start, other_end in SequenceMatcher(None, one, two).get_opcodes()
    ]
    for is_equal, ours, theirs in _without_islands(steps):
        if is_equal:
            yield Side.BOTH, ours
        else:
            yield Side.FIRST, ours
            yield Side.SECOND, theirs


def _without_islands(steps: list[_Step]) -> Iterator[_Step]:
    """Changes with no more than a word or two in common between them, as one change: they read as one."""
    before: _Step | None = None
    for place, step in enumerate(steps):
        is_equal, ours, theirs = step
        if before is None:
            before = step
        elif not before[0] and (not is_equal or _is_island(step, before, steps[place + 1 : place + 2])):
            before = (False, before[1] + ours, before[2] + theirs)
        else:
            yield before
            before = step
    if before is not None:
        yield before


def _is_island(step: _Step, before: _Step, after: list[_Step]) -> bool:
    around = sum(len(ours) + len(theirs) for _, ours, theirs in (before, *after))
    return bool(after) and len(step[1]) <= _ISLAND and around >= _AROUND


def _joined(pieces: list[tuple[Side, list[str]]]) -> Iterator[Piece]:
    """Neighbours of one side as one piece; nothing empty."""
    side, words = Side.BOTH, list[str]()
    for next_side, next_words in pieces:
        if not next_words:
            continue
        if next_side != side and words:
            yield Piece(side, "".join(words))
            words = []
        side = next_side
        words += next_words
    if words:
        yield Piece(side, "".join(words))
