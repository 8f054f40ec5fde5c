"""Who stands in for an absent handläggare at a unit."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from .anvandare import User, inclusive_range
from .organisation import Enhet


class VikariatQuerySet(models.QuerySet):
    def giltiga(self, dag):
        return self.kvar(dag).filter(fran__lte=dag)

    def kvar(self, dag):
        """In force on `dag` or to come."""
        return self.filter(Q(avbrutet=None) | Q(avbrutet__gt=dag), till__gte=dag)


class Vikariat(models.Model):
    """Absence with a substitute, from and to (both inclusive); ends by itself, or on `avbrutet`, when the absent one is
    back. The substitute gets the absent one's persons on Min dag; it does not chain to the substitute's own absence."""

    user = models.ForeignKey(User, models.PROTECT, related_name="franvaro", verbose_name="frånvarande")
    ersattare = models.ForeignKey(User, models.PROTECT, related_name="vikariat", verbose_name="ersättare")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+", verbose_name="enhet")
    fran = models.DateField("från")
    till = models.DateField("till och med")
    avbrutet = models.DateField("avbrutet", null=True, blank=True)
    skapad_at = models.DateTimeField()
    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = VikariatQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vikariat"
        ordering = ["fran", "id"]
        indexes = [models.Index(fields=["ersattare", "till"], name="cases_vikariat_ersattare")]
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gte=F("fran")),
                name="cases_vikariat_datum_i_ordning",
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("ersattare")),
                name="cases_vikariat_nagon_annan",
                violation_error_message="Ingen kan vara sin egen ersättare.",
            ),
            ExclusionConstraint(
                name="cases_vikariat_en_i_taget",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("enhet", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                condition=Q(avbrutet=None),
                violation_error_message="Det finns redan en ersättare under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ersattare} för {self.user}"
