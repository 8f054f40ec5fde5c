"""Pages of uppfoljning: Min dag, the register, figures and reports."""

from django.urls import path

from .views import min_dag

app_name = "uppfoljning"
urlpatterns = [
    path("", min_dag.start, name="min_dag"),
]
