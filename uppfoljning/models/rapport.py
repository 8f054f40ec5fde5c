"""Tertial report: ordered, rendered by a worker, kept as it was made."""

from django.db import models
from django.db.models import Q

from cases.models import Namnd, User
from config.periods import Period
from uppfoljning.enums import RapportLage

PAGAR = (RapportLage.KO, RapportLage.TAS_FRAM)


class RapportQuerySet(models.QuerySet):
    def pagaende(self):
        return self.filter(lage__in=PAGAR)

    def klara(self):
        return self.filter(lage=RapportLage.ATT_GRANSKA)

    def for_lista(self):
        """Those ordered last first, with whether a later version has replaced it."""
        senare = Rapport.objects.klara().filter(
            namnd=models.OuterRef("namnd"),
            ar=models.OuterRef("ar"),
            tertial=models.OuterRef("tertial"),
            version__gt=models.OuterRef("version"),
        )
        rader = self.select_related("namnd", "bestalld_av").annotate(ersatt=models.Exists(senare))
        return rader.order_by("-bestalld_at", "-pk")


class RapportManager(models.Manager.from_queryset(RapportQuerySet)):
    def get_queryset(self):
        """Files and figures are read only where they are served."""
        return super().get_queryset().defer("pdf", "csv", "siffror")


class Rapport(models.Model):
    """One version of one tertial's report to one nämnd. Figures only, no persons."""

    namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="rapporter", verbose_name="nämnd")
    ar = models.PositiveSmallIntegerField("år")
    tertial = models.PositiveSmallIntegerField("tertial")
    version = models.PositiveSmallIntegerField()
    # One order form gives one report, however many times it is sent
    bestallning = models.UUIDField("beställning", unique=True, null=True, blank=True, editable=False)
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
                condition=Q(lage__in=PAGAR),
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

    @property
    def pagar(self) -> bool:
        return self.lage in PAGAR

    @property
    def period(self) -> Period:
        return Period.tertial(self.ar, self.tertial)

    @property
    def filnamn(self) -> str:
        return f"tertialrapport-{self.period.nyckel}-{self.namnd.kod}-v{self.version}"
