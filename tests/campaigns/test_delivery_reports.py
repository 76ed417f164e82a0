"""Reading what mail servers write back, and whatever else comes to that address."""

from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.delivery_reports import LARGEST, DeliveryReport, Fate, NotAReport, read_report, spelling
from tests.reports import ADDRESS, MESSAGE_ID, exchange_report, exim_report, postfix_report


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(postfix_report(), "5.1.1", id="postfix"),
        pytest.param(exim_report(), "5.1.1", id="exim"),
        pytest.param(exchange_report(), "5.1.10", id="exchange"),
        pytest.param(postfix_report().replace(b"\r\n", b"\n"), "5.1.1", id="line ends of Unix"),
    ],
)
def test_report_of_a_common_mail_server(raw: bytes, status: str) -> None:
    assert read_report(raw) == DeliveryReport(MESSAGE_ID, (Fate(ADDRESS, "failed", status),))


def with_recipient(fields: str) -> bytes:
    """A report whose group about the recipient is this."""
    head, rest = postfix_report().split(b"Final-Recipient", 1)
    tail = rest.split(b"\r\n\r\n", 1)[1]
    return head + fields.replace("\n", "\r\n").encode() + b"\r\n\r\n" + tail


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ("Final-Recipient: rfc822; Anna@Example.ORG\nAction: Failed\nStatus: 5.1.1", Fate(ADDRESS, "failed", "5.1.1")),
        (
            "Final-Recipient: RFC822 ; <anna@example.org> (Anna (the teacher))\nAction: failed (for good)\n"
            "Status: 5.1.1 (no such mailbox)",
            Fate(ADDRESS, "failed", "5.1.1"),
        ),
        ("Final-Recipient:\n rfc822;\n anna@example.org\nAction:\n failed", Fate(ADDRESS, "failed", "")),
        ("Final-Recipient: anna@example.org\nAction: failed\nStatus: 5.1.1", Fate(ADDRESS, "failed", "5.1.1")),
        ("Final-Recipient: utf-8; ann\\x{E4}@example.org\nAction: failed", Fate("annä@example.org", "failed", "")),
        ("Final-Recipient: utf-8; a\\x{FFFFFF}b@example.org\nAction: failed", Fate("ab@example.org", "failed", "")),
        ("Original-Recipient: rfc822; anna@example.org\nAction: delayed", Fate(ADDRESS, "delayed", "")),
        # Where it forwards to comes first: the address that we wrote to may reach others, too.
        (
            "Original-Recipient: rfc822; group@example.org\nFinal-Recipient: rfc822; anna@example.org\nAction: failed",
            Fate(ADDRESS, "failed", ""),
        ),
        ("Final-Recipient: x400; /G=Anna/S=Beispiel/\nAction: failed\nStatus: 5.1.1", Fate("", "failed", "5.1.1")),
        ("Final-Recipient: rfc822; anna\nAction: failed", Fate("", "failed", "")),
        ("Final-Recipient: rfc822; a@b@c\nAction: failed", Fate("", "failed", "")),
        ("Status: 5.1.1", Fate("", "", "5.1.1")),
    ],
)
def test_fields_of_a_recipient(fields: str, fate: Fate) -> None:
    assert read_report(with_recipient(fields)).fates == (fate,)


def test_several_recipients_are_told_apart() -> None:
    fields = "Final-Recipient: rfc822; {}@example.org\nAction: {}\nStatus: {}"
    raw = with_recipient(f"{fields.format('anna', 'failed', '5.1.1')}\n\n{fields.format('eva', 'delayed', '4.4.1')}")

    assert read_report(raw).fates == (
        Fate("anna@example.org", "failed", "5.1.1"),
        Fate("eva@example.org", "delayed", "4.4.1"),
    )


def test_report_of_the_newer_kind() -> None:
    raw = (
        postfix_report()
        .replace(b"message/delivery-status", b"message/global-delivery-status")
        .replace(b"Content-Type: message/rfc822", b"Content-Type: message/global")
        .replace(b"Original-Recipient: rfc822;anna", "Original-Recipient: utf-8;änna".encode())
    )

    assert read_report(raw) == DeliveryReport(MESSAGE_ID, (Fate(ADDRESS, "failed", "5.1.1"),))


def test_report_without_a_recipient_has_no_fate() -> None:
    assert read_report(with_recipient("X-Nothing: here")).fates == ()


@pytest.mark.parametrize(
    "message_id",
    [
        "",
        "no brackets",
        "<with space@desk.example>",
        "<one@desk.example> <two@desk.example>",
        "<>",
        "<\u00fc@desk.example>",
        "<\0@desk.example>",
        f"<{'a' * 300}>",
    ],
)
def test_message_id_that_is_none_is_not_taken(message_id: str) -> None:
    assert read_report(postfix_report(message_id=message_id)).message_id == ""


def test_two_returned_mails_return_no_message_id() -> None:
    raw = exim_report()
    returned = raw[raw.index(b"--1310796007-eximdsn-1\r\nContent-type: text/rfc822-headers") :]
    twice = raw.replace(returned, returned.removesuffix(b"--1310796007-eximdsn-1--\r\n") + returned)

    assert read_report(twice).message_id == ""


def letter(text: str = "I am away until August.", **headers: str) -> bytes:
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "it is no delivery report but another kind of mail"),
        (b"\x00\xff" * 500, "it is no delivery report but another kind of mail"),
        (
            letter(Subject="Away", Auto_Submitted="auto-replied", In_Reply_To=MESSAGE_ID),
            "it is no delivery report but another kind of mail",
        ),
        (
            postfix_report().replace(b"report-type=delivery-status", b"report-type=feedback-report"),
            "it reports something else than a delivery",
        ),
        (
            postfix_report().replace(b"report-type=delivery-status", b"report-type=disposition-notification"),
            "it reports something else than a delivery",
        ),
        (
            postfix_report().replace(b"message/delivery-status", b"text/plain"),
            "its part about the delivery is missing, or there are several",
        ),
        (postfix_report()[:700], "its part about the delivery is missing, or there are several"),
        (postfix_report() + b"x" * LARGEST, "it is too large for a delivery report on one of our mails"),
        (b"\n" * 60_000, "it is too large for a delivery report on one of our mails"),
    ],
)
def test_what_is_no_report_gets_a_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(NotAReport) as problem:
        read_report(raw)

    assert str(problem.value) == sentence


def nested(depth: int) -> bytes:
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth)
    )


GROUPS = b"\r\n\r\nAction: failed" * 20_000 + b"\r\n\r\nFinal-"
HOSTILE = {
    "nested parts": nested(5_000),
    "nested mails": b"Content-Type: message/rfc822\n\n" * 20_000,
    "many parts": b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n\n" * 20_000,
    "a long header": b"Content-Type: multipart/report; " + b'a="' + b";" * 900_000,
    "comments in comments": b"Content-Type: multipart/report" + b"(" * 900_000,
    "many headers": b"a:\n" * 45_000 + b"\n",
    "a header in many lines": b"Content-Type: multipart/report;\n" + b" a*0*=b;\n" * 45_000,
    "many recipients": postfix_report().replace(b"\r\n\r\nFinal-", GROUPS),
    "many recipients of the newer kind": postfix_report()
    .replace(b"\r\n\r\nFinal-", GROUPS)
    .replace(b"message/delivery-status", b"message/global-delivery-status"),
    "an encoding that is none": postfix_report().replace(b"charset=us-ascii", b"charset=nonsense"),
    "a recipient of comments": with_recipient("Final-Recipient: rfc822;" + "(" * 400_000 + "\nAction: failed"),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_in_bounds(raw: bytes) -> None:
    """Without the bounds some of these take minutes, and others all the stack."""
    _read_or_sentence(raw)


@given(st.binary(max_size=3_000))
def test_any_bytes_are_a_report_or_get_a_sentence(raw: bytes) -> None:
    _read_or_sentence(raw)


@given(st.data())
def test_any_damage_to_a_report_leaves_a_report_or_gets_a_sentence(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from([postfix_report(), exim_report(), exchange_report()]))
    begin = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(begin, min(len(raw), begin + 200)))

    _read_or_sentence(raw[:begin] + data.draw(st.binary(max_size=60)) + raw[end:])


def _read_or_sentence(raw: bytes) -> None:
    """Anything else that is raised fails the test."""
    with suppress(NotAReport):
        report = read_report(raw)
        assert report.message_id.isascii()
        assert all(fate.address.count("@") in (0, 1) for fate in report.fates)


@pytest.mark.parametrize(
    ("address", "spelled"),
    [
        (" Anna@Example.org ", "anna@example.org"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@XN--BCHER-KVA.example", "anna@xn--bcher-kva.example"),
        ("anna@" + "ü" * 80, "anna@" + "ü" * 80),
        ("anna", "anna"),
    ],
)
def test_spelling_of_an_address(address: str, spelled: str) -> None:
    assert spelling(address) == spelled
