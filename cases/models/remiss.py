"""Remiss: an SDF's question to a jobbtorg about a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Prefetch, Q, When

from cases.enums import Enhetsslag, Ingang, Inskrivningssatt, Paminnelseslag, Remissvar

from .anvandare import User
from .bas import Aktdel
from .handling import Handling
from .koder import RattsligGrund
from .organisation import Enhet

# What a list of remisser is sorted by: days, names and units. A remiss has waited the longer the earlier it was sent
SORTERINGAR = {
    "senast": ("svar_senast",),
    "skickad": ("skickad_at",),
    "namn": ("aspirant__efternamn", "aspirant__fornamn"),
    "fran": ("sdf__namn", "svar_senast"),
    "till": ("jobbtorg__namn", "svar_senast"),
}


class RemissQuerySet(models.QuerySet):
    def obesvarade(self):
        return self.filter(svar="")

    def for_enheter(self, enheter):
        """Sent by or to one of these units, or unanswered about a person one of them has become responsible for.

        Asks at once for the keys of the last, which are few: joined in, they would make it read every remiss.
        """
        mina = Q(sdf__in=enheter) | Q(jobbtorg__in=enheter)
        sdf = [e for e in enheter if e.slag == Enhetsslag.SDF]
        ovriga = Remiss.objects.obesvarade().filter(aspirant__sdf__in=sdf).exclude(sdf__in=sdf)
        return self.filter(mina | Q(pk__in=list(ovriga.values_list("pk", flat=True)) if sdf else []))

    def besvarade(self):
        """Answered, and those that ended without an answer."""
        return self.exclude(svar="")

    def senast_besvarade(self):
        """The latest first, by the order of the index."""
        return self.besvarade().order_by(F("besvarad_at").desc(nulls_last=True), "id")

    def i_ordning(self):
        """Unanswered first by deadline, then answered with the latest first."""
        oppen = Case(When(svar="", then=0), default=1)
        senast = Case(When(svar="", then=F("svar_senast")))
        return self.order_by(oppen, senast, F("besvarad_at").desc(nulls_last=True), "id")

    def sorterade(self, nyckel: str):
        """By a key of SORTERINGAR, "-" before it for the other way; by deadline for any other word."""
        falt = SORTERINGAR.get(nyckel.removeprefix("-"), SORTERINGAR["senast"])
        tecken = "-" if nyckel.startswith("-") else ""
        return self.order_by(*(f"{tecken}{namn}" for namn in falt), "id")

    def for_lista(self):
        """In order, with what a row shows."""
        return self.i_ordning().select_related(
            "aspirant__sdf", "sdf", "jobbtorg", "skickad_av", "besvarad_av", "rattslig_grund"
        )

    def med_paminnelser(self):
        return self.prefetch_related(Prefetch("paminnelser", Remisspaminnelse.objects.select_related("paminde_av")))


class Remiss(Aktdel):
    """Sent when created (a draft lives in the form). The jobbtorg sees the person from then on."""

    sdf = models.ForeignKey(Enhet, models.PROTECT, related_name="skickade_remisser", verbose_name="SDF")
    jobbtorg = models.ForeignKey(Enhet, models.PROTECT, related_name="remisser", verbose_name="jobbtorg")
    skickad_at = models.DateTimeField()
    skickad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    fraga = models.TextField("frågeställning", max_length=4000)
    ingang = models.CharField("ingång", max_length=20, choices=Ingang, default=Ingang.FORSORJNINGSSTOD)
    inskrivningssatt = models.CharField("inskrivning genom", max_length=20, choices=Inskrivningssatt)
    rattslig_grund = models.ForeignKey(RattsligGrund, models.PROTECT, verbose_name="rättslig grund")
    svar_senast = models.DateField("svar senast")
    rad = models.CharField("rådet när remissen skickades", max_length=400, blank=True)
    papekanden = models.TextField("påpekanden när remissen skickades", max_length=2000, blank=True)
    avsteg_skal = models.TextField("skäl till avsteg", max_length=1000, blank=True)
    af_program = models.CharField("program hos Arbetsförmedlingen", max_length=120, blank=True)
    af_program_fran = models.DateField("programmet från", null=True, blank=True)
    af_program_till = models.DateField("programmet till", null=True, blank=True)
    overenskommen = models.DateField("överenskommet med Arbetsförmedlingen", null=True, blank=True)

    svar = models.CharField("svar", max_length=20, choices=Remissvar, blank=True)
    besvarad_at = models.DateTimeField(null=True, blank=True)
    besvarad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    aterremiss_skal = models.TextField("skäl till återremiss", max_length=1000, blank=True)
    # Told with the answer when the jobbtorg enrols in another way, or on another ground, than it was asked
    annorlunda_skal = models.TextField("skäl till annan inskrivning", max_length=1000, blank=True)
    utgangen_skal = models.CharField("varför den gick ut", max_length=250, blank=True)

    # As handed over; none for a remiss sent before it became a handling
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="remiss")
    svarshandling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="aterremiss")

    # Nämnder that read it: the two sides', and that of the SDF responsible now
    synlig_for = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = RemissQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "remisser"
        ordering = ["-skickad_at", "-id"]
        indexes = [
            models.Index(fields=["jobbtorg", "svar", "svar_senast"], name="cases_remiss_inkomna"),
            models.Index(
                F("besvarad_at").desc(nulls_last=True), "id", condition=~Q(svar=""), name="cases_remiss_besvarade"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "jobbtorg"],
                condition=Q(svar=""),
                name="cases_remiss_en_obesvarad_per_jobbtorg",
                violation_error_message="Det finns redan en obesvarad remiss till jobbtorget.",
            ),
            models.CheckConstraint(
                condition=Q(svar="", besvarad_at=None, besvarad_av=None)
                | Q(svar=Remissvar.UTGANGEN, besvarad_at__isnull=False, besvarad_av=None)
                | (~Q(svar__in=["", Remissvar.UTGANGEN]) & Q(besvarad_at__isnull=False, besvarad_av__isnull=False)),
                name="cases_remiss_svar_satts_helt",
            ),
            models.CheckConstraint(
                condition=Q(svar=Remissvar.UTGANGEN) ^ Q(utgangen_skal=""),
                name="cases_remiss_skal_nar_den_gatt_ut",
            ),
            models.CheckConstraint(
                condition=Q(svar=Remissvar.ATERREMITTERAD) ^ Q(aterremiss_skal=""),
                name="cases_remiss_skal_vid_aterremiss",
                violation_error_message="Skriv varför remissen skickas tillbaka.",
            ),
            models.CheckConstraint(
                condition=Q(af_program_till=None) | Q(af_program_till__gte=F("af_program_fran")),
                name="cases_remiss_af_program_i_ordning",
                violation_error_message="Programmets slut kan inte ligga före dess början.",
            ),
            models.CheckConstraint(
                condition=Q(overenskommen=None) | Q(ingang=Ingang.NYANLANDA),
                name="cases_remiss_overenskommet_om_nyanlanda",
                violation_error_message="En dag för överenskommelsen gäller bara nyanlända.",
            ),
            models.CheckConstraint(
                condition=Q(annorlunda_skal="") | Q(svar=Remissvar.MOTTAGEN),
                name="cases_remiss_annorlunda_skal_nar_den_tagits_emot",
                violation_error_message="Skälet till en annan inskrivning skrivs när remissen tas emot.",
            ),
            models.CheckConstraint(
                condition=Q(svarshandling=None) | Q(svar=Remissvar.ATERREMITTERAD),
                name="cases_remiss_svarshandling_vid_aterremiss",
            ),
        ]

    def __str__(self) -> str:
        return f"Remiss till {self.jobbtorg}"

    @property
    def senast_pamind(self) -> "Remisspaminnelse | None":
        """The latest reminder; in a list ask for `med_paminnelser`."""
        return max(self.paminnelser.all(), key=lambda p: (p.paminde_at, p.pk), default=None)


class Remisspaminnelse(Aktdel):
    """The jobbtorg was reminded: by the night, then `paminde_av` is empty, or by the SDF. Both sides see it."""

    remiss = models.ForeignKey(Remiss, models.CASCADE, related_name="paminnelser")
    slag = models.CharField(max_length=20, choices=Paminnelseslag)
    dag = models.DateField()
    paminde_at = models.DateTimeField()
    paminde_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    synlig_for = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        verbose_name = "påminnelse om remiss"
        verbose_name_plural = "påminnelser om remisser"
        ordering = ["paminde_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["remiss", "slag"],
                condition=~Q(slag=Paminnelseslag.AVSANDARE),
                name="cases_remisspaminnelse_en_av_varje_slag",
            ),
            models.UniqueConstraint(
                fields=["remiss", "dag"],
                condition=Q(slag=Paminnelseslag.AVSANDARE),
                name="cases_remisspaminnelse_en_om_dagen",
                violation_error_message="Jobbtorget är redan påmint i dag.",
            ),
            models.CheckConstraint(
                condition=Q(slag=Paminnelseslag.AVSANDARE) ^ Q(paminde_av=None),
                name="cases_remisspaminnelse_av_nagon_eller_natten",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()} {self.dag}"

    @property
    def av(self) -> str:
        return str(self.paminde_av) if self.paminde_av_id else "Automatiskt"
