"""Users and their dated membership of units."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from cases.enums import AKTROLLER, COACHROLLER, Enhetsslag, Roll

from .organisation import Enhet


class User(AbstractUser):
    """A member of staff. What they may do follows from their Medlemskap on the day.

    `tillfalligt_till`: the password was set by somebody else, lets in until then, and only to choose an own one.
    `sessionsserie`: counted up to end every session of the account.
    `sammandrag`: wants an e-mail on working days that says how many bevakningar are due; one's own choice.
    """

    tillfalligt_till = models.DateTimeField(null=True, blank=True, editable=False)
    sessionsserie = models.PositiveIntegerField(default=0, editable=False)
    sammandrag = models.BooleanField("sammandrag med e-post", default=True, editable=False)

    # This request shows a person by nödöppning: the user reads, and acts for no unit (cases/nodoppning.py)
    lasande = False

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"
        ordering = ["first_name", "last_name"]

    def __str__(self) -> str:
        return self.namn

    @property
    def namn(self) -> str:
        return self.get_full_name() or self.username

    def medlemskap_den(self, dag) -> list["Medlemskap"]:
        """Memberships on `dag`, read once per object; the first is the one shown beside the name."""
        cache = self.__dict__.setdefault("_medlemskap", {})
        if dag not in cache:
            cache[dag] = list(self.medlemskap.giltiga(dag).select_related("enhet__namnd").order_by("fran", "id"))
        return cache[dag]

    def _get_session_auth_hash(self, secret=None):
        """Django's own, with the series: a session lives while both are those it began with."""
        return f"{super()._get_session_auth_hash(secret)}-{self.sessionsserie}"

    def har_roll(self, dag, *roller: str) -> bool:
        return any(m.roll in roller for m in self.medlemskap_den(dag))


class MedlemskapQuerySet(models.QuerySet):
    def giltiga(self, dag):
        """In force on `dag`: the days, and confirmed where a second person has to (models/bekraftelse.py)."""
        bekraftelser = self.model.bekraftelser.rel.related_model.objects.hindrande()
        vantar = Exists(bekraftelser.filter(medlemskap=OuterRef("pk")))
        return self.filter(~vantar, Q(till=None) | Q(till__gte=dag), fran__lte=dag)

    def aktroller(self):
        return self.filter(roll__in=AKTROLLER)

    def coacher(self):
        """Memberships whose holders may enrol and hold cases at a jobbtorg."""
        return self.filter(roll__in=COACHROLLER, enhet__slag=Enhetsslag.JOBBTORG)


def inclusive_range(fran: str, till: str) -> Func:
    """daterange over two date columns, both inclusive; an empty end is open."""
    return Func(F(fran), F(till), Value("[]"), function="daterange")


class Medlemskap(models.Model):
    """Who works where, in which role, from and to (both inclusive). Access follows it (domain.md section 9)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="medlemskap", verbose_name="användare")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="medlemskap", verbose_name="enhet")
    roll = models.CharField("roll", max_length=20, choices=Roll)
    fran = models.DateField("från")
    till = models.DateField("till och med", null=True, blank=True)

    objects = MedlemskapQuerySet.as_manager()

    class Meta:
        verbose_name = "medlemskap"
        verbose_name_plural = "medlemskap"
        ordering = ["user", "fran"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")),
                name="cases_medlemskap_datum_i_ordning",
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            ExclusionConstraint(
                name="cases_medlemskap_utan_overlapp",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("enhet", RangeOperators.EQUAL),
                    ("roll", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Personen har redan den rollen på enheten under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_roll_display().lower()}, {self.enhet}"
