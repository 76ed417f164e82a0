"""The forms of the door: django-allauth's, with our words, and with every guess counted."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms

from accounts.entry_log import note_too_many, note_wrong_try
from accounts.guesses import TooManyTries, count_try
from accounts.models import User

WIDE = "vTextField"
REQUIRED = "Fill this in."


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", "E-mail address", autocomplete="username webauthn", autofocus=True)
        _word(self, "password", "Password", autocomplete="current-password")


class PasswordForm(account_forms.ReauthenticateForm):
    """Who sits there, asked anew by the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", "Password", autocomplete="current-password", autofocus=True)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", "Password until now", autocomplete="current-password")
        _word(self, "password1", "New password", autocomplete="new-password")
        _word(self, "password2", "New password once more", autocomplete="new-password")

    def clean_oldpassword(self) -> str:
        _count(self.user, at="proof")
        typed: str = super().clean_oldpassword()
        return typed


class CodeForm(code_forms.AuthenticateForm):
    """The second step of a login: a code of an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self)

    def clean_code(self) -> str:
        return _code_of(self, super().clean_code)


class CodeAgainForm(code_forms.ReauthenticateForm):
    """Who sits there, asked anew by a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self)

    def clean_code(self) -> str:
        return _code_of(self, super().clean_code)


class AppForm(app_forms.ActivateTOTPForm):
    """A new app for codes, shown to work by its first code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, "Code that the app shows now")


class PasskeyForm(passkey_forms.AddWebAuthnForm):
    """A new passkey, under a name by which its owner knows it again."""

    passwordless = forms.BooleanField(
        label="Log in with it alone, without a password",
        required=False,
        initial=True,
        help_text="It then asks for a finger, a face or a number of its own. A simple security key cannot do this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        _word(self, "name", "Name", help_text="So that you know it again: “my telephone”, “key in the safe”.")


def _word_code(form: forms.Form, label: str = "Code") -> None:
    _word(form, "code", label, autocomplete="one-time-code", autofocus=True, inputmode="numeric", maxlength="20")


def _word(form: forms.Form, name: str, label: str, *, help_text: str = "", **attributes: Any) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = REQUIRED
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": WIDE, **attributes}


def _code_of(form: code_forms.BaseAuthenticateForm, clean: Callable[[], str]) -> str:
    """The code that was typed, counted before it is looked at."""
    _count(form.user, at="code")
    try:
        return clean()
    except forms.ValidationError:
        note_wrong_try(form.user.pk, at="code")
        raise


def _count(user: User, *, at: str) -> None:
    try:
        count_try(context.request, user.email, at=at)
    except TooManyTries as refused:
        note_too_many(at=at)
        raise forms.ValidationError(str(refused)) from refused
