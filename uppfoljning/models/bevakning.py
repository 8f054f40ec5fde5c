"""Bevakning: what is due, for which unit, by when (domain.md 2)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cases.models import Aktdel, Enhet, User
from uppfoljning.enums import Atgardsslag


class Bevakningsatgard(Aktdel):
    """What a person did with a bevakning: closed, snoozed or opened it again. The latest row for a key counts.

    Written once, never changed: this is the history of the bevakning, whose own row is computed.
    """

    regel = models.CharField(max_length=40)
    nyckel = models.CharField(max_length=60)
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    slag = models.CharField(max_length=20, choices=Atgardsslag)
    till = models.DateField("skjut upp till", null=True, blank=True)
    skal = models.CharField("skäl", max_length=250, blank=True)
    av = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "åtgärd på bevakning"
        verbose_name_plural = "åtgärder på bevakningar"
        ordering = ["-id"]
        indexes = [models.Index(fields=["regel", "nyckel", "enhet", "-id"], name="uppfoljning_atgard_nyckel")]
        constraints = [
            models.CheckConstraint(
                condition=Q(slag=Atgardsslag.SKJUT_UPP) ^ Q(till=None),
                name="uppfoljning_atgard_dag_bara_vid_skjut_upp",
                violation_error_message="Välj vilken dag bevakningen skjuts upp till.",
            ),
            models.CheckConstraint(
                condition=~Q(slag=Atgardsslag.SKJUT_UPP) | ~Q(skal=""),
                name="uppfoljning_atgard_skal_vid_skjut_upp",
                violation_error_message="Skriv varför bevakningen skjuts upp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()} {self.regel} {self.nyckel}"


class EgenBevakning(Aktdel):
    """One that a person wrote: what and by when. A fact like the others; the rule "egen" makes the bevakning of it."""

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    text = models.CharField("vad ska göras", max_length=160)
    dag = models.DateField("senast")
    av = models.ForeignKey(User, models.PROTECT, related_name="+")
    skapad_at = models.DateTimeField()

    class Meta:
        verbose_name = "egen bevakning"
        verbose_name_plural = "egna bevakningar"
        ordering = ["dag", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="uppfoljning_egenbevakning_sager_vad",
                violation_error_message="Skriv vad som ska göras.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class BevakningQuerySet(models.QuerySet):
    def i_ordning(self):
        """Soonest first, a snoozed one by the day it was put off to."""
        return self.order_by("galler_dag", "id")

    def forfallna(self, dag):
        """Due before `dag`."""
        return self.filter(galler_dag__lt=dag)


class Bevakning(Aktdel):
    """What a rule says of a fact today. Never typed: uppfoljning/bevakningar writes it, by night and on change.

    `regel` and `nyckel` (the fact) with `enhet` are what a person's closing or snooze is remembered by. `fran` is the
    day of the fact, `dag` what the rule says, `galler_dag` the same or the day it was put off to.
    """

    regel = models.CharField(max_length=40)
    nyckel = models.CharField(max_length=60)
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    fran = models.DateField()
    dag = models.DateField()
    uppskjuten_till = models.DateField(null=True, blank=True)
    galler_dag = models.DateField()
    egen = models.ForeignKey(EgenBevakning, models.CASCADE, null=True, blank=True, related_name="+")

    objects = BevakningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bevakningar"
        ordering = ["galler_dag", "id"]
        # With what row-level security asks for: a unit's are counted, and the first found, in the index alone
        indexes = [
            models.Index(
                fields=["enhet", "galler_dag", "id"],
                include=["aspirant", "skydd", "enheter"],
                name="uppfoljning_bevakning_enhet",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["regel", "nyckel", "enhet"], name="uppfoljning_bevakning_unik"),
            models.CheckConstraint(
                condition=Q(galler_dag=Coalesce(F("uppskjuten_till"), F("dag"))),
                name="uppfoljning_bevakning_galler_dag_foljer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regel} {self.dag}"
