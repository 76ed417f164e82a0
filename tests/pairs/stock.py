"""The same pages as Django's own admin makes them, to see what would happen without us. An URL configuration."""

from typing import Any

from django.contrib import admin
from django.urls import include, path

from campaigns.models import Demand, Recipient, Sheet
from cases.models import Authority, Case, Deadline, Development, Hearing, PersonAtRisk, PersonStatus, Salutation

BELOW: dict[Any, list[tuple[Any, str]]] = {
    Case: [(PersonAtRisk, "case"), (Hearing, "case"), (Deadline, "case"), (Development, "case")],
    PersonAtRisk: [(PersonStatus, "person")],
    Hearing: [],
    Deadline: [],
    Authority: [(Salutation, "authority")],
    Sheet: [(Demand, "sheet"), (Recipient, "sheet")],
}

site = admin.AdminSite(name="admin")
for model, rows in BELOW.items():
    inlines = [
        type(f"{row.__name__}Rows", (admin.StackedInline,), {"model": row, "fk_name": key, "extra": 0})
        for row, key in rows
    ]
    site.register(model, type(f"Stock{model.__name__}Admin", (admin.ModelAdmin,), {"inlines": inlines}))

urlpatterns = [path("", include("appeals.urls")), path("staff/", include("accounts.urls")), path("staff/", site.urls)]
