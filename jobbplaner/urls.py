"""Pages of jobbplaner: plans of both kinds, kartläggningar, and trepartssamtal."""

from django.urls import path

from .enums import Planslag
from .views import (
    kartlaggning,
    kartlaggning_edit,
    plan_edit,
    planer,
    samtal,
    samtal_bokning,
    uppfoljning_edit,
    uppfoljningar,
)

app_name = "jobbplaner"


def _plan_urls(slag: str) -> list:
    """Both kinds of plan have the same pages under their own name."""
    bas, kw = f"akter/<int:pk>/{slag}/", {"slag": slag}
    return [
        path(bas, planer.plan_detail, kw, name=f"{slag}_detail"),
        path(f"{bas}utkast/", plan_edit.plan_edit, kw, name=f"{slag}_edit"),
        path(f"{bas}utkast.pdf", planer.plan_preview, kw, name=f"{slag}_preview"),
        path(f"{bas}jamfor/", planer.plan_compare, kw, name=f"{slag}_compare"),
        path(f"{bas}uppfoljning/", uppfoljning_edit.uppfoljning_edit, kw, name=f"{slag}_uppfoljning"),
        path(f"{bas}uppfoljningar/", uppfoljningar.uppfoljning_list, kw, name=f"{slag}_uppfoljningar"),
        path(f"{bas}version/<int:plan_pk>/", planer.plan_detail, kw, name=f"{slag}_version"),
        path(f"{bas}version/<int:plan_pk>/lattlast.pdf", planer.plan_lattlast, kw, name=f"{slag}_lattlast"),
        path(f"{bas}version/<int:plan_pk>/uppratta/", planer.plan_establish, kw, name=f"{slag}_establish"),
    ]


urlpatterns = [
    *_plan_urls(Planslag.JOBBPLAN.value),
    *_plan_urls(Planslag.ARBETSPLAN.value),
    path("akter/<int:pk>/samtal/", samtal.samtal_list, name="samtal_list"),
    path("akter/<int:pk>/samtal/nytt/", samtal_bokning.samtal_create, name="samtal_create"),
    path("akter/<int:pk>/samtal/<int:samtal_pk>/", samtal.samtal_edit, name="samtal_edit"),
    *(
        path(f"akter/<int:pk>/samtal/<int:samtal_pk>/{bas}", getattr(samtal_bokning, namn), name=namn)
        for bas, namn in (
            ("bokning/", "samtal_booking"),
            ("stall-in/", "samtal_cancel"),
            ("kallelse.pdf", "samtal_letter"),
            ("kallad/", "samtal_called"),
            ("samtal.ics", "samtal_calendar"),
        )
    ),
    path("akter/<int:pk>/kartlaggning/", kartlaggning.kartlaggning_list, name="kartlaggning_list"),
    path("akter/<int:pk>/kartlaggning/utkast/", kartlaggning_edit.kartlaggning_edit, name="kartlaggning_edit"),
    path("akter/<int:pk>/kartlaggning/utkast.pdf", kartlaggning.kartlaggning_preview, name="kartlaggning_preview"),
    path("akter/<int:pk>/kartlaggning/jamfor/", kartlaggning.kartlaggning_compare, name="kartlaggning_compare"),
    path(
        "akter/<int:pk>/kartlaggning/<int:kartlaggning_pk>/",
        kartlaggning.kartlaggning_detail,
        name="kartlaggning_detail",
    ),
    path(
        "akter/<int:pk>/kartlaggning/<int:kartlaggning_pk>/uppratta/",
        kartlaggning.kartlaggning_establish,
        name="kartlaggning_establish",
    ),
]
