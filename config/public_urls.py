"""The addresses of the public part: those of the whole site but for what is for staff."""

from django.urls import URLPattern, include, path

from appeals import urls
from config.urls import favicon

# Also the calendars of staff, which programs fetch that cannot log in.
OF_STAFF = ("staff/", "staff-calendar/")


def is_public(pattern: URLPattern) -> bool:
    return not str(pattern.pattern).startswith(OF_STAFF)


urlpatterns = [favicon, path("", include(([each for each in urls.urlpatterns if is_public(each)], urls.app_name)))]
