"""The words with which a sheet begins what it asks for, in five languages. Leaf module: no models."""

import re

_ENGLISH = (
    "acknowledging appealing asking calling condemning demanding deploring emphasising emphasizing encouraging "
    "enquiring explaining expressing highlighting imploring informing inquiring insisting inviting noting opposing "
    "pointing pressing protesting raising recalling recognising recognizing recommending reminding requesting seeking "
    "stating stressing supporting thanking underlining urging voicing warning welcoming"
)
_SPANISH = (
    "aconsejando acogiendo agradeciendo apelando condenando exhortando exigiendo expresando instando invitando "
    "lamentando manifestando pidiendo preguntando reclamando recordando recomendando reconociendo señalando "
    "solicitando "
    "subrayando suplicando rogando insistiendo"
)
_FRENCH = (
    "appelez condamnez demandez déplorez engagez exhortez exigez exprimez faites invitez notez priez rappelez "
    "reconnaissez remerciez saluez soulignez appelant demandant déplorant engageant exhortant exigeant exprimant "
    "invitant priant "
    "rappelant reconnaissant remerciant saluant soulignant"
)
_ITALIAN = (
    "chiedendo condannando deplorando esigendo esortando esprimendo invitando ricordando riconoscendo ringraziando "
    "sollecitando sottolineando raccomandando insistendo manifestando"
)
_GERMAN = "bitten fordern appellieren drängen erinnern weisen äußern begrüßen danken erklären drücken machen"
_WORDS = frozenset(f"{_ENGLISH} {_SPANISH} {_FRENCH} {_ITALIAN}".split())
_BEGINS_GERMAN = re.compile(rf"(?:{'|'.join(_GERMAN.split())}) sie\b", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# "Instándoles", "pidiéndole", "chiedendogli": with the pronoun at its end.
_WITH_PRONOUN = re.compile(r"(?:(\w+?)(ánd|iénd|énd)o(?:l[aeo]s?|nos)|(\w+?nd)o(?:gli|le|li|lo|la))$")


def opening_of(text: str) -> str | None:
    """The participle or verb with which a demand begins, or None if this line begins none."""
    found = _FIRST_WORD.match(text)
    if found is None:
        return None
    # "Exhortez-les": the pronoun behind the verb.
    word = re.sub(r"-(?:les?|la|leur|lui|nous)$", "", found[0].casefold())
    if word in _WORDS:
        return word
    pronoun = _WITH_PRONOUN.match(word)
    if pronoun:
        stem = pronoun[1] + pronoun[2].replace("á", "a").replace("é", "e") if pronoun[1] else pronoun[3]
        if f"{stem}o" in _WORDS:
            return f"{stem}o"
    german = _BEGINS_GERMAN.match(text)
    return german[0].casefold() if german else None


def opens_a_demand(text: str) -> bool:
    """Whether a line begins something that is asked for."""
    return opening_of(text) is not None
