"""How a pack is laid out in parts and bound, and what becomes of odd names in it."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from django.core.exceptions import ValidationError

from appeals import pack_making
from appeals.pack_check import check_of_pack
from appeals.pack_making import PackGivenUp, pdf_of_pack
from appeals.pack_stamps import postage_of_pack, stamps_of
from appeals.packs import pack_of
from appeals.writer_names import NamesField
from cases.models import PostalRoute
from tests.appeals.test_packs import COURT, FIRST, SECOND, make_order, words_on
from tests.appeals.test_pdf import failures
from tests.appeals.test_sheets import make_addressee
from tests.builders import make_rate

pytestmark = pytest.mark.django_db

EMBASSY = make_addressee(form_of_address="", holder="", office="Sample Embassy", role="copies", authority_id=99)
# What people paste, or type to see what happens.
ODD_NAMES = [
    "<b>Anna</b>&amp;</p><style>*{display:flex}</style>",
    "Z" + "\u0301" * 70,
    "W" * 80,
    "{{ 7 }}{% now %}",
    "1 0 R endobj >> stream",
    "ليلى Anna שלום Привет",
    "‘’“”«»—…·•",
    "' OR 1=1 --",
    "=1+1|calc",
    "Anna\u00a0\u00a0\u00a0Muster",
    "\u0650\u0651\u064b" * 20,
    "-" * 80,
]


def test_parts_bound_are_one_tagged_document(monkeypatch) -> None:
    """As with a hundred writers, but of parts so small that there are many."""
    monkeypatch.setattr(pack_making, "MOST_LETTERS_OF_A_PART", 2)
    monkeypatch.setattr(pack_making, "MOST_ENVELOPES_OF_A_PART", 2)
    order = make_order(kind="envelope-c5", spare=1)
    done = []

    pdf = pdf_of_pack(pack_of(order, tally_codes=["7K3F9QXM"]), told=done.append)

    pages = [words_on(sheet) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert failures(pdf) == []
    assert len(pages) == 25
    assert [number for number, text in enumerate(pages, start=1) if text == ""] == [6, 10]
    assert "testserver/tally/ 7K3F-9QXM/" in pages[21]
    assert sorted(done) == done
    assert done[-1] == order.pages_at_least - 4  # the court has no postal address, so no envelopes


def test_pack_that_nobody_wants_any_more_is_given_up_in_the_middle(monkeypatch) -> None:
    def stopped(done: int) -> None:
        raise PackGivenUp("UA 1/11 was stopped.")

    with pytest.raises(PackGivenUp):
        pdf_of_pack(pack_of(make_order()), told=stopped)


def test_odd_names_are_printed_as_they_are_or_refused_with_a_sentence() -> None:
    taken, refused = [], []
    for name in ODD_NAMES:
        try:
            taken += NamesField().clean(name)
        except ValidationError as refusal:
            refused += refusal.messages
    assert len(taken) > len(refused)
    assert [sentence for sentence in refused if not sentence.startswith("Line 1")] == []

    pdf = pdf_of_pack(pack_of(make_order(actions=(SECOND,), names=tuple(taken), kind="l7160")))

    text = " ".join(words_on(sheet) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert [name for name in ("<b>Anna</b>&amp;</p>", "{{ 7 }}{% now %}", "1 0 R endobj") if name not in text] == []


def test_embassy_gets_a_copy_from_everybody_and_is_named_in_the_letters() -> None:
    order = make_order(actions=(replace(FIRST, embassy=EMBASSY), SECOND), spare=1)
    pack = pack_of(order)

    to_embassy = [each for each in pack.sets if each.is_to_embassy]
    assert [(each.title, each.count) for each in to_embassy] == [("UA 1/11: Sample Embassy", 4)]
    assert all(letter.is_copy for letter in to_embassy[0].everyone)
    assert "Sample Embassy" in pack.sets[0].letters[0].copy_line.text
    assert order.letters == pack.letters == 16


def test_stamps_are_counted_for_each_country_without_those_that_no_post_reaches() -> None:
    home = make_addressee(office="Sample Mission", country="CH", role="copies")
    content = replace(FIRST.content, recipients=(*FIRST.content.recipients, home))
    pack = pack_of(make_order(actions=(replace(FIRST, content=content), SECOND)))

    assert COURT in content.recipients
    assert pack.stamps == (("CH", 3), ("IS", 6))


def test_no_stamp_is_bought_for_a_country_to_which_no_post_goes() -> None:
    PostalRoute.objects.create(
        country="IS",
        working_days=5,
        is_suspended=True,
        suspended_since=date(2011, 7, 1),
        suspension_reason="no flights",
    )

    pack = pack_of(make_order(actions=(SECOND,)))

    assert [(each.country, each.count, each.is_suspended) for each in stamps_of(pack)] == [("Iceland", 3, True)]
    assert check_of_pack(pack).stamps_in_all == 0


def test_stamps_of_a_pack_have_their_price_where_one_is_known() -> None:
    make_rate(zone="rest", price="1.40")
    home = make_addressee(office="Sample Mission", country="CH", role="copies")
    content = replace(FIRST.content, recipients=(*FIRST.content.recipients, home))
    pack = pack_of(make_order(actions=(replace(FIRST, content=content), SECOND)))

    postage = postage_of_pack(pack, stamps_of(pack))

    assert postage is not None
    assert (postage.amount, postage.priced, postage.unpriced) == ("CHF 8.40", 6, 3)
