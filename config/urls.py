from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

# Browsers ask for this by themselves where a page names no picture: the staff pages, a PDF.
favicon = path("favicon.ico", require_safe(RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.svg")))

urlpatterns = [
    favicon,
    # Before the admin: the previews of sheets lie below /staff/ too.
    path("", include("appeals.urls")),
    # Before the admin, whose login, logout and change of a password have the same addresses.
    path("staff/", include("accounts.urls")),
    path("staff/", admin.site.urls),
]
