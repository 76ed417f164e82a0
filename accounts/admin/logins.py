"""What an administrator does about how somebody comes in: set a password, log them out, let them begin anew.

The account's own pages are beside it (`accounts.admin.account`).
"""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.guesses import TooManyTries, count_try
from accounts.models import User
from accounts.new_start import NoNewStart, begin_anew
from accounts.proof import is_fresh, proof_wanted
from accounts.second_factor import factors_in_words
from accounts.sessions import end_logins, logins_of
from config import clock

NOT_BOTH = "This is not somebody else of the staff with their own password. Ask them to type both once more."


class NewStartForm(forms.Form):
    """Why, and who stands beside: a second person looks at who it is that asks."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        help_text="How you know that it is they who ask. It is kept in the history of the account.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    witness_email = forms.EmailField(
        label="A second person: their address",
        help_text="Somebody else of the staff, who has seen or heard the owner of the account too.",
        widget=forms.EmailInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label="A second person: their password",
        strip=False,
        help_text="Typed by themselves.",
        widget=forms.PasswordInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors or cleaned is None:
            return cleaned
        try:
            count_try(self.request, cleaned["witness_email"], at="witness")
        except TooManyTries as refused:
            raise forms.ValidationError(str(refused)) from refused
        witness = User.objects.filter(email=cleaned["witness_email"].lower(), is_active=True, is_staff=True).first()
        if witness is None:
            User().set_password(cleaned["password"])  # as slow as where there is one
        if witness is None or not witness.check_password(cleaned["password"]):
            raise forms.ValidationError(NOT_BOTH)
        return {**cleaned, "witness": witness}


class LoginsAdmin(admin.ModelAdmin):
    """The pages of an account that are about coming in."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<id>/end-logins/", wrap(self.end_logins_view), name="accounts_user_end_logins"),
            path("<id>/new-start/", wrap(self.new_start_view), name="accounts_user_new_start"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        account = context.get("original")
        if account is not None:
            now = timezone.now()
            context |= {"factors": factors_in_words(account), "logins": logins_of(account, at=now)}
        return super().render_change_form(request, context, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password for somebody; whoever is logged in with the old one is out."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not is_fresh(request):
            return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))
        answer: HttpResponse = super().user_change_password(request, id, form_url)  # type: ignore[misc]
        if answer.status_code == 302 and request.method == "POST":
            account = self._account(request, id)
            end_logins(account, but=request.session.session_key if account == request.user else None)
            get_adapter().send_notification_mail("account/email/password_changed", account)
        return answer

    def end_logins_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Log somebody out everywhere."""
        account = self._account(request, id)
        if request.method == "POST":
            count = end_logins(account)
            browsers = "one browser" if count == 1 else f"{count} browsers"
            messages.success(request, f"{account} is logged out everywhere: {browsers}.")
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[account.pk]))
        sentences = (
            "Every browser in which they are logged in is a stranger from then on.",
            "What they typed and did not save is lost to them.",
        )
        return self._page(request, account, f"Log out {account} everywhere?", "Log them out", sentences)

    def new_start_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Take the second factors from somebody who has lost them, with a second person as witness."""
        account = self._account(request, id)
        form = NewStartForm(request, request.POST if request.method == "POST" else None)
        proof = proof_wanted(request)
        if request.method == "POST" and form.is_valid() and (proof is None or proof.is_valid()):
            try:
                with transaction.atomic():
                    begin_anew(
                        account,
                        by=cast(User, request.user),
                        witness=form.cleaned_data["witness"],
                        at=clock.now(),
                        reason=form.cleaned_data["reason"],
                    )
            except NoNewStart as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request, f"{account} sets up a new second factor at the next login. Their password is the same."
                )
                return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[account.pk]))
        sentences = (
            "Their app, their passkeys and their recovery codes open nothing any more, and they are logged out.",
            "At the next login they come in by their password and set up a new second factor.",
            "Whoever begs this for somebody else wants to read everything. See the person, or call them at a number "
            "that you knew before.",
        )
        return self._page(
            request, account, f"A new start for {account}?", "Let them begin anew", sentences, form, proof
        )

    def _account(self, request: HttpRequest, id: str) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = self.get_object(request, unquote(id))
        if not isinstance(account, User):
            raise Http404
        return account

    def _page(
        self,
        request: HttpRequest,
        account: User,
        title: str,
        label: str,
        consequences: tuple[str, ...],
        form: forms.Form | None = None,
        proof: forms.Form | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "account": account,
            "label": label,
            "consequences": consequences,
            "form": form,
            "proof": proof,
        }
        return TemplateResponse(request, "account/of_somebody.html", context)
