"""One home for the question who may read a fact: nobody else asks for its level."""

import re

from tests.house.source import ROOMS, modules, short

HOME = "cases/levels.py"
# A level that is compared or filtered by; choosing one for a new row is no question.
ASKED = re.compile(
    r"\.level\s*(?:==|!=|in\b|not in\b)|\blevel(?:__\w+)?\s*=\s*(?:Level\.|\"|').*\b(?:filter|exclude)\b"
    r"|\b(?:filter|exclude)\([^)]*\blevel(?:__\w+)?="
    r"|\bis_public\b"
)
# Findings of checks have levels too.
FINDINGS = {"campaigns/checks/finding.py"}


def test_nobody_else_asks_for_the_level_of_a_fact() -> None:
    found = [
        f"{short(path)}:{number}"
        for path in modules(*ROOMS)
        if short(path) not in {HOME, *FINDINGS} and "/migrations/" not in short(path)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ASKED.search(line)
    ]

    assert found == []


def test_the_question_is_recognised() -> None:
    asked = ["if fact.level == 'public'", "rows.filter(level=Level.PUBLIC)", "rows.exclude(level__in=x)", "is_public"]

    assert [bool(ASKED.search(line)) for line in asked] == [True] * 4
    assert not ASKED.search("Hearing(case=case, level=Level.NETWORK)")
