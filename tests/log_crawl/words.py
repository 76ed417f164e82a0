"""The words that must not be found, and how they are looked for however they are written."""

import base64
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote_plus

EMAIL = "zquakka.mail@canary.example"
NAME = "Zquakka-Name Beispiel"
STREET = "Zquakkastreet 77"
TOKEN = "zquakkatoken-abc_DEF"
ADDRESS = "198.51.100.77"
ADDRESS6 = "2001:db8:77::7"
# What each looks like in whatever form; the first is part of all that a person would type.
MARKS = {
    "e-mail": re.compile(r"zquakka\.mail", re.I),
    "name": re.compile(r"zquakka-name", re.I),
    "street": re.compile(r"zquakkastreet", re.I),
    "token": re.compile(r"zquakkatoken", re.I),
    "network address": re.compile(r"198\.51\.100\.77|2001:0?db8:0?0?77"),
}
_CODED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


def found_in(content: bytes) -> Counter[str]:
    """How often each kind of word stands in something: plainly, as part of an address, or in base64."""
    texts = [content.decode("utf-8", "replace")]
    texts.append(unquote_plus(texts[0]))
    found = Counter({kind: max(len(mark.findall(text)) for text in texts) for kind, mark in MARKS.items()})
    for text in _decoded(content):
        found += Counter({kind: len(mark.findall(text)) for kind, mark in MARKS.items()})
    return +found


def _decoded(content: bytes) -> Iterable[str]:
    for coded in _CODED.findall(content):
        padded = coded.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(coded) % 4)
        try:
            yield base64.b64decode(padded).decode("utf-8", "ignore")
        except ValueError:
            continue
