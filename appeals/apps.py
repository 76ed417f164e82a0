from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = "The doing"

    def ready(self) -> None:
        # Both read models, which are not there while this module is imported; the checks register themselves.
        from appeals import checks  # noqa: F401
        from appeals.desk_queues import add_queues

        add_queues()
