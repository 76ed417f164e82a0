"""The site as the web server runs it, with the moment at which each answer leaves it told in a header.

The clock is the one that all processes of a machine share, so it can be compared with that of who stops an action.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as site

HANDED_OUT_AT = "X-Handed-Out-At"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (HANDED_OUT_AT, str(time.monotonic_ns()))], *rest)

    answer: Iterable[bytes] = site(environ, start)
    return answer
