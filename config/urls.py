from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # Before the admin: the previews of sheets lie below /staff/ too.
    path("", include("appeals.urls")),
    path("staff/", admin.site.urls),
]
