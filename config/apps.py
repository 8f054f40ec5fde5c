from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Plumbing without domain: template tags, forms, dates, PDF. Has no models."""

    name = "config"

    def ready(self):
        """The web sends its tasks through the same Celery app as the worker reads them with."""
        from config import celery  # noqa: F401
