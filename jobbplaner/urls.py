"""Pages of jobbplaner: plans of both kinds, and trepartssamtal."""

from django.urls import path

from .enums import Planslag
from .views import plan_edit, planer

app_name = "jobbplaner"


def _plan_urls(slag: str) -> list:
    """Both kinds of plan have the same pages under their own name."""
    bas, kw = f"akter/<int:pk>/{slag}/", {"slag": slag}
    return [
        path(bas, planer.plan_detail, kw, name=f"{slag}_detail"),
        path(f"{bas}utkast/", plan_edit.plan_edit, kw, name=f"{slag}_edit"),
        path(f"{bas}jamfor/", planer.plan_compare, kw, name=f"{slag}_compare"),
        path(f"{bas}version/<int:plan_pk>/", planer.plan_detail, kw, name=f"{slag}_version"),
        path(f"{bas}version/<int:plan_pk>/skicka/", planer.plan_send, kw, name=f"{slag}_send"),
    ]


urlpatterns = [*_plan_urls(Planslag.JOBBPLAN.value), *_plan_urls(Planslag.ARBETSPLAN.value)]
