"""What kind of document a line names, and the how-manieth of its kind. Leaf module: no models.

The words are those of English registers, with the headings of Spanish, French, German and Italian editions.
"""

import re

from campaigns.references import Numbers


def _any_of(*phrases: str) -> re.Pattern[str]:
    """Whole words; a space stands for any white space, a hyphen for a hyphen, a space or nothing."""
    patterns = [re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\-", r"[-\s]?") for phrase in phrases]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


# The first that is found decides: a "correction to the second update" corrects.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "correction",
        _any_of(
            *("correction", "corrections", "corrected", "corrects", "corrigendum", "corrigenda", "erratum", "errata"),
            *("corrección", "correccion", "rectificatif", "rectification", "berichtigung", "korrektur"),
            *("correzione", "rettifica"),
        ),
    ),
    (
        "stop",
        _any_of(
            *("stop", "stopped", "cancelled", "cancellation", "no further action", "cierre", "fin de l'action"),
            *("fin de la acción", "fine dell'azione"),
        ),
    ),
    (
        "update",
        _any_of(
            *("up-date", "up-dates", "updated", "updtae", "upadte", "follow-up", "follow-ups", "followed-up"),
            *(
                "good news",
                "outcome",
                "further information",
                "further info",
                "fi",
                "f.i.",
                "final action",
                "final notice",
            ),
            *("final information", "actualización", "actualizacion", "información complementaria", "más información"),
            *("informacion complementaria", "información adicional", "mise à jour", "mise a jour"),
            *("information complémentaire", "informations complémentaires", "informations complementaires"),
            *("weitere informationen", "weiterführende informationen", "aggiornamento", "ulteriori informazioni"),
        ),
    ),
    (
        "addition",
        _any_of(
            *("addition", "addendum", "addenda", "additional information", "supplement", "anexo", "ergänzung"),
            *("aggiunta",),
        ),
    ),
)
_FINAL = _any_of("final", "last", "última", "ultima", "dernière", "derniere", "letzte", "finale")
# After the number only where a mark parts them: a place may be called anything.

_ORDINAL_WORDS = (
    "first premier première premiere primera primer primero erste erstes prima primo",
    "second seconde deuxième deuxieme segunda segundo zweite zweites seconda secondo",
    "third troisième troisieme tercera tercer tercero dritte drittes terza terzo",
    "fourth forth quatrième quatrieme cuarta cuarto vierte viertes quarta quarto",
    "fifth cinquième cinquieme quinta quinto fünfte fünftes",
    "sixth sixième sixieme sexta sexto sechste sechstes sesta sesto",
    "seventh septième septieme séptima septima séptimo siebte siebtes settima settimo",
    "eighth eigth huitième huitieme octava octavo achte achtes ottava ottavo",
    "ninth nineth neuvième neuvieme novena noveno neunte neuntes nona nono",
    "tenth dixième dixieme décima decima décimo zehnte zehntes decimo",
    "eleventh", "twelfth twelvth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS = {word: place for place, words in enumerate(_ORDINAL_WORDS, start=1) for word in words.split()}
_ORDINAL = re.compile(
    rf"(?<!\w)(?:(?P<word>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"|(?P<figure>\d{1,2})\s?(?:st|nd|rd|th|º|ª|ème|e|\.)(?=\s))(?!\w)"
)
_COUNTED = re.compile(
    r"(?<!\w)(?:update|follow-?\s?up|further information|fi)\s*(?:no\.?|nr\.?|#)?\s*(?P<figure>\d{1,2})(?![\d/.])"
)
_TRAILING = re.compile(
    rf"[-–:(,]\s*(?:{_ORDINAL.pattern}\s*)?(?P<kind>stop|update|correction|follow-?\s?up|further information)(?!\w)"
)
# What may stand before a number that has no series beside it, besides the words for its kind.
_FILLING = re.compile(
    r"(?<!\w)(?:(?:re|fwd?|wg|aw|tr|rv)\s*:|\[[^\]]*\]|to|on|of|for|the|an?|no|nr|new)(?!\w)|\[[^\]]*\]"
)
_WORD_FOR_ACTION = _any_of("ua", "urgent action", "action")


def kind_of(numbers: Numbers) -> str:
    """new, update, stop, correction or addition: by the words before the number, else by those that trail it."""
    before = numbers.before.casefold()
    for kind, pattern in _KINDS:
        if pattern.search(before):
            return kind
    trailing = _TRAILING.search(numbers.after.casefold())
    if trailing is None:
        return "new"
    return trailing["kind"] if trailing["kind"] in ("stop", "correction") else "update"


def stands_for_an_action(numbers: Numbers) -> bool:
    """Whether a number without its series is one of an action: alone at the head of a line, or after its kind.

    "219/10 on Kenya" and "second update to 187/09" are; "a letter of ours, number 12/08" is not.
    """
    left = numbers.before.casefold()
    for _, pattern in _KINDS:
        left = pattern.sub(" ", left)
    return not re.search(r"\w", _FILLING.sub(" ", _ORDINAL.sub(" ", left)))


def is_final(numbers: Numbers) -> bool:
    """Whether it says that no other will follow: "final update"."""
    return bool(_FINAL.search(numbers.before.casefold()))


def ordinal_of(numbers: Numbers, kind: str) -> tuple[int | None, str, str]:
    """The how-manieth of its kind, the kind after that, and a warning or nothing.

    "Third UA 60/16" counts sheets of the action, the first included, where "second update" counts updates: such a
    one is an update too, its number is left as it is written, and the warning says so.
    """
    before = numbers.before.casefold()
    if numbers.first is not None and numbers.first.update is not None:
        return numbers.first.update, "update" if kind == "new" else kind, ""
    ordinals = list(_ORDINAL.finditer(before))
    trailing = _TRAILING.search(numbers.after.casefold())
    if not ordinals and trailing is not None and (trailing["word"] or trailing["figure"]):
        return _ORDINALS[trailing["word"]] if trailing["word"] else int(trailing["figure"]), kind, ""
    if not ordinals:
        counted = _COUNTED.search(before)
        return (int(counted["figure"]) if counted else None), kind, ""
    last = ordinals[-1]
    place = _ORDINALS[last["word"]] if last["word"] else int(last["figure"])
    if kind != "new":
        return place, kind, ""
    # The letters "ua" belong to the number where one follows.
    rest = before[last.end() :].strip()
    if place < 2 or (rest and not _WORD_FOR_ACTION.fullmatch(rest)):
        return None, kind, ""
    return place, "update", f"“{last[0]}” may count the first sheet too: then it is update {place - 1}"
