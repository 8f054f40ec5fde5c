"""What has happened to an account, shown to its owner: an account used by somebody else is noticed by the one it is."""

from django.db import models

from .anvandare import User


class Kontohandelse(models.Model):
    """Written by database functions (cases/sekretess/konto.sql); the application only reads its own user's rows."""

    class Slag(models.TextChoices):
        INLOGGAD = "inloggad", "Inloggning"
        MISSLYCKAD = "misslyckad", "Misslyckad inloggning"
        TILLFALLIGT = "tillfalligt", "Tillfälligt lösenord från systemförvaltaren"
        BYTT = "bytt", "Lösenordet bytt"
        UTLOGGAD = "utloggad", "Utloggad överallt"
        SPARR_HAVD = "sparr_havd", "Spärr hävd av systemförvaltaren"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    slag = models.CharField(max_length=20, choices=Slag)
    hande_at = models.DateTimeField()
    av = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = "kontohändelse"
        verbose_name_plural = "kontohändelser"
        ordering = ["-hande_at", "-id"]
        indexes = [models.Index(fields=["user", "-hande_at"], name="cases_kontohandelse_user")]

    def __str__(self) -> str:
        return self.get_slag_display()
