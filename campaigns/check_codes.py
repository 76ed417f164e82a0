"""The code by which a printed sheet is checked. Leaf module: no models.

It is drawn by lot, so that it tells nothing: neither a name nor a number, nor how many sheets there are. Eight signs
of 32 are a million million codes, so one that is misread by a sign or two is unknown rather than another sheet's.
"""

import re
import secrets
import unicodedata

# Those of Crockford: ten figures and 22 letters, without I, L, O and U.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# What people read or type for them.
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", **dict.fromkeys(" -‐‑‒–—−_.\t", "")})
_CODE = re.compile(f"[{SIGNS}]{{{LENGTH}}}")
# An address as it stands on paper is longer than its code; more than this nobody types.
LONGEST_TYPED = 200


def new_code() -> str:
    """A code by lot. That no other sheet has it is for the database to say."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """As it is printed and read out: ``7K3F-9QXM``."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever its case, spaces and hyphens, or the whole address with the code at its
    end; None if it cannot be one.
    """
    last = typed[:LONGEST_TYPED].strip().rstrip("/").rpartition("/")[2]
    signs = unicodedata.normalize("NFKC", last).upper().translate(_CONFUSED)
    return signs if _CODE.fullmatch(signs) else None
