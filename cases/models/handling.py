"""Handling, utlämnande, samtycke: what passes between nämnder, and on which ground (domain.md section 8)."""

from django.db import models
from django.db.models import F, Q

from .anvandare import User
from .bas import Aktdel, Dokumentdel
from .koder import RattsligGrund
from .organisation import Enhet, Namnd


class Handlingstyp(models.TextChoices):
    JOBBPLAN = "jobbplan", "Jobbplan"
    ARBETSPLAN = "arbetsplan", "Arbetsplan"
    PROTOKOLL = "protokoll", "Protokoll från trepartssamtal"
    REMISS = "remiss", "Remiss"
    SLUTRAPPORT = "slutrapport", "Slutrapport"
    MANADSUNDERLAG = "manadsunderlag", "Månadsunderlag"


class HandlingManager(models.Manager):
    def get_queryset(self):
        """The frozen file is read only where it is served."""
        return super().get_queryset().defer("pdf")


class Handling(Dokumentdel):
    """An established document: frozen PDF with checksum, owned by one nämnd. Never changed."""

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    typ = models.CharField(max_length=20, choices=Handlingstyp)
    version = models.PositiveSmallIntegerField()
    titel = models.CharField(max_length=160)
    upprattad_at = models.DateTimeField()
    upprattad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects = HandlingManager()

    class Meta:
        verbose_name_plural = "handlingar"
        ordering = ["-upprattad_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="cases_handling_sha256_ar_en_kontrollsumma"
            )
        ]

    def __str__(self) -> str:
        return self.titel


class SamtyckeQuerySet(models.QuerySet):
    def giltiga(self, dag):
        """In force on `dag`: given, not run out, not taken back on or before it."""
        return self.filter(Q(aterkallat=None) | Q(aterkallat__gt=dag), fran__lte=dag, till__gte=dag)


class Samtycke(Aktdel):
    """The person's consent to hand over: a secrecy ground, not the GDPR ground (law.md 3.2)."""

    class Satt(models.TextChoices):
        SKRIFTLIGT = "skriftligt", "Skriftligt"
        MUNTLIGT = "muntligt", "Muntligt"

    omfattning = models.CharField("omfattning", max_length=250)
    till_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+", verbose_name="till nämnd")
    fran_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+", verbose_name="från nämnd")
    satt = models.CharField("lämnat", max_length=20, choices=Satt)
    fran = models.DateField("gäller från")
    till = models.DateField("gäller till och med")
    aterkallat = models.DateField("återkallat", null=True, blank=True)
    registrerat_av = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SamtyckeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "samtycken"
        ordering = ["-fran", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gte=F("fran")),
                name="cases_samtycke_datum_i_ordning",
                violation_error_message="Samtycket kan inte sluta gälla innan det börjar.",
            )
        ]

    def __str__(self) -> str:
        return f"Samtycke {self.fran}"

    def ar_giltigt(self, dag) -> bool:
        """The same as the query set's `giltiga`."""
        return self.fran <= dag <= self.till and (self.aterkallat is None or self.aterkallat > dag)


class Utlamnande(Aktdel):
    """One handling handed over from one nämnd to a unit of another, on a stated ground, with kvittens."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="utlamnanden")
    fran_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+")
    till_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+")
    till_enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    grund = models.ForeignKey(RattsligGrund, models.PROTECT, related_name="+")
    samtycke = models.ForeignKey(Samtycke, models.PROTECT, null=True, blank=True, related_name="utlamnanden")
    skickat_at = models.DateTimeField()
    skickat_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    kvitterat_at = models.DateTimeField(null=True, blank=True)
    kvitterat_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "utlämnanden"
        ordering = ["-skickat_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handling", "till_namnd"],
                name="cases_utlamnande_en_gang_per_namnd",
                violation_error_message="Handlingen är redan utlämnad dit.",
            ),
            models.CheckConstraint(
                condition=~Q(fran_namnd=F("till_namnd")), name="cases_utlamnande_mellan_tva_namnder"
            ),
            models.CheckConstraint(
                condition=Q(kvitterat_at=None, kvitterat_av=None)
                | Q(kvitterat_at__isnull=False, kvitterat_av__isnull=False),
                name="cases_utlamnande_kvittens_satts_helt",
            ),
        ]

    def __str__(self) -> str:
        return f"Utlämnande av {self.handling_id}"
