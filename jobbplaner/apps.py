from django.apps import AppConfig


class JobbplanerConfig(AppConfig):
    name = "jobbplaner"
