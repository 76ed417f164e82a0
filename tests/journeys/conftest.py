"""A real browser before the real site: same middleware, same headers, same static files, the demo inside.

The browser is Debian's Chromium (or CHROMIUM=/path/to/one). Without it the journeys are skipped; with
BROWSER_REQUIRED=1, as in .ci/run, its absence is an error.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.demo import PASSWORD, put_demo

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        if os.environ.get("BROWSER_REQUIRED"):
            pytest.fail("Chromium is not installed, and BROWSER_REQUIRED is set.")
        pytest.skip("Chromium is not installed: apt-get install chromium.")
    # Playwright keeps an event loop in this thread; Django would take our own queries for calls from within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """The address of the running site with the demo loaded, on the day of the demo.

    Static files go through the middleware as on a real site; Django's own live server would hand them out
    beside it, without a header.
    """
    settings.DEMO_TODAY = date(2011, 7, 13)
    put_demo()
    thread = LiveServerThread("localhost", lambda _with_media_files: WSGIHandler())
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    thread.join()


@dataclass
class Visitor:
    """A browser window, and what it did that nobody should see: errors, and requests to other sites."""

    page: Page
    site: str
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Go to a path of the site; returns the status of the answer."""
        response = self.page.goto(self.site + path)
        assert response is not None
        if response.status == 404:
            # Chromium notes in its console what the caller is told already.
            self.errors = [error for error in self.errors if "status of 404" not in error]
        return response.status

    def log_in(self, email: str) -> None:
        self.open("/staff/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "blob:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a window; keyword arguments are Playwright's. Every window is looked through at the end."""
    opened: list[Visitor] = []
    with ExitStack() as stack:

        def open_window(**options: Any) -> Visitor:
            context: BrowserContext = stack.enter_context(chromium.new_context(locale="en-GB", **options))
            context.set_default_timeout(15_000)
            new = Visitor(context.new_page(), site)
            new.page.on("console", new.hear)
            new.page.on("pageerror", lambda error: new.errors.append(str(error)))
            context.on("request", new.see)
            opened.append(new)
            return new

        yield open_window
    assert [error for visitor in opened for error in visitor.errors] == []
    assert [url for visitor in opened for url in visitor.elsewhere] == []
