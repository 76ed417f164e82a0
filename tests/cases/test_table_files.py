"""Tables in CSV: nothing in them is a formula, and what was written comes back."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.table_files import guarded, read_table, without_guards, write_table

# How a cell may begin that a table program would take for a formula.
FORMS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1", "=cmd|' /C calc'!A0", "|calc", "%0A=1",
    "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫SUM", "⁺1", "₌1",
    '"=1+1', "'=1+1", "''=1+1", '" =1+1', " =1+1", "   +1", "\u00a0=1+1", "\u3000=1+1", "\u2003-1",
    "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\u2066@x", "\x00=1+1", "\x07=1",
    "a,=1+1", "a;=1+1", "a\t=1+1", "a|=1+1", "a\n=1+1", 'a";=1+1', 'a", =1+1', "a;;  @SUM(A1)", "a,'=1",
    '=HYPERLINK("http://evil.example","x")', "=DDE(1)", "-2+3+cmd|' /C calc'!A0",
]  # fmt: skip


def written(*rows: list[str]) -> str:
    file = io.StringIO(newline="")
    write_table(file, rows)
    return file.getvalue()


def cells_by(separator: str, text: str) -> list[str]:
    """The cells as a program finds them that keeps to no quotes at all, which is the worst that one can do."""
    return [cell.strip('"\ufeff \u00a0') for line in re.split("[\r\n]", text) for cell in line.split(separator)]


@pytest.mark.parametrize("form", FORMS, ids=ascii)
def test_no_form_begins_a_cell_whoever_reads(form: str) -> None:
    text = written(["name", form, "end"])

    [row] = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row[1].startswith("'") or not re.match(r"[=+\-@\t\r\n|%＝＋－＠]", row[1])
    for separator in ",;\t|":
        assert [cell for cell in cells_by(separator, text) if re.match(r"[=+\-@%＝＋－＠]", cell)] == []


@pytest.mark.parametrize("form", FORMS, ids=ascii)
def test_form_comes_back_as_it_was(form: str) -> None:
    assert list(read_table(io.StringIO(written([form, "x"], ["y", form]), newline=""))) == [[form, "x"], ["y", form]]


@given(
    st.text(alphabet=st.one_of(st.sampled_from("=+-@|%'\",;\t\r\n\x00 ＝a"), st.characters(exclude_categories=["Cs"])))
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert without_guards(guarded(text)) == text
    assert list(read_table(io.StringIO(written([text, "x"]), newline=""))) == [[text, "x"]]


@pytest.mark.parametrize("text", ["Anna Beispiel", "UA 9/11", "2011-07-13", "a-b", "a + b", "x=1", "Чайка", ""])
def test_ordinary_text_stands_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_file_that_is_no_table_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="no table of ours"):
        list(read_table(io.StringIO("a,b\r\n")))
