"""Failed logins, counted per name and per address so that guessing takes too long."""

from django.db import models


class Inloggningssparr(models.Model):
    """One counter. What was typed as a name is never kept: it may be a password in the wrong box."""

    class Slag(models.TextChoices):
        NAMN = "namn", "Användarnamn"
        ADRESS = "adress", "Nätverksadress"

    slag = models.CharField(max_length=10, choices=Slag)
    nyckel = models.CharField(max_length=64, help_text="Avtryck av namnet, eller adressen.")
    antal = models.PositiveIntegerField(default=0)
    borjade_at = models.DateTimeField()
    sparrad_till = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "inloggningsspärr"
        verbose_name_plural = "inloggningsspärrar"
        ordering = ["-borjade_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["slag", "nyckel"], name="cases_inloggningssparr_en_per_nyckel"),
        ]

    def __str__(self) -> str:
        return self.get_slag_display()
