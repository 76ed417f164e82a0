from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = "The doing"

    def ready(self) -> None:
        # The checks register themselves when they are imported.
        from appeals import checks  # noqa: F401
