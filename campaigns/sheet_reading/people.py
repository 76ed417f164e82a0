"""Who a sheet is about: by a label, by marks such as "(m)", or by the names in headline and lead. No models.

A gender is taken only from a mark or a label; what pronouns show is kept apart and never set unasked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.sheet_reading.gender_marks import MARK, PRONOUN, gender_of, meaning_of_m
from campaigns.sheet_reading.names import NAME, may_be_name, people_in, without_role
from campaigns.sheet_reading.office_lines import has_title
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, Prose, SourceLine, joined
from cases.country_spellings import exact_country

MOST_PEOPLE = 80
_AGE = re.compile(
    r"^\s*(?:,?\s*\([^()\d]{1,12}\))?\s*,?\s*\(?(?:aged\s+(?P<aged>\d{1,2})\b|"
    r"[^.,;()]{0,40}âgée?s?\s+de\s+(?P<an>\d{1,2})\b|(?:aged?|de|di|"
    r"im alter von)?\s*(?P<age>\d{1,2})(?:\s*(?:years?|años|ans|jahre|anni)\b|(?=\s*[,.;)]|$|-year|(?-i:\s+[A-ZÀ-Þ]))))"
    r"|^,\s+[^.,;()\d]{2,30}\s(?:de|di|von)\s+(?P<years>\d{1,2})\s+(?:ans|años|anni|jahren?)\b",
    re.IGNORECASE,
)
_AGED_BEFORE = re.compile(r"(?P<age>\d{1,2})-year-old(?:\s+[\w-]+){0,4}\s+$")
_AGED_LATER = re.compile(r",[^.;()\n]{0,30}?\baged\s+(?P<age>\d{1,2})\b", re.IGNORECASE)
_MALE_WORDS_WORDS = "m h male males man men hombre hombres homme hommes mann männer männlich uomo uomini masculino"
_MALE_WORDS = frozenset(_MALE_WORDS_WORDS.split())
_FEMALE_WORDS_WORDS = (
    "f w female females woman women mujer mujeres femme femmes frau frauen weiblich donna donne femenino"
)
_FEMALE_WORDS = frozenset(_FEMALE_WORDS_WORDS.split())
_KIN_F = re.compile(
    r"\b(?:daughter|sister|wife|mother|widow|girl|woman|ms|mrs|miss|señora|mme|madame|frau)\.?,?\s+$", re.IGNORECASE
)
_KIN_M = re.compile(r"\b(?:son|brother|husband|father|boy|man|mr|señor|monsieur|herr)\.?,?\s+$", re.IGNORECASE)
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.IGNORECASE), re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[a-z0-9)”\"][.!?])\s+(?=[A-ZÀ-Þ“\"])")
_CIVIL_TITLE = re.compile(r"^(?:herr|frau|mr|mrs|ms|m|mme|sr|sra)\.?\s+(?=\S)", re.IGNORECASE)


@dataclass
class Person:
    """One person of a sheet. What the sheet does not state is None."""

    name: str
    gender: str | None = None  # f, m: as marked
    gender_from_prose: str | None = None  # what pronouns show
    age: int | None = None


def read_people(
    sections: Sequence[Section],
    header_lines: Sequence[SourceLine],
    lead: Sequence[SourceLine],
    told: Sequence[SourceLine],
) -> list[Found[Person]]:
    """The people a sheet is about, in the order in which it names them.

    Args:
        header_lines: after the number, as older sheets have them: "ICELAND  Name (m), aged 33".
        lead: headline and first paragraph, or the labelled summary.
        told: everything the sheet tells, to look for pronouns and ages in.
    """
    m_is = meaning_of_m(joined([*header_lines, *told]))
    found = _labelled(sections, m_is) or _marked(header_lines, m_is) or _listed(header_lines, m_is)
    if not found:
        found = _marked([*lead, *told], m_is) or _in_lead(lead, told)
    _complete(found, sections, told)
    return found[:MOST_PEOPLE]


def _labelled(sections: Sequence[Section], m_is: str | None) -> list[Found[Person]]:
    found: list[Found[Person]] = []
    for section in sections:
        if section.key != "names":
            continue
        content = section.content
        if section.label and section.label.value:
            # A list that goes on has no blank line in it.
            ends = (place for place, line in enumerate(content) if place and line.blank_before)
            rows = [content[: min(next(ends, 3), 3)]]
        else:
            rows = [[line] for line in content[:6]]
        for row in rows:
            text = joined(row)
            found += _people_of(text, Place.of(row), m_is) if row and len(text) < 300 else []
    first: dict[str, Found[Person]] = {}
    for one in found:
        first.setdefault(one.value.name, one)
    return list(first.values())


def _people_of(text: str, place: Place, m_is: str | None) -> list[Found[Person]]:
    """Names of a list, with their marks and ages."""
    found = []
    parts = re.split(
        r"\s*;\s*|,(?!\s*(?:aged\s*|de\s*)?\d)\s*|\s+(?:and|y|et|und|e|&)\s+(?![^()]*\))",
        re.sub(r"\(([^()]*),([^()]*)\)", r"(\1 \2)", text),
    )
    for part in parts:
        bare = re.split(r"[(,]|\baged\b", part, maxsplit=1)[0].strip(" .*-")
        if (
            not bare
            or not bare[0].isupper()
            or len(bare) > 80
            or re.search(r"\d|\b(?:family|others|members|people)\b", bare)
        ):
            continue
        mark = MARK.search(part) or PRONOUN.search(part)
        age = re.search(r"(?:aged?\s*|,\s*|\(|\bde\s+)(\d{1,2})\b", part)
        found.append(Found(Person(bare, gender_of(mark, m_is), None, int(age[1]) if age else None), place))
    return found


def _marked(lines: Sequence[SourceLine], m_is: str | None) -> list[Found[Person]]:
    """Names with a mark behind them: "Name (m), aged 42"."""
    prose = Prose(lines)
    found: list[Found[Person]] = []
    for mark in MARK.finditer(prose.text):
        before = prose.text[max(mark.start() - 90, 0) : mark.start()]
        names = [name for name in NAME.finditer(before) if name.end() == len(before)]
        single = re.search(r"(?:^|[\s,])([A-ZÀ-Þ][\w'’-]+)$", before)
        if not names and not single:
            continue
        name = names[0][0] if names else single[1] if single else ""
        name = without_role(_without_country(name))
        if any(one.value.name == name for one in found):
            continue
        inside = mark.groupdict().get("inside")
        behind = prose.text[mark.end() : mark.end() + 50]
        age = _AGE.match(behind[:24]) or _AGED_LATER.match(behind)
        years = int(inside) if inside else _years(age) if age else None
        found.append(
            Found(Person(name, gender_of(mark, m_is), None, years), prose.place(mark.start() - len(name), mark.end()))
        )
    return found


def _without_country(name: str) -> str:
    """A name without the country in capitals before it: "ICELAND Anna Beispiel"."""
    words = name.split()
    for count in range(min(4, len(words) - 1), 0, -1):
        if " ".join(words[:count]).isupper() and exact_country(" ".join(words[:count])):
            words = words[count:]
            break
    capitals = [word.isupper() and len(word) > 2 for word in words]
    if not all(capitals) and sum(not one for one in capitals) > 1:
        while len(words) > 2 and words[0].isupper() and len(words[0]) > 2:
            words = words[1:]
    while len(words) > 2 and words[0].casefold() in ("and", "others", "the"):
        words = words[1:]
    return " ".join(words)


def _listed(lines: Sequence[SourceLine], m_is: str | None) -> list[Found[Person]]:
    """Names without a mark behind the country: "ICELAND (Reykjavik)  Anna Beispiel, Max Muster"."""
    if not lines:
        return []
    text = re.sub(r"^[A-ZÀ-Þ'’.& -]{3,60}(?:\s*[(\[][^()]*[)\]])?[\s:–—-]+(?=[A-ZÀ-Þ][^\WA-ZÀ-Þ])", "", lines[0].text)
    rows = [] if (text == lines[0].text and not _CIVIL_TITLE.match(text)) or len(text) > 200 else [(text, lines[0])]
    rows += [(line.text, line) for line in lines[1:] if len(line.text) < 200]
    return [
        one
        for row, line in rows
        for one in _people_of_row(_CIVIL_TITLE.sub("", row), Place.of([line]), m_is)
        if len(one.value.name.split()) > 1 and (may_be_name(one.value.name) or one.value.name.isupper())
    ]


def _people_of_row(row: str, place: Place, m_is: str | None) -> list[Found[Person]]:
    """Names of a row; where it has one, its mark and its age may stand behind what the person is."""
    found = [one for one in _people_of(row, place, m_is) if one.value.name[:1].isupper()]
    if len(found) == 1:
        person, age = found[0].value, re.search(r"\baged\s+(\d{1,2})\b", row)
        person.gender = person.gender or gender_of(MARK.search(row), m_is)
        person.age = person.age or (int(age[1]) if age else None)
    return found


def _in_lead(lead: Sequence[SourceLine], told: Sequence[SourceLine]) -> list[Found[Person]]:
    """Names in the lead that are told of as people, there or further on."""
    prose, all_told = Prose(lead), Prose([*lead, *told])
    names = sorted((name for name in people_in(all_told.text) if name in prose.text), key=prose.text.find)
    # One that a page or a blank line cut in two.
    names = [name for name in names if not any(other.startswith(f"{name} ") for other in names)]
    found = []
    for name in names:
        where = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", prose.text)
        if where:
            found.append(Found(Person(name), prose.place(where.start(), where.end()), "likely"))
    return found


def _complete(found: list[Found[Person]], sections: Sequence[Section], told: Sequence[SourceLine]) -> None:
    """Gender and age of those who have none yet: by a label, by "aged 42" after the name; what pronouns show."""
    genders = [section.value for section in sections if section.key == "gender" and section.value]
    text = Prose(told).text
    for one in found:
        person = one.value
        if person.gender is None and genders:
            person.gender = _of_label(genders[0])
        for where in re.finditer(rf"(?<!\w){re.escape(person.name)}(?!\w)", text):
            age = _AGE.match(text[where.end() : where.end() + 40]) or _AGED_BEFORE.search(
                text[max(where.start() - 60, 0) : where.start()]
            )
            if person.age is None and age:
                person.age = _years(age)
    for one in found:
        if one.value.gender is None:
            one.value.gender_from_prose = _from_prose(one.value.name, [other.value.name for other in found], text)


def _years(age: re.Match[str]) -> int:
    return int(next(value for value in age.groupdict().values() if value))


def _of_label(value: str) -> str | None:
    """ "m", "all male": of everybody; "both" is of nobody in particular."""
    words = set(re.findall(r"[^\W\d_]+", value.casefold()))
    male, female = bool(words & _MALE_WORDS), bool(words & _FEMALE_WORDS)
    if male == female or "both" in words or "and" in words:
        return None
    return "m" if male else "f"


def _from_prose(name: str, people: list[str], text: str) -> str | None:
    """What kinship and pronouns in sentences about this one person show; None where they do not agree."""
    votes: set[str] = set()
    for sentence in _SENTENCES.split(text):
        where = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
        if where is None:
            continue
        ahead = sentence[: where.start()]
        if _KIN_F.search(ahead):
            votes.add("f")
        elif _KIN_M.search(ahead):
            votes.add("m")
        named = set(people_in(sentence)) | {one for one in people if one in sentence}
        if len(named - {name}) == 0:
            rest = sentence[where.end() :]
            he, she = bool(_HE.search(rest)), bool(_SHE.search(rest))
            if he != she:
                votes.add("m" if he else "f")
    return votes.pop() if len(votes) == 1 else None


def others_named(people: Sequence[Person], told: Sequence[SourceLine], holders: Sequence[str]) -> list[str]:
    """Names of people whom the text mentions and who are not its subjects."""
    subjects = {person.name for person in people}
    plain = [holder for holder in holders if NAME.fullmatch(holder) and may_be_name(holder) and not has_title(holder)]
    names = [*people_in(Prose(told).text), *plain]
    return list(dict.fromkeys(name for name in names if not any(name in subject for subject in subjects)))
