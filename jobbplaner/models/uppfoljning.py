"""Follow-up of a plan: per delmål what came of it, and whether the goal changed (domain.md section 4).

It is held on the version in force and leads to the next one. Numbers and texts of what was followed up are kept here
too: whoever receives the new version reads them without having received the old one.
"""

from django.db import models
from django.db.models import Q

from cases.models import Dokumentdel, Enhet, User
from jobbplaner.enums import Malutfall, Utfall

from .plan import Delmal, Plan


class Planuppfoljning(Dokumentdel):
    """One follow-up. A draft until `klar_at`, then never changed; read with the version it led to."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="uppfoljningar")
    plan_nummer = models.PositiveSmallIntegerField("följer upp version")
    ny_plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="foregas_av")
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    datum = models.DateField("uppföljningen hölls", null=True, blank=True)
    egna_ord = models.TextField("personens egna ord", max_length=2000, blank=True)
    mal_utfall = models.CharField("målet", max_length=12, choices=Malutfall, blank=True)
    mal_text = models.TextField("varför målet ändras", max_length=2000, blank=True)

    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    andrad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    andrad_at = models.DateTimeField()
    klar_at = models.DateTimeField(null=True, blank=True)
    klar_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "uppföljning av plan"
        verbose_name_plural = "uppföljningar av planer"
        ordering = ["-datum", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(klar_at=None),
                name="jobbplaner_planuppfoljning_ett_utkast",
                violation_error_message="Det finns redan en påbörjad uppföljning.",
            ),
            models.CheckConstraint(
                condition=Q(klar_at=None, klar_av=None, ny_plan=None)
                | (Q(klar_at__isnull=False, klar_av__isnull=False, datum__isnull=False) & ~Q(mal_utfall="")),
                name="jobbplaner_planuppfoljning_klar_ar_hel",
                violation_error_message="En slutförd uppföljning har en dag och säger hur det gick med målet.",
            ),
            models.CheckConstraint(
                condition=Q(klar_at=None) | ~Q(mal_utfall=Malutfall.ANDRAS) | ~Q(mal_text=""),
                name="jobbplaner_planuppfoljning_andrat_mal_har_skal",
                violation_error_message="Skriv varför målet ändras.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uppföljning {self.datum or 'utan dag'}"

    @property
    def svar(self) -> list["Delmalsutfall"]:
        """What was said of each delmål. Nothing was of those that it left behind when it was moved."""
        return [rad for rad in self.utfall.all() if rad.utfall or rad.resultat or rad.ny_dag]


class Delmalsutfall(Dokumentdel):
    """What came of one delmål."""

    uppfoljning = models.ForeignKey(Planuppfoljning, models.CASCADE, related_name="utfall")
    delmal = models.ForeignKey(Delmal, models.PROTECT, related_name="utfall")
    ordning = models.PositiveSmallIntegerField(default=0)
    vad = models.CharField("delmål", max_length=500)
    utfall = models.CharField("hur det gick", max_length=12, choices=Utfall, blank=True)
    resultat = models.CharField("vad som hände", max_length=500, blank=True)
    ny_dag = models.DateField("nytt datum", null=True, blank=True)

    class Meta:
        verbose_name = "utfall av delmål"
        verbose_name_plural = "utfall av delmål"
        ordering = ["ordning", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["uppfoljning", "delmal"],
                name="jobbplaner_delmalsutfall_ett_per_delmal",
                violation_error_message="Delmålet följs upp en gång i varje uppföljning.",
            )
        ]

    def __str__(self) -> str:
        return self.vad
