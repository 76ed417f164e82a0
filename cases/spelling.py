"""Whether a text spells a name in two ways. Leaf module: no models.

A name that is written differently on one sheet makes its reader doubt the rest, and an authority may answer that it
knows no such person. Found are words that begin with a capital and are not a word of a published name but nearly one:
another public spelling of it, one with the same key (`cases.folding`), or one that a slip of the finger explains.
Only words of one script are compared: a name in brackets in its own script is no slip. What is found is shown to a
person, who may say that it is right; so rather a few too many than one that is missed, but no ordinary word.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cases.folding import fold

SHORTEST_NAME = 4  # letters: below that nearly every word is a neighbour of every other
LONGEST_NAME = 24  # letters: the neighbours of longer words are not looked for
ONE_SLIP_FROM = 5  # letters of the shorter word in which one slip may be told from another word
ONE_SLIP_IN_CAPITALS_FROM = 6  # in a line of capitals ordinary words look like names
TWO_SLIPS_FROM = 9

# English writes these with a capital wherever they stand.
_CALENDAR = {"january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
             "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ]")
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)


@dataclass(frozen=True)
class NearMiss:
    """A word of a text that is nearly one of a name."""

    word: str
    name: str  # the whole name, as published


@dataclass(frozen=True)
class Names:
    """The names that a sheet prints.

    Args:
        published: pairs of a name as published and its other public spellings.
        beside: other text whose words are right as they are, such as offices and their holders.
    """

    published: tuple[tuple[str, str], ...]
    beside: tuple[str, ...] = ()


def near_misses(text: str, names: Names) -> list[NearMiss]:
    """The words of a text that are nearly a word of one of the names, each once, in the order of the text."""
    index = _index_of(names)
    words = _words(text)
    ordinary = {word for word in words if word[0].islower()}
    found: dict[str, NearMiss] = {}
    for word in dict.fromkeys(words):
        if word[0].isupper() and word.lower() not in ordinary and (name := index.nearest(word)):
            found.setdefault(_plain(word), NearMiss(word, name))
    return list(found.values())


class _Index:
    """The words of some names, by what they may be mistaken for; built once for the texts of a sheet.

    Two words lie within a slip of each other only if they become the same when each loses a letter. So neighbours
    are looked up by their rests rather than compared one by one, which would take minutes for hostile text.
    """

    def __init__(self, names: Names) -> None:
        texts = [*(name for name, _ in names.published), *names.beside]
        self.known = {_plain(word) for text in texts for word in _words(text)}
        self.other: dict[str, str] = {}
        self.by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.by_rest: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, spellings in names.published:
            scripts = {_script(word) for word in _words(name)}
            for word in _words(spellings):
                if _script(word) not in scripts:
                    self.known.add(_plain(word))
                elif word[0].isupper() and len(word) >= SHORTEST_NAME and _plain(word) not in self.known:
                    self.other[_plain(word)] = name
            for word in [*_words(name), *_words(spellings)]:
                if word[0].isupper() and len(word) >= SHORTEST_NAME:
                    self._add(word, name)
        self.known_bare = {_bare(word) for word in self.known}

    def _add(self, word: str, name: str) -> None:
        self.by_key[fold(word)].append((word, name))
        for form in {_plain(word), fold(word)}:
            for rest in _rests(form):
                self.by_rest[rest].append((word, name))

    def nearest(self, word: str) -> str:
        """The name that this word nearly is; nothing where it is one, or none."""
        plain = _plain(word)
        if self._is_right(word, plain) or len(plain) < SHORTEST_NAME - 1:
            return ""
        if plain in self.other:
            return self.other[plain]
        key = fold(word)
        for other, name in self.by_key.get(key, ()) if key else ():
            if _script(other) == _script(word):
                return name
        for form in dict.fromkeys((plain, key)):
            for rest in _rests(form):
                for other, name in self.by_rest.get(rest, ()):
                    if _is_slip(word, other):
                        return name
        return ""

    def _is_right(self, word: str, plain: str) -> bool:
        """As published; in a line of capitals, where many languages drop the accents, without them; or several."""
        if plain in self.known or plain in _CALENDAR or (word.isupper() and _bare(plain) in self.known_bare):
            return True
        return any(plain.endswith(ending) and plain.removesuffix(ending) in self.known for ending in ("s", "es"))


@lru_cache(maxsize=32)
def _index_of(names: Names) -> _Index:
    return _Index(names)


def _is_slip(word: str, name: str) -> bool:
    """Whether one is the other with a slip or two, as written or by their keys.

    Whoever types a name wrong seldom misses its first letter, and there ordinary words part from it.
    """
    if _script(word) != _script(name):
        return False
    first = ONE_SLIP_IN_CAPITALS_FROM if word.isupper() else ONE_SLIP_FROM
    # A key is shorter than its word, so one more letter of it must agree.
    for one, other, from_letters in (
        (_plain(word), _plain(name), first),
        (fold(word), fold(name), ONE_SLIP_IN_CAPITALS_FROM),
    ):
        shorter = min(len(one), len(other))
        slips = 2 if shorter >= TWO_SLIPS_FROM else 1 if shorter >= from_letters else 0
        if slips and one[0] == other[0] and are_within(one, other, slips):
            return True
    return False


def are_within(one: str, other: str, slips: int) -> bool:
    """Whether at most so many slips lie between two words: a letter too many, missing, wrong, or two exchanged."""
    if abs(len(one) - len(other)) > slips:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1] <= slips


def _rests(word: str) -> Iterator[str]:
    """The word, the word without each of its letters, and, if it is long, without each two of them."""
    yield word
    if not ONE_SLIP_FROM - 1 <= len(word) <= LONGEST_NAME:
        return
    once = {word[:place] + word[place + 1 :] for place in range(len(word))}
    yield from sorted(once)
    if len(word) >= TWO_SLIPS_FROM:
        yield from sorted({rest[:place] + rest[place + 1 :] for rest in once for place in range(len(rest))})


def _words(text: str) -> list[str]:
    """The words of a text without a possessive at their end."""
    found = (_POSSESSIVE.sub("", word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
    return [word for word in found if word]


def _plain(word: str) -> str:
    """Without the difference of capitals, also those of Turkish, and without apostrophes."""
    return _APOSTROPHES.sub("", word.casefold().replace("i̇", "i").replace("ı", "i"))


def _bare(plain: str) -> str:
    """Without its accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


@lru_cache(maxsize=4096)
def _script(word: str) -> str:
    """LATIN, CYRILLIC, GREEK …: the first word of the name of its first letter."""
    return unicodedata.name(word[0], "").split(" ")[0]
