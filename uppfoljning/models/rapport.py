"""Tertial report: ordered, rendered by a worker, kept as it was made."""

from django.db import models
from django.db.models import Q

from cases.models import Namnd, User
from uppfoljning.enums import RapportLage


class RapportManager(models.Manager):
    def get_queryset(self):
        """Files and figures are read only where they are served."""
        return super().get_queryset().defer("pdf", "csv", "siffror")


class Rapport(models.Model):
    """One version of one tertial's report to one nämnd. Figures only, no persons."""

    namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="rapporter", verbose_name="nämnd")
    ar = models.PositiveSmallIntegerField("år")
    tertial = models.PositiveSmallIntegerField("tertial")
    version = models.PositiveSmallIntegerField()
    diarienummer = models.CharField("diarienummer", max_length=40, blank=True)
    lage = models.CharField(max_length=20, choices=RapportLage, default=RapportLage.KO)
    steg = models.PositiveSmallIntegerField(default=0)
    fel = models.CharField(max_length=250, blank=True)
    bestalld_at = models.DateTimeField()
    bestalld_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    paborjad_at = models.DateTimeField(null=True, blank=True)
    klar_at = models.DateTimeField(null=True, blank=True)
    siffror = models.JSONField(null=True, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    csv = models.BinaryField(null=True, blank=True)

    objects = RapportManager()

    class Meta:
        verbose_name_plural = "rapporter"
        ordering = ["-ar", "-tertial", "namnd", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["namnd", "ar", "tertial", "version"], name="uppfoljning_rapport_unik"),
            models.UniqueConstraint(
                fields=["namnd", "ar", "tertial"],
                condition=Q(lage__in=[RapportLage.KO, RapportLage.TAS_FRAM]),
                name="uppfoljning_rapport_en_i_taget",
                violation_error_message="Rapporten tas redan fram.",
            ),
            models.CheckConstraint(condition=Q(tertial__in=[1, 2, 3]), name="uppfoljning_rapport_tertial_1_2_3"),
            models.CheckConstraint(
                condition=~Q(lage=RapportLage.ATT_GRANSKA)
                | Q(klar_at__isnull=False, pdf__isnull=False, csv__isnull=False, siffror__isnull=False),
                name="uppfoljning_rapport_klar_ar_hel",
            ),
        ]

    def __str__(self) -> str:
        return f"Tertial {self.tertial} {self.ar}, version {self.version}"
