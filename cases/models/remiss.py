"""Remiss: an SDF's question to a jobbtorg about a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When

from cases.enums import Enhetsslag, Ingang, Inskrivningssatt, Remissvar

from .anvandare import User
from .bas import Aktdel
from .handling import Handling
from .koder import RattsligGrund
from .organisation import Enhet


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

    def i_ordning(self):
        """Unanswered first by deadline, then answered with the latest first."""
        oppen = Case(When(svar="", then=0), default=1)
        senast = Case(When(svar="", then=F("svar_senast")))
        return self.order_by(oppen, senast, F("besvarad_at").desc(nulls_last=True), "id")

    def for_lista(self):
        """In order, with what a row shows."""
        return self.i_ordning().select_related(
            "aspirant__sdf", "sdf", "jobbtorg", "skickad_av", "besvarad_av", "rattslig_grund"
        )


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
    avsteg_skal = models.TextField("skäl till avsteg", max_length=1000, blank=True)
    af_program = models.CharField("program hos Arbetsförmedlingen", max_length=120, blank=True)
    af_program_fran = models.DateField("programmet från", null=True, blank=True)
    af_program_till = models.DateField("programmet till", null=True, blank=True)

    svar = models.CharField("svar", max_length=20, choices=Remissvar, blank=True)
    besvarad_at = models.DateTimeField(null=True, blank=True)
    besvarad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    aterremiss_skal = models.TextField("skäl till återremiss", max_length=1000, blank=True)

    # As handed over; none for a remiss sent before it became a handling
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="remiss")
    svarshandling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="aterremiss")

    # Nämnder that read it: the two sides', and that of the SDF responsible now
    synlig_for = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = RemissQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "remisser"
        ordering = ["-skickad_at", "-id"]
        indexes = [models.Index(fields=["jobbtorg", "svar", "svar_senast"], name="cases_remiss_inkomna")]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "jobbtorg"],
                condition=Q(svar=""),
                name="cases_remiss_en_obesvarad_per_jobbtorg",
                violation_error_message="Det finns redan en obesvarad remiss till jobbtorget.",
            ),
            models.CheckConstraint(
                condition=Q(svar="", besvarad_at=None, besvarad_av=None)
                | (~Q(svar="") & Q(besvarad_at__isnull=False, besvarad_av__isnull=False)),
                name="cases_remiss_svar_satts_helt",
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
                condition=Q(svarshandling=None) | Q(svar=Remissvar.ATERREMITTERAD),
                name="cases_remiss_svarshandling_vid_aterremiss",
            ),
        ]

    def __str__(self) -> str:
        return f"Remiss till {self.jobbtorg}"
