"""``python -m tests.import_report``: how much of real and invented sheets the reader finds, field by field.

Recall: of what a careful person takes from a sheet, how much the reader found. Precision: of what the reader says in
those fields, how much is right. Real sheets are read where they are at hand.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from campaigns.sheet_reading.json_keys import as_json
from campaigns.sheet_reading.reading import read_sheet

INVENTED = Path(__file__).parent / "campaigns" / "sheet_reading" / "sheets"
REAL = Path(__file__).resolve().parents[2] / "shared" / "samples" / "ua"
# What the text states and a reader can take from it in the same words; of events and hearings the date is compared.
FIELDS = (
    "kind", "update_ordinal", "ua_number", "index_number", "original_ua", "issue_date", "country", "inferred_fields",
    "headline", "headline_occurrences", "summary", "persons", "groups", "persons_mentioned_not_subjects",
    "appeal_before", "appeal_before_label", "languages", "own_language_allowed", "write_immediately", "appeal_points",
    "requests_in_letter", "model_letter", "recipients", "additional_information", "additional_information_label",
    "diplomatic_copies", "late_note", "hearings", "events", "background_events",
)  # fmt: skip


def facts(key: str, value: Any, wanted: Any) -> set[str]:
    """A field's value as single facts, so that a list may be right in part; only subkeys that are asked for."""
    if value is None or value == []:
        return set()
    if key == "recipients":
        keys = [set(one) for one in wanted or []]
        return {
            f"{place}.{name}={json.dumps(one[name], ensure_ascii=False)}"
            for place, one in enumerate(value)
            for name in one
            if (place >= len(keys) or name in keys[place]) and one[name] not in (None, [], {})
        }
    if key == "persons":
        names = {"name", "gender", "age", "gender_from_prose"} & {name for one in wanted or [] for name in one}
        return {f"{one['name']}.{name}={one[name]}" for one in value for name in names if one.get(name) is not None}
    if key in ("events", "background_events", "hearings"):
        return {one["date"] for one in value}
    if key == "original_ua":
        keys = set(wanted or value)
        return {f"{name}={value[name]}" for name in value if name in keys and value[name] is not None}
    if isinstance(value, list):
        return {json.dumps(one, ensure_ascii=False, sort_keys=True) for one in value}
    return {json.dumps(value, ensure_ascii=False)}


class Score:
    """Right, said and wanted facts of one field."""

    def __init__(self) -> None:
        self.right = self.said = self.wanted = 0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def compare(text: str, expected: dict[str, Any], scores: dict[str, Score]) -> list[str]:
    """Count one sheet into the scores; what is missing or too much, one sentence each."""
    said = as_json(read_sheet(text))
    odd = []
    for key in FIELDS:
        if key not in expected:
            continue
        wanted, got = facts(key, expected[key], expected[key]), facts(key, said[key], expected[key])
        if key == "events":
            # Some list those of the background apart, and some the two days of the sheet itself.
            own = {expected.get("issue_date"), expected.get("appeal_before")}
            wanted = (wanted | facts(key, expected.get("background_events"), None)) - own
            got -= own
        scores[key].right += len(wanted & got)
        scores[key].said += len(got)
        scores[key].wanted += len(wanted)
        odd += [f"{key}: missing {fact}" for fact in sorted(wanted - got)]
        odd += [f"{key}: too much {fact}" for fact in sorted(got - wanted)]
    return odd


def sheets(folder: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Name, text and expected fields of every sheet in a folder."""
    return [
        (path.stem, path.read_text(), json.loads(path.with_suffix(".expected.json").read_text()))
        for path in sorted(folder.glob("*.txt"))
        if path.with_suffix(".expected.json").exists()
    ]


def report(folder: Path, *, details: bool) -> Iterable[str]:
    """The table for one folder, line by line."""
    scores: dict[str, Score] = defaultdict(Score)
    found = sheets(folder)
    for name, text, expected in found:
        for line in compare(text, expected, scores):
            if details:
                yield f"  {name}: {line}"
    yield f"{len(found)} sheets"
    yield f"{'field':32} {'precision':>9} {'recall':>7} {'wanted':>7}"
    total = Score()
    for key in FIELDS:
        if key in scores:
            score = scores[key]
            yield f"{key:32} {score.precision:9.1%} {score.recall:7.1%} {score.wanted:7}"
            total.right += score.right
            total.said += score.said
            total.wanted += score.wanted
    yield f"{'all':32} {total.precision:9.1%} {total.recall:7.1%} {total.wanted:7}"


def main() -> None:
    details = "--details" in sys.argv
    for name, folder in (("real", REAL), ("invented", INVENTED)):
        lines = report(folder, details=details) if folder.exists() else ["not at hand"]
        sys.stdout.write(f"{name}: " + "\n".join(lines) + "\n\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main()
