"""Långsiktigt stöd after work has started, agreed before avslut (domain.md 2.12)."""

from django.db import models
from django.db.models import F, Q

from .anvandare import User
from .bas import Aktdel
from .inskrivning import Inskrivning
from .organisation import Enhet


class LangsiktigtStodQuerySet(models.QuerySet):
    def pagaende(self, dag):
        """From the avslut to the agreed day, or to the day it was ended."""
        return self.filter(Q(avbrutet=None) | Q(avbrutet__gt=dag), fran__lte=dag, till__gte=dag)

    def oavslutade(self):
        """Nobody has ended it, whatever day it is."""
        return self.filter(avbrutet=None)


class LangsiktigtStod(Aktdel):
    """Who gives it, until when, and when the next contact is. One per avslut."""

    inskrivning = models.OneToOneField(Inskrivning, models.CASCADE, related_name="langsiktigt_stod")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="vem som ger stödet")
    overenskommet = models.DateField("överenskommet")
    fran = models.DateField("från")
    till = models.DateField("till och med")
    nasta_kontakt = models.DateField("nästa kontakt", null=True, blank=True)
    omfattning = models.CharField("vad stödet är", max_length=200)
    avbrutet = models.DateField("avslutat", null=True, blank=True)
    avbrutet_skal = models.CharField("varför det avslutades", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = LangsiktigtStodQuerySet.as_manager()

    class Meta:
        verbose_name = "långsiktigt stöd"
        verbose_name_plural = "långsiktiga stöd"
        ordering = ["till", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overenskommet__lte=F("fran")),
                name="cases_langsiktigtstod_overenskommet_fore_avslut",
                violation_error_message="Långsiktigt stöd ska vara överenskommet före avslutet.",
            ),
            models.CheckConstraint(
                condition=Q(till__gt=F("fran")),
                name="cases_langsiktigtstod_slutar_efter_avslut",
                violation_error_message="Stödet ska sluta efter avslutet.",
            ),
            models.CheckConstraint(
                condition=Q(nasta_kontakt=None) | Q(nasta_kontakt__gte=F("fran"), nasta_kontakt__lte=F("till")),
                name="cases_langsiktigtstod_kontakt_under_tiden",
                violation_error_message="Nästa kontakt ska ligga under tiden för stödet.",
            ),
            models.CheckConstraint(
                condition=Q(avbrutet=None, avbrutet_skal="") | (Q(avbrutet__gte=F("fran")) & ~Q(avbrutet_skal="")),
                name="cases_langsiktigtstod_slut_satts_helt",
                violation_error_message="Skriv vilken dag stödet avslutades och varför.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} till {self.till}"

    def pagar_den(self, dag) -> bool:
        """The same as the query set's `pagaende`, for a row at hand."""
        return self.fran <= dag <= self.till and (self.avbrutet is None or self.avbrutet > dag)
