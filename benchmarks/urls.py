"""The whole site, and beside it a view that does nothing: the yardstick for what a request costs by itself."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("benchmarks/empty/", empty), path("", include("config.urls"))]
