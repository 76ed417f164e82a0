"""Letters as text, and as a link that opens the writer's own mail program with everything filled in.

The mail leaves from the writer's address by the writer's program; nothing passes through this site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from appeals.directions import Words
from appeals.letters import Letter

# Some programs and browsers cut off a longer address without a word.
LONGEST_LINK = 2_000  # characters
# RFC 6068: what may stand in an address of a "mailto:" as it is, "@" apart. "%", "&", "?" and all else is written out.
_IN_ADDRESS = "@!$'*+-._~"


@dataclass(frozen=True)
class MailLink:
    """A ``mailto:`` link.

    Args:
        length: of the link with the whole letter in it, in characters.
        is_whole: the letter is in it; else address, copies and subject alone, and the text is to be copied.
    """

    href: str
    length: int
    is_whole: bool


def mail_text(letter: Letter) -> str:
    """A letter from salutation to name, as it stands in a mail or a form on the web."""
    # What a letter has on top stands below in a mail: the address, or else the place.
    where = letter.head[1:] or letter.signature[1:] or (letter.place,)
    end = [letter.close, letter.signature[0], *where]
    parts = [letter.salutation.text, *(paragraph.text for paragraph in letter.body), _lines(end)]
    if letter.copy_line:
        parts.append(letter.copy_line.text)
    return "\n\n".join(parts)


def letter_text(letter: Letter) -> str:
    """A whole letter as text, with both addresses."""
    address = (*letter.address, *((letter.via,) if letter.via else ()))
    parts = [_lines(letter.head), _lines(address), letter.dated_words, letter.subject.text]
    end = [letter.close, *letter.signature]
    parts += [letter.salutation.text, *(paragraph.text for paragraph in letter.body), _lines(end)]
    if letter.copy_line:
        parts.append(letter.copy_line.text)
    return "\n\n".join(filter(None, parts))


def mail_link(letter: Letter, *, cc: Sequence[str] = ()) -> MailLink | None:
    """The link for a recipient who has an e-mail address, else None (RFC 6068).

    Line ends are CRLF, and nothing stands in it that is empty: some programs open nothing then.

    Args:
        cc: addresses that get a copy of the same mail.
    """
    if not letter.addressee.emails:
        return None
    copies = f"cc={_addresses(cc)}&" if cc else ""
    short = f"mailto:{_addresses(letter.addressee.emails)}?{copies}subject={_quoted(letter.subject.text)}"
    whole = f"{short}&body={_quoted(mail_text(letter))}"
    is_whole = len(whole) <= LONGEST_LINK
    return MailLink(whole if is_whole else short, len(whole), is_whole)


def copied_to(letters: Sequence[Letter]) -> dict[int, tuple[str, ...]]:
    """Which addresses get a copy of which letter's mail: those of all copies, with the first mail that is an appeal.

    By number of letter. Whoever gets a copy so needs no mail of its own.
    """
    first = next((letter for letter in letters if not letter.is_copy and letter.addressee.emails), None)
    if first is None:
        return {}
    addresses = [address for letter in letters if letter.is_copy for address in letter.addressee.emails]
    known = {address.lower() for address in first.addressee.emails}
    return {first.number: tuple(dict.fromkeys(one for one in addresses if one.lower() not in known))}


def _lines(lines: Sequence[Words]) -> str:
    return "\n".join(line.text for line in lines)


def _addresses(addresses: Sequence[str]) -> str:
    return ",".join(quote(address, safe=_IN_ADDRESS) for address in addresses)


def _quoted(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="")
