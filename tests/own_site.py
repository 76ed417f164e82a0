"""A site of one's own with the demonstration, for as long as somebody walks through it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

PASSWORD = "only for one run"  # of all the demo's staff


@contextmanager
def own_site(running: str | None) -> Iterator[str]:
    """The address of a site on the day of the demonstration."""
    if running:
        yield running.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="desk-own-site-") as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            SECRET_KEY="for one run only",
            VAR_DIR=folder,
            REDIS_URL="",
            EMAIL_URL="",
            LOG_LEVEL="ERROR",
            DEMO_TODAY="2011-07-13",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser has an event loop in this thread
        )
        yield from _serve()


def _serve() -> Iterator[str]:
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    from appeals.demo.loading import load_demo

    call_command("migrate", verbosity=0, skip_checks=True)
    load_demo(PASSWORD)
    thread = LiveServerThread("localhost", lambda _with_media_files: WSGIHandler())
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    thread.join()
