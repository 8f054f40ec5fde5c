"""Pages of cases: login, persons, the akt's overview, remiss, inskrivning, avslut."""

from django.urls import path

from .views import akt, handlingar, inloggning, personer, system

app_name = "cases"
urlpatterns = [
    path("logga-in/", inloggning.LoginView.as_view(), name="login"),
    path("logga-ut/", inloggning.LogoutView.as_view(), name="logout"),
    path("personer/", personer.aspirant_list, name="aspirant_list"),
    path("sok/", personer.sok, name="sok"),
    path("akter/<int:pk>/", akt.oversikt, name="akt"),
    path("akter/<int:pk>/handlingar/", handlingar.handling_list, name="handling_list"),
    path("akter/<int:pk>/utlamnanden/", handlingar.utlamnande_list, name="utlamnande_list"),
    path("handlingar/<int:pk>.pdf", handlingar.handling_pdf, name="handling_pdf"),
    path("utlamnanden/<int:pk>/kvittera/", handlingar.utlamnande_acknowledge, name="utlamnande_acknowledge"),
    path("samtycken/<int:pk>/aterkalla/", handlingar.samtycke_withdraw, name="samtycke_withdraw"),
    path("systemstatus/", system.systemstatus, name="systemstatus"),
]
