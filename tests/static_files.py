"""The site's static files for tests, listed once in each process.

Every test client and every site under test loads the middleware anew, and listing all files takes longer than most
pages do. They do not change while tests run.
"""

from functools import cache
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware


@cache
def _listed() -> dict[str, Any]:
    files: dict[str, Any] = WhiteNoiseMiddleware(None).files
    return files


class ListedOnce(WhiteNoiseMiddleware):
    """As on a real site, but for when the files are looked for."""

    def add_files_from_finders(self) -> None:
        self.files = _listed()
