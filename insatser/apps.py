from django.apps import AppConfig


class InsatserConfig(AppConfig):
    name = "insatser"
    verbose_name = "Insatser"

    def ready(self) -> None:
        from . import akt_insatser, andringar_insatser, stegval  # noqa: F401
