"""Nämnder and their units, as data with dates."""

from django.db import models

from cases.enums import Enhetsslag, Namndslag

from .bas import Daterad, Giltighet


class Namnd(Daterad):
    """A nämnd: its own controller under the law (domain.md section 8)."""

    kod = models.SlugField("kod", max_length=40, unique=True)
    namn = models.CharField("namn", max_length=120, unique=True)
    slag = models.CharField("slag", max_length=20, choices=Namndslag)

    class Meta(Daterad.Meta):
        verbose_name = "nämnd"
        verbose_name_plural = "nämnder"
        ordering = ["namn"]

    def __str__(self) -> str:
        return self.namn


class EnhetQuerySet(Giltighet):
    def sdf(self):
        return self.filter(slag=Enhetsslag.SDF)

    def jobbtorg(self):
        return self.filter(slag=Enhetsslag.JOBBTORG)

    def med_namn(self, namn: str, slag: str):
        """Units called `namn`, with or without their prefix ("Kista", "Jobbtorg Kista")."""
        rent = namn.strip()
        for prefix in PREFIX.values():
            rent = rent.removeprefix(prefix).strip()
        return self.filter(namn__iexact=rent, slag=slag)


PREFIX = {Enhetsslag.SDF: "SDF ", Enhetsslag.JOBBTORG: "Jobbtorg ", Enhetsslag.STAB: ""}


class Enhet(Daterad):
    """A unit where people work: an SDF's försörjningsstöd, a jobbtorg, or a staff unit."""

    namnd = models.ForeignKey(Namnd, models.PROTECT, related_name="enheter", verbose_name="nämnd")
    namn = models.CharField("namn", max_length=120, help_text="Utan SDF eller Jobbtorg framför.")
    slag = models.CharField("slag", max_length=20, choices=Enhetsslag)
    bara_tilldelade = models.BooleanField(
        "bara tilldelade personer",
        default=False,
        help_text="Den som arbetar på enheten ser bara de personer som hen är handläggare för där i dag. "
        "Enhetschefen ser alla, tar emot remisserna och utser handläggare. Ändringen gäller direkt, "
        "även den som har en akt öppen.",
    )
    telefon = models.CharField("telefon", max_length=40, blank=True)
    adress = models.CharField(
        "funktionsadress", max_length=120, blank=True, help_text="Enhetens egen, aldrig en medarbetares."
    )

    objects = EnhetQuerySet.as_manager()

    class Meta(Daterad.Meta):
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        ordering = ["slag", "namn"]
        constraints = [
            *Daterad.Meta.constraints,
            models.UniqueConstraint(fields=["slag", "namn"], name="cases_enhet_unikt_namn_per_slag"),
        ]

    def __str__(self) -> str:
        return f"{PREFIX[self.slag]}{self.namn}"
