"""What is kept open for an answer until the answer has left."""

from contextlib import ExitStack

from django.http import HttpResponse


def until_it_has_left(response: HttpResponse, kept: ExitStack) -> HttpResponse:
    """The response, which closes what is kept open for it when the web server closes it: its bytes are gone then."""
    close = response.close

    def close_all() -> None:
        kept.close()
        close()

    response.close = close_all  # type: ignore[method-assign]
    return response
