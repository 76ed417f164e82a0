"""The words by which sheets of all years announce their parts, in five languages. Leaf module: no models.

A label is the whole line ("ADDITIONAL INFORMATION"), or stands before a colon ("INDEX NUMBER: …"). The longer
phrases, such as "please send appeals before … to:", are patterns of their own, because dates stand inside them.
"""

import re
from dataclasses import dataclass

from campaigns.sheet_reading.days import find_day

# By the part that follows. A phrase that other phrases begin with still matches whole labels only.
_PHRASES: dict[str, tuple[str, ...]] = {
    "title": (
        "urgent action title", "title", "headline", "título", "título de la acción urgente", "titre",
        "titre de l'action urgente", "titel", "titolo",
    ),
    "date": (
        "publication date", "date of publication", "issue date", "date of issue", "issued on", "issued", "date",
        "fecha", "fecha de publicación", "fecha de emisión", "date de publication", "date d'émission", "datum",
        "ausgabedatum", "data", "data di pubblicazione", "data di emissione",
    ),
    "number": (
        "urgent action type and number", "type and number", "urgent action number", "ua number", "ua no",
        "tipo y número", "número de au", "type et numéro", "numéro de l'au", "art und nummer", "nummer",
        "tipo e numero",
    ),
    "index": (
        "index number", "index", "ai index", "ai-index", "ai index number", "índice", "índice ai", "index ai",
        "número de índice", "numéro d'index", "indice ai", "indice", "index-nummer",
    ),
    "country": ("country", "país", "pays", "land", "paese"),
    "summary": (
        "urgent action summary", "summary", "summary of the case", "resumen", "résumé", "zusammenfassung", "sintesi",
        "riassunto",
    ),
    "letter": (
        "urgent action letter", "model letter", "letter", "sample letter", "carta modelo", "modelo de carta",
        "lettre type", "lettre modèle", "modèle de lettre", "musterbrief", "briefvorschlag", "lettera modello",
        "modello di lettera", "take action: write an appeal in your own words or use this model letter",
        "write an appeal in your own words or use this model letter",
        "take action: write a letter in your own words or using the sample below",
    ),
    "target": (
        "contact details", "target", "targets", "appeals to", "send appeals to", "please send appeals to", "address",
        "addresses", "write to", "please write to", "recipients", "target's contact "
        "details", "contact", "llamamientos a",
        "envíen llamamientos a", "appels à", "adresser vos appels à", "appelle an", "appelli a", "inviare appelli a",
        "and to", "and also to", "et à", "y a", "und an", "e a", "datos de contacto", "coordonnées",
        "kontaktdaten", "recapiti", "contatti", "contact these officials", "contact these two officials",
        "addressee", "addressees",
    ),
    "copies": (
        "copies to", "and copies to", "copy to", "copies", "please send copies to", "send copies to",
        "with copies to", "cc", "copia a", "copias a", "y copias a", "con copia a", "copies à", "copie à",
        "et copies à",
        "kopien an", "kopie an", "e copie a", "copie a", "copia per conoscenza a",
    ),
    "language": (
        "preferred language to address target", "preferred language", "preferred languages", "language", "languages",
        "language to write in", "idioma preferido", "idiomas preferidos", "idioma", "langue préférée", "langue",
        "langues", "langue à privilégier", "bevorzugte sprache", "sprache", "lingua", "lingua preferita",
    ),
    "deadline": (
        "appeal deadline notice", "appeal deadline", "deadline", "deadline for appeals", "appeals before",
        "send appeals before", "please send appeals before", "please take action as soon as possible until",
        "please take action by", "please take action before", "take action before", "take action by", "write before",
        "fecha límite", "plazo", "date limite", "échéance", "frist", "einsendeschluss", "scadenza",
    ),
    "previous": (
        "link to previous ua", "link to previous uas", "previous ua", "link to previous urgent action",
        "enlace a la au anterior", "enlace a la acción urgente "
                                   "anterior", "lien vers la précédente "
                                               "au", "lien vers l'au précédente", "link zur vorherigen ua",
        "link alla precedente ua", "further information",
    ),
    "background": (
        "additional information", "background information", "background", "información adicional",
        "información complementaria", "información general", "información de contexto", "contexto",
        "informations complémentaires", "complément d'information", "informations générales", "contexte",
        "hintergrundinformationen", "hintergrundinformation", "hintergrund", "zusätzliche informationen",
        "ulteriori informazioni", "informazioni aggiuntive", "informazioni di contesto", "contesto",
    ),
    "names": (
        "name", "names", "name and preferred pronoun", "name and pronoun", "names and preferred pronouns",
        "name and preferred pronouns", "name(s)", "nombre y género gramatical "
        "preferido", "nombre y pronombre preferido",
        "nom et pronom", "nom et pronom à utiliser", "nom et pronoms", "nome e pronome", "name und pronomen",
        "nombre", "nombres", "nombre y pronombre", "nom", "noms", "nome",
        "nomi", "namen", "person at risk", "persons at risk", "people at risk",
    ),
    "gender": ("gender", "gender m/f", "sex", "sexo", "género", "género h/m", "sexe", "sexe h/f",
               "geschlecht", "genere"),
    "age": ("age", "edad", "âge", "alter", "età"),
}  # fmt: skip
KEY_OF = {phrase: key for key, phrases in _PHRASES.items() for phrase in phrases}
# Words that announce a part only before a colon or in capitals: they begin sentences and address lines too.
_CAUTIOUS = frozenset({"and to", "and also to", "et à", "y a", "und an", "e a", "contatti",
                       "address", "contact", "letter", "copies", "land", "data", "names", "name", "nom", "age", "alter",
                       "further information", "background", "issued", "title", "index", "date", "country"})  # fmt: skip

_LIMIT = re.compile(
    r"\s*\((?:[^()]*\bwords?\b[^()]*|[^()]*\blinks?\b[^()]*|h/m|m/f|s|optional|"
    r"auf englisch|in english|en inglés|en anglais|in inglese)\)\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:\d{1,2}[.)]\s*)?(?P<label>[^:]{2,90}?)\s*(?P<colon>:)\s*(?P<value>.*)", re.DOTALL)
_NAMES_A_LETTER = re.compile(
    r"\b(?:model letter|sample letter|carta modelo|modelo de carta|modèle de lettre|lettre type|musterbrief|"
    r"lettera modello|modello di lettera)\b"
)
_UNTIL = re.compile(
    r"\b(?:until|before|by|deadline|no later than|no más tarde del?|antes del?|hasta(?: el)?|avant le|jusqu'au|"
    r"bis zum|bis|vor dem|entro(?: il)?|fino al|prima del|"
    r"appeals?|plazo|délai)$"
)
_NAMES_PRONOUN = re.compile(r"\b(?:pronouns?|pronoms?|pronombres?|pronomen|pronomi)\b|género gramatical")
_NAMES_LANGUAGE = re.compile(
    r"\b(?:languages?|idiomas?|langues?|sprachen?|lingu[ae])\b|escribir (?:llamamientos )?en$|"
    r"écrire (?:vos appels )?en$"
)
_NUMBERED = re.compile(r"^(?:step\s+)?\d{1,2}\s*[.):]\s+", re.IGNORECASE)

_MONTH_DAY = r"[^:]{0,60}?"
# Longer phrases, searched at the head of a line. The named group `key` is in front of each.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        ("diplomatic", r"(?:please\s+)?(?:also\s+)?(?:send\s+)?(?:copies?\s+(?:to\s*:?\s*)?)?(?:of your appeals? to )?"
                       r"(?:and\s+to\s+)?(?:the\s+)?diplomatic\s+representatives?\b"),
        ("diplomatic", r"(?:and )?copies to\s*:?\s*(?:the )?(?:ambassador|"
                       r"embassy) of [^.,:]{2,40} in your (?:own )?country"),
        ("diplomatic", r"(?:y |envíen |enviar |envíe )?(?:también )?(?:copias? )?(?:también )?a (?:la|las|los) "
                       r"(?:representación|representaciones|representantes) diplomátic"),
        ("diplomatic", r".{0,50}représentants? diplomatiques|.{0,60}diplomatische[nr]? vertretung"
                       r"|.{0,50}rappresentan(?:ti|za|ze) diplomatic"),
        ("late", r"(?:please\s+)?check with\b|(?:please\s+)?(?:contact|ask) (?:your section|the urgent action) office"),
        ("late", r"consulten? con (?:la|el|su)\b|si van? a enviar|(?:au-delà de cette date,? )?vérifiez auprès|"
            r"merci de (?:vérifier|consulter)"
                 r"|bitte (?:fragen|wenden) sie|bitte prüfen sie bei|verificare con|contattare (?:la|il) "),
        ("target", r"(?:please\s+)?(?:send|address|e-?mail|fax|write)\s+(?:your\s+)?(?:appeals|letters|messages)\b"
                   r"[^.:]{0,80}?(?:\bto)?\s*:"),
        ("copies", r"(?:please )?(?:send )?copies of (?:your|all|the) (?:appeals?|letters?|messages?) to\s*:?"),
        ("late", r"(?:please )?send (?:your )?appeals (?:immediately|as soon as possible)\b|"
                 r"bitte schreiben sie ihre appelle"),
        ("target", r"(?:please )?contact (?:these|this|the)(?: \w+)? officials?\b[^:]{0,60}:"),
        ("target", r"(?:please )?send (?:it|them|this|these)\b[^.:]{0,60}\bto\s*:?$"),
        ("target", r"(?:where|(?:to )?whom?) to (?:send|write|post)\b.{0,40}$|"
                   r"(?:a )?d[óo]nde (?:enviar|escribir)\b.{0,30}$|"
                   r"où (?:envoyer|écrire)\b.{0,30}$|wohin (?:schreiben|senden)\b.{0,30}$|"
                   r"dove (?:inviare|scrivere)\b.{0,30}$"),
        ("target", r"target['’]?s?['’]? contact details\b.*"),
        ("target", r"(?:datos de contacto|coordonnées|kontaktdaten|recapiti) (?:y|et|und|e) "
                   r"(?:copias|copies|kopien|copie) (?:a|à|an)\b\s*:?$"),
        ("target", r"(?:\w+ )?(?:envíen|enviar|envíe|escriban|dirijan)\s+(?:sus\s+)?(?:llamamientos|"
                   r"cartas)[^:]{0,80}:"),
        ("target", r"(?:\w+ )?(?:d'|d’)?(?:envoyer|adresser|envoyez|adressez)\s+(?:vos\s+|des\s+)?"
                   r"(?:appels|lettres)[^:]{0,80}:"),
        ("target", r"(?:bitte )?(?:senden|richten|schicken) sie (?:ihre |bitte )?(?:appelle|briefe|"
                   r"schreiben)[^:]{0,80}:"
                   r"|appelle (?:bis|vor|an)\b[^:]{0,60}:"),
        ("target", r"(?:si prega di )?(?:inviare|inviate|mandare|mandate)\s+(?:gli\s+)?(?:appelli|lettere)[^:]{0,80}:"),
        ("done", r"(?:\d{1,2}\s?[.)]\s*)?(?:let us know\b|tell us\b|report your\b|click here\b|sign up\b|"
                 r"stay informed\b)"),
        ("stop", r"(?:at present,? )?no further (?:action|appeals?)\b.{0,40}(?:requested|required|needed|asked|"
                 r"necessary)"),
    )
)  # fmt: skip
BANNERS = frozenset(
    {
        "urgent action", "urgent action!", "acción urgente", "accion urgente", "action urgente", "azione urgente",
        "eilaktion", "urgent action update", "update urgent action", "blixtaktion",
    }
)  # fmt: skip
_DEMANDS = re.compile(
    r"^(?:\d{1,2}[.)]\s*)?(?:recommended action\s*:?\s*|take action\s*:?\s*|acción recomendada\s*:?\s*|"
    r"action recommandée\s*:?\s*"
    r"|empfohlene aktion(?:en)?\s*:?\s*|azione raccomandata\s*:?\s*)?"
    r"(?:please\s+(?:immediately\s+)?(?:write|send|email|fax|call)|write\b|send (?:appeals|letters|faxes|e-?mails)|"
    r"email"
    r"|(?:por favor,? )?(?:escriban?|envíen?|sírvanse|redacten)|(?:veuillez|merci d'|dans (?:les|vos) (?:appels|"
    r"lettres)|écrivez|envoyez|rédigez|dans vos appels)"
    r"|fordern sie [\w\s]{1,40} auf(?=\s*:)|(?:bitte )?(?:schreiben|senden|schicken) sie|(?:si prega di |"
    r"per favore )?(?:scrivere|scrivete|inviate|"
    r"inviare))\b",
    re.IGNORECASE,
)
RECOMMENDED = re.compile(
    r"^(?:recommended actions?|what you can do|take action(?: now)?|acción recomendada|action recommandée|"
    r"empfohlene aktion(?:en)?"
    r"|azione raccomandata)\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Label:
    """What a line announces, the label as it is printed, and what stands behind it on the line."""

    key: str
    printed: str
    value: str


def plain(text: str) -> str:
    """For comparing: small letters, straight quotes, no marks of emphasis."""
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return straight.casefold().strip(" \t*_#=")


def label_of(text: str) -> Label | None:
    """The label with which a line begins, or None for a line of plain text."""
    flat = plain(text[:400])
    if flat in BANNERS:
        return Label("banner", text, "")
    announced = _inline(text)
    if announced is not None and announced.key == "deadline" and announced.value:
        return announced
    number = _NUMBERED.match(flat)
    start = number.end() if number else 0
    for key, pattern in _PATTERNS:
        matched = pattern.match(flat, start) or pattern.match(flat)
        if matched:
            return Label(key, text[: matched.end()], text[matched.end() :].strip(" :"))
    if RECOMMENDED.match(flat):
        return Label("recommended", text, "")
    if _NAMES_A_LETTER.search(flat) and len(flat) < 170 and (flat.endswith(":") or _is_capitals(text)):
        return Label("letter", text, "")
    whole = _LIMIT.sub(" ", _NUMBERED.sub("", flat)).strip(" :")
    if whole in KEY_OF and (whole not in _CAUTIOUS or flat.endswith(":") or _is_capitals(text)):
        return Label(KEY_OF[whole], text, "")
    return announced


def _inline(text: str) -> Label | None:
    """A label and its value on one line: "Index: EUR 46/028/2011"."""
    found = _LABEL.match(text[:400])
    if not found:
        return None
    name = _LIMIT.sub(" ", _NUMBERED.sub("", plain(found["label"]))).strip()
    key = KEY_OF.get(name) or _key_by_words(name, found["value"])
    if key is None:
        return None
    return Label(key, text[: found.end("colon")], text[found.end("colon") :].strip())


def _key_by_words(name: str, value: str) -> str | None:
    """Long labels of later templates: "Please take action as soon as possible until: 9 October 2020"."""
    if _UNTIL.search(name) and (day := find_day(value[:40])) and day.start < 8:
        return "deadline"
    if _NAMES_PRONOUN.search(name):
        return "names"
    if _NAMES_LANGUAGE.search(name) and len(value) < 80:
        return "language"
    return None


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def is_capitals(text: str) -> bool:
    """Whether nearly all letters of a text are capitals."""
    return _is_capitals(text)


def opens_demands(text: str) -> bool:
    """Whether a line begins the sentence that asks people to write: "Please write immediately in Russian …"."""
    return bool(_DEMANDS.match(plain(text[:300])))
