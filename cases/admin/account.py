"""The page of a staff account, as one of the pages that several people may have open at once."""

from django.contrib import admin

from accounts.admin import UserAdmin, UserForm
from accounts.models import User
from cases.admin.base import DeskAdmin, DeskForm


class AccountForm(DeskForm, UserForm):
    class Meta(UserForm.Meta):
        pass


@admin.register(User)
class AccountAdmin(DeskAdmin, UserAdmin):
    form = AccountForm
