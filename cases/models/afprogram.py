"""The person's programme at Arbetsförmedlingen, on the akt with from and to (domain.md 2.3)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from .anvandare import User, inclusive_range
from .bas import Aktdel


class AfProgramQuerySet(models.QuerySet):
    def pagaende(self, dag):
        return self.under(dag, dag)

    def under(self, fran, till=None):
        """Those that go on at some time from `fran`, to `till` when it has an end."""
        senast = Q(fran__lte=till) if till else Q()
        return self.filter(senast, Q(till=None) | Q(till__gte=fran))


class AfProgram(Aktdel):
    """One programme, one at a time. `program` is a code of the routing rules; `heltid` also when it pays the person."""

    program = models.CharField("program", max_length=120)
    fran = models.DateField("från")
    till = models.DateField("till och med", null=True, blank=True)
    heltid = models.BooleanField("på heltid, eller ger ersättningen", default=False)
    overenskommelse = models.BooleanField("omfattas av en samverkansöverenskommelse", default=False)
    skrivet_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    skrivet_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = AfProgramQuerySet.as_manager()

    class Meta:
        verbose_name = "program hos Arbetsförmedlingen"
        verbose_name_plural = "program hos Arbetsförmedlingen"
        ordering = ["-fran", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")),
                name="cases_afprogram_i_ordning",
                violation_error_message="Programmets slut kan inte ligga före dess början.",
            ),
            ExclusionConstraint(
                name="cases_afprogram_ett_i_taget",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Personen deltar redan i ett program under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} från {self.fran}"
