"""The public pages, and the staff's previews of what becomes public.

A slug never holds a person's name.
"""

from django.urls import path

from appeals.views import (
    actions,
    check,
    envelopes,
    following,
    health,
    holdings,
    large_packs,
    letters,
    limits,
    metrics,
    moving,
    outcomes,
    outlets,
    packs,
    replies,
    robots,
    sent,
    sheets,
    staff_calendar,
    tally,
)

app_name = "appeals"

urlpatterns = [
    path("", actions.open_actions, name="open-actions"),
    path("past/", actions.past_actions, name="past-actions"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("actions/<slug:slug>/", actions.action, name="action"),
    path("actions/<slug:slug>/sheets/<int:version>/", actions.replaced_sheet, name="replaced-sheet"),
    path("actions/<slug:slug>/sheet.pdf", sheets.sheet_pdf, name="sheet-pdf"),
    path("actions/<slug:slug>/letters/", letters.letters, name="letters"),
    path("actions/<slug:slug>/envelopes/", envelopes.envelopes, name="envelopes"),
    path("actions/<slug:slug>/follow/", following.follow, name="follow"),
    path("packs/", packs.packs, name="packs"),
    path("packs/made/<str:token>/", large_packs.large_pack, name="large-pack"),
    path("packs/made/<str:token>/pack.pdf", large_packs.large_pack_file, name="large-pack-file"),
    path("check/", check.check_typed, name="check-typed"),
    path("check/<path:code>/", check.check, name="check"),
    path("follow/", following.follow_all, name="follow-all"),
    path("follow/confirm/<str:token>/", following.confirm, name="follow-confirm"),
    path("follow/stop/<str:token>/", following.stop, name="follow-stop"),
    path("follow/yours/", holdings.ask, name="held-ask"),
    path("follow/yours/<str:token>/", holdings.held, name="held"),
    path("follow/yours/<str:token>/file.json", holdings.download, name="held-file"),
    path("staff/preview/<int:pk>/", sheets.preview, name="sheet-preview"),
    path("staff/preview/<int:pk>/sheet.pdf", sheets.preview_pdf, name="sheet-preview-pdf"),
    path("staff/dates/<str:kind>/<int:pk>/move/", moving.move_date, name="move-date"),
    path("staff/dates/moves/<int:pk>/", moving.date_move, name="date-move"),
    path("staff/preview/<int:pk>/as-issued.pdf", sheets.as_issued_pdf, name="sheet-as-issued"),
    # What was sent, and what came back.
    path("tally/", tally.tallies, name="tallies"),
    path("tally/<str:code>/", tally.tally, name="tally"),
    path("actions/<slug:slug>/sent/", sent.sent, name="sent"),
    path("actions/<slug:slug>/came-back/", replies.came_back, name="came-back"),
    path("robots.txt", robots.robots, name="robots"),
    path("limits/", limits.limits, name="limits"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    # Calendars and feeds.
    path("calendar.ics", outlets.everything, {"way": outlets.calendar}, name="calendar"),
    path("actions/<slug:slug>/calendar.ics", outlets.of_action, {"way": outlets.calendar}, name="action-calendar"),
    path("countries/<str:code>/calendar.ics", outlets.of_country, {"way": outlets.calendar}, name="country-calendar"),
    path(
        "campaigns/<slug:slug>/calendar.ics", outlets.of_campaign, {"way": outlets.calendar}, name="campaign-calendar"
    ),
    path("feed.atom", outlets.everything, {"way": outlets.feed}, name="feed"),
    path("countries/<str:code>/feed.atom", outlets.of_country, {"way": outlets.feed}, name="country-feed"),
    path("campaigns/<slug:slug>/feed.atom", outlets.of_campaign, {"way": outlets.feed}, name="campaign-feed"),
    path("staff-calendar/<str:secret>/<slug:whose>.ics", staff_calendar.days, name="staff-calendar"),
    path("staff/calendar/", staff_calendar.page, name="staff-calendar-page"),
]
