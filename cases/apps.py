from celery.signals import task_prerun
from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Organisation, användare och koder"

    def ready(self) -> None:
        from config import maskning

        from . import (  # noqa: F401
            akt_afprogram,
            akt_avslut,
            akt_cases,
            akt_enheten,
            akt_handlaggare,
            akt_handlingar,
            akt_hushall,
            akt_journal,
            akt_kontakt,
            akt_logg,
            akt_skydd,
            andringar_cases,
            checks,
        )
        from .uppgiftsregister import logg_namn

        maskning.hide_fields(logg_namn())
        post_migrate.connect(_after_migrate, sender=self)
        task_prerun.connect(_task_starts)


def _after_migrate(using, **kwargs) -> None:
    """Missing code lists are added, the access matrix is applied (docs/adr/0002), the reading log gets its months."""
    from config import dates

    from .koder import load_all
    from .sekretess.tillampa import apply_matrix, schema_is_whole
    from .services.lasningslogg import make_months

    if schema_is_whole(using):
        load_all(using)
        apply_matrix(using)
        make_months(today=dates.today(), using=using)


def _task_starts(task_id, task, **kwargs) -> None:
    """What a task writes says in history which task it was; the next task in the process says its own."""
    from .sekretess.identitet import set_kalla

    set_kalla(task.name, task_id)
