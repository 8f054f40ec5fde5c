"""Plan: one version of a person's jobbplan or arbetsplan, with its delmål."""

from django.db import models
from django.db.models import F, Q

from cases.models import Dokumentdel, Enhet, Handling, Inskrivning, User
from cases.models.bas import Daterad
from config.dates import local_date
from jobbplaner.enums import Ansvarig, Delmalslage, HallerMed, Planslag


class PlanQuerySet(models.QuerySet):
    def jobbplaner(self):
        return self.filter(slag=Planslag.JOBBPLAN)

    def utkast(self):
        return self.filter(publicerad_at=None)

    def publicerade(self):
        return self.exclude(publicerad_at=None)

    def aktuella_den(self, dag):
        """Published, not replaced, next follow-up not passed (domain.md section 4)."""
        return self.filter(
            Q(ersatt_at=None) | Q(ersatt_at__date__gt=dag), publicerad_at__date__lte=dag, nasta_uppfoljning__gte=dag
        )


class Plan(Dokumentdel):
    """One version. A draft is changed in place, a published one never; the next version replaces it."""

    slag = models.CharField(max_length=20, choices=Planslag)
    nummer = models.PositiveSmallIntegerField("version")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    inskrivning = models.ForeignKey(Inskrivning, models.PROTECT, null=True, blank=True, related_name="planer")
    mal = models.TextField("mål", max_length=2000, blank=True)
    egna_ord = models.TextField("egna ord", max_length=2000, blank=True)
    motprestation = models.TextField("det som begärs av personen", max_length=2000, blank=True)
    stod = models.TextField("stöd som ges", max_length=2000, blank=True)
    planerade_insatser = models.TextField("planerade insatser", max_length=2000, blank=True)
    slutdatum = models.DateField("planen gäller till och med", null=True, blank=True)
    nasta_uppfoljning = models.DateField("nästa uppföljning", null=True, blank=True)
    anvisade_timmar = models.PositiveSmallIntegerField("anvisad aktivitet, timmar i veckan", null=True, blank=True)
    mal_timmar = models.PositiveSmallIntegerField("mål för anvisade timmar i veckan", null=True, blank=True)
    timskal = models.TextField("skäl till att timmar saknas", max_length=1000, blank=True)
    # Planned, and never part of the assigned hours (domain.md section 7)
    jobbsokande_timmar = models.PositiveSmallIntegerField("eget jobbsökande, timmar i veckan", null=True, blank=True)
    haller_med = models.CharField("håller personen med", max_length=10, choices=HallerMed, blank=True)

    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    andrad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    andrad_at = models.DateTimeField()
    publicerad_at = models.DateTimeField(null=True, blank=True)
    publicerad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ersatt_at = models.DateTimeField(null=True, blank=True)
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="plan")
    # What two people edit carries a version; the second save sees both texts (house.md habit 6)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "planer"
        ordering = ["slag", "-nummer"]
        indexes = [models.Index(fields=["inskrivning", "publicerad_at"], name="jobbplaner_plan_inskrivning")]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "slag", "nummer", "namnd"], name="jobbplaner_plan_unik_version"
            ),
            models.UniqueConstraint(
                fields=["aspirant", "slag", "namnd"],
                condition=Q(publicerad_at=None),
                name="jobbplaner_plan_ett_utkast",
                violation_error_message="Det finns redan ett utkast.",
            ),
            models.UniqueConstraint(
                fields=["aspirant", "slag", "namnd"],
                condition=Q(publicerad_at__isnull=False, ersatt_at=None),
                name="jobbplaner_plan_en_gallande",
            ),
            models.CheckConstraint(
                condition=Q(publicerad_at=None, publicerad_av=None, handling=None)
                | Q(publicerad_at__isnull=False, publicerad_av__isnull=False),
                name="jobbplaner_plan_publicering_satts_helt",
            ),
            models.CheckConstraint(
                condition=Q(ersatt_at=None) | Q(ersatt_at__gte=F("publicerad_at")),
                name="jobbplaner_plan_ersatt_efter_publicering",
            ),
            models.CheckConstraint(
                condition=(Q(anvisade_timmar=None) | Q(anvisade_timmar__lte=60))
                & (Q(mal_timmar=None) | Q(mal_timmar__lte=40))
                & (Q(jobbsokande_timmar=None) | Q(jobbsokande_timmar__lte=40)),
                name="jobbplaner_plan_timmar_rimliga",
                violation_error_message="Timmarna i veckan är fler än veckan rymmer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()} version {self.nummer}"

    @property
    def ar_utkast(self) -> bool:
        return self.publicerad_at is None

    def ar_aktuell_den(self, dag) -> bool:
        """The same as the query set's `aktuella_den`, for a plan at hand."""
        if self.publicerad_at is None or self.nasta_uppfoljning is None:
            return False
        ersatt = self.ersatt_at and local_date(self.ersatt_at) <= dag
        return local_date(self.publicerad_at) <= dag <= self.nasta_uppfoljning and not ersatt


class Delmal(Dokumentdel):
    """A step on the way: what, who, by when."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="delmal")
    ordning = models.PositiveSmallIntegerField(default=0)
    vad = models.CharField("vad ska göras", max_length=500)
    vem = models.CharField("vem", max_length=20, choices=Ansvarig, blank=True)
    senast = models.DateField("senast", null=True, blank=True)
    lage = models.CharField("läge", max_length=10, choices=Delmalslage, default=Delmalslage.NYTT)
    # The same delmål in the version before, so that it can be followed from version to version
    fore = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "delmål"
        verbose_name_plural = "delmål"
        ordering = ["ordning", "id"]

    def __str__(self) -> str:
        return self.vad


class Fras(Daterad):
    """A general phrase that gives a quality hint while writing (domain.md section 4); data, not code."""

    text = models.CharField("fras", max_length=120, unique=True)

    class Meta(Daterad.Meta):
        verbose_name = "allmän fras"
        verbose_name_plural = "allmänna fraser"
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
