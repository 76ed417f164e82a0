"""Sent mail: what left, as the recipient got it, where no mail server is set up. To read only."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from accounts.models import User
from campaigns.models import SentMail
from cases.admin.asked import AskedByWhatItShows

# Stricter than the site's own policy: a mail may show text and links, and can load, run or send nothing.
MAIL_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@admin.register(SentMail)
class SentMailAdmin(AskedByWhatItShows):
    list_display = ("subject", "recipient", "sent_at")
    search_fields = ("subject", "recipient")
    date_hierarchy = "sent_at"
    list_per_page = 50
    show_full_result_count = False
    fields = ("subject", "recipient", "sender", "sent_at", "all_headers", "plain_text", "as_html", "html_source")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SentMail]:
        """But what the team of a sealed case was told: each of them reads their own."""
        team = User.objects.filter(Q(cases__is_sealed=True) | Q(teams__case__is_sealed=True)).exclude(
            pk=request.user.pk
        )
        return super().get_queryset(request).exclude(recipient__in=team.values("email"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SentMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SentMail | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/html/", self.admin_site.admin_view(never_cache(self.html_page)), name="campaigns_sentmail_html"
        )
        return [page, *super().get_urls()]

    def html_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part alone, as a mail program shows it, locked in by `MAIL_POLICY`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = get_object_or_404(self.get_queryset(request), pk=pk)
        response = HttpResponse(mail.html or "<!DOCTYPE html><title>No HTML</title><p>This mail has no HTML part.")
        response["Content-Security-Policy"] = MAIL_POLICY
        return response

    @admin.display(description="headers")
    def all_headers(self, mail: SentMail) -> SafeString:
        rows = ((name, value) for name, value in dict[str, Any](mail.headers).items())
        return format_html('<pre class="mail-part">{}</pre>', format_html_join("\n", "{}: {}", rows))

    @admin.display(description="text")
    def plain_text(self, mail: SentMail) -> SafeString:
        return format_html('<pre class="mail-part">{}</pre>', mail.text)

    @admin.display(description="HTML")
    def as_html(self, mail: SentMail) -> SafeString | str:
        if not mail.html:
            return "This mail has no HTML part."
        return format_html(
            '<a href="{}">Look at the HTML part</a>', reverse("admin:campaigns_sentmail_html", args=[mail.pk])
        )

    @admin.display(description="HTML source")
    def html_source(self, mail: SentMail) -> SafeString:
        return format_html('<pre class="mail-part">{}</pre>', mail.html)
