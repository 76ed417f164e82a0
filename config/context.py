"""What every page may know of the site itself."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest

from config import clock


def site(request: HttpRequest) -> dict[str, date | None]:
    """`today`, and `demo_today` where the clock stands still (every page says so)."""
    return {"today": clock.today(), "demo_today": settings.DEMO_TODAY}
