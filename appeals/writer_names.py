"""The names of a group as somebody pastes them: out of a table, a mail, a numbered list."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from appeals.letter_forms import LONGEST_NAME
from appeals.packs import MOST_WRITERS
from appeals.pdf import unprintable
from cases.text import tidy, validate_line

_MOST_LINES_TOLD = 3  # of names that cannot be printed; the rest is counted

# "1. ", "12) ", "3 - ", "• ", and a number that stands in a column of its own.
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s*[.):-]+(?=\s|\D)|\d{1,3}\s*\t|[-*•·–]\s)\s*")


def names_of(text: str) -> list[tuple[int, str]]:
    """The names in a pasted list, each with the number of its line: one a line, numbers and bullets before them cut
    off, tabs made spaces, empty lines left out.
    """
    found = []
    for number, line in enumerate(tidy(text).split("\n"), start=1):
        name = " ".join(_NUMBERING.sub("", line, count=1).split())
        if name:
            found.append((number, name))
    return found


class NamesField(forms.CharField):
    """Names, one a line; the value is their tuple."""

    def to_python(self, value: Any) -> Any:
        return str(value or "")

    def clean(self, value: Any) -> Any:
        names = names_of(self.to_python(value))
        if len(names) > MOST_WRITERS:
            raise ValidationError(
                f"These are {len(names):,} names; at most {MOST_WRITERS} fit in one pack. Make the first pack with the "
                f"first {MOST_WRITERS}, and another with the rest."
            )
        problems = [problem for number, name in names if (problem := _problem_of(number, name))]
        if len(problems) > _MOST_LINES_TOLD:
            problems[_MOST_LINES_TOLD:] = [f"And {len(problems) - _MOST_LINES_TOLD} more lines like these."]
        if problems:
            raise ValidationError([ValidationError(problem) for problem in problems])
        return tuple(name for _, name in names)


def _problem_of(number: int, name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"Line {number} has {len(name):,} characters; a name has at most {LONGEST_NAME}. Shorten it."
    try:
        validate_line(name)
    except ValidationError as error:
        return f"Line {number}: {' '.join(error.messages)}"
    if missing := unprintable(name):
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:5])
        return f"Line {number} has signs that our fonts lack: {named}. Leave them out, or let this writer sign by hand."
    return ""
