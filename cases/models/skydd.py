"""Protected persons: the named list, and each change of the level (domain.md section 8)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.enums import Skyddsgrund, Skyddsniva

from .anvandare import User, inclusive_range
from .aspirant import Aspirant


class SkyddsbehorighetQuerySet(models.QuerySet):
    def aktuella(self, dag):
        """Names that open the akt on `dag`."""
        return self.kvar(dag).filter(fran__lte=dag)

    def kvar(self, dag):
        """Names that open the akt on `dag` or will later."""
        return self.filter(Q(till=None) | Q(till__gte=dag), avslutad_at=None)


class Skyddsbehorighet(models.Model):
    """The named list: who may see a protected person, from and to.

    One row per ground, so that what ends with an assignment leaves what does not. `avslutad_at` takes a name off at
    once; the row stays as history. Written by cases/sekretess/skydd.sql and vikariat.sql only.
    """

    aspirant = models.ForeignKey(Aspirant, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    grund = models.CharField(max_length=12, choices=Skyddsgrund, default=Skyddsgrund.NAMNGIVEN)
    fran = models.DateField()
    till = models.DateField(null=True, blank=True)
    tillagd_at = models.DateTimeField(null=True, blank=True)
    tillagd_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Named as a substitute, and so only as long as the absence lasts
    vikariat = models.ForeignKey("cases.Vikariat", models.PROTECT, null=True, blank=True, related_name="+")
    avslutad_at = models.DateTimeField(null=True, blank=True)
    avslutad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SkyddsbehorighetQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "skyddsbehörigheter"
        ordering = ["fran", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")),
                name="cases_skyddsbehorighet_datum_i_ordning",
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.CheckConstraint(
                condition=Q(vikariat=None) | ~Q(till=None), name="cases_skyddsbehorighet_ersattare_har_slutdatum"
            ),
            models.CheckConstraint(
                condition=Q(grund__in=Skyddsgrund.values),
                name="cases_skyddsbehorighet_grund_ar_kand",
                violation_error_message="Välj en grund som finns.",
            ),
            models.CheckConstraint(
                condition=Q(vikariat=None) ^ Q(grund=Skyddsgrund.ERSATTARE),
                name="cases_skyddsbehorighet_ersattare_har_vikariat",
                violation_error_message="Bara en ersättare står på listan för en frånvaro.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad_av=None) | Q(avslutad_at__isnull=False),
                name="cases_skyddsbehorighet_avslut_har_en_tid",
            ),
            ExclusionConstraint(
                name="cases_skyddsbehorighet_utan_overlapp",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("grund", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                condition=Q(avslutad_at=None, vikariat=None),
                violation_error_message="Kollegan är redan namngiven under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.aspirant_id}"

    @property
    def grundtext(self) -> str:
        """Why the name stands on the list, and for whom a substitute stands in."""
        return f"{self.get_grund_display()} för {self.vikariat.user}" if self.vikariat else self.get_grund_display()


class Skyddsandring(models.Model):
    """One change of the level. Why a person is protected is not asked; why the protection was lowered is."""

    aspirant = models.ForeignKey(Aspirant, models.CASCADE, related_name="+")
    fran_niva = models.SmallIntegerField(choices=Skyddsniva)
    till_niva = models.SmallIntegerField(choices=Skyddsniva)
    andrad_at = models.DateTimeField()
    andrad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    skal = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "ändringar av skydd"
        ordering = ["-andrad_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(fran_niva=F("till_niva")), name="cases_skyddsandring_ar_en_andring"),
            models.CheckConstraint(
                condition=Q(till_niva__gt=F("fran_niva"), skal="") | Q(till_niva__lt=F("fran_niva")) & ~Q(skal=""),
                name="cases_skyddsandring_skal_bara_nar_skyddet_sanks",
                violation_error_message="Skriv varför skyddet sänks.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fran_niva_display()} till {self.get_till_niva_display().lower()}"
