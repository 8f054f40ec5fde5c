from django.apps import AppConfig


class UppfoljningConfig(AppConfig):
    name = "uppfoljning"
