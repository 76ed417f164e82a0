"""Letters as a Word file, for whoever wants to change the wording or translate it.

The library writes no text from right to left by itself: paragraph and run are marked here (``w:bidi``, ``w:rtl``).
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from appeals.check_codes import printed_check
from appeals.directions import Words
from appeals.letters import Letter
from appeals.sheets import Paper
from appeals.wording import DEFAULT_LANGUAGE, labels_in
from campaigns.content import SheetContent

_SIZES = {Paper.A4: (Mm(210), Mm(297)), Paper.LETTER: (Mm(215.9), Mm(279.4))}
_MARGIN = Mm(24)
_FONT = "Arial"  # there wherever Word is, with Cyrillic, Greek, Arabic and Hebrew
_GAP = Pt(14)
# What comes after them where the order of a paragraph's and a run's marks is laid down (ISO/IEC 29500-1, 17.3).
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_AFTER_LANG = ("w:eastAsianLayout", "w:specVanish", "w:oMath")


def word_file_of(letters: Sequence[Letter], content: SheetContent, *, paper: str) -> bytes:
    """All letters as one ``.docx``, each from a page of its own.

    Args:
        paper: a value of `Paper`.
    """
    document = Document()
    _set_up(document, content, Paper(paper))
    for letter in letters:
        _add_letter(document, letter)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: WordDocument, content: SheetContent, paper: Paper) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), _FONT)
    section = document.sections[0]
    section.page_width, section.page_height = _SIZES[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    labels, check = labels_in(DEFAULT_LANGUAGE), printed_check(content)
    section.footer.paragraphs[0].text = " · ".join(
        (
            content.reference,
            labels.version.format(version=content.version),
            labels.last_good_day.format(day=labels.day(content.last_good_day)),
            f"{check.lead} {check.place}{check.code}",
        )
    )
    # The template of the library names its maker and a day of its own. Whoever writes the letter is named nowhere.
    about = document.core_properties
    about.title, about.author, about.comments, about.last_modified_by = f"Letters about {content.reference}", "", "", ""
    about.created = about.modified = datetime.combine(content.dated, time(), UTC)


def _add_letter(document: WordDocument, letter: Letter) -> None:
    address = (*letter.address, *((letter.via,) if letter.via else ()))
    on_top = _add_lines(document, letter.head, letter) + _add_lines(document, address, letter)
    on_top.append(_add(document, [letter.place, Words(", ", letter.dir), letter.day], letter.dir))
    if letter.number > 1:
        on_top[0].paragraph_format.page_break_before = True
    _add(document, [letter.subject], letter.subject.dir, bold=True)
    for part in (letter.salutation, *letter.body):
        _add(document, [part], part.dir)
    _add(document, [letter.close], letter.close.dir).paragraph_format.space_after = Pt(40)
    _add_lines(document, letter.signature, letter)
    if letter.copy_line:
        _add(document, [letter.copy_line], letter.copy_line.dir)


def _add_lines(document: WordDocument, lines: Sequence[Words], letter: Letter) -> list[Paragraph]:
    """A block at the edge of the letter, whichever way the script of each line runs."""
    return [_add(document, [line], letter.dir, gap=place == len(lines)) for place, line in enumerate(lines, start=1)]


def _add(
    document: WordDocument, runs: Sequence[Words], direction: str, *, gap: bool = True, bold: bool = False
) -> Paragraph:
    """A paragraph that begins on the side of its direction, with text in directions of its own."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = _GAP if gap else Pt(0)
    if direction == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    for words in runs:
        run = paragraph.add_run(words.text)
        run.bold = run.font.cs_bold = bold or None
        run.font.rtl = words.dir == "rtl" or None
        if words.lang:
            lang = OxmlElement("w:lang")
            lang.set(qn("w:bidi" if words.dir == "rtl" else "w:val"), words.lang)
            run._r.get_or_add_rPr().insert_element_before(lang, *_AFTER_LANG)
    return paragraph
