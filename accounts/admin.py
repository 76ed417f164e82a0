"""Staff accounts. Only superusers open, change and close them; the roles are groups (see `accounts.roles`)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User

# The roles are made from a table in the code; a group changed by hand would not stay so.
admin.site.unregister(Group)


class _EmailForm(forms.ModelForm):
    def clean_email(self) -> str:
        """In small letters, as people are looked up when they log in."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class NewUserForm(_EmailForm, AdminUserCreationForm):
    """A new account; it belongs to staff, since nobody else has one."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}

    def save(self, commit: bool = True) -> Any:
        self.instance.is_staff = True
        return super().save(commit=commit)


class UserForm(_EmailForm, UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "name", "password", "groups", "is_active", "is_staff", "is_superuser")
        field_classes: dict[str, Any] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
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

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {
                "widget": forms.CheckboxSelectMultiple,
                "label": "roles",
                "help_text": "What somebody does, not a rank: one person may have several.",
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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
