"""Whether this process can serve: asked by containers, load balancers and script/server."""

from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.public_role import what_is_wrong
from campaigns.sweeps import standing
from campaigns.worker_signs import silent_workers
from config import clock


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and "ok" when the database answers, 503 otherwise. Sets no cookie and tells nothing else.

    With ``?deep`` also 503, and a sentence for each alarm, when sweeps do not run, a due reminder waits or nobody makes
    large packs: for the monitoring, not for the containers, which a restart would not help. The public part of the site
    says instead whether its views are there and as new as the models (`appeals.public_role`).
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        alarms = _alarms(at=clock.now()) if "deep" in request.GET else ()
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    if alarms:
        return HttpResponse("".join(f"{alarm}\n" for alarm in alarms), status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _alarms(*, at: datetime) -> tuple[str, ...]:
    if settings.SITE_PART != "public":
        return (*standing(at=at).alarms, *silent_workers(at=at))
    if connection.vendor != "postgresql":
        return ()
    wrong = what_is_wrong()
    return (wrong,) if wrong else ()
