"""A picture that comes with a reply: taken without an account, seen by staff alone, and gone after its time."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from appeals.forgetting import forget_old_pictures
from appeals.models import Reply, ReplyPicture
from appeals.replies import remove_pictures
from appeals.views.replies import LARGEST_REQUEST
from campaigns.attempts import forget_counts
from campaigns.models import UrgentAction
from tests.appeals.test_pictures import drawn
from tests.builders import AT, DAY, make_authority, make_open_action, make_reply, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_anew(settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(recipients=[make_authority(verified_on=DAY)])


def send(
    client: Client, action: UrgentAction, data: bytes | None, *, kind: str = "returned", text: str = "", **headers: Any
):
    office = action.current_sheet.recipients.get().authority_id
    told: dict[str, Any] = {"kind": kind, "office": office, "text": text}
    if data is not None:
        told["picture"] = SimpleUploadedFile("CANARY holiday.jpg", data, content_type="text/html")
    return client.post(f"/actions/{action.slug}/came-back/", told, **headers)


def page_of(reply: Reply) -> str:
    return reverse("admin:appeals_reply_change", args=[reply.pk])


def address_of(picture: ReplyPicture) -> str:
    return reverse("admin:appeals_reply_picture", args=[picture.reply_id, picture.name])


def with_picture(**told: Any) -> Reply:
    return make_reply(pictures=[b"\xff\xd8\xff picture"], **told)


def test_picture_is_kept_as_one_of_ours_with_a_name_by_lot(client: Client, action: UrgentAction) -> None:
    answer = send(client, action, drawn("PNG"), kind="words")

    [picture] = ReplyPicture.objects.all()
    assert (answer.status_code, picture.reply.text) == (302, "(A picture, and no words.)")
    assert Image.open(io.BytesIO(bytes(picture.jpeg))).format == "JPEG"
    assert picture.size == len(bytes(picture.jpeg))
    assert (picture.name.version, client.cookies) == (4, {})


def test_refused_file_keeps_what_was_typed_and_saves_nothing(client: Client, action: UrgentAction) -> None:
    answer = send(client, action, b"MZ program", text="Moved away.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This file is a program, and no picture." in page
    assert "Moved away.</textarea>" in page
    assert Reply.objects.count() == 0


def test_file_that_is_too_large_is_told_its_size(client: Client, action: UrgentAction) -> None:
    answer = send(client, action, b"\xff\xd8\xff" + b"x" * 8_500_000, text="Moved away.")

    assert answer.status_code == 422
    assert "This file has 8.5 MB; at most 8 MB are taken." in answer.content.decode()
    assert "Moved away.</textarea>" in answer.content.decode()


def test_request_that_is_far_too_large_is_not_read_at_all(client: Client, action: UrgentAction) -> None:
    answer = send(client, action, b"x", headers={"Content-Length": str(LARGEST_REQUEST + 1)})

    assert answer.status_code == 413
    assert "Nothing was sent: this is far more than the 8 MB" in answer.content.decode()
    assert Reply.objects.count() == 0


def test_one_network_sends_five_pictures_in_an_hour(client: Client, action: UrgentAction) -> None:
    answers = [send(client, action, b"MZ").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    assert send(client, action, None).status_code == 302  # in words it is taken all the same


def test_pictures_of_everybody_fill_no_more_room_than_they_may(client: Client, action: UrgentAction, settings) -> None:
    settings.REPLY_PICTURES_MB = 0

    answer = send(client, action, drawn(), text="Moved away.")

    assert answer.status_code == 422
    assert "there is no room for more today" in answer.content.decode()
    assert (Reply.objects.count(), ReplyPicture.objects.count()) == (0, 0)


def test_staff_see_a_picture_once_they_open_it_and_get_it_as_a_file(client: Client) -> None:
    reply = with_picture()
    picture = reply.pictures.get()
    client.force_login(make_user("Approver"))

    page = client.get(page_of(reply)).content.decode()
    answer = client.get(address_of(picture))

    shown = f'<summary>Picture 1, 1 kB</summary><p><a href="{address_of(picture)}">Save it</a></p>'
    assert f'<details class="reply-picture">{shown}' in page
    assert (answer.content, answer["Content-Type"]) == (b"\xff\xd8\xff picture", "image/jpeg")
    assert answer["Content-Disposition"] == f'attachment; filename="reply-{reply.pk}-1.jpg"'
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"


def test_nobody_else_sees_a_picture(client: Client) -> None:
    picture = with_picture().pictures.get()

    anonymous = client.get(address_of(picture))
    client.force_login(make_user("Viewer"))

    assert anonymous.status_code == 302
    assert client.get(address_of(picture)).status_code == 403


def test_picture_is_found_with_its_own_reply_alone(client: Client) -> None:
    picture, other = with_picture().pictures.get(), make_reply()
    client.force_login(make_user("Approver"))

    address = reverse("admin:appeals_reply_picture", args=[other.pk, picture.name])

    assert client.get(address).status_code == 404


def test_staff_remove_pictures_with_a_reason_and_they_are_lost(client: Client) -> None:
    reply, approver = with_picture(), make_user("Approver")
    client.force_login(approver)
    page = reverse("admin:appeals_reply_remove-pictures", args=[reply.pk])

    client.post(page, filled(client.get(page), reason="Shows a face"))

    reply.refresh_from_db()
    assert (ReplyPicture.objects.count(), reply.pictures_removed_on) == (0, DAY)
    last = reply.history.first()
    assert (last.history_user, last.history_change_reason) == (approver, "Shows a face")
    assert "removed on 13 July 2011" in client.get(page_of(reply)).content.decode()


def test_pictures_go_after_their_time_and_the_reply_stays(settings) -> None:
    settings.REPLY_PICTURE_DAYS = 30
    old, fresh = with_picture(text="Moved away."), with_picture(on=DAY + timedelta(days=1))

    counts = [forget_old_pictures(at=AT + timedelta(days=days)) for days in (30, 31, 31)]

    old.refresh_from_db()
    assert counts == [0, 1, 0]
    assert (old.text, old.pictures.count(), fresh.pictures.count()) == ("Moved away.", 0, 1)
    assert old.history.first().history_change_reason == "Pictures are kept for 30 days."


def test_removing_twice_does_no_harm() -> None:
    reply = remove_pictures(with_picture(), reason="Shows a face", by=make_user(), at=AT)

    remove_pictures(reply, reason="Again", by=None, at=AT)

    assert reply.pictures.count() == 0
