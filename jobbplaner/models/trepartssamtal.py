"""Trepartssamtal: that it exists, when it was moved and whether it was held is known to both sides; what was said
passes as a protokoll (samtalsprotokoll.py)."""

from datetime import date, datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from cases.models import Aktdel, Enhet, User
from config.dates import local_date
from jobbplaner.enums import Deltarsatt, Kallelsesatt, Motpart, Samtalslage, Tolklage

from .samtalskoder import Samtalsskal


class TrepartssamtalQuerySet(models.QuerySet):
    def hallna(self):
        """Held with all three parties: what answers a due day (domain.md 2.7, 2.8)."""
        return self.filter(fulltaligt=True)

    def bokade(self):
        """Neither signed nor cancelled; the day may have passed."""
        return self.filter(hallet_at=None, installt_at=None)


def _together(*falt: str) -> Q:
    """All of them empty, or none."""
    return Q(**dict.fromkeys(falt)) | Q(**{f"{namn}__isnull": False for namn in falt})


class Trepartssamtal(Aktdel):
    """The meeting: when, where, with whom as third party, and what became of it (domain.md sections 2.7, 2.8, 9)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # SEQUENCE of the calendar file: only rises, or a calendar keeps what it had (RFC 5545, 3.8.7.4)
    kalenderversion = models.PositiveIntegerField(default=0, editable=False)
    motpart = models.CharField("tredje part", max_length=20, choices=Motpart, default=Motpart.SOCIALTJANST)
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    datum = models.DateField("datum")
    tid = models.TimeField("tid", null=True, blank=True)
    slut = models.TimeField("slutar", null=True, blank=True)
    plats = models.CharField("plats", max_length=120, blank=True)
    tolk = models.CharField("tolk", max_length=20, choices=Tolklage, blank=True)
    tolk_sprak = models.CharField("tolkens språk", max_length=60, blank=True)
    tolk_satt = models.CharField("tolken är med", max_length=20, choices=Deltarsatt, blank=True)
    kallad_at = models.DateTimeField("personen kallad", null=True, blank=True)
    kallad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    kallad_satt = models.CharField("kallad genom", max_length=20, choices=Kallelsesatt, blank=True)
    installt_at = models.DateTimeField("inställt", null=True, blank=True)
    installt_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    installt_skal = models.ForeignKey(Samtalsskal, models.PROTECT, null=True, blank=True, related_name="+")
    # Set at signing, from who was there: both sides know that it was held, also before the protokoll is handed over
    hallet_at = models.DateTimeField("hållet", null=True, blank=True)
    fulltaligt = models.BooleanField("alla tre parter var med", null=True, blank=True)
    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrepartssamtalQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "trepartssamtal"
        ordering = ["-datum", "-id"]
        indexes = [models.Index(fields=["aspirant", "datum"], name="jobbplaner_samtal_dag")]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "enhet", "motpart", "datum"],
                condition=Q(installt_at=None),
                name="jobbplaner_trepartssamtal_ett_per_dag",
                violation_error_message="Det finns redan ett samtal den dagen.",
            ),
            models.CheckConstraint(
                condition=Q(slut=None) | Q(tid__isnull=False, slut__gt=F("tid")),
                name="jobbplaner_trepartssamtal_slutar_efter_start",
                violation_error_message="Samtalet måste sluta efter att det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(tolk="", tolk_sprak="", tolk_satt="")
                | (~Q(tolk="") & ~Q(tolk_sprak="") & ~Q(tolk_satt="")),
                name="jobbplaner_trepartssamtal_tolk_satts_helt",
                violation_error_message="Ange tolkens språk och hur tolken är med.",
            ),
            models.CheckConstraint(
                condition=Q(kallad_at=None, kallad_av=None, kallad_satt="")
                | (Q(kallad_at__isnull=False, kallad_av__isnull=False) & ~Q(kallad_satt="")),
                name="jobbplaner_trepartssamtal_kallelse_satts_helt",
                violation_error_message="En kallelse har en dag, ett sätt och någon som kallade.",
            ),
            models.CheckConstraint(
                condition=_together("installt_at", "installt_av", "installt_skal"),
                name="jobbplaner_trepartssamtal_installt_satts_helt",
                violation_error_message="Ett inställt samtal har ett skäl.",
            ),
            models.CheckConstraint(
                condition=_together("hallet_at", "fulltaligt"),
                name="jobbplaner_trepartssamtal_hallet_satts_helt",
                violation_error_message="Ett hållet samtal säger om alla var med.",
            ),
            models.CheckConstraint(
                condition=Q(installt_at=None) | Q(hallet_at=None),
                name="jobbplaner_trepartssamtal_inte_bade_hallet_och_installt",
                violation_error_message="Ett samtal kan inte vara både hållet och inställt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} {self.datum}"

    @property
    def namn(self) -> str:
        """What the samtal is called: by its third party."""
        return "Uppföljning med Arbetsförmedlingen" if self.motpart == Motpart.AF else "Trepartssamtal"

    @property
    def bestamt_namn(self) -> str:
        return "Uppföljningen med Arbetsförmedlingen" if self.motpart == Motpart.AF else "Trepartssamtalet"

    @property
    def ar_bokat(self) -> bool:
        """The same as the query set's `bokade`, for a row at hand."""
        return self.hallet_at is None and self.installt_at is None

    def lage_den(self, today: date) -> Samtalslage:
        if self.installt_at:
            return Samtalslage.INSTALLT
        if self.hallet_at:
            return Samtalslage.HALLET if self.fulltaligt else Samtalslage.OFULLTALIGT
        return Samtalslage.BOKAT if self.datum >= today else Samtalslage.ATT_SIGNERA

    def kallelsen_galler(self, senast_flyttat: datetime | None) -> bool:
        """Whether the person was called to the time that stands now; `senast_flyttat` is when it last moved."""
        return self.kallad_at is not None and (senast_flyttat is None or senast_flyttat < self.kallad_at)


class Samtalsflytt(Aktdel):
    """One rescheduling: from, to, why, by whom. Written once."""

    samtal = models.ForeignKey(Trepartssamtal, models.CASCADE, related_name="flyttar")
    fran_datum = models.DateField("från dag")
    fran_tid = models.TimeField("från tid", null=True, blank=True)
    fran_slut = models.TimeField("slutade", null=True, blank=True)
    fran_plats = models.CharField("från plats", max_length=120, blank=True)
    till_datum = models.DateField("till dag")
    till_tid = models.TimeField("till tid", null=True, blank=True)
    till_slut = models.TimeField("slutar", null=True, blank=True)
    till_plats = models.CharField("till plats", max_length=120, blank=True)
    skal = models.ForeignKey(Samtalsskal, models.PROTECT, related_name="+")
    av = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "ombokning"
        verbose_name_plural = "ombokningar"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.fran_datum} till {self.till_datum}"

    @property
    def dag(self) -> date:
        return local_date(self.at)
