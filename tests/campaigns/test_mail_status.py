"""Which codes of RFC 3463 say that an address is dead, and where a code is found."""

import pytest

from campaigns.mail_status import says_address_is_dead, status_at_the_start, status_of_answer, status_of_report


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_code_about_the_address_itself_says_it_is_dead(status: str) -> None:
    assert says_address_is_dead(status)


@pytest.mark.parametrize(
    ("status", "because"),
    [
        ("", "no code says nothing"),
        ("5.0.0", "it says no more than no"),
        ("5.1.0", "it may be about the sender"),
        ("5.1.8", "it is about the sender"),
        ("5.2.2", "a full mailbox can be emptied"),
        ("5.2.3", "this mail was too long"),
        ("5.4.4", "the way was not found, which may be our own name server"),
        ("5.5.0", "it is about the protocol"),
        ("5.7.1", "it is about us"),
        ("4.1.1", "it may pass"),
        ("4.2.1", "it may pass"),
        ("2.1.5", "it was delivered"),
    ],
)
def test_other_code_does_not(status: str, because: str) -> None:
    assert not says_address_is_dead(status), because


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("5.1.1", "5.1.1"),
        ("  5.1.1 (bad destination mailbox address)", "5.1.1"),
        ("5.01.001", "5.1.1"),
        ("5.1.1.1", ""),
        ("5.1.1234", ""),
        ("15.1.1", ""),
        ("3.1.1", ""),
        ("550 5.1.1", ""),
        ("٥.1.1", ""),
        ("", ""),
    ],
)
def test_code_at_the_start(text: str, status: str) -> None:
    assert status_at_the_start(text) == status


@pytest.mark.parametrize(
    ("status", "diagnostic", "read"),
    [
        ("5.1.1", "", "5.1.1"),
        ("5.0.0", "smtp; 550 5.1.1 no such person", "5.1.1"),
        ("5.1.1", "smtp;550-5.7.1 we take nothing from this network", "5.7.1"),
        ("5.0.0", "smtp; 550 no such person", "5.0.0"),
        ("5.0.0", "X-Unix; 550 5.1.1", "5.0.0"),
        ("", "smtp; 452 4.2.2 the mailbox is full", "4.2.2"),
        ("nothing", "nothing", ""),
    ],
)
def test_word_of_the_refusing_server_comes_first(status: str, diagnostic: str, read: str) -> None:
    assert status_of_report(status, diagnostic) == read


@pytest.mark.parametrize(
    ("code", "answer", "status"),
    [
        (550, b"5.1.1 no such person", "5.1.1"),
        (550, "5.1.1 no such person", "5.1.1"),
        (550, b"no such person", ""),
        (450, b"5.1.1 no such person", ""),
        (550, b"\xff\xfe5.1.1", ""),
        (0, b"", ""),
    ],
)
def test_code_in_an_answer(code: int, answer: bytes | str, status: str) -> None:
    assert status_of_answer(code, answer) == status
