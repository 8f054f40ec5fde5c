"""Every question whether a number is known, kept so that it can be counted, reviewed and answered by reference."""

from django.db import models
from django.db.models import Q

from .anvandare import User


class Nummerfraga(models.Model):
    """Written by the database function that answers (cases/sekretess/registrering.sql), never by the application.

    The number itself is kept only when the answer was "cannot be registered here": registeransvarig finds the
    person by the reference that the asker was given. Nothing is known of the numbers that were free.
    """

    class Svar(models.TextChoices):
        FRITT = "fritt", "Fritt"
        SYNLIGT = "synligt", "Känt här"
        ANNAN = "annan", "Kan inte registreras här"
        FOR_MANGA = "for_manga", "För många frågor"

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    fragad_at = models.DateTimeField()
    svar = models.CharField(max_length=20, choices=Svar)
    referens = models.CharField(max_length=20, blank=True)
    nummer = models.CharField(max_length=12, blank=True, db_collation="C")

    class Meta:
        verbose_name = "nummerfråga"
        verbose_name_plural = "nummerfrågor"
        ordering = ["-fragad_at", "-id"]
        indexes = [models.Index(fields=["user", "fragad_at"], name="cases_nummerfraga_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["referens"], condition=~Q(referens=""), name="cases_nummerfraga_unik_referens"
            ),
            models.CheckConstraint(
                condition=Q(svar="annan") ^ Q(nummer="", referens=""),
                name="cases_nummerfraga_nummer_bara_med_referens",
            ),
        ]

    def __str__(self) -> str:
        return self.referens or self.svar
