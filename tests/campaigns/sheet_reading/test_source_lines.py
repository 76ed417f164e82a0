"""The lines that are shown are the lines that places count."""

import pytest

from campaigns.sheet_reading.source_lines import numbered_lines, read_source


@pytest.mark.parametrize(
    "text",
    [
        "UA 1/05\n\nTEACHER AT RISK\n  • Urging them\n",
        "first page\nits last line\fsecond page\n\nits last line\n\fthird",
        "one\r\ntwo\rthree\u2028four\n",
        "",
    ],
    ids=["page", "pages", "line ends", "empty"],
)
def test_line_that_is_read_is_shown_under_its_number(text: str) -> None:
    shown = {(page, number): line for page, number, line in numbered_lines(text)}

    read = read_source(text).lines
    assert [line.text in " ".join(shown[line.page, line.number].split()) for line in read] == [True] * len(read)
    assert len(read) == sum(bool(line.strip()) for line in shown.values())
