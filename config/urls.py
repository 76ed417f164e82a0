from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # Browsers ask for this by themselves where a page names no picture: the staff pages, a PDF.
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.svg")),
    # Before the admin: the previews of sheets lie below /staff/ too.
    path("", include("appeals.urls")),
    path("staff/", admin.site.urls),
]
