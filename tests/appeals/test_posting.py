"""Until when each letter of a sheet has to be posted, and what to do where post does not arrive."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.posting import Post, PostAdvice, advice_by, either, post_advice, post_lines, post_plan, post_words
from campaigns.content import Addressee, SheetContent, content_of
from campaigns.models import Sheet
from cases.models import Authority, PostalRoute
from cases.post import Transit, is_working_day, last_posting_day
from tests.builders import make_authority, make_case, make_open_action

TODAY = date(2011, 7, 13)  # a Wednesday
LAST_GOOD_DAY = date(2011, 8, 22)  # a Monday
TEN_DAYS = Transit(10)


def content(**fields: Any) -> SheetContent:
    """The content of a sheet on Iceland that runs until 22 August 2011."""
    texts = (
        "reference", "series", "check_code", "title", "index_number", "headline", "summary", "story",
        "additional_information", "appeals_wording", "late_note", "diplomatic_note",
    )  # fmt: skip
    plain: dict[str, Any] = dict.fromkeys(texts, "")
    plain |= dict.fromkeys(("concerns", "people", "demands", "recipients", "languages"), ())
    dates = {"dated": TODAY, "appeals_limit": date(2011, 8, 23), "last_good_day": LAST_GOOD_DAY}
    return SheetContent(
        **{
            **plain, **dates, "number": 1, "year": 2011, "version": 1, "kind": Sheet.Kind.FIRST, "country": "IS",
            "country_name": "Iceland", "own_language": True, **fields,
        }
    )  # fmt: skip


def office(**fields: Any) -> Addressee:
    """An office in Iceland that has a postal address and nothing else."""
    return Addressee(
        **{
            "authority_id": 1, "role": "appeals", "form_of_address": "", "holder": "", "office": "Ministry of Examples",
            "postal_lines": ("1 Example Street", "Iceland"), "country": "IS", "fax": "", "phone": "", "emails": (),
            "web_form": "", "salutations": (), "verified_on": None, **fields,
        }
    )  # fmt: skip


def advice(
    addressee: Addressee, *, on: date = TODAY, transit: Transit = TEN_DAYS, last: date = LAST_GOOD_DAY
) -> PostAdvice:
    sheet = content(recipients=(addressee,), last_good_day=last)
    [found] = advice_by(sheet, {addressee.country: transit}, embassy=None, from_country="CH", on=on)
    return found


# The dates, whatever the country and the day.

SENDERS = st.sampled_from(
    ["CH", "EG", "IL", "NP", "US", "ZZ"]
)  # Saturday and Sunday off, Friday and Saturday; ZZ is not known
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@st.composite
def plans(draw: Any) -> PostAdvice:
    last, working_days = draw(DAYS), draw(st.integers(1, 60))
    on = last - timedelta(days=draw(st.integers(0, 120)))
    sheet = content(recipients=(office(),), last_good_day=last)
    transits = {"IS": Transit(working_days)}
    [found] = advice_by(sheet, transits, embassy=None, from_country=draw(SENDERS), on=on)
    return found


@given(plans())
def test_post_by_is_a_working_day_and_leaves_the_post_its_time(found: PostAdvice) -> None:
    assert found.post_by is not None
    assert is_working_day(found.post_by, found.from_country)
    assert found.post_by <= found.last_good_day - timedelta(days=found.transit.working_days)


@given(plans())
def test_letter_is_in_time_as_long_as_the_day_to_post_by_is_not_over(found: PostAdvice) -> None:
    assert found.post_by is not None
    assert found.arrives is not None
    assert (found.post == Post.IN_TIME) == (found.on <= found.post_by) == (found.arrives <= found.last_good_day)


@given(DAYS, st.integers(1, 60), st.integers(0, 60), st.integers(0, 30), SENDERS)
def test_who_has_longer_posts_no_sooner_and_slower_post_no_later(
    last: date, working_days: int, longer: int, slower: int, country: str
) -> None:
    def posted(last: date, working_days: int) -> date:
        sheet = content(recipients=(office(),), last_good_day=last)
        transits = {"IS": Transit(working_days)}
        [found] = advice_by(sheet, transits, embassy=None, from_country=country, on=TODAY)
        assert found.post_by is not None
        return found.post_by

    assert posted(last, working_days) <= posted(last + timedelta(days=longer), working_days)
    assert posted(last, working_days + slower) <= posted(last, working_days)


@pytest.mark.parametrize(
    ("country", "last_good_day", "expected"),
    [
        ("CH", LAST_GOOD_DAY, date(2011, 8, 8)),
        ("NP", LAST_GOOD_DAY, date(2011, 8, 5)),  # that Monday is a holiday in Nepal
        # A Sunday: off in Switzerland, and a working day in Egypt, where Friday and Saturday are off.
        ("CH", date(2011, 8, 21), date(2011, 8, 5)),
        ("EG", date(2011, 8, 21), date(2011, 8, 7)),
        ("ZZ", date(2011, 8, 21), date(2011, 8, 5)),  # holidays that nobody knows: Monday to Friday
    ],
)
def test_post_by_counts_working_days_of_the_writers_country(country: str, last_good_day: date, expected: date) -> None:
    sheet = content(recipients=(office(),), last_good_day=last_good_day)
    [found] = advice_by(sheet, {"IS": TEN_DAYS}, embassy=None, from_country=country, on=TODAY)

    assert found.post_by == expected == last_posting_day(TEN_DAYS, last_good_day, sending_country=country)


# What is said.


def test_letter_that_arrives_in_time_says_until_when_and_what_then() -> None:
    found = advice(office(fax="+354 1", emails=("a@example.org",)))

    assert found.headline == "Post by 8 August 2011"
    assert found.sentence == (
        "Then it is there in time: it takes about 10 working days. After that day, send it by fax or e-mail."
    )


@pytest.mark.parametrize(
    ("on", "post", "headline"),
    [
        (date(2011, 8, 7), Post.IN_TIME, "Post by 8 August 2011"),
        (date(2011, 8, 8), Post.IN_TIME, "Post it today, 8 August 2011"),
        (date(2011, 8, 9), Post.TOO_LATE, "Too late for the post"),
    ],
)
def test_day_before_the_day_and_the_day_after(on: date, post: Post, headline: str) -> None:
    found = advice(office(), on=on)

    assert (found.post, found.headline) == (post, headline)


def test_on_the_last_good_day_only_what_is_faster_arrives() -> None:
    found = advice(office(web_form="https://example.org/write"), on=LAST_GOOD_DAY)

    assert found.post == Post.TOO_LATE
    assert found.is_reachable
    assert found.do_by == LAST_GOOD_DAY
    assert found.sentence == (
        "Posted now it would be there on about 5 September 2011, and 22 August 2011 is the last good day. It cannot "
        "arrive in time: send it by its web form."
    )


def test_office_that_has_only_a_telephone_is_out_of_reach_when_post_is_too_late() -> None:
    found = advice(office(phone="+354 1"), on=date(2011, 8, 9))

    assert not found.is_reachable
    assert found.do_by is None
    assert found.sentence.endswith(
        "We know of no fax, e-mail address or web form of this office: please do not send a letter too late."
    )


def test_suspended_route_says_since_when_and_why() -> None:
    suspended = Transit(10, is_suspended=True, suspended_since=date(2011, 7, 4), suspension_reason="no flights")

    found = advice(office(fax="+354 1"), transit=suspended)

    assert (found.post, found.post_by, found.arrives) == (Post.SUSPENDED, None, None)
    assert found.headline == "No post at present"
    assert found.sentence == "No letters are taken to Iceland since 4 July 2011 (no flights). Send it by fax."


def test_office_without_an_address_is_written_to_the_way_it_has() -> None:
    found = advice(office(postal_lines=(), emails=("a@example.org",)))

    assert (found.headline, found.sentence) == ("No postal address", "Send it by e-mail.")


@pytest.mark.parametrize(
    ("ways", "words"),
    [((), ""), (("fax",), "fax"), (("fax", "e-mail"), "fax or e-mail"),
     (("fax", "e-mail", "web form"), "fax, e-mail or its web form")],
)  # fmt: skip
def test_ways_in_words(ways: tuple[str, ...], words: str) -> None:
    assert either(ways) == words


# With the book and the table of routes.


def make_embassy(**overrides: Any) -> Authority:
    return make_authority(
        **{
            "kind": "mission", "office": "Sample Embassy of Iceland", "country": "CH", "represents": "IS",
            "accredited_to": "CH", "form_of_address": "Ambassador", "notes": "CANARY", **overrides,
        },
        salutation="Your Excellency",
    )  # fmt: skip


def held(**overrides: Any) -> SheetContent:
    action = make_open_action(make_case(country="IS"), **overrides)
    assert action.current_sheet is not None
    return content_of(action.current_sheet)


@pytest.mark.django_db
def test_what_has_to_leave_first_stands_first() -> None:
    sheet = held(
        recipients=[
            make_authority(office="By post alone, and none goes", country="JO"),
            make_authority(office="By fax", country="JO", fax="+962 1"),
            make_authority(office="In Iceland", country="IS"),
            make_authority(office="Far away", country="NP"),
        ],
        diplomatic_note="",
    )

    PostalRoute.objects.create(country="NP", working_days=20)
    PostalRoute.objects.create(
        country="JO", working_days=5, is_suspended=True, suspended_since=TODAY, suspension_reason="no flights"
    )

    found = post_advice(sheet, from_country="CH", on=TODAY)

    assert [(one.addressee.office, one.do_by) for one in found] == [
        ("Far away", date(2011, 7, 22)),
        ("In Iceland", date(2011, 8, 8)),
        ("By fax", LAST_GOOD_DAY),
        ("By post alone, and none goes", None),
    ]


@pytest.mark.django_db
def test_embassy_of_the_writers_country_is_one_more_to_write_to(django_assert_num_queries: Any) -> None:
    embassy = make_embassy()
    sheet = held()

    with django_assert_num_queries(3):
        plan = post_plan(sheet, from_country="CH", on=TODAY)

    assert plan.embassy is not None
    assert plan.embassy.authority_id == embassy.pk
    assert plan.embassy.salutations == (("en", "Your Excellency"),)
    assert [(one.addressee.office, one.is_embassy, one.post_by) for one in plan.advice[1:]] == [
        ("Sample Embassy of Iceland", True, date(2011, 8, 17))
    ]
    assert "CANARY" not in repr(plan)


@pytest.mark.django_db
def test_embassy_is_that_of_the_writers_country_alone() -> None:
    make_embassy()
    sheet = held()

    assert post_plan(sheet, from_country="AT", on=TODAY).embassy is None
    assert post_plan(sheet, from_country="IS", on=TODAY).embassy is None


@pytest.mark.django_db
def test_embassy_that_is_on_the_sheet_stands_there_once() -> None:
    sheet = held(recipients=[make_authority(), make_embassy()])

    plan = post_plan(sheet, from_country="CH", on=TODAY)

    assert plan.has_embassy
    assert [one.is_embassy for one in plan.advice] == [False, False]


@pytest.mark.django_db
def test_sheet_that_asks_for_no_copies_to_diplomats_sends_none() -> None:
    make_embassy()

    plan = post_plan(held(diplomatic_note=""), from_country="CH", on=TODAY)

    assert [one.is_embassy for one in plan.advice] == [False]


@pytest.mark.django_db
def test_where_no_post_goes_the_embassy_is_asked_to_forward() -> None:
    make_embassy()
    sheet = held(diplomatic_note="")
    PostalRoute.objects.create(
        country="IS", working_days=5, is_suspended=True, suspended_since=TODAY, suspension_reason="no flights"
    )

    [found] = post_advice(sheet, from_country="CH", on=TODAY)

    assert found.via is not None
    assert found.do_by == found.via_post_by == date(2011, 8, 17)
    assert found.sentence == (
        "No letters are taken to Iceland since 13 July 2011 (no flights). Send it via the embassy, which still has to "
        "pass it on: to Sample Embassy of Iceland, soon and by 17 August 2011 at the latest, with the words “please "
        "forward”."
    )


@pytest.mark.django_db
def test_embassy_that_post_does_not_reach_in_time_either_is_not_asked() -> None:
    make_embassy()
    sheet = held()

    found = post_advice(sheet, from_country="CH", on=date(2011, 8, 19))

    assert [one.via for one in found] == [None, None]


@pytest.mark.django_db
def test_holder_of_the_embassy_whose_term_is_over_is_not_named() -> None:
    make_embassy(holder="H.E. Sample", holder_until=date(2011, 7, 12))

    plan = post_plan(held(), from_country="CH", on=TODAY)

    assert plan.embassy is not None
    assert plan.embassy.holder == ""


@pytest.mark.parametrize("fields", [{"kind": Sheet.Kind.STOP}, {"last_good_day": date(2011, 7, 12)}])
def test_sheet_that_asks_for_nothing_any_more_gives_no_advice(fields: dict[str, Any]) -> None:
    sheet = replace(content(recipients=(office(),)), **fields)

    assert post_advice(sheet, from_country="CH", on=TODAY) == ()


# For whoever moves a date.


@pytest.mark.django_db
def test_whoever_moves_a_date_reads_whether_letters_come_before_it() -> None:
    sheet = content(reference="UA 1/11", recipients=(office(), replace(office(), authority_id=2)))

    early = list(post_words(sheet, arrive_before=date(2011, 7, 27), on=TODAY))
    late = list(post_words(sheet, arrive_before=date(2011, 7, 28), on=TODAY))

    assert early == [
        "UA 1/11: a letter to Iceland that is posted today in Switzerland is there on about 27 July 2011, too late for "
        "that day. Only a fax or an e-mail comes before it."
    ]
    assert late == [
        "UA 1/11: a letter to Iceland that is posted today in Switzerland is there on about 27 July 2011, before that "
        "day."
    ]


@pytest.mark.django_db
def test_whoever_moves_a_date_reads_that_no_post_goes() -> None:
    PostalRoute.objects.create(
        country="IS", working_days=5, is_suspended=True, suspended_since=TODAY, suspension_reason="no flights"
    )
    sheet = content(reference="UA 1/11", recipients=(office(), office(country="NP", postal_lines=())))

    assert list(post_words(sheet, arrive_before=date(2011, 7, 28), on=TODAY)) == [
        "UA 1/11: no post goes to Iceland at present (no flights)."
    ]


@pytest.mark.django_db
def test_paper_says_once_what_is_true_of_several_offices() -> None:
    PostalRoute.objects.create(country="IS", working_days=10)
    court = office(authority_id=2, office="Sample Court")
    abroad = office(authority_id=3, office="Board of Examples", country="CH")

    lines = list(post_lines(content(recipients=(office(), court, abroad)), from_country="CH", on=TODAY))

    assert [line.partition(":")[0] for line in lines] == ["Ministry of Examples; Sample Court", "Board of Examples"]
