"""The one who follows a person the whole way, where one has been chosen."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from .anvandare import User, inclusive_range
from .bas import Aktdel
from .organisation import Enhet


class SamordnareQuerySet(models.QuerySet):
    def aktuella(self, dag):
        return self.filter(Q(till=None) | Q(till__gte=dag), fran__lte=dag)


class Samordnare(Aktdel):
    """One at a time, of either side. Sees what their unit sees, nothing more (domain.md section 9).

    `fortsatter_enligt`: the day it was agreed, before avslut, that the samordnare goes on after it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="samordnar")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    fran = models.DateField()
    till = models.DateField(null=True, blank=True)
    fortsatter_enligt = models.DateField(null=True, blank=True)
    vald_at = models.DateTimeField()
    vald_av = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SamordnareQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "samordnare"
        ordering = ["fran", "id"]
        indexes = [models.Index(fields=["user", "till"], name="cases_samordnare_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")),
                name="cases_samordnare_datum_i_ordning",
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            ExclusionConstraint(
                name="cases_samordnare_en_i_taget",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Personen har redan en samordnare under en del av tiden.",
            ),
        ]

    def aktuell_den(self, dag) -> bool:
        """The same as the query set's `aktuella`, for a row at hand."""
        return self.fran <= dag and (self.till is None or self.till >= dag)

    def __str__(self) -> str:
        return f"{self.user}, {self.enhet}"
