"""Samtycke: the person's consent that a nämnd hands over to another (law.md 3.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .anvandare import User
from .bas import Aktdel
from .handling import Handlingstyp
from .organisation import Namnd

# What a consent can cover; remiss and återremiss rest on the remiss's own ground, an utdrag on what it was taken from
OMFATTNING = [
    Handlingstyp.JOBBPLAN,
    Handlingstyp.ARBETSPLAN,
    Handlingstyp.PROTOKOLL,
    Handlingstyp.GENOMFORANDEPLAN,
    Handlingstyp.MANADSUNDERLAG,
    Handlingstyp.SLUTRAPPORT,
    Handlingstyp.KARTLAGGNING,
    Handlingstyp.KARTLAGGNING_KANSLIG,
    Handlingstyp.JOURNAL,
]


class SamtyckeQuerySet(models.QuerySet):
    def giltiga(self, dag):
        """In force on `dag`: given, not run out, not taken back on or before it."""
        return self.filter(Q(aterkallat=None) | Q(aterkallat__gt=dag), fran__lte=dag, till__gte=dag)

    def omfattar(self, typ: str):
        """That cover this type of handling."""
        return self.filter(typer__contains=[typ])


class Samtycke(Aktdel):
    """The person's consent to hand over: a secrecy ground, not the GDPR ground. Taken back, never changed."""

    class Satt(models.TextChoices):
        SKRIFTLIGT = "skriftligt", "Skriftligt"
        MUNTLIGT = "muntligt", "Muntligt"

    typer = ArrayField(models.CharField(max_length=20, choices=Handlingstyp), verbose_name="handlingar")
    omfattning = models.CharField("omfattning", max_length=250, blank=True)
    till_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+", verbose_name="till nämnd")
    fran_namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="+", verbose_name="från nämnd")
    satt = models.CharField("lämnat", max_length=20, choices=Satt)
    mottaget_av = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="mottaget av")
    fran = models.DateField("gäller från")
    till = models.DateField("gäller till och med")
    registrerat_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    aterkallat = models.DateField("återkallat", null=True, blank=True)
    aterkallat_satt = models.CharField("återkallat hur", max_length=20, choices=Satt, blank=True)
    aterkallat_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SamtyckeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "samtycken"
        ordering = ["-fran", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gte=F("fran")),
                name="cases_samtycke_datum_i_ordning",
                violation_error_message="Samtycket kan inte sluta gälla innan det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(typer__len__gte=1),
                name="cases_samtycke_omfattar_nagot",
                violation_error_message="Välj vilka handlingar samtycket omfattar.",
            ),
            models.CheckConstraint(
                condition=Q(aterkallat=None, aterkallat_satt="", aterkallat_av=None)
                | (Q(aterkallat__isnull=False, aterkallat_av__isnull=False) & ~Q(aterkallat_satt="")),
                name="cases_samtycke_aterkallelse_satts_helt",
                violation_error_message="Skriv vilken dag och hur samtycket återkallades.",
            ),
            models.CheckConstraint(
                condition=Q(aterkallat=None) | Q(aterkallat__gte=F("fran")),
                name="cases_samtycke_aterkallat_efter_att_det_gavs",
                violation_error_message="Samtycket kan inte återkallas innan det började gälla.",
            ),
            models.CheckConstraint(
                condition=~Q(fran_namnd=F("till_namnd")),
                name="cases_samtycke_mellan_tva_namnder",
                violation_error_message="Ett samtycke gäller mellan två nämnder.",
            ),
        ]

    def __str__(self) -> str:
        return f"Samtycke {self.fran}"

    def ar_giltigt(self, dag) -> bool:
        """The same as the query set's `giltiga`."""
        return self.fran <= dag <= self.till and (self.aterkallat is None or self.aterkallat > dag)

    @property
    def typnamn(self) -> list[str]:
        return [Handlingstyp(typ).label for typ in self.typer]
