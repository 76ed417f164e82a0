"""The pages on which an administrator opens, changes and closes accounts, and helps people to come in."""

from accounts.admin.account import NewUserForm, UserAdmin, UserForm

__all__ = ["NewUserForm", "UserAdmin", "UserForm"]
