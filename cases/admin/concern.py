"""The fixed list of concerns. Only superusers change it: free words were spelled in hundreds of ways."""

from django.contrib import admin

from cases.admin.base import DeskAdmin
from cases.models import Concern


@admin.register(Concern)
class ConcernAdmin(DeskAdmin):
    list_display = ("name", "definition")
    search_fields = ("name", "definition")
    prepopulated_fields = {"slug": ("name",)}
