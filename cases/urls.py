"""Pages of cases: login, persons, the akt's overview, remiss, inskrivning, avslut."""

from django.urls import path

from .views import akt, avslut, handlingar, inloggning, inskrivning, personer, registrera, remisser, system, uppgifter

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
    path("handlingar/<int:pk>/skicka/", handlingar.handling_send, name="handling_send"),
    path("utlamnanden/<int:pk>/kvittera/", handlingar.utlamnande_acknowledge, name="utlamnande_acknowledge"),
    path("samtycken/<int:pk>/aterkalla/", handlingar.samtycke_withdraw, name="samtycke_withdraw"),
    path("registrera/", registrera.registrera, name="registrera"),
    path("registrera/utan-nummer/", registrera.utan_nummer, name="registrera_utan_nummer"),
    path("registrera/person/", registrera.ny_person, name="registrera_person"),
    path("registrera/<int:pk>/person/", registrera.person, name="registrera_andra"),
    path("registrera/<int:pk>/hushall/", registrera.hushall, name="registrera_hushall"),
    path("registrera/<int:pk>/remiss/", registrera.remiss, name="registrera_remiss"),
    path("akter/<int:pk>/uppgifter/", uppgifter.uppgifter, name="uppgifter"),
    path("akter/<int:pk>/remiss/", remisser.remiss_create, name="remiss_create"),
    path("akter/<int:pk>/inskrivning/", inskrivning.inskrivning_create, name="inskrivning_create"),
    path("akter/<int:pk>/avslut/", avslut.avslut, name="avslut"),
    path("akter/<int:pk>/avslut/<int:inskrivning_pk>/", avslut.avslut_ratta, name="avslut_ratta"),
    path("remisser/", remisser.remiss_list, name="remiss_list"),
    path("remisser/<int:pk>/", remisser.remiss_detail, name="remiss_detail"),
    path("systemstatus/", system.systemstatus, name="systemstatus"),
]
