"""A handling that leaves the city: handed over to an authority that has no login here (domain.md 2.8, 8)."""

from django.db import models
from django.db.models import F, Q

from cases.enums import Mottagare, Utsatt

from .anvandare import User
from .bas import Aktdel
from .handling import Handling, Handlingstyp
from .koder import RattsligGrund
from .organisation import Namnd


class Externutlamnande(Aktdel):
    """Keeps its own copy of what was handed over and on which words. The receiver acknowledges on paper or by phone:
    whoever was told notes the day."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="externa_utlamnanden")
    titel = models.CharField(max_length=160)
    typ = models.CharField(max_length=20, choices=Handlingstyp)
    version = models.PositiveSmallIntegerField()
    fran_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+")
    mottagare = models.CharField("mottagare", max_length=20, choices=Mottagare)
    grund = models.ForeignKey(RattsligGrund, models.PROTECT, related_name="+")
    grundtext = models.CharField(max_length=400)
    satt = models.CharField("skickat genom", max_length=20, choices=Utsatt)
    dag = models.DateField("skickat den")
    skickat_at = models.DateTimeField()
    skickat_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    mottaget = models.DateField("mottaget", null=True, blank=True)
    mottaget_noterat_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "utlämnande utanför staden"
        verbose_name_plural = "utlämnanden utanför staden"
        ordering = ["-skickat_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handling", "mottagare"],
                name="cases_externutlamnande_en_gang_per_mottagare",
                violation_error_message="Handlingen är redan utlämnad dit.",
            ),
            models.CheckConstraint(
                condition=Q(mottaget=None, mottaget_noterat_av=None)
                | Q(mottaget__gte=F("dag"), mottaget_noterat_av__isnull=False),
                name="cases_externutlamnande_mottaget_efter_skickat",
                violation_error_message="Handlingen kan inte vara mottagen innan den skickades.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titel} till {self.get_mottagare_display()}"
