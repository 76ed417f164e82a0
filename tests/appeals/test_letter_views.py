"""The page of letters: what it hands out, when it hands out nothing, and that a cache may keep none of it."""

import io
import re
from datetime import date
from html import unescape

import docx
import pypdf
import pytest
from django.urls import reverse

from appeals import pdf as engine
from appeals.views import letters as view
from campaigns.attempts import forget_counts
from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import Recipient, UrgentAction
from cases.models import CountryNote, PostalRoute
from tests.builders import AT, issue, make_action, make_authority, make_draft, make_open_action, make_stop

pytestmark = pytest.mark.django_db

TYPED = {"name": "Anna Beispiel", "place": "Bern", "language": "en", "paper": "A4", "version": "1"}
OUTPUTS = ("show", "pdf", "docx", "txt")


@pytest.fixture(autouse=True)
def july_2011(settings):
    """The actions of the builders are open from 13 July to 22 August 2011."""
    settings.DEMO_TODAY = date(2011, 7, 20)
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    authority = make_authority(
        emails="minister@office.example", fax="+354 555 0000", web_form="https://office.example/"
    )
    return make_open_action(recipients=[authority])


def url(action: UrgentAction) -> str:
    return reverse("appeals:letters", args=[action.slug])


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def post(client, action: UrgentAction, output: str = "show", **typed):
    return client.post(url(action), {**TYPED, "output": output, **typed})


def has_letters(response) -> bool:
    return b"%PDF" in response.content or b"PK\x03\x04" in response.content or b"Dear Minister" in response.content


def test_page_of_an_action_leads_to_the_letters(client, action):
    page = client.get(reverse("appeals:action", args=[action.slug])).content.decode()

    assert f'<a class="button" href="{url(action)}">Write your letters</a>' in page


def test_form_is_empty_and_says_who_gets_a_letter(client, action):
    response = client.get(url(action))

    text = text_of(response)
    assert response.status_code == 200
    assert "Show my letters" in text
    assert action.current_sheet.recipients.get().authority.office in text
    assert "Dear Minister" not in text


def test_writers_with_ties_to_the_country_are_told_what_is_known(client, action):
    CountryNote.objects.create(country="KE", text="Of another country.")
    assert "If you have family or work" not in text_of(client.get(url(action)))

    CountryNote.objects.create(country="IS", text="Sign with initials.\n\nLeave your address out.")
    text = text_of(client.get(url(action)))

    assert "If you have family or work in Iceland, or travel there:" in text
    assert "<p>Sign with initials.</p> <p>Leave your address out.</p>" in text
    assert "Of another country." not in text
    assert "Sign with initials." in text_of(post(client, action))


def test_letters_are_shown_with_their_ways_to_go(client, action):
    text = text_of(post(client, action, sentence="I am a teacher."))

    assert "1 letter, ready to go" in text
    assert "Dear Minister," in text
    assert "I am a teacher." in text
    assert "I urge you to let her have a lawyer." in text
    assert "One page on paper." in text
    assert 'href="mailto:minister@office.example?subject=TEACHER%20FACES' in text
    assert "+354 555 0000" in text
    assert 'href="https://office.example/"' in text


def test_each_letter_says_by_when_to_post_it(client, action):
    assert "<strong>Post by 8 August 2011</strong>, from Switzerland" in text_of(post(client, action))


def test_letter_that_no_post_takes_says_what_goes(client, action):
    route = PostalRoute(country="IS", working_days=5, is_suspended=True)
    route.suspended_since, route.suspension_reason = date(2011, 7, 18), "no flights"
    route.save()

    text = text_of(post(client, action))

    assert "<strong>No post at present</strong>" in text
    assert "No letters are taken to Iceland since 18 July 2011 (no flights)." in text


def test_form_below_the_letters_still_holds_what_was_typed(client, action):
    page = post(client, action, sentence="I am a teacher.", is_safe="on").content.decode()

    assert 'value="Anna Beispiel"' in page
    assert "I am a teacher.</textarea>" in page


def test_letters_on_paper(client, action):
    response = post(client, action, "pdf", with_fax="on")

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages]
    assert response["Content-Type"] == "application/pdf"
    reference = action.reference.replace(" ", "-").replace("/", "-")
    assert response["Content-Disposition"] == f'attachment; filename="{reference}-v1-letters.pdf"'
    assert [page.splitlines()[0] for page in pages] == ["FAX", "Anna Beispiel"]


def test_letters_for_word(client, action):
    response = post(client, action, "docx")

    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(response.content)).paragraphs]
    assert response["Content-Disposition"].endswith('-v1-letters.docx"')
    assert "Dear Minister," in paragraphs


def test_letters_as_text(client, action):
    response = post(client, action, "txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].endswith('-v1-letters.txt"')
    assert "\n\nDear Minister,\n\nI am writing" in response.content.decode()


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", ["Anna Beispiel", ""])
def test_no_answer_may_be_kept_and_none_sets_a_cookie(client, action, output, name):
    response = post(client, action, output, name=name)

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert response.cookies == {}


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_cannot_be_used_is_said_and_nothing_is_lost(client, action, output):
    response = post(client, action, output, name="", sentence="I am a teacher.")

    assert response.status_code == 422
    assert "<title>Error: Letters about" in text_of(response)
    assert "A letter needs a name under it." in text_of(response)
    assert "I am a teacher.</textarea>" in response.content.decode()
    assert not has_letters(response)


def test_markup_that_is_typed_stays_text(client, action):
    page = post(client, action, name="<script>alert(1)</script>").content.decode()

    assert "<script>" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_signs_without_a_font_are_named_and_the_letters_can_be_had_in_another_way(client, action):
    shown, pdf, word = (post(client, action, output, name="李 Beispiel") for output in ("show", "pdf", "docx"))

    sentence = "Our fonts lack these signs, so the letters cannot be printed as PDF with them: 李 (U+674E)."
    assert (shown.status_code, sentence in text_of(shown)) == (200, True)
    assert (pdf.status_code, sentence in text_of(pdf)) == (422, True)
    assert docx.Document(io.BytesIO(word.content)).paragraphs[0].text == "李 Beispiel"


def test_machine_that_cannot_print_shows_the_letters_all_the_same(client, action, monkeypatch):
    monkeypatch.setattr(engine, "PANGO", ("libno-such-library.so.0",))
    engine._engine.cache_clear()

    shown, pdf = post(client, action), post(client, action, "pdf")

    engine._engine.cache_clear()
    assert (shown.status_code, pdf.status_code) == (200, 503)
    assert "Not measured on paper." in text_of(shown)
    assert "Dear Minister," in text_of(pdf)


def test_letter_longer_than_a_page_is_told(client, action):
    draft = make_draft(action, summary="A teacher is to be tried without a lawyer. " * 29 + "Now.")
    draft.demands.update(letter_wording="I urge you to let her have a lawyer of her own choosing. " * 11 + "Now.")
    issue(draft)

    text = text_of(post(client, action, sentence="word " * 55, address="Line 1\nLine 2\nLine 3\nLine 4", version="2"))

    assert "1 letter is longer than one page." in text
    assert "2 pages on paper: longer than one." in text
    assert "Begin an e-mail with address and subject" in text
    assert "many programs cut it off after 2,000" in text


def test_copy_goes_along_with_the_mail_of_the_appeal(client):
    minister, court = make_authority(emails="minister@office.example"), make_authority(emails="court@office.example")
    draft = make_draft(recipients=[minister])
    Recipient.objects.create(sheet=draft, authority=court, role="copies", order=2)
    issue(draft)

    text = text_of(post(client, draft.action))

    assert "mailto:minister@office.example?cc=court@office.example&subject=" in text
    assert "By e-mail it gets a copy of the mail above." in text
    assert "mailto:court@" not in text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "We have no words yet to end a letter in Japanese, so the letters are in English."),
        ("ru", "Salutation, date and close are in Russian as far as the sheet has them;"),
    ],
)
def test_what_a_language_does_and_does_not_change_is_told(client, language, sentence):
    action = make_open_action(languages=[language])

    assert sentence in text_of(post(client, action, language=language))


def test_action_in_preparation_is_not_found(client):
    action = make_action()
    make_draft(action)

    assert client.get(url(action)).status_code == 404
    assert post(client, action, "pdf").status_code == 404


def stop(action):
    stop_action(action, by=action.created_by, at=AT, reason="released", public_note="She is free.")


def pause(action):
    pause_action(action, by=action.created_by, at=AT, public_note="She is free.")


def close(action):
    close_action(action, by=action.created_by, at=AT, reason="over", public_note="She is free.")


def stop_by_a_sheet(action):
    issue(make_stop(action), public_note="She is free.")


@pytest.mark.parametrize(
    ("end", "status", "headline"),
    [
        (stop, 410, "Stopped since 13 July 2011: do not write"),
        (stop_by_a_sheet, 410, "Stopped since 13 July 2011: do not write"),
        (pause, 409, "Paused since 13 July 2011: do not write now"),
        (close, 410, "Closed since 13 July 2011: this action is over"),
    ],
)
@pytest.mark.parametrize("output", ["", *OUTPUTS])
def test_action_that_is_over_says_so_to_an_old_form_as_on_its_page(client, action, end, status, headline, output):
    end(UrgentAction.objects.get(pk=action.pk))

    response = post(client, action, output) if output else client.get(url(action))

    text = text_of(response)
    assert (response.status_code, headline in text, "She is free." in text) == (status, True, True)
    assert not has_letters(response)
    assert "no-store" in response["Cache-Control"]
    assert [word for word in ("Anna", "minister@", "Show my letters", "+354 555") if word in text] == []


def test_no_letters_after_the_last_good_day(client, action, settings):
    settings.DEMO_TODAY = date(2011, 8, 22)
    assert post(client, action, "txt").status_code == 200

    settings.DEMO_TODAY = date(2011, 8, 23)
    response = post(client, action, "txt")

    assert response.status_code == 410
    assert "Over: the last good day was 22 August 2011" in text_of(response)


@pytest.mark.parametrize("output", OUTPUTS)
def test_letters_of_an_action_that_is_stopped_while_they_are_made_are_handed_to_nobody(
    client, action, output, monkeypatch
):
    made = view._answer

    def stopped_meanwhile(*args):
        answer = made(*args)
        stop(UrgentAction.objects.get(pk=action.pk))
        return answer

    monkeypatch.setattr(view, "_answer", stopped_meanwhile)

    response = post(client, action, output)

    assert response.status_code == 410
    assert not has_letters(response)


def test_letters_of_a_sheet_that_is_replaced_while_they_are_made_are_made_of_the_new_one(client, action, monkeypatch):
    made, times = view._answer, []

    def replaced_meanwhile(*args):
        answer = made(*args)
        if not times:
            issue(make_draft(UrgentAction.objects.get(pk=action.pk), headline="TEACHER FACES NEW TRIAL"))
        times.append(1)
        return answer

    monkeypatch.setattr(view, "_answer", replaced_meanwhile)

    text = text_of(post(client, action))

    assert len(times) == 2
    assert "TEACHER FACES NEW TRIAL" in text
    assert "TEACHER FACES UNFAIR TRIAL" not in text


@pytest.mark.parametrize("output", OUTPUTS)
def test_who_opened_the_form_by_an_older_sheet_reads_the_new_letters_before_there_is_a_file(client, action, output):
    issue(make_draft(action, headline="TEACHER FACES NEW TRIAL"))

    response = post(client, action, output, version="1")

    assert response["Content-Type"].startswith("text/html")
    assert "The sheet of this action was replaced since you opened this page." in text_of(response)
    assert "TEACHER FACES NEW TRIAL" in text_of(response)
    assert "replaced since" not in text_of(post(client, action, version="2"))
    assert b"%PDF" in post(client, action, "pdf", version="2").content


def test_sheet_that_never_stands_still_is_not_waited_for(client, action, monkeypatch):
    made = view._answer

    def replaced_each_time(*args):
        answer = made(*args)
        issue(make_draft(UrgentAction.objects.get(pk=action.pk)))
        return answer

    monkeypatch.setattr(view, "_answer", replaced_each_time)

    response = post(client, action, "txt")

    assert (response.status_code, "Please try again" in text_of(response)) == (503, True)
    assert not has_letters(response)


def test_form_that_another_site_fills_in_counts_as_nothing(client, action):
    response = client.post(url(action), TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 200
    assert "Anna Beispiel" not in text_of(response)
    assert not has_letters(response)


@pytest.mark.parametrize("length", [view.LARGEST_REQUEST + 1, 10**7])
def test_request_larger_than_any_form_is_refused_unread(client, action, length):
    response = client.generic(
        "POST", url(action), b"name=" + b"x" * (length - 5), content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 413
    assert "This is too much for a letter" in text_of(response)


def test_all_fields_filled_to_their_ends_fit_into_a_request(client, action):
    response = post(client, action, name="ع" * 80, place="ع" * 60, address="ع" * 240, sentence="ع " * 150)

    assert response.status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, action, method):
    assert getattr(client, method)(url(action)).status_code == 405


def make_embassy(**fields):
    """That of Iceland in Switzerland, where the letters are posted."""
    usual = {"kind": "mission", "office": "Sample Embassy of Iceland", "represents": "IS", "accredited_to": "CH"}
    lines = {"country": "CH", "postal_lines": "Musterweg 1\n3000 Bern", "salutation": "Your Excellency"}
    return make_authority(**{**usual, **lines, **fields})


def test_embassy_in_the_country_of_posting_gets_a_letter_where_it_is_ticked(client, action):
    make_embassy()
    without, ticked = text_of(post(client, action)), text_of(post(client, action, to_embassy="on"))

    assert ("1 letter, ready to go" in without, "Your Excellency," in without) == (True, False)
    assert "2 letters, ready to go" in ticked
    assert "Your Excellency," in ticked
    assert "<strong>Post by 17 August 2011</strong>, from Switzerland." in ticked
    assert "Address verified on 13 July 2011." in ticked


@pytest.mark.parametrize("output", ["pdf", "docx", "txt"])
def test_every_file_holds_the_letter_to_the_embassy(client, action, output):
    make_embassy()

    content = post(client, action, output, to_embassy="on").content

    match output:
        case "pdf":
            text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        case "docx":
            text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
        case _:
            text = content.decode()
    assert "Musterweg 1" in text
    assert "Your Excellency," in text


def test_sheet_that_asks_for_copies_to_diplomats_has_the_tick_set(client):
    action = make_open_action(diplomatic_note="")

    def ticked() -> list[str]:
        boxes = re.findall(r"<input[^>]* checked[^>]*>", client.get(url(action)).content.decode())
        return [name for box in boxes for name in re.findall(r'name="(\w+)"', box)]

    assert ticked() == []
    issue(make_draft(action, diplomatic_note="Please also send copies to the embassy in your country."))

    assert ticked() == ["to_embassy"]


def test_where_no_embassy_is_known_the_sentence_of_the_sheet_stands(client, action):
    note = "Please also send copies to the embassy in your country."
    issue(make_draft(action, diplomatic_note=note))

    text = text_of(post(client, action, version="2", to_embassy="on"))

    assert note in text
    assert "We have no address of an embassy of Iceland for Switzerland yet." in text
    assert "1 letter, ready to go" in text


def test_who_writes_from_the_country_itself_has_no_embassy_there(client, action):
    text = text_of(post(client, action, to_embassy="on", writes_from="IS"))

    assert "You write from Iceland itself, where it has no embassy." in text
    assert "from Iceland.</li>" in text


def test_days_are_counted_from_the_country_of_posting(client, action):
    # 15 August is a holiday there.
    assert "<strong>Post by 5 August 2011</strong>, from Austria." in text_of(post(client, action, writes_from="AT"))


def test_address_of_the_page_may_say_the_country_of_posting(client, action):
    chosen, odd = client.get(f"{url(action)}?from=AT"), client.get(f"{url(action)}?from=Atlantis")

    assert '<option value="AT" selected>Austria</option>' in chosen.content.decode()
    assert '<option value="CH" selected>Switzerland</option>' in odd.content.decode()
    assert "“Atlantis” is no country that we know" in text_of(odd)


def test_country_that_there_is_not_gets_a_sentence(client, action):
    response = post(client, action, writes_from="Atlantis")

    assert response.status_code == 422
    assert "This cannot be chosen (any more). Choose another." in text_of(response)


def test_letter_goes_by_way_of_the_embassy_where_no_post_goes(client, action):
    make_embassy()
    route = PostalRoute(country="IS", working_days=5, is_suspended=True)
    route.suspended_since, route.suspension_reason = date(2011, 7, 18), "no flights"
    route.save()

    text = text_of(post(client, action))

    assert "By way of: Sample Embassy of Iceland – please forward" in text
    assert "to Sample Embassy of Iceland, soon and by 17 August 2011 at the latest" in text
