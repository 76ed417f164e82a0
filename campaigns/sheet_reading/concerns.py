"""What a sheet says people are at risk of, in the words of the list of concerns. Leaf module: no models.

Only what the words name is taken: no concern follows from another. A headline or the line beside the number says what
a sheet is about; a summary nearly always; a demand may name what is only to be kept in mind, so it is a guess.
"""

import re
from collections.abc import Iterable

from campaigns.sheet_reading.source_lines import Found

# By the names of `cases.concern_names.FIRST_CONCERNS`, which needs settings to be loaded; a test compares the two.
CONCERNS = {
    "Arbitrary arrest and detention": r"arbitrar(?:y|ily) (?:arrest|det)|without charge|detención arbitraria|"
    r"arresto arbitrari|détention arbitraire|willkürlich\w* (?:haft|festnahme|inhaft)|detenzione arbitraria",
    "Death penalty": r"death (?:penalty|sentence|row)|sentenced to death|(?<!extrajudicial )\bexecut(?:ion|ed)|"
    r"pena de muerte|condenad\w+ a muerte|peine (?:de mort|capitale)|condamné\w* à mort|todesstrafe|hinricht|"
    r"todesurteil|pena di morte|condann\w+ a morte",
    "Enforced disappearance": r"\bdisappear|desaparici|desaparecid|disparition|disparus?\b|verschwind|verschwunden|"
    r"sparizion|scompars",
    "Extradition and forcible return": r"extradi|forcibl[ey] return|refoulement|deport(?:ation|ed)|devolución forzosa|"
    r"auslieferung|abschiebung|abgeschoben|renvoi forcé|renvoyé\w* de force|estradi|rimpatri\w+ forzat",
    "Forced eviction": r"evict|desalojo|expulsions? forcée|zwangsräumung|sgomber",
    "Freedom of expression": r"freedom of expression|libertad de expresión|liberté d.expression|meinungsfreiheit|"
    r"libertà di espressione",
    "Health and medical care": r"medical (?:care|attention|treatment|help)|ill health|atención médica|soins médicaux|"
    r"medizinische (?:hilfe|versorgung|behandlung)|ärztliche (?:hilfe|versorgung|behandlung)|cure mediche",
    "Human rights defenders": r"human rights (?:defender|activist|lawyer)|defensor\w* de (?:los )?derechos humanos|"
    r"défenseu\w+ des droits|menschenrechts(?:verteidiger|aktivist|anwalt|anwält)|difensor\w+ dei diritti",
    "Incommunicado detention": r"incommunicado|incomunicad|détenu\w* au secret|ohne kontakt zur außenwelt",
    "Prisoners of conscience": r"prisoners? of conscience|pres[oa]s? de conciencia|prisonni\w+ d.opinion|"
    r"gewaltlos\w* politisch\w* gefangen|prigionier\w+ di coscienza",
    "Refugees and asylum": r"\basyl|refugee|asilo|asile\b|réfugié|refugiad|flüchtling|rifugiat",
    "Threats and fear for safety": r"death threat|threatened|fears? (?:for|of) (?:\w+ )?safety|safety at risk|amenaza|"
    r"menaces? de mort|craintes pour la sécurité|morddrohung|bedroht|drohung|minacc",
    "Torture and other ill-treatment": r"tortur|ill-treat|\bfolter|misshandl|malos tratos|mauvais traitements|"
    r"maltrattament",
    "Unfair trial": r"unfair(?:ly)? tri(?:al|ed)|juicio injusto|procès inéquitable|unfaire[nrs]? (?:prozess|verfahren)|"
    r"process\w+ iniqu",
    "Unlawful killing": r"unlawful(?:ly)? kill|extrajudicial execution|political killing|ejecuci\w+ extrajudicial|"
    r"exécutions? extrajudiciaire|außergerichtliche hinrichtung|esecuzion\w+ extragiudizial",
}
_PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, words in CONCERNS.items()}


def read_concerns(
    heads: Iterable[Found[str] | None], summary: Found[str] | None, demands: Iterable[Found[str]]
) -> list[Found[str]]:
    """The concerns that a sheet names, those of its head first, each once with the place that names it.

    Args:
        heads: the headline, and the words beside the number.
        demands: looked at last.
    """
    told = [(found, "sure") for found in heads] + [(summary, "likely")] + [(found, "guessed") for found in demands]
    known: dict[str, Found[str]] = {}
    for found, surety in told:
        if found is None:
            continue
        for name, pattern in _PATTERNS.items():
            if name not in known and pattern.search(found.value):
                known[name] = Found(name, found.place, surety)
    return list(known.values())
