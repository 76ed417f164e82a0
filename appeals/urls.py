"""The public pages, and the staff's previews of what becomes public.

A slug never holds a person's name.
"""

from django.urls import path

from appeals.views import actions, following, health, holdings, sheets

app_name = "appeals"

urlpatterns = [
    path("", actions.open_actions, name="open-actions"),
    path("past/", actions.past_actions, name="past-actions"),
    path("actions/<slug:slug>/", actions.action, name="action"),
    path("actions/<slug:slug>/sheet.pdf", sheets.sheet_pdf, name="sheet-pdf"),
    path("actions/<slug:slug>/follow/", following.follow, name="follow"),
    path("follow/", following.follow_all, name="follow-all"),
    path("follow/confirm/<str:token>/", following.confirm, name="follow-confirm"),
    path("follow/stop/<str:token>/", following.stop, name="follow-stop"),
    path("follow/yours/", holdings.ask, name="held-ask"),
    path("follow/yours/<str:token>/", holdings.held, name="held"),
    path("follow/yours/<str:token>/file.json", holdings.download, name="held-file"),
    path("staff/preview/<int:pk>/", sheets.preview, name="sheet-preview"),
    path("staff/preview/<int:pk>/sheet.pdf", sheets.preview_pdf, name="sheet-preview-pdf"),
    path("healthz", health.healthz, name="healthz"),
]
