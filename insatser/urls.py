"""Pages of insatser: the catalogue, and the akt's tab."""

from django.urls import path

from .views import katalog, placeringar

app_name = "insatser"
urlpatterns = [
    path("insatser/", katalog.insats_list, name="insats_list"),
    path("insatser/ny/", katalog.insats_create, name="insats_create"),
    path("insatser/<int:pk>/", katalog.insats_detail, name="insats_detail"),
    path("insatser/<int:pk>/andra/", katalog.insats_edit, name="insats_edit"),
    path("akter/<int:pk>/insatser/", placeringar.placering_list, name="placering_list"),
    path("akter/<int:pk>/insatser/ny/", placeringar.placering_create, name="placering_create"),
    path(
        "akter/<int:pk>/insatser/<int:placering_pk>/avsluta/",
        placeringar.placering_avsluta,
        name="placering_avsluta",
    ),
    path(
        "akter/<int:pk>/insatser/<int:placering_pk>/omprova/",
        placeringar.placering_omprova,
        name="placering_omprova",
    ),
]
