"""The numbers of the site for its monitoring, and for nobody else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.metrics import as_text, gauges
from config import clock


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """``/metrics``, to whoever sends ``METRICS_TOKEN`` as a bearer token; to others there is no such page.

    It answers with 200 however badly things stand: what is wrong is for the monitoring to say (`/healthz?deep` does).
    """
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(as_text(gauges(at=clock.now())), content_type="text/plain; version=0.0.4; charset=utf-8")
