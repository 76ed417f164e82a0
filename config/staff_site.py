"""The admin site of staff."""

from django.contrib.admin import AdminSite


class StaffSite(AdminSite):
    site_header = "Urgent Action Desk"
    site_title = "Urgent Action Desk"
    index_title = "What needs doing"
