"""What was changed on a person's akt, written by the database alone (docs/adr/0012)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .anvandare import User
from .aspirant import Aspirant
from .bas import Aktdel


class Andring(Aktdel):
    """One row of one table, added, changed or removed; cases/sekretess/historik.sql writes it in the same transaction.

    `falt` is column -> [old, new] of what was changed, column -> [old, null] of the whole row when it was removed, and
    empty for a new row. `del_av` is the row it belongs to (a delmål's plan). `synlig_for` holds the nämnder that may
    read it, null when everyone who sees the person may. There are no foreign keys in the database: the row outlives
    what it tells of, and is removed with the person.
    """

    class Slag(models.TextChoices):
        NY = "ny", "Ny"
        ANDRAD = "andrad", "Ändrad"
        BORTTAGEN = "borttagen", "Borttagen"

    aspirant = models.ForeignKey(Aspirant, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    at = models.DateTimeField()
    tabell = models.CharField(max_length=63)
    rad = models.BigIntegerField()
    del_av = models.BigIntegerField(null=True, blank=True)
    slag = models.CharField(max_length=10, choices=Slag)
    falt = models.JSONField(default=dict)
    av = models.ForeignKey(
        User, models.DO_NOTHING, null=True, blank=True, db_constraint=False, db_index=False, related_name="+"
    )
    # URL name, or name of the task or command, and the reference that ties together what one request wrote
    sida = models.CharField(max_length=120, blank=True)
    referens = models.CharField(max_length=40)
    synlig_for = ArrayField(models.BigIntegerField(), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "ändring"
        verbose_name_plural = "ändringar"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["aspirant", "-at", "-id"], name="cases_andring_person")]

    def __str__(self) -> str:
        return f"{self.tabell} {self.rad} {self.slag}"
