"""Inskrivning at a jobbtorg, from first day to avslut."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.enums import Arbetsformaga, Inskrivningssatt, JaNejOkand, Malgrupp, Resultat, SagtAv

from .anvandare import User, inclusive_range
from .bas import Aktdel
from .koder import Avslutsorsak, AvslutsorsakSocialtjanst, Forsorjningshinder, RattsligGrund, Underorsak
from .organisation import Enhet
from .remiss import Remiss


class InskrivningQuerySet(models.QuerySet):
    def oppna(self):
        return self.filter(avslutad=None)

    def oppna_den(self, dag):
        """Enrolled on `dag` as the figure counts it: not closed on or before that day (domain.md section 11)."""
        return self.filter(Q(avslutad=None) | Q(avslutad__gt=dag), inskriven__lte=dag)

    def foljs_upp(self):
        """Avslut that get checkpoints: all but Återremitterad and Avslut inom 5 dagar (domain.md section 11)."""
        return self.exclude(avslutad=None).exclude(
            avslutsorsak__resultat__in=[Resultat.ATERREMITTERAD, Resultat.FEM_DAGAR]
        )


class Inskrivning(Aktdel):
    """One stay at a jobbtorg. What was true at inskrivning is kept beside it; the person's row moves on."""

    jobbtorg = models.ForeignKey(Enhet, models.PROTECT, related_name="inskrivningar", verbose_name="jobbtorg")
    sdf = models.ForeignKey(Enhet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarig SDF")
    remiss = models.OneToOneField(Remiss, models.PROTECT, null=True, blank=True, related_name="inskrivning")
    inskriven = models.DateField("inskriven")
    inskrivningssatt = models.CharField("inskriven genom", max_length=20, choices=Inskrivningssatt)
    malgrupp = models.CharField("målgrupp", max_length=20, choices=Malgrupp, blank=True)
    arbetsformaga = models.CharField("arbetsförmåga", max_length=10, choices=Arbetsformaga, blank=True)
    forsorjningshinder = models.ForeignKey(Forsorjningshinder, models.PROTECT, null=True, blank=True)
    forsorjningsstod_sedan = models.DateField("försörjningsstöd sedan", null=True, blank=True)
    rattslig_grund = models.ForeignKey(
        RattsligGrund, models.PROTECT, null=True, blank=True, verbose_name="rättslig grund"
    )

    avslutad = models.DateField("avslutsdatum", null=True, blank=True)
    avslutsorsak = models.ForeignKey(
        Avslutsorsak, models.PROTECT, null=True, blank=True, verbose_name="jobbtorgets avslutsorsak"
    )
    underorsak = models.ForeignKey(Underorsak, models.PROTECT, null=True, blank=True, verbose_name="underorsak")
    avslutsorsak_socialtjanst = models.ForeignKey(
        AvslutsorsakSocialtjanst, models.PROTECT, null=True, blank=True, verbose_name="socialtjänstens avslutsorsak"
    )
    sagt_av = models.CharField("vem sade det", max_length=20, choices=SagtAv, blank=True)
    verifierad = models.BooleanField("bekräftad", null=True, blank=True)
    kommunal_anstallning = models.CharField(
        "kommunal arbetsmarknadsanställning", max_length=5, choices=JaNejOkand, default=JaNejOkand.OKAND
    )
    studiemedel = models.CharField(
        "studier som ger rätt till studiemedel", max_length=5, choices=JaNejOkand, default=JaNejOkand.OKAND
    )
    arbete_en_manad = models.CharField(
        "arbetet varade minst en månad", max_length=5, choices=JaNejOkand, default=JaNejOkand.OKAND
    )
    avslutad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The moment it was registered: undone only the same day. None for what was taken over
    avslutad_at = models.DateTimeField("avslutet registrerades", null=True, blank=True)
    avslut_rattat_at = models.DateTimeField(null=True, blank=True)
    avslut_rattat_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    avslut_kommentar = models.TextField("kommentar till avslutet", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InskrivningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "inskrivningar"
        ordering = ["-inskriven", "-id"]
        indexes = [
            # With what row-level security asks for: a unit's open ones are counted in the index alone
            models.Index(
                fields=["jobbtorg", "avslutad"],
                include=["aspirant", "inskriven", "skydd", "enheter"],
                name="cases_inskrivning_jobbtorg",
            ),
            models.Index(fields=["avslutad"], name="cases_inskrivning_avslutad"),
            models.Index(fields=["inskriven"], name="cases_inskrivning_inskriven"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(avslutad=None) | Q(avslutad__gte=F("inskriven")),
                name="cases_inskrivning_datum_i_ordning",
                violation_error_message="Avslutsdatum kan inte ligga före inskrivningen.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad=None, avslutsorsak=None) | Q(avslutad__isnull=False, avslutsorsak__isnull=False),
                name="cases_inskrivning_avslut_satts_helt",
                violation_error_message="Ett avslut har både datum och orsak.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad__isnull=False) | Q(underorsak=None, avslutsorsak_socialtjanst=None),
                name="cases_inskrivning_orsaker_bara_vid_avslut",
            ),
            models.CheckConstraint(
                condition=Q(avslut_rattat_at=None, avslut_rattat_av=None)
                | Q(avslut_rattat_at__isnull=False, avslut_rattat_av__isnull=False, avslutad__isnull=False),
                name="cases_inskrivning_rattning_satts_helt",
            ),
            models.CheckConstraint(
                condition=Q(avslutad_at=None) | Q(avslutad__isnull=False),
                name="cases_inskrivning_registrerat_bara_vid_avslut",
            ),
            ExclusionConstraint(
                name="cases_inskrivning_en_i_taget",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    (inclusive_range("inskriven", "avslutad"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Personen är redan inskriven under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobbtorg} från {self.inskriven}"

    def oppen_den(self, dag) -> bool:
        """The same as the query set's `oppna_den`, for a row at hand."""
        return self.inskriven <= dag and (self.avslutad is None or self.avslutad > dag)

    def dagar(self, today) -> int:
        """Days enrolled, to avslut or to `today`."""
        return ((self.avslutad or today) - self.inskriven).days
