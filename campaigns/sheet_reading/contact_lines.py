"""Lines of a recipient that say how to reach it: fax, telephones, e-mails, web forms, salutation. No models."""

import re
from collections.abc import Iterator

_NAMES: dict[str, str] = {
    "fax": r"fax(?:es)?(?: numbers?| no\.?)?|telefax|télécopie|telécopie|facsimile|fax e tel",
    "phone": r"tel|tél|phones?|telephones?|téléphone|teléfonos?|telefon|telefono|mobile|call|hotline",
    "email": r"e-?mails?(?: address(?:es)?)?|correos?(?: electrónicos?|-e)?|c\.e|courriels?|mél|"
             r"adresse électronique|posta elettronica",
    "salutation": r"salutations?|form of address|forms? of greeting|greeting|tratamiento|formule d'appel|"
                  r"formule de politesse|anrede"
                  r"|formula di apertura|formula d'apertura|appellativo|saluto|encabezamiento|fórmula de tratamiento",
    "web": r"web ?sites?|web ?forms?|web|online(?: contact)? form|contact form|(?:via )?online|site web|"
           r"formulaire(?: en ligne)?"
           r"|formulario(?: web)?|internet|webseite|kontaktformular|sito(?: web)?|modulo(?: online)?|url",
    "handle": r"twitter|x|facebook|instagram|x/twitter|twitter/x",
    "telex": r"tele(?:x|xes)|télex|telegrams?|telegramme?|télégrammes?|telegramas?|telegrammi",
}  # fmt: skip
_LABEL = re.compile(
    "|".join(rf"(?P<{key}>(?:{names}))" for key, names in _NAMES.items()).join(
        (r"(?:^|(?<=[\s|;,(/]))(?:", r")\.?(?:\s*\([^()]{0,30}\))?\s*(?::\s*|(?=\s\+?\d)|(?=\.?\s\(\+))")
    ),
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.UNICODE)
WEB = re.compile(r"(?:https?://|www\.)[^\s,;<>\"|]{3,300}", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.])@\w{2,30}")
# A separator of one line, "I" for the upright stroke included.
_ENDS = re.compile(r"[\s|;,/]+(?:I\s*)?$|\s+I$")
# A form of address without a label; "Monsieur" and "Señor" stand before names too.
_GREETING_ALONE = re.compile(
    r"(?:dear|your (?:excellency|honou?r|majesty|royal highness|eminence)|estimad[oa]|sehr geehrte[rs]?|egregi[oa]|"
    r"prezad[oa])\b"
    r"[^\d:@]*$",
    re.IGNORECASE,
)
_PROTECTED = re.compile(r"\[\s*e-?mail\s*(?:protected)?\s*\]|\[at\]", re.IGNORECASE)


def contact_parts(text: str) -> list[tuple[str, str]]:
    """The parts of a line that says how to reach somebody, kind and value; empty for a line of an address."""
    inside = re.fullmatch(r"[(\[](?:korrekte |correct )?([^()\[\]]*:[^()\[\]]*)[)\]]", text[:200], re.IGNORECASE)
    text = inside[1] if inside else text
    found = list(_LABEL.finditer(text)) if len(text) < 600 else []
    if found and (found[0].start() == 0 or _begins_by_number(text[: found[0].start()])):
        parts = []
        for place, label in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else len(text)
            parts.append((label.lastgroup or "", _ENDS.sub("", text[label.end() : end]).strip()))
        return parts
    return list(_bare(text))


def _begins_by_number(text: str) -> bool:
    return not re.search(r"[^\W\d_]{2,}", text)


def _bare(text: str) -> Iterator[tuple[str, str]]:
    """An address of mail or of the web without a label, alone on its line."""
    if _GREETING_ALONE.match(text) and len(text) < 70:
        yield "salutation", text
        return
    rest = WEB.sub("", EMAIL.sub("", text)).strip(" ,;/|()<>")
    if rest and not re.fullmatch(r"(?:or|and|o|y|et|ou|und|oder|e)", rest):
        if _PROTECTED.search(rest) and len(rest) < 40:
            yield "email", ""
        return
    if EMAIL.search(text):
        yield "email", text.strip()
    if WEB.search(text):
        yield "web", text.strip()


def emails_in(value: str) -> list[str]:
    """The addresses of mail in a value; one that was hidden from robots ("[email protected]") is none."""
    return list(dict.fromkeys(address.rstrip(".") for address in EMAIL.findall(_PROTECTED.sub(" ", value))))


def webs_in(value: str) -> list[str]:
    """The addresses of pages in a value."""
    return list(dict.fromkeys(address.rstrip(".)") for address in WEB.findall(value)))


def number_of(value: str) -> str:
    """A telephone number as printed, without a remark behind it."""
    return re.split(r"\s+\((?=[^\W\d_])|\s+[-–]\s+(?=[^\W\d_])|[;|]", value, maxsplit=1)[0].strip(" .,")


_OPENING_LANGUAGES = (
    ("en", r"dear|your|honou?rable|sir|madam|excellency"),
    ("es", r"estimad[oa]|señor|señora|su excelencia|excelentísim[oa]|distinguid[oa]|vuestra|sr|sra"),
    ("fr", r"monsieur|madame|mesdames|messieurs|excellence|votre"),
    ("de", r"sehr|exzellenz|eure|herr|frau"),
    ("it", r"egregi[oa]|gentile|illustre|illustrissim[oa]|signor[ea]?|eccellenza|onorevole"),
    ("pt", r"prezad[oa]|exm[oa]|excelência|excelentíssim[oa]|senhor[a]?|vossa"),
    ("ru", r"уважаем\w+|ваше|господин|многоуважаем\w+"),
    ("tr", r"sayın"),
    ("id", r"yang terhormat|bapak|ibu"),
)
_LANGUAGE = tuple((code, re.compile(rf"(?:{words})\b", re.IGNORECASE)) for code, words in _OPENING_LANGUAGES)


def salutations_in(value: str) -> dict[str, str]:
    """Forms of address by language (its code), as told by their first word: "Dear Minister/Estimado Señor"."""
    found: dict[str, str] = {}
    for part in re.split(r"\s*[/|]\s*|\s+or\s+(?=[A-Z])", value):
        part = part.strip(" ,;")
        for code, pattern in _LANGUAGE:
            if pattern.match(part):
                found.setdefault(code, part)
                break
    return found
