"""Code lists and parameters that ship with the product, loaded from <app>/data/koder.json after migrate.

Only what is missing is added: a list that the administration has changed is left alone.
"""

import json
from pathlib import Path

from django.apps import apps
from django.db import models, transaction


def load_all(using: str = "default") -> None:
    """Add missing rows of every app's lists; keys are `kod`, `text` or, for parameters, kod + giltig_fran."""
    with transaction.atomic(using=using):
        for config in apps.get_app_configs():
            path = Path(config.path) / "data" / "koder.json"
            if path.exists():
                for name, rows in json.loads(path.read_text()).items():
                    _add_missing(apps.get_model(config.label, name), rows, using)


def _add_missing(model: type[models.Model], rows: list[dict], using: str) -> None:
    key = next(name for name in ("kod", "text", "namn") if name in {f.name for f in model._meta.fields})
    existing = set(model._base_manager.using(using).values_list(key, flat=True))
    model._base_manager.using(using).bulk_create(
        model(**{"ordning": nr, **row} if hasattr(model, "ordning") else row)
        for nr, row in enumerate(rows, start=1)
        if row[key] not in existing
    )
