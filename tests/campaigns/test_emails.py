"""The headers and the language that all mails have in common, and the two mails that are no notices."""

from datetime import UTC, datetime

from django.utils import translation

from campaigns.emails import Envelope, confirm_subscription, held_link

AT = datetime(2011, 7, 16, 8, tzinfo=UTC)
ANNA = Envelope(to="anna@example.org", at=AT)


def test_confirmation_is_read_in_lines() -> None:
    mail = confirm_subscription(
        ANNA,
        follows="every action on Iceland",
        pace="daily",
        language="English",
        confirm_url="http://a.example/c/",
        valid_days=7,
    )

    assert mail.subject == "Please confirm your reminders"
    assert (
        mail.body
        == """\
Somebody, probably you, typed this address to get reminders about every action
on Iceland.
You chose one mail a day. A stop always comes at once. Language of the mails:
English.

If it was you, open this page within 7 days and press the button:
http://a.example/c/

If it was not you, do nothing. No reminder comes because of that, and the
request is deleted after 7 days.

--
We keep your address and what you follow, nothing else. Each reminder has a
link that ends them.
"""
    )


def test_link_to_what_is_held() -> None:
    mail = held_link(ANNA, held_url="http://a.example/held/", valid_days=30)

    assert mail.subject == "What we hold about your address"
    assert (
        mail.body
        == """\
Somebody, probably you, asked what we hold about this address.

This page shows it. There you can also change it, take it away as a file, or
erase all of it:
http://a.example/held/

The link works for 30 days. Whoever has it can do the same, so do not pass this
mail on. If it was not you who asked, there is nothing to do.
"""
    )


def test_mail_that_nobody_subscribed_to_has_nothing_to_unsubscribe() -> None:
    message = held_link(ANNA, held_url="http://a.example/held/", valid_days=30).message()

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Sat, 16 Jul 2011 08:00:00 +0000"
    assert (message["List-Unsubscribe"], message["List-Id"]) == (None, None)


def test_html_says_its_language() -> None:
    with translation.override("de"):
        mail = held_link(ANNA, held_url="http://a.example/held/", valid_days=30)

    assert '<html lang="de">' in str(mail.alternatives[0][0])


def test_address_of_a_page_is_never_broken() -> None:
    link = f"http://a.example/{'a' * 200}/"

    assert link in held_link(ANNA, held_url=link, valid_days=30).body.splitlines()
