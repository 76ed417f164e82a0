"""Names of people in running text, told from those of bodies and places by what stands around them. No models."""

import re
from collections.abc import Iterator
from functools import lru_cache

from campaigns.sheet_reading.office_lines import country_of_line, is_body_or_way

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĦĪĮİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŸŹŻŽА-ЯЁ"
_WORD = rf"(?:[{_UPPER}][^\W\d_]{{0,2}}\.|[‘'’]?[{_UPPER}][^\W\d_]*(?:['’`-][^\W\d_]+)*)"
_PARTICLE = r"(?:(?:al|el|de|del|la|las|los|da|dos|di|bin|ibn|bint|ben|van|von|der|den|ould|y|e)\s+|(?:al|el|ul|ur)-)"
NAME = re.compile(rf"(?<![\w-]){_WORD}(?:[ ]+{_PARTICLE}{{0,3}}{_WORD}){{1,5}}")
# Words that begin a sentence, or stand in front of a name and are no part of it.
_BEFORE_WORDS = (
    "der die das el la los las le un une una il lo gli i a after all although among an and another as asking at before "
    "both but by calling despite during each following for "
    "former from had has he her his however human i if in instead it its last many meanwhile moreover most neither "
    "no on "
    "one our over please prisoner several she since some that the their then there these they this those three to two "
    "under until urging we when where while who with your mr mrs ms miss dr prof professor lawyer journalist activist "
    "release free stop student teacher doctor nurse engineer trade-unionist mechanic headman pastor priest imam "
    "shopkeeper driver miner fisherman soldier pupil architect poet writer editor blogger singer farmer artist "
    "bookseller don doña señor señora herr frau monsieur madame"
)
_BEFORE = frozenset(_BEFORE_WORDS.split())
_CIVIL = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "don", "doña", "señor", "señora", "herr", "frau"}
)
_TITLES_WORDS = (
    "president minister judge general colonel captain major sheikh imam ayatollah king prince princess dr mr mrs ms "
    "miss professor "
    "governor mayor senator father sister brother reverend lieutenant sergeant presidente ministro juez"
)
_TITLES = frozenset(_TITLES_WORDS.split())
# Words of bodies, texts, peoples and times; a sequence with one of them is no person.
_NEVER_WORDS = (
    "academy accord action affairs africa african alliance amendment america american amnesty appeals arab army "
    "article "
    "asia asian "
    "association atlantic background bank bar bill brigade broad campaign catholic central centre charter christian "
    "church civic "
    "civil club coalition code college communist community congress constitution convention corps country covenant "
    "criminal declaration "
    "defence democratic detention development east eastern europe european facebook federal fight forces forum "
    "foundation front "
    "fundamental global group guard high higher hospital human independent index indigenous information initiative "
    "institute "
    "inter-american international investigation islam islamic january february march april may june july august "
    "september october "
    "november december justice kingdom labour law laws league liberation local media medical migration military "
    "monday mosque movement muslim "
    "nation national nations network new news newspaper north northern organization organisation pacific parole "
    "party peace penal people "
    "peoples plus popular praise programme project protocol protection public radio red refugees regional republic "
    "republican resistance rights "
    "river safety saturday school security social society south southern special state states statute street sunday "
    "support "
    "television territory thursday times torture treaty tuesday twitter union united universal university urgent "
    "valley war "
    "wednesday west western witness women world youth zone"
)
_NEVER = frozenset(_NEVER_WORDS.split())
_AFTER = re.compile(
    r"['’]s?\s+(?:brother|sister|son|daughter|wife|husband|mother|father|parents?|family|relatives|lawyers?|trial|"
    r"case|arrest|health|"
    r"appeal|death|house|home|defence|detention|execution|whereabouts|release|condition|life|safety|sentence|"
    r"request|family)\b"
    r"|\s*\((?:m|f|aged|\d{1,2}\b|\d{1,2}\s*,)|,?\s+aged\b|,\s+\d{1,2}(?=[,.;)])|,?\s+who\b"
    r"|,?\s+(?:recently\s+|also\s+|reportedly\s+|currently\s+|still\s+)?(?:was|were|is|are|has|had|may|might|would|"
    r"could|faces?|remains?|told|said|"
    r"reported|denied|fled|lived|returned|began|received|applied|died|suffers?|appeared|will)\b"
    r"|,?\s+(?:est|était|a été|ont|risque|teme|ha|han|fue|está|sufre|sufrió|recibió|wurde|ist|hat|befindet|è|sono|"
    r"era|rischia)\b"
    r"|,\s+(?!where|which|and|or|in|on|at|near|the\b|le\b|la\b)[a-zà-ÿ]{2,}"
    r"|,\s+(?:a|an|the|leader|member|coordinators?|head|president|founder|lawyer|activist|journalist|father|mother|"
    r"in power|was|had)\b"
)
_AHEAD = re.compile(
    r"\b(?:brother|sister|son|daughter|wife|husband|mother|father|lawyers?|activists?|journalists?|defenders?|"
    r"coordinators?|leaders?|"
    r"members?|students?|teachers?|man|woman|boy|girl|men|women|prisoners?(?: of conscience)?|bloggers?|writers?|"
    r"editor|doctors?|poet|singer|"
    r"named|called|extradite|execute|release|arrested|detained|attacked|killed|of Ms|of Mr|by|against|threatened|"
    r"sentenced|free)[\s,:“\"]*$",
    re.IGNORECASE,
)
_PLACE_AHEAD = re.compile(
    r"\b(?:in|at|near|from|to|into|around|outside|towards|town of|city of|village of|province of|region of|"
    r"district of|municipality of|of)\s+$",
    re.IGNORECASE,
)
_NO_NOUN_WORDS = (
    "about above across after against along among around before behind below beneath beside between beyond close "
    "during "
    "except inside outside since through throughout toward towards under until within without where which while "
    "called named "
    "known near contre entre depuis jusqu desde hacia hasta sobre dentro dalla della dello nella presso gegen unter "
    "nach visited "
    "leaving reached reaching entered leave visit including nearby northern southern eastern western central region "
    "province "
    "comunidad communauté comunità gemeinde community pueblo aldea barrio quartier empresa company escuela group grupo "
    "district municipality capital street river village prison hospital university school"
)
_NO_NOUN = frozenset(_NO_NOUN_WORDS.split())
_LISTED = re.compile(
    r"^(?:\s*\([^()]{1,30}\))?(?:,?\s*(?:and|y|et|und|e)\s+|,\s*)"
    r"(?:(?:his|her|their|su|sus|son|sa|ihr|ihre|sein|seine|suo|sua)\s+(?:[a-zà-ÿ]+\s+){1,2})?$"  # "and her neighbour"
)


def candidates(text: str) -> Iterator[tuple[str, int, int]]:
    """What may be a name, and its place in the text."""
    for found in NAME.finditer(text):
        start, words = found.start(), found[0].split()
        while words and words[0].casefold().strip(".") in _BEFORE | _TITLES:
            start += len(words[0]) + 1
            words = words[1:]
        name = " ".join(words)
        if name.endswith(".") and len(words[-1]) > 2:
            name = name[:-1]
        name = re.sub(r"['’]s?$", "", name)
        if len(words) >= 2 and may_be_name(name):
            yield name, start, start + len(name)


def without_role(name: str) -> str:
    """A name without what the person is in front of it: "Lawyer Anna Beispiel"."""
    words = name.split()
    while len(words) > 2 and words[0].casefold() in _BEFORE - _CIVIL:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=2_000)
def may_be_name(name: str) -> bool:
    """Whether no word of a sequence makes it a body, a place or a text."""
    words = [word.casefold().strip(".") for word in name.split()]
    if name.isupper() or set(words) & _NEVER or country_of_line(name) or is_body_or_way(name):
        return False
    return not any(country_of_line(word) for word in name.split() if len(word) > 3) and len(words) <= 7


def is_told_of(text: str, start: int, end: int) -> bool:
    """Whether what stands around a name says that it is a person's."""
    before, after = text[max(start - 60, 0) : start], text[end : end + 60]
    title = before.split()[-1:] or [""]
    if title[0].casefold().strip(".") in _TITLES:
        return True
    if _AFTER.match(after) and not (_PLACE_AHEAD.search(before) and not after.startswith(("'", "’", " ("))):
        return True
    if _AHEAD.search(before):
        return True
    word = re.search(r"(?<![\w-])([a-zà-ÿ]{5,})\s+$", before)
    # "giornalista Ana …", "enfermera Rosa …": a common word right before a name is what the person is.
    return bool(word) and word[1] not in _NO_NOUN if word else False


def people_in(text: str) -> dict[str, list[tuple[int, int]]]:
    """Names of people in a text, each with its places; one in a list with a person is a person too."""
    places: dict[str, list[tuple[int, int]]] = {}
    sure: set[str] = set()
    before: tuple[str, int] | None = None
    links: list[tuple[str, str]] = []
    for name, start, end in candidates(text):
        places.setdefault(name, []).append((start, end))
        if is_told_of(text, start, end):
            sure.add(name)
        if before is not None and _LISTED.match(text[before[1] : start]):
            links.append((before[0], name))
        before = (name, end)
    for one, other in [*links, *reversed(links)]:
        if one in sure or other in sure:
            sure |= {one, other}
    return _without_roles({name: where for name, where in places.items() if name in sure}, text)


def _without_roles(places: dict[str, list[tuple[int, int]]], text: str) -> dict[str, list[tuple[int, int]]]:
    """Names without a role in front ("Bookseller Anna Beispiel"), where the text has the same name without it too."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, where in places.items():
        words = name.split()
        rest = " ".join(words[1:])
        alone = len(words) > 2 and re.search(rf"(?<!{re.escape(words[0])} )(?<!\w){re.escape(rest)}(?!\w)", text)
        shorter = rest if alone and len(rest.split()) >= 2 and rest[0].isupper() else name
        found.setdefault(shorter, []).extend(where)
    return found
