"""Which line of an address is an office, which a person who holds it, which the way there. Leaf module: no models."""

import re
from functools import lru_cache

from cases.country_spellings import exact_country

# A person holds one of these …
_POSTS = (
    "administrator ambassador attorney auditor caliph chairman chairperson chairwoman chair chancellor chief "
    "commander commissioner "
    "consul crown director emir general governor head inspector judge justice king leader mayor minister monarch "
    "officer "
    "ombudsman ombudsperson ombudswoman premier president prime procurator prosecutor queen rapporteur registrar "
    "representative "
    "secretary senator sheriff speaker sultan superintendent supervisor vice-president warden spokesperson ceo "
    # Spanish, Portuguese, French, German, Italian
    "alcalde comandante defensor defensora director directora fiscal gobernador gobernadora juez jueza ministra "
    "ministro presidenta "
    "presidente procurador procuradora secretaria secretario vicepresidente governador ambassadeur directeur "
    "directrice gouverneur garde "
    "juge ministre préfet président présidente procureur procureure premier botschafter generalstaatsanwalt "
    "innenminister "
    "justizminister justizministerin kanzler ministerin ministerpräsident präsident präsidentin "
    "staatsanwalt direttore governatore giudice ministra procuratore prefetto sindaco capo "
)
# … and people work in one of these.
_BODIES = (
    "association asociación associazione organisation organization organización foundation fundación newspaper "
    "diario league network "
    "administration agency assembly authority board bureau cabinet chamber command commission committee company "
    "congress "
    "consulate corporation council court department directorate embassy federation force government headquarters house "
    "institute judiciary ministry mission office parliament police prison secretariat senate service supreme "
    "tribunal union "
    "alcaldía asamblea comisión comité congreso consejo corte cámara defensoría dirección embajada fiscalía gobierno "
    "juzgado ministerio oficina policía presidencia procuraduría secretaría senado tribunal ambassade assemblée bureau "
    "commissariat comité conseil cour direction ministère parquet présidence primature sénat botschaft gericht "
    "gerichtshof "
    "ministerium justizministerium innenministerium staatsanwaltschaft ambasciata commissione consiglio corte "
    "direzione ministero "
    "procura questura tribunale"
)
_ADDRESS = (
    "apartment aptdo apartado avenida avenue ave av bag barrio boulevard blvd box building bldg calle calzada carrera "
    "centre center city colonia complex compound corso district edificio estate floor gate highway house hotel "
    "jalan km "
    "lane libre local mall municipality palace palacio paseo piazza piso place plaza plot po postbus postfach "
    "private province quarter quay "
    "region road room rue sector square st str straße strasse street suite tower town ulica ulitsa ul via village "
    "ward zip zona zone "
    "capitol area road, governorate prospekt per pereulok allee platz weg palais cité bp cp pob locked"
)
_POST = re.compile(rf"(?<![\w-])(?:{'|'.join(dict.fromkeys(_POSTS.split()))})(?!\w)", re.IGNORECASE)
_BODY = re.compile(rf"(?<![\w-])(?:{'|'.join(dict.fromkeys(_BODIES.split()))})(?!\w)", re.IGNORECASE)
_WAY = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in _ADDRESS.split())})(?!\w)", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:his|her) (?:excellency|honou?r|majesty|(?:royal )?highness)|"
    r"[hsi]\.\s?e\.(?:\s+(?:frau|herr|herrn|mme|m|mr|mrs|ms)\b)?|"
    r"h\.?e\.?|excelentísim[oa]|excmo|mr|mrs|ms|"
    r"miss|dr|prof(?:essor)?|"
    r"hon(?:ou?rable)?|the hon(?:ou?rable)?|rt\.? hon|sr|sra|señora?|don|doña|lic|ing|m|mme|monsieur|madame|maître|"
    r"me|herr|frau|sig|signora?|"
    r"dott|dr|on|general|gen|lt|lieutenant|major|maj|colonel|col|coronel|capt|captain|brig|brigadier|admiral|"
    r"commodore|sheikh|shaikh|"
    r"ayatollah|hojjatoleslam|hojatoleslam|sayed|sayyid|datuk|dato|tan sri|u|daw|king|prince|princess|sultan|"
    r"teniente|vicealmirante|"
    r"field marshal|judge|justice|senator|reverend|rev|bishop|father|his|her)\.?\s+(?=\S)",
    re.IGNORECASE,
)  # fmt: skip
_PARTICLES_WORDS = "al el de del de-la della di da dos das van von der den bin ibn bint ben y e abu ould la le du of"
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_NAME_WORD = re.compile(r"[‘'’]?[^\W\d_]+(?:[.'’`-][^\W\d_]*)*\.?")


@lru_cache(maxsize=2_000)
def country_of_line(text: str) -> str | None:
    """The country that a line of an address is, or ends with after a comma, in its common spelling."""
    for part in (text, text.rpartition(",")[2], text.rpartition(" - ")[2]):
        part = re.sub(r"^\s*\d[\d -]*|[\d\s.]+$", "", part).strip(" .")
        named = exact_country(part) if 2 < len(part) < 60 or part == "UK" else None
        if named is not None:
            return named.name
    return None


def is_office(text: str) -> bool:
    """Whether a line names a post or a body: "Minister of Justice", "Moscow Regional Court"."""
    if _is_way(text):
        return False
    return bool(_POST.search(text) or _BODY.search(text))


def is_holder(text: str) -> bool:
    """Whether a line is a person's name, with or without a title before it."""
    bare = _TITLE.sub("", text) if _TITLE.match(text) else text
    words = bare.replace("(", " ").replace(")", " ").split()
    if not 1 <= len(words) <= 7 or re.search(r"[\d,:;/&@]", bare) or country_of_line(text):
        return False
    if _titled(text):
        return True
    if _TITLE.match(text) and not _WAY.search(bare) and not re.search(r"\b(?:of|for|de la|del|du|des)\b", bare):
        return bare.lstrip("‘'’")[:1].isupper()
    if (
        len(words) < 2
        or not words[0].lstrip("‘'’")[:1].isupper()
        or _POST.search(bare)
        or _BODY.search(bare)
        or _WAY.search(bare)
    ):
        return False
    return all(
        _NAME_WORD.fullmatch(word)
        and (word.lstrip("‘'’")[:1].isupper() or word.casefold() in _PARTICLES or "-" in word)
        for word in words
    )


def _titled(text: str) -> bool:
    """A title of several words before a name: "General de División Ana Muestra"."""
    found = re.match(
        r"(?:general|coronel|teniente|almirante|mayor|comisario)\s+(?:de|del|en)\s+\w+\s+(?=[A-ZÀ-Þ])",
        text,
        re.IGNORECASE,
    )
    return bool(found) and not re.search(r"\d", text)


def _is_way(text: str) -> bool:
    """Whether a line is part of the way there: figures, a street, a country."""
    if re.search(r"\d", text) or country_of_line(text):
        return True
    return bool(_WAY.search(text)) and not _POST.match(text)


def parts_of(lines: list[str]) -> tuple[str | None, str | None, int, str]:
    """Office, holder, how many lines those two took, and how sure that is."""
    office, holder, taken, surety = None, None, 0, "sure"
    for place, line in enumerate(lines[:4]):
        rest = len(lines) - place - 1
        person = is_holder(line)
        if (
            holder is None
            and person
            and (office is None or rest >= 2 or _TITLE.match(line))
            and _may_hold(office, line)
        ):
            holder = line
        elif office is None and (is_office(line) or (place == 0 and not person)):
            office, surety = line, "sure" if is_office(line) else "guessed"
        elif office is not None and _says_more(line, office):
            office = line
        elif office is None and holder is not None and not _is_way(line):
            office, surety = line, "likely"
        else:
            break
        taken = place + 1
    if office is None and holder is not None and taken == 1:
        # A name alone may be that of a body: nothing says that it is a person.
        surety = "likely"
    office, holder = _parted(office, holder)
    return office, holder, taken, surety


def _may_hold(office: str | None, line: str) -> bool:
    """A body has no holder unless a title says so: the second line of "Supreme Court" may be a town."""
    return office is None or bool(_POST.search(office)) or bool(_TITLE.match(line))


def _says_more(line: str, office: str) -> bool:
    """The same post again with its full name: "Prosecutor General" and "Prosecutor General of …"."""
    return line.casefold().startswith(f"{office.casefold()} ")


def _parted(office: str | None, holder: str | None) -> tuple[str | None, str | None]:
    """Office and name on one line: "Minister of Justice Dr. Max Muster", "Anna Beispiel, Minister of Justice"."""
    if office is None or holder is not None:
        return office, holder
    first, comma, second = office.partition(", ")
    if comma and is_holder(first) and is_office(second):
        return second, first
    if comma and is_holder(second) and is_office(first):
        return first, second
    titled = re.search(
        r"^(?P<office>.*?\b\w{3,})\s+(?P<name>(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sheikh|Ayatollah|Hojjatoleslam|HE|"
        r"H\.E\.|General|Judge)\.?\s+[A-ZÀ-Þ].*)$",
        office,
    )
    if titled and is_holder(titled["name"]) and is_office(titled["office"]):
        return titled["office"], titled["name"]
    president = re.match(
        r"(?P<office>(?:(?:prime|interior|justice|foreign|attorney|chief|state|public|deputy|vice|federal|national|regional|district)\s+){0,2}(?:president|governor|minister|king|"
        r"könig|königin|rey|reina|"
        r"queen|senator|ambassador|"
        r"chancellor|judge|justice|mayor|director|commissioner|prosecutor|secretary|warden|superintendent|attorney|"
        r"presidente|gobernador|procurat(?:ore|rice)|ministr[ao]|ministre|procureure?|président|présidente|gouverneur|"
        r"préfet|direttore|direttrice|governatore|generalstaatsanwalt|"
        r"ministro|fiscal)(?:\s+(?:general[e]?|général[e]?))?)\s+(?P<name>[A-ZÀ-Þ].*)$",
        office,
        re.IGNORECASE,
    )
    if president and is_holder(president["name"]):
        return president["office"], president["name"]
    return office, holder


def is_cut_office(before: str, text: str) -> bool:
    """A post and its body over two lines: "Chairman, National Human" and "Rights Commission"."""
    tail = before.rpartition(", ")[2] if ", " in before else ""
    words = text.split()
    if not tail or not _POST.search(before) or _BODY.search(tail) or _POST.search(tail) or country_of_line(tail):
        return False
    return len(words) <= 3 and bool(_BODY.fullmatch(words[-1])) and not _POST.search(text)


def has_title(text: str) -> bool:
    """Whether a title stands before the name: "Mr", "His Excellency"."""
    return bool(_TITLE.match(text))


def is_body_or_way(text: str) -> bool:
    """Whether a text has a word of an office, a body or an address in it."""
    return bool(_BODY.search(text) or _WAY.search(text) or _POST.search(text))
