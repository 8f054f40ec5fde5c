from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Plumbing without domain: template tags, forms, dates, PDF. Has no models."""

    name = "config"

    def ready(self):
        """The web sends its tasks through the same Celery app as the worker reads them with; no log shows a person."""
        from config import celery, maskning  # noqa: F401

        maskning.install()
