"""Marks behind a name that say its gender: "(m)", "(f)", "(she/her)". Leaf module: no models."""

import re

MARK = re.compile(
    r"\s*,?\s*\((?P<gender>m|f|h|w|male|female)(?:[,;]\s*(?:aged\s*)?(?P<inside>\d{1,3})[^()]*)?\)", re.IGNORECASE
)
_MARK_H = re.compile(r"\(h(?:[,;][^()]*)?\)")
_MARK_F = re.compile(r"\(f(?:[,;][^()]*)?\)")
_SPANISH = frozenset({"el", "los", "las", "una", "del", "y", "por", "fue", "que"})
PRONOUN = re.compile(
    r"\s*\(\s*(?P<pronoun>he|she|they|him|her|él|ella|il|elle|er|sie|lui|lei|masculin[oe]?|maschile|femenin[oa]|"
    r"féminine?|femminile|männlich|weiblich)\b[^()]{0,20}\)",
    re.IGNORECASE,
)
_MALE, _FEMALE = (
    frozenset(
        {
            "m",
            "h",
            "male",
            "he",
            "him",
            "él",
            "il",
            "er",
            "lui",
            "masculino",
            "masculine",
            "masculin",
            "maschile",
            "männlich",
        }
    ),
    frozenset(
        {
            "f",
            "w",
            "female",
            "she",
            "her",
            "ella",
            "elle",
            "sie",
            "lei",
            "femenina",
            "femenino",
            "féminin",
            "féminine",
            "femminile",
            "weiblich",
        }
    ),
)


def gender_of(mark: re.Match[str] | None, m_is: str | None) -> str | None:
    """f or m, as a mark says; None where there is none, or one whose meaning is not known.

    Args:
        m_is: what "(m)" means in this sheet, from `meaning_of_m`.
    """
    if mark is None:
        return None
    word = next(value for value in mark.groupdict().values() if value).casefold()
    if word == "m":
        return m_is
    return "m" if word in _MALE else "f" if word in _FEMALE else None


def meaning_of_m(text: str) -> str | None:
    """What "(m)" says in a sheet: m for "male", but f for "mujer" beside "(h)" for "hombre".

    In Spanish with neither "(h)" nor "(f)" it may be either: None.
    """
    if _MARK_H.search(text):
        return "f"
    words = text.split()
    spanish = sum(word.casefold() in _SPANISH for word in words) > 0.06 * len(words)
    return None if spanish and not _MARK_F.search(text) else "m"
