"""The numbers that a person had before the one that stands on the akt (domain.md section 10)."""

from django.db import models
from django.db.models import F, Q

from cases.enums import Nummerslag

from .anvandare import User
from .bas import Aktdel


class TidigarenummerQuerySet(models.QuerySet):
    def personens(self):
        """Numbers that were the person's own: not those typed wrong, which are somebody else's or nobody's."""
        return self.exclude(orsak=Tidigarenummer.Orsak.FEL)


class Tidigarenummer(Aktdel):
    """A number the person had on the akt, from and to (both inclusive), and why it was changed. Added, never changed.

    None for fingerade personuppgifter: no row may tie the new identity to the old (docs/handbok).
    """

    class Orsak(models.TextChoices):
        PERSONNUMMER = "personnummer", "Personen har fått ett personnummer"
        SAMORDNINGSNUMMER = "samordningsnummer", "Personen har fått ett samordningsnummer"
        FEL = "fel", "Numret var fel"

    nummer = models.CharField("nummer", max_length=12, db_collation="C")
    nummerslag = models.CharField(max_length=20, choices=Nummerslag)
    fran = models.DateField()
    till = models.DateField()
    orsak = models.CharField(max_length=20, choices=Orsak)
    bytt_at = models.DateTimeField()
    bytt_av = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TidigarenummerQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tidigare nummer"
        ordering = ["-till", "-id"]
        indexes = [models.Index(fields=["nummer"], name="cases_tidigarenummer_nummer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gte=F("fran")),
                name="cases_tidigarenummer_datum_i_ordning",
                violation_error_message="Numret kan inte sluta gälla innan det började.",
            ),
            models.CheckConstraint(
                condition=Q(orsak__in=["personnummer", "samordningsnummer", "fel"]),
                name="cases_tidigarenummer_orsak_i_listan",
                violation_error_message="Välj varför numret byts.",
            ),
            models.CheckConstraint(
                condition=Q(nummerslag=Nummerslag.RESERVNUMMER)
                | Q(nummerslag=Nummerslag.SAMORDNINGSNUMMER, orsak__in=["personnummer", "fel"])
                | Q(orsak="fel"),
                name="cases_tidigarenummer_personnummer_byts_bara_om_det_var_fel",
                violation_error_message="Ett personnummer byts bara om det var fel.",
            ),
        ]

    def __str__(self) -> str:
        return f"till {self.till}"
