"""Heartbeats: every scheduled duty leaves a row here, and alarms when it falls silent."""

from django.db import models


class Puls(models.Model):
    """The last time a duty ran, how it ended, and how often it should run."""

    namn = models.SlugField(max_length=60, unique=True)
    beskrivning = models.CharField(max_length=160)
    senast_at = models.DateTimeField(null=True, blank=True)
    lyckades = models.BooleanField(null=True, blank=True)
    # It ran as it should, and found something that a person has to look at
    att_se_over = models.BooleanField(default=False)
    meddelande = models.CharField(max_length=250, blank=True)
    hogst_timmar = models.PositiveSmallIntegerField(default=26)

    class Meta:
        verbose_name = "puls"
        verbose_name_plural = "pulser"
        ordering = ["namn"]

    def __str__(self) -> str:
        return self.namn
