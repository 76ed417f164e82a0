"""How a letter begins and ends, in five languages. Leaf module: no models."""

import re
from collections.abc import Sequence

from campaigns.sheet_reading.source_lines import SourceLine

_GREETING = re.compile(
    r"(?:dear|your (?:excellency|honou?r|majesty|highness|eminence|grace)|honou?rable|sir|madam|excellenc[ye]|"
    r"to whom it may concern"
    r"|estimad[oa]s?|excelentísim[oa]|señora?|su excelencia|distinguid[oa]|monsieur|madame|excellence|votre|"
    r"sehr geehrte[rs]?|exzellenz"
    r"|eure|egregi[oa]|gentile|illustre|signora?|eccellenza|exmo|prezado|excelência)\b[^.;:!?]{0,110}[,:.!]?$"
    r"|(?:sra?|mme|s\.\s?e)\.\s[^.;:!?]{3,110}[,:!]$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|respectfully)|sincerely|respectfully|kind regards|with best regards|"
    r"atentamente|le saluda|"
    r"respetuosamente|veuillez agréer|je vous prie d'agréer|cordialement|respectueusement|mit freundlichen|"
    r"hochachtungsvoll|"
    r"distinti saluti|cordiali saluti|in fede)\b",
    re.IGNORECASE,
)


def greeting_at(lines: Sequence[SourceLine]) -> int | None:
    """At which line a letter begins, or None where there is no greeting."""
    for place, line in enumerate(lines):
        if len(line.text) < 120 and _GREETING.match(line.text) and line.text.endswith((",", ":", "!")):
            return place
    return None


def closes_a_letter(text: str) -> bool:
    """Whether a line has the closing words: "Yours sincerely,"."""
    return bool(_CLOSING.match(text))
