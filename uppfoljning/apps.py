from django.apps import AppConfig


class UppfoljningConfig(AppConfig):
    name = "uppfoljning"
    verbose_name = "Uppföljning"

    def ready(self) -> None:
        from . import akt_uppfoljning  # noqa: F401
        from .bevakningar import avslut, dorr, granser  # noqa: F401
