"""What came back, for staff to read and decide. Nobody changes what somebody told."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from appeals.models import Reply, ReplyPicture
from appeals.replies import call_address_wrong, note_reply, remove_pictures
from appeals.rules import may_call_wrong, may_note, may_remove_pictures
from campaigns.admin.answers import ReasonIfAny
from campaigns.admin.moves import Move, MovingAdmin

NOTE = Move(
    name="note",
    label="Noted",
    question="Note: {}?",
    permission="appeals.decide_reply",
    may=may_note,
    brings_about=lambda reply: (
        "It goes from the desk and stays in the list.",
        *(("It does not count as a report of a dead address.",) if reply.is_of_an_address else ()),
    ),
    do=note_reply,
    done="Noted: {}.",
    form=ReasonIfAny,
)
WRONG = Move(
    name="wrong",
    label="Address is wrong",
    question="The address is wrong: {}?",
    permission="appeals.decide_reply",
    may=may_call_wrong,
    brings_about=lambda reply: (
        f"The address keepers find {reply.authority.office} on their desk, until they verify its address anew.",
    ),
    do=call_address_wrong,
    done="The address keepers have it on their desk: {}.",
    form=ReasonIfAny,
)

REMOVE = Move(
    name="remove-pictures",
    label="Remove the pictures",
    question="Remove the pictures of: {}?",
    permission="appeals.decide_reply",
    may=may_remove_pictures,
    brings_about=lambda reply: ("They are lost for good, also for you. What was typed stays.",),
    do=remove_pictures,
    done="Its pictures are gone: {}.",
    is_grave=True,
)


class ReadOnlyMoves(MovingAdmin):
    """A page that is read; its state is changed by moves alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        moves = [] if thing is None else self.possible_moves(request, thing)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "moves": moves})


@admin.register(Reply)
class ReplyAdmin(ReadOnlyMoves):
    case_path = "action__case"
    moves = (NOTE, WRONG, REMOVE)
    change_form_template = "admin/appeals/decided_change_form.html"
    list_display = ("reported_on", "kind", "action", "authority", "status")
    list_filter = ("status", "kind")
    list_select_related = ("action", "authority")
    search_fields = ("action__slug", "action__number", "authority__office")
    search_help_text = "By the number of the action, its address such as ua-214-11, or the office."
    date_hierarchy = "reported_on"
    fields = (
        "kind", "action", "authority", "text", "pictures", "reported_on", "is_independent", "status", "reason",
        "decided_by", "decided_at",
    )  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        address = "<path:object_id>/pictures/<uuid:name>/"
        return [
            path(address, self.admin_site.admin_view(require_safe(self.picture_view)), name="appeals_reply_picture"),
            *super().get_urls(),
        ]

    def picture_view(self, request: HttpRequest, object_id: str, name: UUID) -> HttpResponse:
        """One picture, as a file to be saved, with nothing that a browser could run."""
        reply = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, reply):
            raise PermissionDenied
        picture = None if reply is None else reply.pictures.filter(name=name).first()
        if picture is None:
            raise Http404("There is no such picture, or it was removed.")
        return HttpResponse(
            bytes(picture.jpeg),
            content_type="image/jpeg",
            headers={
                "Content-Disposition": f'attachment; filename="reply-{picture.reply_id}-{picture.number}.jpg"',
                "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            },
        )

    @admin.display(description="pictures")
    def pictures(self, reply: Reply) -> str:
        """Each behind a line that opens it: nobody has to see what a stranger sent before they wish to."""
        if reply.pictures_removed_on:
            return f"removed on {reply.pictures_removed_on:%-d %B %Y}"
        rows = reply.pictures.defer("jpeg")
        shown = format_html_join(
            "",
            '<details class="reply-picture"><summary>Picture {}, {} kB</summary>'
            '<p><a href="{}">Save it</a></p><img src="{}" alt="Picture {} that came with it" loading="lazy"></details>',
            ((row.number, -(-row.size // 1_000), _address(row), _address(row), row.number) for row in rows),
        )
        return shown or "none"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reply]:
        return super().get_queryset(request).select_related("action", "authority").defer("action__search_text")


def _address(picture: ReplyPicture) -> str:
    return reverse("admin:appeals_reply_picture", args=[picture.reply_id, picture.name])
