"""Placering: a person in an insats. Both sides see that it exists; what it is for is a document."""

from django.db import models
from django.db.models import F, Q

from cases.models import Aktdel, Dokumentdel, Enhet, User
from cases.models.koder import Kod
from insatser.enums import Slutsatt

from .insats import Insats


class Avbrottsorsak(Kod):
    class Meta(Kod.Meta):
        verbose_name = "avbrottsorsak"
        verbose_name_plural = "avbrottsorsaker"


class Placeringsresultat(Kod):
    class Meta(Kod.Meta):
        verbose_name = "resultat av placering"
        verbose_name_plural = "resultat av placering"


class PlaceringQuerySet(models.QuerySet):
    def pagaende_den(self, dag):
        """Started and not ended on `dag`; end dates are inclusive (domain.md section 11)."""
        return self.filter(Q(avslutad=None) | Q(avslutad__gte=dag), fran__lte=dag)

    def kvar_den(self, dag):
        """Under way as a reader means it: one that has been ended is over, also on its last day."""
        return self.filter(Q(avslutad=None) | Q(avslutad__gt=dag), fran__lte=dag)

    def oppna(self):
        return self.filter(avslutad=None)

    def for_lista(self):
        return self.select_related(
            "insats__steg", "insats__slag", "enhet", "genomforandeplan__avbrottsorsak", "genomforandeplan__resultat"
        )


class Placering(Aktdel):
    """Existence, unit, dates and hours. Hangs on the akt; an enrolment is not required (domain.md section 5)."""

    insats = models.ForeignKey(Insats, models.PROTECT, related_name="placeringar", verbose_name="insats")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+", verbose_name="ägande enhet")
    fran = models.DateField("från")
    till = models.DateField("planerat slut", null=True, blank=True)
    omprovas = models.DateField("omprövas senast", null=True, blank=True)
    timmar_per_vecka = models.PositiveSmallIntegerField("timmar i veckan")
    avslutad = models.DateField("avslutad", null=True, blank=True)
    slutsatt = models.CharField("hur den slutade", max_length=20, choices=Slutsatt, blank=True)
    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlaceringQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "placeringar"
        ordering = ["-fran", "-id"]
        indexes = [models.Index(fields=["insats", "avslutad"], name="insatser_placering_insats")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(till=None) | Q(till__gte=F("fran")))
                & (Q(avslutad=None) | Q(avslutad__gte=F("fran")))
                & (Q(omprovas=None) | Q(omprovas__gte=F("fran"))),
                name="insatser_placering_datum_i_ordning",
                violation_error_message="Slutet kan inte ligga före början.",
            ),
            models.CheckConstraint(
                condition=Q(till__isnull=False) | Q(omprovas__isnull=False),
                name="insatser_placering_slut_eller_omprovning",
                violation_error_message="Ange planerat slut eller när placeringen omprövas.",
            ),
            models.CheckConstraint(
                condition=Q(timmar_per_vecka__gte=1, timmar_per_vecka__lte=40),
                name="insatser_placering_timmar_rimliga",
                violation_error_message="Timmar i veckan ska vara 1 till 40.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad=None, slutsatt="") | (Q(avslutad__isnull=False) & ~Q(slutsatt="")),
                name="insatser_placering_slut_satts_helt",
                violation_error_message="Ett slut har både datum och hur den slutade.",
            ),
            models.UniqueConstraint(
                fields=["aspirant", "insats"],
                condition=Q(avslutad=None),
                name="insatser_placering_en_oppen_per_insats",
                violation_error_message="Personen har redan en pågående placering i insatsen.",
            ),
        ]

    def ar_kvar_den(self, dag) -> bool:
        """The same as the query set's `kvar_den`, for a row at hand."""
        return self.fran <= dag and (self.avslutad is None or self.avslutad > dag)

    def __str__(self) -> str:
        return f"{self.insats} från {self.fran}"

    @property
    def nasta_dag(self):
        """When someone has to act: the review when it comes first, else the planned end."""
        return min(dag for dag in (self.till, self.omprovas) if dag)

    @property
    def plan(self) -> "Genomforandeplan | None":
        """The genomförandeplan, when the reader's nämnd may read it."""
        return getattr(self, "genomforandeplan", None)


class Genomforandeplan(Dokumentdel):
    """What the placering is for and what came of it; owned by the unit's nämnd."""

    placering = models.OneToOneField(Placering, models.CASCADE, related_name="genomforandeplan")
    syfte = models.TextField("syfte", max_length=2000)
    handledare = models.CharField("handledare", max_length=120, blank=True)
    avbrottsorsak = models.ForeignKey(Avbrottsorsak, models.PROTECT, null=True, blank=True)
    resultat = models.ForeignKey(Placeringsresultat, models.PROTECT, null=True, blank=True)
    kommentar = models.TextField("vad det gav", max_length=2000, blank=True)

    class Meta:
        verbose_name = "genomförandeplan"
        verbose_name_plural = "genomförandeplaner"

    def __str__(self) -> str:
        return f"Genomförandeplan {self.placering_id}"
