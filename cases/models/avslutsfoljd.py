"""What an avslut led to, row by row, so that it can be read and undone."""

from django.db import models

from .bas import Aktdel
from .inskrivning import Inskrivning


class Avslutsfoljd(Aktdel):
    """Written once in the transaction of the avslut; `angrad_at` when the avslut was undone."""

    inskrivning = models.ForeignKey(Inskrivning, models.CASCADE, related_name="foljder")
    slag = models.CharField(max_length=40)
    objekt = models.BigIntegerField()
    vad = models.CharField("vad som hände", max_length=200)
    fore = models.JSONField("hur det var före", default=dict)
    angrad_at = models.DateTimeField("ångrat", null=True, blank=True)

    class Meta:
        verbose_name = "följd av avslut"
        verbose_name_plural = "följder av avslut"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["slag", "objekt"], condition=models.Q(angrad_at=None), name="cases_avslutsfoljd_star")
        ]

    def __str__(self) -> str:
        return self.vad
