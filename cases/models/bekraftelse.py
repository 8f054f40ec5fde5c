"""The second pair of eyes on who gets a role (docs/adr: the systemförvaltare alone opens no case)."""

from django.db import models
from django.db.models import F, Q

from .anvandare import Medlemskap, User


class BekraftelseQuerySet(models.QuerySet):
    def vantande(self):
        return self.filter(beviljad=None)

    def hindrande(self):
        """Those that keep a membership from opening anything: not answered, or refused."""
        return self.exclude(beviljad=True)


class Bekraftelse(models.Model):
    """A membership that opens nothing until somebody else says yes.

    Written by the database alone (cases/sekretess/konto.sql): asked for by a trigger when the application adds or
    widens a membership or sets someone's password, answered by a function that refuses the one who asked.
    """

    class Orsak(models.TextChoices):
        NYTT = "nytt", "Nytt uppdrag"
        ANDRAT = "andrat", "Ändrat uppdrag"
        LOSENORD = "losenord", "Nytt tillfälligt lösenord"

    medlemskap = models.ForeignKey(Medlemskap, models.CASCADE, related_name="bekraftelser")
    orsak = models.CharField(max_length=20, choices=Orsak)
    begard_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    begard_at = models.DateTimeField()
    besvarad_av = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    besvarad_at = models.DateTimeField(null=True)
    beviljad = models.BooleanField(null=True)

    objects = BekraftelseQuerySet.as_manager()

    class Meta:
        verbose_name = "bekräftelse"
        verbose_name_plural = "bekräftelser"
        ordering = ["begard_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["medlemskap", "orsak", "begard_av"],
                condition=Q(beviljad=None),
                name="cases_bekraftelse_en_vantande",
                violation_error_message="Uppdraget väntar redan på bekräftelse.",
            ),
            models.CheckConstraint(
                condition=Q(beviljad=None, besvarad_av=None, besvarad_at=None)
                | Q(beviljad__isnull=False, besvarad_av__isnull=False, besvarad_at__isnull=False),
                name="cases_bekraftelse_svar_satts_helt",
                violation_error_message="Ett svar har alltid någon som svarade och en tid.",
            ),
            models.CheckConstraint(
                condition=~Q(besvarad_av=F("begard_av")),
                name="cases_bekraftelse_av_nagon_annan",
                violation_error_message="Den som begärde kan inte bekräfta.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.medlemskap}: {self.get_orsak_display().lower()}"
