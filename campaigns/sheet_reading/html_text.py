"""The text of a web page or a pasted piece of one. Leaf module: no models."""

import re
from html.parser import HTMLParser

from campaigns.sheet_reading.refusals import Refused
from campaigns.sheet_reading.text_encodings import text_of

_BLOCKS_WORDS = (
    "address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li "
    "main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_PARAGRAPHS_WORDS = "p h1 h2 h3 h4 h5 h6 ul ol table blockquote section article hr"
_PARAGRAPHS = frozenset(_PARAGRAPHS_WORDS.split())
_SKIPPED_WORDS = "script style noscript template svg iframe object head"
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_MOST_TAGS = 200_000
_MOST_DECLARATIONS = 5_000
_TOO_MANY = "The page has more tags than a sheet can have. Save the text of the sheet alone."


def html_text(data: bytes) -> str:
    """The text as lines; list points begin with a bullet. Scripts, styles and hidden templates are passed over.

    Raises:
        Refused: a page with more tags than any page has.
    """
    if data.count(b"<!") > _MOST_DECLARATIONS:
        # The parser looks for the end of each through the whole rest.
        raise Refused(_TOO_MANY)
    reader = _Page()
    reader.feed(_decoded(data))
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4_096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return text_of(data)[0]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.skipping = 0
        self.in_pre = 0
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if self.tags > _MOST_TAGS:
            raise Refused(_TOO_MANY)
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag == "body":
            self.skipping = 0
        elif tag == "br":
            self.found.append("\n")
        elif tag in _BLOCKS:
            self.found.append("\n\n" if tag in _PARAGRAPHS else "\n")
            self.found.append("• " if tag == "li" else "")
        self.in_pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipping = max(self.skipping - 1, 0)
        elif tag in _BLOCKS:
            self.found.append("\n\n" if tag in _PARAGRAPHS else "\n")
        self.in_pre -= tag == "pre" and self.in_pre > 0

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.found.append(data if self.in_pre else re.sub(r"\s+", " ", data))
