"""Pages of cases: login, persons, the akt's overview, remiss, inskrivning, avslut."""

from django.urls import path

from .views import akt, inloggning, personer, system

app_name = "cases"
urlpatterns = [
    path("logga-in/", inloggning.LoginView.as_view(), name="login"),
    path("logga-ut/", inloggning.LogoutView.as_view(), name="logout"),
    path("personer/", personer.aspirant_list, name="aspirant_list"),
    path("sok/", personer.sok, name="sok"),
    path("akter/<int:pk>/", akt.oversikt, name="akt"),
    path("systemstatus/", system.systemstatus, name="systemstatus"),
]
