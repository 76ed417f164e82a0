"""Staff accounts. Only superusers open, change and close them; the roles are groups (see `accounts.roles`)."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.logins import LoginsAdmin
from accounts.calendar_keys import end_calendar_key
from accounts.models import User
from accounts.proof import ASKED, is_fresh, why_not_proven
from accounts.sessions import end_logins
from config import clock

# The roles are made from a table in the code; a group changed by hand would not stay so.
admin.site.unregister(Group)
# Factors are set up and removed by their owners, and an address is the account's own.
admin.site.unregister(Authenticator)
admin.site.unregister(EmailAddress)


class _AccountForm(forms.ModelForm):
    """Who may do what is not changed by whoever finds a browser open: a stale login shows once more who it is."""

    request: HttpRequest  # given by the page
    proof = forms.CharField(
        label="Your own password, or a code of your second factor",
        required=False,
        strip=False,
        help_text=ASKED,
        widget=forms.PasswordInput(attrs={"class": "vTextField", "autocomplete": "current-password"}),
    )

    def clean_email(self) -> str:
        """In small letters, as people are looked up when they log in."""
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean_proof(self) -> str:
        typed: str = self.cleaned_data["proof"]
        if not is_fresh(self.request) and (refusal := why_not_proven(self.request, typed)):
            raise forms.ValidationError(refusal)
        return ""


class NewUserForm(_AccountForm, AdminUserCreationForm):
    """A new account; it belongs to staff, since nobody else has one."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}

    def save(self, commit: bool = True) -> Any:
        self.instance.is_staff = True
        return super().save(commit=commit)


class UserForm(_AccountForm, UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "name", "password", "groups", "is_active", "is_staff", "is_superuser")
        field_classes: dict[str, Any] = {}


class UserAdmin(LoginsAdmin, DjangoUserAdmin):
    """Not registered here: `cases.admin.account` adds what every page of several people has."""

    form = UserForm
    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "roles", "is_active", "is_superuser", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("What they may do", {"fields": ("groups", "is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
        ("What they may do", {"fields": ("groups",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return shown if is_fresh(request) else [*shown, ("Is it still you?", {"fields": ("proof",)})]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {
                "widget": forms.CheckboxSelectMultiple,
                "label": "roles",
                "help_text": "What somebody does, not a rank: one person may have several.",
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A closed account has no calendar any more and no login, also not if it is opened again."""
        super().save_model(request, obj, form, change)
        if not (obj.is_active and obj.is_staff):
            end_calendar_key(obj, by=cast(User, request.user), at=clock.now())
            end_logins(obj)

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody can be deleted who wrote something; and nobody deletes the account they are using."""
        return _is_superuser(request) and obj != request.user


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser
