"""Utlämnande: a handling handed over from one nämnd to a unit of another, on a ground (domain.md section 8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .anvandare import User
from .bas import Aktdel
from .handling import Handling, Handlingstyp
from .koder import RattsligGrund
from .organisation import Enhet, Namnd
from .samtycke import Samtycke


class UtlamnandeQuerySet(models.QuerySet):
    def for_lista(self):
        """With what a row shows, and `lasbar`: may the reader open the handling itself? Never joins to it: a handling
        that can no longer be read would take its own history with it."""
        return self.select_related(
            "fran_namnd", "till_enhet", "grund", "samtycke", "skickat_av", "kvitterat_av", "oppnad_av"
        ).annotate(lasbar=Exists(Handling.objects.filter(pk=OuterRef("handling_id"))))

    def till_enheter(self, enheter):
        return self.filter(till_enhet__in=enheter)

    def olasta(self):
        """Never opened by the unit that received it, and still open to it."""
        return self.filter(oppnad_at=None, upphorde=None)

    def okvitterade(self):
        return self.filter(kvitterat_at=None, upphorde=None)


class Utlamnande(Aktdel):
    """Keeps its own copy of what was handed over and on which words, so that the history stands when reading ends.

    Written once. The receiver's kvittens and first reading, and the day that reading ended (`upphorde`: the consent it
    rested on was taken back), are set by the database's own functions.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="utlamnanden")
    titel = models.CharField(max_length=160)
    typ = models.CharField(max_length=20, choices=Handlingstyp)
    version = models.PositiveSmallIntegerField()
    delar = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    fran_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+")
    till_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+")
    till_enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    grund = models.ForeignKey(RattsligGrund, models.PROTECT, related_name="+")
    grundtext = models.CharField(max_length=400)
    samtycke = models.ForeignKey(Samtycke, models.PROTECT, null=True, blank=True, related_name="utlamnanden")
    skickat_at = models.DateTimeField()
    skickat_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    kvitterat_at = models.DateTimeField(null=True, blank=True)
    kvitterat_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    oppnad_at = models.DateTimeField(null=True, blank=True)
    oppnad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    upphorde = models.DateField(null=True, blank=True)

    objects = UtlamnandeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "utlämnanden"
        ordering = ["-skickat_at", "-id"]
        indexes = [
            models.Index(
                fields=["till_enhet", "-skickat_at"],
                condition=Q(oppnad_at=None, upphorde=None),
                name="cases_utlamnande_olasta",
            ),
            models.Index(fields=["till_enhet", "-skickat_at"], name="cases_utlamnande_mottagna"),
            models.Index(
                fields=["till_enhet", "-skickat_at", "-id"],
                condition=Q(kvitterat_at=None, upphorde=None),
                name="cases_utlamnande_okvitterade",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handling", "till_namnd"],
                condition=Q(upphorde=None),
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
            models.CheckConstraint(
                condition=Q(oppnad_at=None, oppnad_av=None) | Q(oppnad_at__isnull=False, oppnad_av__isnull=False),
                name="cases_utlamnande_oppnad_satts_helt",
            ),
            models.CheckConstraint(
                condition=Q(upphorde=None) | Q(samtycke__isnull=False),
                name="cases_utlamnande_upphor_bara_med_samtycke",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def ar_olast(self) -> bool:
        """The same as the query set's `olasta`, for a row at hand."""
        return self.oppnad_at is None and self.upphorde is None

    @property
    def delar_text(self) -> str:
        return ", ".join(self.delar)
