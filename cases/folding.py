"""One key for the many ways a name is written: Чайка, Chaika, Chaĭka, Tchaika, Tschaika.

Leaf module: no models. `fold` brings other scripts into Latin letters (anyascii), drops accents, and then
levels the habits in which languages transcribe one another (tch, tsch and ch; y, j and i; ou and u). It is
made for finding, never for showing: two names with one key may still be two people.
"""

import re
import unicodedata

from anyascii import anyascii

# In order: longer spellings before the shorter ones they contain.
_LEVELLED = [
    (re.compile(pattern), key)
    for pattern, key in (
        (r"schtsch|shch|szcz|tsch|tch|tsh|sch|sh|ch|cz", "c"),  # the hissing sounds: one key for all
        (r"dzh|dsch|dj|zh", "j"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"ks", "x"),
        (r"ou|oo", "u"),
        (r"w", "v"),
        (r"[jy]", "i"),
        (r"ie|ei|ai", "e"),
        (r"(.)\1+", r"\1"),
    )
]

LONGEST_QUERY = 200  # characters
MOST_WORDS = 10


def fold(text: str) -> str:
    """The search key of a text: lower-case words of plain letters or of digits, parted by single spaces.

    Letters and digits that touch become two words, so that "ua214" and "UA 214" have one key.
    """
    # Composed first: a letter and its accent typed as two characters are transcribed as one.
    plain = re.sub(r"['`´’ʼʹʺ\"]", "", anyascii(unicodedata.normalize("NFC", text))).lower()
    words = re.findall(r"[a-z]+|[0-9]+", plain)
    return " ".join(_fold_word(word) for word in words)


def _fold_word(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    # Until nothing changes: one levelling can bring about another ("aji", "aii", "ei", "e"). It ends, because
    # every step shortens the word or puts a letter in its place that no step takes away again.
    before = ""
    while word != before:
        before = word
        for pattern, key in _LEVELLED:
            word = pattern.sub(key, word)
    return word


def query_words(query: str) -> list[str]:
    """The folded words of what somebody typed into the search box; at most `MOST_WORDS` of them count."""
    return fold(query[:LONGEST_QUERY]).split()[:MOST_WORDS]
