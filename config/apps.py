from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """The admin with the desk's own site: its home is the queue of work."""

    default_site = "config.staff_site.StaffSite"

    def ready(self) -> None:
        super().ready()
        # The checks register themselves when they are imported.
        from config import checks  # noqa: F401
