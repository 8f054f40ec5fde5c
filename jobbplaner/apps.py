from django.apps import AppConfig


class JobbplanerConfig(AppConfig):
    name = "jobbplaner"

    def ready(self) -> None:
        from . import akt_avslut, akt_jobbplaner, akt_kartlaggning, andringar_jobbplaner  # noqa: F401
