"""The only place that knows every app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("uppfoljning.urls")),
    path("", include("cases.urls")),
    path("", include("jobbplaner.urls")),
    path("", include("insatser.urls")),
    path("halsa/", health.halsa, name="halsa"),
    path("administration/", admin.site.urls),
]
if settings.DEBUG or settings.DEMO or settings.TESTING:
    from config.gallery import gallery

    urlpatterns.append(path("komponenter/", gallery, name="komponenter"))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
