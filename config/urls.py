"""The only place that knows every app."""

from django.conf import settings
from django.urls import include, path

from cases.admin import administration
from config import health
from config.tema import favicon, tema

urlpatterns = [
    path("", include("uppfoljning.urls")),
    path("", include("cases.urls")),
    path("", include("jobbplaner.urls")),
    path("", include("insatser.urls")),
    path("halsa/", health.halsa, name="halsa"),
    path("tema.css", tema, name="tema"),
    path("favicon.ico", favicon, name="favicon"),
    path("api/v1/", include("uppfoljning.api.urls")),
    path("administration/", administration.urls),
]
if settings.DEBUG or settings.DEMO or settings.TESTING:
    from config.gallery import gallery

    urlpatterns.append(path("komponenter/", gallery, name="komponenter"))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
