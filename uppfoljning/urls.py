"""Pages of uppfoljning: Min dag, the register, figures and reports."""

from django.urls import path

from .views import akt, bevakningar, enheten, leveranser, min_dag, rapporter, statistik

app_name = "uppfoljning"
urlpatterns = [
    path("", min_dag.start, name="min_dag"),
    path("statistik/", statistik.statistik, name="statistik"),
    path("statistik/<slug:slag>/", statistik.statistik_fil, name="statistik_fil"),
    path("rapporter/", rapporter.rapport_list, name="rapport_list"),
    path("rapporter/ny/", rapporter.rapport_new, name="rapport_new"),
    path("rapporter/<int:pk>/", rapporter.rapport_detail, name="rapport_detail"),
    path("rapporter/<int:pk>/avbryt/", rapporter.rapport_cancel, name="rapport_cancel"),
    path("rapporter/<int:pk>/igen/", rapporter.rapport_retry, name="rapport_retry"),
    path("rapporter/<int:pk>/<slug:slag>/", rapporter.rapport_fil, name="rapport_fil"),
    path("enheten/", enheten.enhet, name="enhet"),
    path("enheten/forsenade/", enheten.enhet_forsenade, name="enhet_forsenade"),
    path("enheten/personer/<slug:slag>/", enheten.enhet_personer, name="enhet_personer"),
    path("enheten/samtal/", enheten.enhet_samtal, name="enhet_samtal"),
    path("uppfoljning/", leveranser.leverans_list, name="leverans_list"),
    path("akter/<int:pk>/uppfoljning/", akt.akt, name="akt"),
    path("akter/<int:pk>/bevakningar/ny/", bevakningar.bevakning_create, name="bevakning_create"),
    path("akter/<int:pk>/bevakningar/", bevakningar.bevakning_list, name="bevakning_list"),
    path("bevakningar/stangda/<int:pk>/oppna/", bevakningar.bevakning_reopen, name="bevakning_reopen"),
    path("bevakningar/<int:pk>/", bevakningar.bevakning_edit, name="bevakning_edit"),
]
