from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Organisation, användare och koder"

    def ready(self) -> None:
        from . import akt_cases, akt_handlaggare, akt_handlingar, checks  # noqa: F401

        post_migrate.connect(_after_migrate, sender=self)


def _after_migrate(using, **kwargs) -> None:
    """Code lists that are missing are added, and the access matrix is applied (docs/adr/0002)."""
    from .koder import load_all
    from .sekretess.tillampa import apply_matrix, schema_is_whole

    if schema_is_whole(using):
        load_all(using)
        apply_matrix(using)
