"""The API, version 1."""

from django.urls import path

from .statistik import StatistikView

app_name = "api"
urlpatterns = [path("statistik", StatistikView.as_view(), name="statistik")]
