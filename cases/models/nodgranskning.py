"""What a chef found when a nödöppning was reviewed (domain.md sections 8-9: systematically, by the head of unit)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .anvandare import User
from .nodoppning import Nodoppning

MOTIVERING_MINST = 20


class Nodgranskning(models.Model):
    """One review. The newest of a unit is what it says; the ones before it stay, and so a correction is seen.

    `for_enheter` are the units in whose name it was made: each nämnd is its own controller, so a review by the opener's
    unit does not stand for the person's. Written by app.granska_nodoppning, never by the application.
    """

    class Utfall(models.TextChoices):
        BEFOGAD = "befogad", "Befogad"
        INTE_BEFOGAD = "inte_befogad", "Inte befogad"

    nodoppning = models.ForeignKey(Nodoppning, models.CASCADE, related_name="granskningar")
    for_enheter = ArrayField(models.BigIntegerField(), editable=False)
    utfall = models.CharField(max_length=20, choices=Utfall)
    motivering = models.TextField("motivering", max_length=2000, blank=True)
    granskad_at = models.DateTimeField()
    granskad_av = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "granskning av nödöppning"
        verbose_name_plural = "granskningar av nödöppningar"
        ordering = ["granskad_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(utfall="befogad")
                | Q(utfall="inte_befogad", motivering__regex=rf"\S.{{{MOTIVERING_MINST - 2},}}\S"),
                name="cases_nodgranskning_inte_befogad_med_motivering",
                violation_error_message="Skriv varför nödöppningen inte var befogad.",
            ),
            models.CheckConstraint(
                condition=Q(for_enheter__len__gt=0),
                name="cases_nodgranskning_i_en_enhets_namn",
                violation_error_message="Granskningen görs för en enhet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_utfall_display()}, {self.granskad_at:%Y-%m-%d %H:%M}"
