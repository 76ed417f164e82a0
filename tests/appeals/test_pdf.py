import io
import logging
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import page
import pypdf
import pytest
from django.conf import settings
from django.core.checks import registry as check_registry
from django.core.exceptions import ImproperlyConfigured, ValidationError

from appeals import checks
from appeals import pdf as engine
from appeals.pdf import html_to_pdf, unprintable
from appeals.pdf_errors import FontsMissing, PDFEngineMissing, SheetTooLong
from appeals.sheets import Paper, build_context, render_html
from appeals.wording import Mark
from campaigns.content import Ask
from campaigns.models import Sheet
from tests.appeals.test_sheets import make_addressee, make_content

ARABIC = "تواجه المعلمة خطر التعذيب إذا أعيدت في 13 تموز 2011."
CYRILLIC = "Учительница была арестована 3 ноября 2010 года."
SECONDS = 15  # of the processor, for the longest sheets


@pytest.fixture(autouse=True)
def quiet_engine(caplog):
    """A word of the engine's log is a mistake in our template or style sheet, or a sign without a font."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name.startswith("weasyprint")] == []


def rendered(content=None, **options) -> bytes:
    return html_to_pdf(render_html(build_context(content or make_content(), **options)))


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(data).pages)


def lines_of(data: bytes) -> list[str]:
    return [" ".join(line.split()) for line in text_of(data).splitlines() if line.strip()]


def annotations(reader: pypdf.PdfReader) -> list:
    return [annotation for page in reader.pages for annotation in page.get("/Annots", [])]


def failures(data: bytes) -> list[str]:
    return [str(failure) for failure in page.validate_pdf_bytes(data, profile="ua1").failures]


def test_a_sheet_has_two_pages_with_the_headline_on_both():
    pages = [page.extract_text() for page in read(rendered()).pages]

    assert len(pages) == 2
    assert ["TEACHER FACES UNFAIR TRIAL" in text and "URGENT ACTION" in text for text in pages] == [True, True]
    assert "ADDITIONAL INFORMATION" in pages[1]


def test_a_sheet_without_additional_information_has_one_page():
    assert len(read(rendered(make_content(additional_information=""))).pages) == 1


def test_each_address_line_comes_out_on_its_own_line_in_order():
    copies = make_addressee(
        role="copies", form_of_address="", holder="", office="Sampletown Court", postal_lines=("Door 2", "IS-101 Town"),
        fax="+354 1", phone="", emails=(), web_form="", salutations=(),
    )  # fmt: skip
    lines = lines_of(rendered(make_content(recipients=(make_addressee(), copies))))

    start = lines.index("PLEASE SEND APPEALS BEFORE 23 AUGUST 2011 TO:")
    assert lines[start + 1 : start + 19] == [
        "Prosecutor General",
        "Boris Musterov",
        "Prosecutor General of the Northern Federation",
        "Long Street 15 A",
        "Sampletown, 125993",
        "Northern Federation",
        "Fax: +354 000 00 41",
        "Phone: +354 000 00 42",
        "E-mail: one@office.example",
        "E-mail: two@office.example",
        "Web form: https://office.example/write",
        "Salutation: Dear Prosecutor General",
        "And copies to:",
        "Sampletown Court",
        "Door 2",
        "IS-101 Town",
        "Fax: +354 1",
        "Write to the embassy too.",
    ]


def test_every_page_carries_number_index_version_last_good_day_and_its_place():
    foot = "UA 214/11 · EUR 46/033/2011 · Version 1 · Last good day to send: 22 August 2011"

    pages = [" ".join(page.extract_text().split()) for page in read(rendered()).pages]

    assert [foot in text for text in pages] == [True, True]
    assert ["Page 1 of 2" in pages[0], "Page 2 of 2" in pages[1]] == [True, True]


def test_a_draft_says_so_on_every_page_and_an_issued_sheet_on_none():
    draft = [page.extract_text() for page in read(rendered(mark=Mark.DRAFT)).pages]
    issued = [page.extract_text() for page in read(rendered()).pages]

    assert ["DRAFT – NOT FOR SENDING" in text for text in draft] == [True, True]
    assert ["NOT FOR SENDING" in text for text in issued] == [False, False]


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_every_page_is_of_the_paper_asked_for(paper, size):
    pages = read(rendered(paper=paper)).pages

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {size}


@pytest.mark.parametrize("paper", Paper.values)
@pytest.mark.parametrize("mark", [None, Mark.DRAFT])
def test_a_sheet_passes_every_rule_of_pdf_ua(paper, mark):
    salutations = (("ru", "Уважаемый господин прокурор"), ("ar", "معالي الوزير"))
    recipients = (make_addressee(salutations=salutations),) * 3 + (make_addressee(role="copies"),) * 3
    content = make_content(story=f"{CYRILLIC}\n\n{ARABIC}", recipients=recipients)

    assert failures(rendered(content, paper=paper, mark=mark)) == []


def test_a_sheet_is_tagged_titled_and_says_its_language():
    reader = read(rendered())

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf's own kind of boolean
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "UA 214/11: Teacher faces unfair trial"
    assert reader.xmp_metadata.dc_title == {"x-default": "UA 214/11: Teacher faces unfair trial"}


def test_the_metadata_name_nobody_and_hold_the_date_of_the_sheet():
    data = rendered()
    metadata = read(data).metadata

    assert sorted(metadata) == ["/CreationDate", "/ModDate", "/Producer", "/Title"]
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20110713"
    assert metadata["/Producer"].startswith("WeasyPrint ")
    assert str(settings.BASE_DIR).encode() not in data


def test_the_same_sheet_gives_the_same_bytes():
    assert rendered() == rendered()


def test_the_same_sheet_gives_the_same_bytes_in_another_process():
    html = render_html(build_context(make_content()))
    program = (
        "import sys, django; django.setup(); from appeals.pdf import html_to_pdf;"
        "sys.stdout.buffer.write(html_to_pdf(sys.stdin.read()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "DJANGO_SETTINGS_MODULE": "tests.settings"}

    other = subprocess.run(
        [sys.executable, "-c", program], input=html.encode(), capture_output=True, check=True, env=environment,
        cwd=settings.BASE_DIR,
    )  # fmt: skip

    assert other.stdout == html_to_pdf(html)


@pytest.mark.parametrize(("text", "family"), [(CYRILLIC, "Noto-Sans"), (ARABIC, "Noto-Sans-Arabic")])
def test_other_scripts_are_printed_in_our_own_fonts_and_can_be_copied_out(text, family):
    data = rendered(make_content(story=text))

    fonts = {
        re.sub(r"^/[A-Z]{6}\+", "", str(font.get_object()["/BaseFont"]))
        for page in read(data).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert family in {re.sub(r"-(Bold)$", "", font) for font in fonts}
    assert all(font.startswith("Noto-Sans") for font in fonts)


def test_cyrillic_can_be_copied_out():
    assert CYRILLIC in " ".join(text_of(rendered(make_content(story=CYRILLIC))).split())


def test_a_paragraph_from_right_to_left_stands_at_the_right():
    html = render_html(build_context(make_content(story=f"{CYRILLIC}\n\n{ARABIC}")))

    assert f'<p dir="ltr">{CYRILLIC}</p><p dir="rtl">{ARABIC}</p>' in html
    assert html_to_pdf(html).startswith(b"%PDF-1.7")


HOSTILE = [
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<img src="http://127.0.0.1:9/x.png"><img src="file:///etc/passwd">',
    '<style>@import url("http://127.0.0.1:9/x.css"); body { background: url(file:///etc/passwd) }</style>',
    '<svg><image href="http://127.0.0.1:9/x.svg"/><use href="#x"/></svg>',
    '<iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object>',
    '<base href="file:///etc/"><embed src="passwd">',
    '</p></div></body></html><script>alert(1)</script>',
    '"><div style="position:fixed">',
    "{{ sheet }} {% include 'x' %}",
    "&lt;b&gt; &amp; &#0; ]]>",
]  # fmt: skip


@pytest.mark.parametrize("evil", HOSTILE)
def test_markup_in_any_field_is_text(evil):
    addressee = make_addressee(
        form_of_address=evil, holder=evil, office=evil, postal_lines=(evil,), fax=evil, phone=evil,
        emails=(evil,), web_form=evil, salutations=(("en", evil),),
    )  # fmt: skip
    content = make_content(
        reference=evil, index_number=evil, country_name=evil, headline=evil, summary=evil, story=evil,
        additional_information=evil, demands=(Ask(evil, ""),), recipients=(addressee,), late_note=evil,
        diplomatic_note=evil,
    )  # fmt: skip

    data = rendered(content)

    reader = read(data)
    assert reader.attachments == {}
    assert annotations(reader) == []
    assert b"root:" not in data
    # Line ends fall anywhere in a long word, so white space does not count.
    assert "".join(evil.split()) in "".join(text_of(data).split())
    assert reader.metadata.title == f"{evil}: {evil}"


def test_whatever_asks_the_engine_to_load_something_is_refused(caplog):
    html = """<html lang="en"><title>x</title><link rel=attachment href="file:///etc/passwd">
    <link rel=stylesheet href="http://127.0.0.1:9/x.css"><img alt=x src="data:image/png;base64,AAAA">
    <style>@import url(file:///etc/passwd); p { background: url(ftp://127.0.0.1/x) }</style>
    <p><a rel=attachment href="file:///etc/passwd">x</a><img alt=y src="file:///etc/passwd">"""

    data = html_to_pdf(html)

    assert read(data).attachments == {}
    assert b"root:" not in data
    refused = [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")]
    assert len([message for message in refused if "a sheet loads nothing" in message]) >= 5
    caplog.clear()


def test_the_fetcher_reads_nothing():
    for url in ("file:///etc/passwd", "http://127.0.0.1:9/", "data:text/plain,x", "x:y", ""):
        with pytest.raises(ValueError, match="a sheet loads nothing"):
            engine._engine().fetcher.fetch(url)


LONGEST = {
    "words of 200 letters": ("x" * 200 + " ") * 160,
    "quotation marks": "' " * 17_000,
    "marks upon marks": ("a" + "\u0301\u0316" * 30 + " ") * 600,
    "short paragraphs": "Some.\n\n" * 800,
}


@pytest.mark.parametrize("kind", LONGEST)
def test_the_longest_sheet_that_can_be_saved_is_printed_in_bounded_time(kind):
    text = LONGEST[kind].strip()
    sheet = Sheet(story=text[:12_000].strip(), additional_information=text[:20_000].strip())
    for name in ("story", "additional_information"):
        Sheet._meta.get_field(name).clean(getattr(sheet, name), sheet)
    content = make_content(story=sheet.story, additional_information=sheet.additional_information)

    start = time.process_time()
    data = rendered(content)

    assert time.process_time() - start < SECONDS
    assert "Page 1 of" in " ".join(text_of(data).split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<br>" * 100_000, "too long to print"),
        ("<br> " * 100_000, "too long to print"),
        ("x" * 12_000, "a word so long"),
        ("a\n" * 6_000, "too long to print"),
        ("a\n\n" * 4_000, "too long to print"),
        ("x" * 1_000_000, "too long to print"),
    ],
)
def test_what_would_take_too_long_is_refused_at_once_with_a_sentence(text, reason):
    start = time.process_time()

    with pytest.raises(SheetTooLong, match=reason):
        rendered(make_content(story=text))

    assert time.process_time() - start < 2


@pytest.mark.parametrize("text", ["\u202eevil\u202c", "a\u2066b", "x" * 12_001, "x" * 201])
def test_no_sheet_is_saved_with_a_story_that_cannot_be_printed_faithfully(text):
    with pytest.raises(ValidationError):
        Sheet._meta.get_field("story").clean(text, None)


def test_a_sign_that_no_font_has_is_named_and_its_log_line_quotes_nothing(caplog):
    text = "Anna 李 😀 Анна آنا"

    assert unprintable(text) == ["李", "😀"]
    rendered(make_content(story=text))
    logged = [record.getMessage() for record in caplog.records if record.name == "weasyprint"]
    assert set(logged) == {".notdef: a sheet has a sign that none of our fonts has"}
    caplog.clear()


def test_the_words_around_every_sheet_can_be_printed():
    for mark in Mark:
        assert unprintable(build_context(make_content(), mark=mark).printed_text()) == []


@pytest.fixture
def fresh_engine():
    """The engine is loaded anew in the test, and again after it."""
    engine._engine.cache_clear()
    yield
    engine._engine.cache_clear()


def test_a_missing_font_is_said_before_the_engine_would_crash(tmp_path, monkeypatch, fresh_engine):
    monkeypatch.setattr(engine, "FONTS", tmp_path)
    (tmp_path / "NotoSans-Regular.ttf").write_bytes(b"version https://git-lfs.example/spec/v1")

    with pytest.raises(FontsMissing, match=r"lacks NotoSans-Regular\.ttf, NotoSans-Bold\.ttf, ") as error:
        html_to_pdf("<p>x")

    assert isinstance(error.value, ImproperlyConfigured)
    assert [(message.id, message.is_serious()) for message in checks.fonts_are_there(None)] == [("desk.E002", True)]


def test_without_pango_a_check_warns_and_a_pdf_is_refused_with_what_to_install(monkeypatch, fresh_engine):
    monkeypatch.setattr(engine, "PANGO", ("libno-such-library.so.0",))

    with pytest.raises(PDFEngineMissing, match=r"apt-get install .* libpangoft2-1\.0-0 libharfbuzz-subset0"):
        html_to_pdf("<p>x")

    [message] = checks.pango_is_installed(None)
    assert (message.id, message.is_serious(), message.hint) == ("desk.W001", False, engine.INSTALL_PANGO)


def test_with_fonts_and_pango_no_check_complains():
    assert (checks.fonts_are_there(None), checks.pango_is_installed(None)) == ([], [])


def test_the_checks_run_at_start_up():
    assert {checks.fonts_are_there, checks.pango_is_installed} <= set(check_registry.registry.get_checks())


def test_starting_the_site_does_not_load_the_engine():
    program = "import sys, django; django.setup(); import config.urls; print('weasyprint' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    started = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment,
        cwd=settings.BASE_DIR,
    )  # fmt: skip

    assert started.stdout == "False\n"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the memory of the process from /proc")
def test_memory_stays_flat_over_many_sheets():
    html = '<html lang="en"><title>x</title><p>Anna'
    for _ in range(30):
        html_to_pdf(html)
    before = resident_memory()

    for _ in range(100):
        html_to_pdf(html)

    # A font configuration of its own for each would have cost over 20 MB.
    assert resident_memory() - before < 8 * 2**20


def resident_memory() -> int:
    """Bytes of this process that are in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
