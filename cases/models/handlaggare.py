"""Who at a unit holds a person's case, from and to."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from cases.enums import Enhetsslag

from .anvandare import User, inclusive_range
from .bas import Aktdel
from .inskrivning import Inskrivning
from .organisation import Enhet


class HandlaggareQuerySet(models.QuerySet):
    def aktuella(self, dag):
        return self.filter(Q(till=None) | Q(till__gte=dag), fran__lte=dag)

    def hallna_vid(self, enhet, dag):
        """Who at the unit holds whom on `dag`, of those who are the unit's: one per person. On the day of an avslut the
        person is held there and enrolled no longer."""
        rader = self.aktuella(dag).filter(enhet=enhet)
        if enhet.slag == Enhetsslag.SDF:
            return rader
        oppen = Inskrivning.objects.oppna_den(dag).filter(jobbtorg=enhet, aspirant=OuterRef("aspirant"))
        return rader.exclude(~Exists(oppen), till=dag)

    def byten(self, dag):
        """The changes begun by `dag`, as `med_byte` tells them."""
        return self.filter(fran__lte=dag).med_byte().filter(ar_byte=True)

    def med_byte(self):
        """With `ar_byte`, that the holder took over from someone else on the same side, and `forra` (user id).

        The first holder is no change, nor the first of a new stay: an avslut lies between. A substitute has no row.
        """
        forra = Handlaggare.objects.filter(
            aspirant=OuterRef("aspirant"), enhet__slag=OuterRef("enhet__slag"), fran__lt=OuterRef("fran")
        ).order_by("-fran", "-pk")
        avslut = Inskrivning.objects.filter(
            aspirant=OuterRef("aspirant"), avslutad__gte=OuterRef("forra_fran"), avslutad__lte=OuterRef("fran")
        )
        av_annan = Q(forra__isnull=False) & ~Q(forra=F("user"))
        ny_vistelse = Q(enhet__slag=Enhetsslag.JOBBTORG) & Exists(avslut)
        return self.annotate(
            forra=Subquery(forra.values("user")[:1]), forra_fran=Subquery(forra.values("fran")[:1])
        ).annotate(ar_byte=ExpressionWrapper(av_annan & ~ny_vistelse, models.BooleanField()))


class Handlaggare(Aktdel):
    """Decides notices and Min dag, not access (domain.md section 9). One per person and unit at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="handlagger")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+", db_index=False)
    fran = models.DateField()
    till = models.DateField(null=True, blank=True)

    objects = HandlaggareQuerySet.as_manager()

    class Meta:
        ordering = ["fran", "id"]
        indexes = [
            models.Index(fields=["user", "till"], name="cases_handlaggare_user"),
            # With what row-level security asks for: a unit's are counted in the index alone
            models.Index(
                fields=["enhet"],
                include=["aspirant", "user", "fran", "till", "skydd", "enheter"],
                name="cases_handlaggare_enhet",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")), name="cases_handlaggare_datum_i_ordning"
            ),
            ExclusionConstraint(
                name="cases_handlaggare_en_per_enhet",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    ("enhet", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Personen har redan en handläggare på enheten.",
            ),
        ]

    def aktuell_den(self, dag) -> bool:
        """The same as the query set's `aktuella`, for a row at hand."""
        return self.fran <= dag and (self.till is None or self.till >= dag)

    def __str__(self) -> str:
        return f"{self.user}, {self.enhet}"

    @property
    def stampel(self) -> str:
        """What a form carries to find out that someone else changed the holder meanwhile."""
        return f"{self.pk}-{self.user_id}"
