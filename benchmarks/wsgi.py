"""The site as the web server runs it, with the empty view beside it."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "benchmarks.urls"
application = get_wsgi_application()
