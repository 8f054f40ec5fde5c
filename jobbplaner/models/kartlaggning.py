"""Kartläggning: what the nämnd that made it learnt of the person, in two parts that pass on one by one."""

from django.db import models
from django.db.models import Q

from cases.enums import Arbetsformaga
from cases.models import Dokumentdel, Enhet, Handling, User
from jobbplaner.enums_kartlaggning import (
    Bedomare,
    Hinder,
    Hushall,
    Instrument,
    InteHeltid,
    Intygsgrad,
    JaNej,
    Kalla,
    Skolgang,
    Stodtid,
    Svenska,
)


def _val(namn: str, val, langd: int = 20, **kwargs) -> models.CharField:
    return models.CharField(namn, max_length=langd, choices=val, blank=True, **kwargs)


def _hinder(namn: str) -> models.CharField:
    return _val(f"hinder: {namn}", Hinder, 10)


def _text(namn: str, langd: int = 2000) -> models.TextField:
    return models.TextField(namn, max_length=langd, blank=True)


class KartlaggningQuerySet(models.QuerySet):
    def utkast(self):
        return self.filter(klar_at=None)

    def klara(self):
        return self.exclude(klar_at=None)


class Kartlaggning(Dokumentdel):
    """The work part, and the kartläggning as such. A draft is changed in place, a completed one never."""

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    datum = models.DateField("dag för samtalet", null=True, blank=True)
    kalla = models.CharField("källa", max_length=10, choices=Kalla, default=Kalla.INTERVJU)

    aktivitetsformaga = _val("aktivitetsförmåga", Arbetsformaga, 10)
    svenska = _val("svenska", Svenska)
    sprakstod = _val("behöver språkstöd", JaNej, 5)
    skolgang = _val("skolgång", Skolgang)
    yrkesutbildning = models.CharField("yrkesutbildning", max_length=250, blank=True)
    arbete_sverige = _text("arbete i Sverige")
    arbete_utomlands = _text("arbete i andra länder")
    intressen = _text("intressen")
    kunskaper = _text("kunskaper och styrkor")
    hushall = _val("hushåll", Hushall)
    stodtid = _val("tid med försörjningsstöd", Stodtid)
    motivation = _hinder("motivation")
    boende = _hinder("boende")
    annat = _hinder("annat")
    annat_text = _text("om motivation, boende och annat")
    heltid = _val("aktuell för heltidsaktivering", JaNej, 5)
    steg_nu = models.CharField("steg på trappan nu", max_length=40, blank=True)
    steg_nasta = models.CharField("nästa steg på trappan", max_length=40, blank=True)
    insats_matchar = _val("insatsen passar förmågan", JaNej, 5)
    varfor_inte = _text("varför insatsen inte passar", 500)
    insatser = _text("erbjudna och föreslagna insatser")

    skapad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    andrad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    andrad_at = models.DateTimeField()
    klar_at = models.DateTimeField("dag för slutförande", null=True, blank=True)
    klar_av = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vem som slutförde"
    )
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="kartlaggning")
    # What two people edit carries a version; the second save sees both texts (house.md habit 6)
    version = models.PositiveIntegerField(default=1)

    objects = KartlaggningQuerySet.as_manager()

    class Meta:
        verbose_name = "kartläggning"
        verbose_name_plural = "kartläggningar"
        ordering = ["-datum", "-id"]
        indexes = [models.Index(fields=["aspirant", "datum"], name="jobbplaner_kartlagg_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "namnd"],
                condition=Q(klar_at=None),
                name="jobbplaner_kartlaggning_ett_utkast",
                violation_error_message="Det finns redan en påbörjad kartläggning.",
            ),
            models.CheckConstraint(
                condition=Q(klar_at=None, klar_av=None, handling=None) | Q(klar_at__isnull=False, datum__isnull=False),
                name="jobbplaner_kartlaggning_klar_har_dag",
                violation_error_message="En slutförd kartläggning har en dag.",
            ),
            models.CheckConstraint(
                condition=Q(klar_at=None) | Q(klar_av__isnull=False) | Q(kalla=Kalla.OVERTAGEN),
                name="jobbplaner_kartlaggning_klar_av_nagon",
                violation_error_message="Den som slutför kartläggningen ska anges.",
            ),
            models.CheckConstraint(
                condition=~Q(insats_matchar=JaNej.JA) | Q(varfor_inte=""),
                name="jobbplaner_kartlaggning_varfor_inte_vid_nej",
                violation_error_message="Skriv varför insatsen inte passar bara när den inte gör det.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kartläggning {self.datum}" if self.datum else "Påbörjad kartläggning"

    @property
    def ar_utkast(self) -> bool:
        return self.klar_at is None


class Kartlaggningsdel(Dokumentdel):
    """The sensitive part, a row with a rule of its own (domain.md section 4) and a handling of its own."""

    kartlaggning = models.OneToOneField(Kartlaggning, models.CASCADE, related_name="kanslig")
    fysisk_halsa = _hinder("fysisk hälsa")
    psykisk_halsa = _hinder("psykisk hälsa")
    familj = _hinder("familj")
    rattslig = _hinder("rättslig situation")
    levnadsvanor = _hinder("levnadsvanor")
    skulder = _hinder("skulder")
    halsa_text = _text("hälsa")
    intyg = _val("har läkarintyg", JaNej, 5)
    intyg_grad = _val("intygets grad", Intygsgrad, 5)
    intyg_till = models.DateField("intyget gäller till och med", null=True, blank=True)
    familj_text = _text("familj och barnens situation")
    rattslig_text = _text("rättslig situation")
    levnadsvanor_text = _text("levnadsvanor")
    skulder_text = _text("skulder")
    heltid_skal = _val("varför heltidsaktivering inte är aktuell", InteHeltid)
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="kartlaggningsdel")

    class Meta:
        verbose_name = "kartläggningens känsliga del"
        verbose_name_plural = "kartläggningars känsliga delar"
        constraints = [
            models.CheckConstraint(
                condition=Q(intyg=JaNej.JA) | Q(intyg_grad="", intyg_till=None),
                name="jobbplaner_kartlaggningsdel_grad_med_intyg",
                violation_error_message="Grad och slutdag anges bara när det finns ett läkarintyg.",
            )
        ]

    def __str__(self) -> str:
        return f"Känslig del {self.kartlaggning_id}"


class Formagebedomning(Dokumentdel):
    """What one judge said of the ability, and whether it was tested in a real setting."""

    kartlaggning = models.ForeignKey(Kartlaggning, models.CASCADE, related_name="bedomningar")
    vem = models.CharField("vem som bedömt", max_length=20, choices=Bedomare)
    varde = _val("bedömd förmåga", Arbetsformaga, 10)
    provad = _val("prövad i verklig miljö", JaNej, 5)
    provad_var = models.CharField("prövad i verklig miljö, var", max_length=200, blank=True)
    provad_nar = models.CharField("prövad i verklig miljö, när", max_length=80, blank=True)

    class Meta:
        verbose_name = "bedömning av förmåga"
        verbose_name_plural = "bedömningar av förmåga"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kartlaggning", "vem"],
                name="jobbplaner_formagebedomning_en_per_bedomare",
                violation_error_message="Var och en bedömer en gång i samma kartläggning.",
            ),
            models.CheckConstraint(
                condition=Q(provad=JaNej.JA) | Q(provad_var="", provad_nar=""),
                name="jobbplaner_formagebedomning_var_om_provad",
                violation_error_message="Var och när anges bara när förmågan är prövad.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_vem_display()


class Instrumentresultat(Dokumentdel):
    """That an instrument was used: when, by whom, and a short result; never its items."""

    kartlaggning = models.ForeignKey(Kartlaggning, models.CASCADE, related_name="instrument")
    plats = models.PositiveSmallIntegerField()
    instrument = _val("instrument", Instrument)
    datum = models.DateField("dag", null=True, blank=True)
    vem = models.CharField("vem som använde det", max_length=120, blank=True)
    resultat = models.CharField("kort resultat", max_length=300, blank=True)

    class Meta:
        verbose_name = "resultat av instrument"
        verbose_name_plural = "resultat av instrument"
        ordering = ["plats"]
        constraints = [
            models.UniqueConstraint(
                fields=["kartlaggning", "plats"],
                name="jobbplaner_instrumentresultat_en_per_plats",
                violation_error_message="Instrumentet står redan i kartläggningen.",
            )
        ]

    def __str__(self) -> str:
        return self.get_instrument_display()
