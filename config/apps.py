from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Plumbing without domain: template tags, forms, dates, PDF. Has no models."""

    name = "config"
