"""The wording of a letter, proposed from that of the sheet: "Urging them not to …" becomes "I urge you not to …".

A proposal is offered, never put in the place of what somebody typed, and read by a person before it is used. So the
rule is: sure or nothing. An opening that is not in the table, or a sentence that goes on in a way that might be read
wrongly, gets no proposal.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from accounts.acts import acting
from accounts.models import User
from campaigns.models import Demand, Sheet
from campaigns.states import SheetStatus

LONGEST = Demand._meta.get_field("letter_wording").max_length or 0


@dataclass(frozen=True)
class Opening:
    """How a demand on a sheet begins, and how the same begins in a letter.

    Args:
        verb: in a letter, "urge".
        asks: what follows is whom it is asked of and then "to": "Urging the court to …", "I urge you to …".
        tells: what follows is whom it is told and then "that" or "of": "Reminding them that …", "I remind you that …".
        begins: what else may follow as it stands, as patterns of its first words.
    """

    verb: str
    asks: bool = False
    tells: bool = False
    begins: tuple[str, ...] = ()


_ANYTHING = ("",)
_THAT = (r"that\b",)

# By the participle, with its preposition where it has one.
OPENINGS: dict[str, Opening] = {
    "acknowledging": Opening("acknowledge", begins=_ANYTHING),
    "appealing for": Opening("appeal for", begins=_ANYTHING),
    "appealing to": Opening("appeal to", asks=True),
    "asking": Opening("ask", asks=True, begins=(r"that\b", r"for\b")),
    "calling for": Opening("call for", begins=_ANYTHING),
    "calling on": Opening("call on", asks=True),
    "calling upon": Opening("call upon", asks=True),
    "condemning": Opening("condemn", begins=_ANYTHING),
    "demanding": Opening("demand", begins=_ANYTHING),
    "deploring": Opening("deplore", begins=_ANYTHING),
    "emphasising": Opening("emphasise", begins=_ANYTHING),
    "emphasizing": Opening("emphasize", begins=_ANYTHING),
    "encouraging": Opening("encourage", asks=True),
    "enquiring": Opening("enquire", begins=(r"about\b", r"into\b")),
    "expressing": Opening("express my", begins=()),  # see _express
    "imploring": Opening("implore", asks=True),
    "informing": Opening("inform", tells=True),
    "inquiring": Opening("inquire", begins=(r"about\b", r"into\b")),
    "insisting": Opening("insist", begins=(r"that\b", r"on\b", r"upon\b")),
    "inviting": Opening("invite", asks=True),
    "noting": Opening("note", begins=_ANYTHING),
    "opposing": Opening("oppose", begins=_ANYTHING),
    "pointing out": Opening("point out", begins=_THAT),
    "pressing": Opening("press", asks=True),
    "protesting": Opening("protest", begins=(r"against\b", r"at\b", r"that\b")),
    "recalling": Opening("recall", begins=_ANYTHING),
    "recognising": Opening("recognise", begins=_ANYTHING),
    "recognizing": Opening("recognize", begins=_ANYTHING),
    "reminding": Opening("remind", tells=True),
    "requesting": Opening("request", asks=True, begins=_ANYTHING),
    "seeking": Opening("seek", begins=_ANYTHING),
    "stressing": Opening("stress", begins=_ANYTHING),
    "supporting": Opening("support", begins=_ANYTHING),
    "thanking": Opening("thank", tells=True),
    "urging": Opening("urge", asks=True, begins=_ANYTHING),
    "warning": Opening("warn", tells=True),
    "welcoming": Opening("welcome", begins=_ANYTHING),
}

# Who is asked on a sheet and so is "you" in a letter: the last word of "the Russian authorities", before "in Iceland".
_OFFICES = frozenset(
    {
        "administration", "ambassador", "army", "attorney", "authorities", "authority", "board", "cabinet",
        "chancellor", "chief", "commander", "commission", "commissioner", "committee", "company", "council", "court",
        "department", "director", "directorate", "emir", "excellency", "executive", "government", "governor", "head",
        "inspector", "judge", "judiciary", "king", "leaders", "mayor", "members", "minister", "ministry", "monarch",
        "office", "officials", "ombudsman", "panel", "parliament", "police", "president", "prosecutor", "queen",
        "regime", "secretary", "senate", "senators", "state", "sultan", "superintendent", "tribunal", "warden",
    }
)  # fmt: skip
_TAKEN_FOR_YOU = frozenset({"them", "him", "her"})
_PREPOSITIONS = r"(?:of|in|at|for|on|from|responsible|concerned)"
_LONGEST_OFFICE = 12  # words

_OPENING = re.compile(rf"({'|'.join(sorted(OPENINGS, key=len, reverse=True))})\s+(.+)", re.IGNORECASE | re.DOTALL)
# A verb follows, or "not" and a verb, but no article and no other word before a noun: "access to a lawyer".
_TO_DO = re.compile(
    r"(?P<whom>.+?) (?P<how>(?:[a-z]+ly )?(?:not )?to) (?P<rest>(?!(?:a|an|the|any|all|his|her|their|its|this|these|"
    r"those|which|whom|such|legal|medical|both|each|every|no|some)\b)[a-z]+\b.*)",
    re.DOTALL,
)
_TOLD = re.compile(r"(?P<whom>.+?) (?P<how>that|of|for|about) (?P<rest>.+)", re.DOTALL)
_CONCERN = re.compile(
    r"(?:your |their )?((?:[a-z]+(?: and [a-z]+)? )?(?:alarm|anger|concerns?|dismay|fears?|gratitude|hope|indignation|"
    r"outrage|regret|sadness|shock|solidarity|sorrow|support|sympathy|worry|worries)\b.*)",
    re.DOTALL,
)
# The writer is "you" on a sheet; a second participle would need its own turn, and a second office is another reader.
_NOT_SURE = re.compile(
    rf"\byou(?:r|rs|rself|rselves)?\b|(?:,|;|\band) ?(?:and )?(?:{'|'.join(OPENINGS)})\b"
    r"|\band (?:the|on the|that the) [a-z]+(?: [a-z]+){0,3} (?:not )?to\b",
    re.IGNORECASE,
)
# Said of whoever reads the letter as if of somebody else.
_OF_THE_READER = re.compile(r"\bthe (?:\w+ )?authorities\b", re.IGNORECASE)

_LAW = r"(?: (?:international|human|rights|legal|moral|constitutional|treaty|public|official))"
_DUTIES = r"(?:commitments?|duty|duties|obligations?|responsibility|responsibilities)"
# "Their" is the reader's where it follows what the reader is asked to do: "to fulfil their obligations" …
_DOING_THEIRS = re.compile(
    rf"((?:[a-z]+(?: everything)?(?: (?:with|by|out|up to|in|within|to))? )?)(?:their|its)((?: own)?{_LAW}* "
    rf"(?:{_DUTIES}|authority|influence|jurisdiction|mandate|office|position|powers?|promises?)\b)"
)
# … and where only a state can have what follows: "in line with their obligations under international law".
_LAWFUL_THEIRS = re.compile(rf"\b(?:their|its)((?: own)?(?:{_LAW}+ {_DUTIES}\b| {_DUTIES} (?:under|towards)\b))")
_TOLD_OF_THEIRS = re.compile(rf"(?:their|his|her|its)((?: own)?{_LAW}* {_DUTIES}\b)")
_THAT_THEY = re.compile(r"they (are|were|have|had|must|should|can|may|will|would|need|do|did)\b")


def letter_form_of(sheet_wording: str) -> str | None:
    """The wording in a letter of what a sheet asks, as a whole sentence; None where the table is not sure."""
    text = " ".join(sheet_wording.split())
    text = re.sub(r"[;,.\s]*(?:\band)?[;,.\s]*$", "", text)
    opened = _OPENING.fullmatch(text)
    if opened is None:
        return None
    participle, rest = opened[1].lower(), opened[2]
    if participle == "expressing":
        rest = rest.removeprefix("your ")
    if _NOT_SURE.search(rest):
        return None
    said = _express(rest) if participle == "expressing" else _say(OPENINGS[participle], rest)
    if said is None or _OF_THE_READER.search(said):
        return None
    sentence = f"I {said}{'' if said.endswith(('?', '!', '…')) else '.'}"
    return sentence if len(sentence) <= LONGEST else None


def fill_empty_wordings(sheet: Sheet, *, by: User, at: datetime) -> int:
    """Propose a wording for each demand of a draft that has none in letters. What somebody typed stays.

    Whoever asks for it has written in the sheet by that. Returns how many were filled in.
    """
    with acting(by=by, at=at):
        held = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        if held.status != SheetStatus.DRAFT:
            return 0
        filled = 0
        for demand in held.demands.filter(letter_wording=""):
            proposal = letter_form_of(demand.sheet_wording)
            if proposal is not None:
                demand.letter_wording = proposal
                demand.save(update_fields=["letter_wording"])
                filled += 1
        if filled:
            held.edited_by = by
            held.save(update_fields=["edited_by"])
    return filled


def _say(opening: Opening, rest: str) -> str | None:
    if (asked := _TO_DO.fullmatch(rest)) and _is_you(asked["whom"]):
        # Of whom it is asked is "you" only after the verbs that ask somebody.
        return f"{opening.verb} you {asked['how']} {_of_yours(asked['rest'])}" if opening.asks else None
    if opening.tells and (told := _TOLD.fullmatch(rest)) and _is_you(told["whom"]):
        # Only the first: further on "they" may be those whom it is about.
        what = _THAT_THEY.sub(r"you \1", told["rest"], count=1) if _THAT_THEY.match(told["rest"]) else told["rest"]
        what = _TOLD_OF_THEIRS.sub(r"your\1", what) if _TOLD_OF_THEIRS.match(what) else what
        if what.split(" ")[0].lower() in ("their", "its", "his", "her"):
            return None
        return f"{opening.verb} you {told['how']} {_of_yours(what)}"
    if opening.asks and rest.split(" ")[0].lower() in _TAKEN_FOR_YOU:
        return None
    if any(re.match(begin, rest, re.IGNORECASE) for begin in opening.begins):
        return f"{opening.verb} {rest}"
    return None


def _express(rest: str) -> str | None:
    concern = _CONCERN.fullmatch(rest)
    return f"express my {concern[1]}" if concern else None


def _is_you(whom: str) -> bool:
    """Whether those words name an authority: "them", "the Russian authorities", "President Sample", "Iceland"."""
    if whom.lower() in _TAKEN_FOR_YOU:
        return True
    words = re.sub(r"\b([A-Z])\.", r"\1", whom).split(" ")
    if len(words) > _LONGEST_OFFICE or re.search(r"[,;:.]", " ".join(words)):
        return False
    head = re.split(rf" {_PREPOSITIONS}\b", " ".join(words), maxsplit=1)[0].split(" ")
    if _is_office(head[-1]) or any(word[:1].isupper() and _is_office(word) for word in head):
        return True
    # A state has a name; so has the person at risk, but nobody asks anything of them.
    return len(words) == len(head) and all(word[:1].isupper() for word in head)


def _is_office(word: str) -> bool:
    return word.lower() in _OFFICES or word.lower().removesuffix("s") in _OFFICES


def _of_yours(text: str) -> str:
    """What is certainly the reader's is "yours"; all else stays as it was written."""
    if doing := _DOING_THEIRS.match(text):
        text = f"{doing[1]}your{doing[2]}{text[doing.end() :]}"
    return _LAWFUL_THEIRS.sub(r"your\1", text)
