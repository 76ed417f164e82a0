"""The demo: the public case told truly, everything else invented, and never beside real data."""

import json
import re
import stat
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from appeals.demo import azimov
from appeals.demo.authorities import BOOK
from appeals.demo.azimov import load_azimov
from appeals.demo.invented import INVENTED_CASES
from appeals.demo.loading import DEMO_DAY, RealDataThere, load_demo
from appeals.pdf import html_to_pdf, unprintable
from appeals.sheets import build_context, render_html
from campaigns.check_reasons import check_sheet_on, hindrances
from campaigns.content import SheetContent, content_of
from campaigns.models import Reminder, Sheet, Subscription, UrgentAction
from campaigns.reminders import sweep
from cases.models import Authority, Case, Hearing, PersonAtRisk
from tests.builders import AT, DAY, make_authority, make_case, make_user
from tests.demo import PASSWORD, put_demo

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "ua"
with_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of real sheets is not here")

# The only real people of the demo, all of them named on the public sheet.
REAL_NAMES = {"Ismon Azimov", "Nizomhon Juraev", "Sherhon Salimzoda", "Emomali Rahmon", "Yurii Ya. Chaika"}


@pytest.fixture
def azimov_content(db: None) -> SheetContent:
    action = load_azimov(researcher=make_user(), approver=make_user(), at=AT)
    assert action.current_sheet is not None
    return content_of(action.current_sheet)


@pytest.fixture
def demo(db: None) -> None:
    put_demo()


def sample() -> tuple[str, dict[str, Any]]:
    expected = json.loads((SAMPLES / "000_azimov.expected.json").read_text(encoding="utf-8"))
    return (SAMPLES / "000_azimov.txt").read_text(encoding="utf-8"), expected


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_azimov_action_is_open_without_a_number(db: None) -> None:
    action = load_azimov(researcher=make_user(), approver=make_user(), at=AT)

    assert (action.reference, action.slug, action.status) == ("UA of 2011", "ua-2011-ru", "open")
    assert action.last_good_day == date(2011, 8, 22)


def test_azimov_recipients_stand_as_printed(azimov_content: SheetContent) -> None:
    (prosecutor,), (court,) = azimov_content.appeals_to, azimov_content.copies_to

    assert prosecutor.name_lines == (
        "Prosecutor General",
        "Yurii Ya. Chaika",
        "Prosecutor General of the Russian Federation",
        "Bolshaia Dmitrovka 15 A",
        "Moscow, 125993",
        "Russian Federation",
    )
    assert (prosecutor.fax, prosecutor.salutations) == ("+7 495 987 58 41", (("en", "Dear Prosecutor General"),))
    assert court.name_lines == (
        "Moscow Regional Court",
        "123402 Moscow region",
        "Krasnogorsky district",
        "p/o Krasnogorsk 2",
        "Russian Federation",
    )
    assert (court.fax, court.salutations) == ("+7 498 692 6082", ())


def test_azimov_dates_keep_their_precision(azimov_content: SheetContent) -> None:
    case = Case.objects.get()

    assert [(str(row.happened_on.isoformat()), row.date_note) for row in case.developments.public(at=AT)] == [
        ("2002", ""),
        ("2007-10", ""),
        ("2009", ""),
        ("2010-11-03", ""),
        ("2011-06", "at the end of June"),
        ("2011-06-29", ""),
    ]
    hearing = case.hearings.get()
    assert (hearing.on, hearing.at, hearing.time_zone) == (date(2011, 7, 19), None, "Europe/Moscow")
    assert hearing.court.office == "Moscow Regional Court"


@with_samples
def test_azimov_facts_agree_with_the_public_sheet(azimov_content: SheetContent) -> None:
    _, expected = sample()

    assert {
        "headline": azimov_content.headline,
        "issue_date": azimov_content.dated.isoformat(),
        "appeal_before": azimov_content.appeals_limit.isoformat(),
        "own_language_allowed": azimov_content.own_language,
        "ua_number": azimov_content.number,
    } == {
        key: expected[key] for key in ("headline", "issue_date", "appeal_before", "own_language_allowed", "ua_number")
    }
    assert azimov_content.languages == ("ru", "en")
    assert [recipient["name_lines"] for recipient in expected["recipients"]] == [
        list(recipient.name_lines) for recipient in azimov_content.recipients
    ]
    assert len(azimov_content.demands) == len(expected["appeal_points"])
    told = f"{azimov_content.story} {azimov_content.additional_information}"
    assert [name for name in expected["persons_mentioned_not_subjects"][:3] if name not in told] == []


@with_samples
def test_azimov_prose_is_not_that_of_the_public_sheet() -> None:
    """No seven words in a row, apart from the official names of treaties and offices."""
    source, _ = sample()
    official = (
        "the 1951 Convention relating to the Status of Refugees",
        "the International Covenant on Civil and Political Rights",
        "the European Convention on Human Rights",
        "the European Court of Human Rights",
        "The Moscow Region Department of the Federal Migration Service",
        "the Deputy Prosecutor General",
    )

    def runs(text: str, length: int) -> set[tuple[str, ...]]:
        for name in official:
            text = re.sub(re.escape(name), "\n", text, flags=re.IGNORECASE)
        return {
            tuple(words[start : start + length])
            for words in (words_of(line) for line in text.split("\n"))
            for start in range(len(words) - length + 1)
        }

    flowing = re.sub(r"\s*\n\s*", " ", source)
    prose = [
        azimov.SUMMARY,
        azimov.STORY,
        azimov.ADDITIONAL_INFORMATION,
        *(text for pair in azimov.DEMANDS for text in pair),
    ]

    assert runs(azimov.STORY, 3), "the comparison reads something"
    assert [run for text in prose for run in sorted(runs(text, 7) & runs(flowing, 7))] == []


def test_azimov_sheet_fits_two_pages(azimov_content: SheetContent) -> None:
    pages = [
        len(PdfReader(BytesIO(html_to_pdf(render_html(build_context(azimov_content, paper=paper))))).pages)
        for paper in ("A4", "Letter")
    ]

    assert pages == [2, 2]


def test_demo_has_an_action_in_every_state(demo: None) -> None:
    published = UrgentAction.objects.published()
    lapsed = [action for action in published if action.has_lapsed(on=DEMO_DAY)]

    assert Counter(UrgentAction.objects.values_list("status", flat=True)) == {
        "open": 10,
        "paused": 1,
        "stopped": 2,
        "closed": 3,
        "draft": 2,
    }
    assert [action.reference for action in lapsed] == ["UA 150/11"]


def test_demo_actions_close_tomorrow_and_later(demo: None) -> None:
    days = sorted(action.days_left(on=DEMO_DAY) or 0 for action in UrgentAction.objects.open_on(DEMO_DAY))

    assert days == [1, 3, 7, 13, 20, 32, 34, 40, 48]


def test_demo_covers_kinds_of_people_dates_and_sheets(demo: None) -> None:
    assert set(PersonAtRisk.objects.values_list("kind", flat=True)) == {"person", "family", "community"}
    assert list(PersonAtRisk.objects.filter(form="chosen").values_list("published_as", flat=True)) == ["a teacher, 34"]
    assert set(UrgentAction.objects.values_list("series", flat=True)) == {"UA", "EX", "MA"}
    assert Hearing.objects.filter(adjourned_to__isnull=False).count() == 3
    missions = Authority.objects.exclude(accredited_to="").order_by("represents")
    assert list(missions.values_list("represents", "country", "accredited_to")) == [
        ("JO", "CH", "CH"),
        ("KE", "CH", "CH"),
        ("NP", "DE", "CH"),  # its office lies in a third country
    ]
    assert Authority.objects.stale(DEMO_DAY).count() == 2
    assert Subscription.objects.confirmed().count() == 11
    further = Sheet.objects.filter(kind="further", status="issued").order_by("action__number")
    assert [content_of(sheet).title for sheet in further] == [
        "Further information on UA 137/11",
        "Second further information on UA 155/11",
    ]


def test_demo_shows_what_the_checks_find_and_reasons_that_were_given(demo: None) -> None:
    draft = Sheet.objects.get(action__number=207)
    in_review = Sheet.objects.get(action__number=208)

    found = [(row.finding.level, row.finding.key.partition(":")[0]) for row in check_sheet_on(draft, on=DEMO_DAY)]

    assert found == [
        ("red", "text_is_empty"),
        ("red", "nothing_is_asked"),
        ("amber", "address_is_stale"),
        ("amber", "consent_is_missing"),
    ]
    assert hindrances(in_review, on=DEMO_DAY) == []
    assert in_review.check_reasons.count() == 2


def test_first_sweep_of_the_demo_sends_a_stop_first_and_then_mails_of_many_kinds(
    demo: None, mailoutbox: list[EmailMessage]
) -> None:
    sweep(at=datetime(2011, 7, 13, 7, 30, tzinfo=UTC))

    assert mailoutbox[0].subject == "STOP: please do not write (2 actions)"
    told = Reminder.objects.filter(status="sent").values_list("kind", flat=True).distinct()
    assert set(told) == {"stopped", "paused", "new", "changed", "closed", "hearing", "deadline", "appeals", "desk"}
    together = Reminder.objects.filter(status="sent", address="poetry.club@example.org")
    assert together.values_list("message_id").distinct().count() == 1
    assert together.values_list("subscription").distinct().count() == 2


def test_demo_sheets_print_on_two_pages_with_our_fonts(demo: None) -> None:
    contexts = [build_context(content_of(sheet)) for sheet in Sheet.objects.all()]

    assert len(contexts) == 26
    assert [unprintable(context.printed_text()) for context in contexts] == [[] for _ in contexts]


def test_demo_people_are_invented_apart_from_the_public_case(demo: None) -> None:
    """Everybody carries the word for "example" as a name; no real name of the public sheet stands elsewhere."""
    words = ("Halimbawa", "Mfano", "Ejemplo", "Mithal", "Sample", "Örnek", "Udaharan", "Paradeigma", "Contoh",
             "Dæmi", "Exemplo", "Jishee", "Beispiel", "Rei", "a teacher, 34")  # fmt: skip
    names = set(PersonAtRisk.objects.values_list("published_as", flat=True))
    holders = set(Authority.objects.exclude(holder="").values_list("holder", flat=True))

    assert [name for name in sorted(names | holders) if not any(word in name for word in words)] == [
        "Ismon Azimov",
        "Yurii Ya. Chaika",
    ]
    assert len(names) == 26
    invented = repr((INVENTED_CASES, BOOK))
    assert "Luz Halimbawa" in invented
    assert [name for name in sorted(REAL_NAMES) if name.split()[-1] in invented] == []


@with_samples
def test_demo_names_nobody_else_of_the_public_sheet() -> None:
    _, expected = sample()
    people = {person["name"] for person in expected["persons"]} | set(expected["persons_mentioned_not_subjects"])

    assert people == REAL_NAMES


def test_demo_invented_addresses_reach_nobody() -> None:
    addresses = re.findall(r"[\w.]+@[\w.]+\w", repr(BOOK))

    assert addresses != []
    assert [address for address in addresses if not address.endswith("@example.org")] == []


def test_demo_private_notes_stay_out_of_what_is_public(demo: None) -> None:
    assert Case.objects.get(country="MY").internal_notes.startswith("The lawyer asks for quiet")

    published = json.dumps(list(Sheet.objects.exclude(frozen=None).values_list("frozen", flat=True)))

    assert "asks for quiet" not in published
    assert "number plate" not in published


def test_demo_pages_open_as_of_its_day(demo: None, client: Any, settings: Any) -> None:
    settings.DEMO_TODAY = DEMO_DAY
    addresses = [reverse("appeals:open-actions"), reverse("appeals:past-actions"), reverse("appeals:outcomes")]
    addresses += [reverse("appeals:action", args=[action.slug]) for action in UrgentAction.objects.published()]

    assert len(addresses) == 19
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_seed_demo_tells_its_login_and_keeps_it_private(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    out = StringIO()

    call_command("seed_demo", stdout=out)

    kept = tmp_path / "demo-login.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text(encoding="utf-8") in out.getvalue()
    password = kept.read_text(encoding="utf-8").strip().rsplit(" ", 1)[1]
    assert User.objects.get(email="admin@desk.example").check_password(password)
    assert User.objects.get(email="admin@desk.example").is_superuser
    roles = {user.email: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert roles == {
        "addresses@desk.example": ["Address keeper"],
        "admin@desk.example": [],
        "approver@desk.example": ["Approver"],
        "editor@desk.example": ["Editor"],
        "researcher@desk.example": ["Researcher"],
        "viewer@desk.example": ["Viewer"],
    }


def test_seed_demo_run_twice_changes_nothing(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    call_command("seed_demo", password=PASSWORD, stdout=StringIO())
    before = (UrgentAction.objects.count(), Authority.objects.count(), (tmp_path / "demo-login.txt").read_bytes())
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert "nothing was changed" in out.getvalue()
    assert before == (
        UrgentAction.objects.count(),
        Authority.objects.count(),
        (tmp_path / "demo-login.txt").read_bytes(),
    )
    assert User.objects.get(email="editor@desk.example").check_password(PASSWORD)


@pytest.mark.parametrize("make_real", [make_case, make_authority], ids=["case", "authority"])
def test_demo_is_never_mixed_with_real_data(db: None, make_real: Any) -> None:
    make_real()
    before = User.objects.count()

    with pytest.raises(RealDataThere, match="never mixed with real"):
        load_demo(PASSWORD)

    assert (User.objects.count(), UrgentAction.objects.count()) == (before, 0)


def test_seed_demo_refuses_a_weak_password(db: None) -> None:
    with pytest.raises(CommandError, match="too short"):
        call_command("seed_demo", password="short")

    assert User.objects.count() == 0


def test_azimov_sheet_is_dated_as_published(azimov_content: SheetContent) -> None:
    assert (azimov_content.dated, azimov_content.appeals_wording) == (DAY, "before")
