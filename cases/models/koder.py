"""Code lists and dated parameters: data, never code (house.md habit 9).

A closed code stays readable on old cases and cannot be chosen for new ones.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models

from cases.enums import Bortfall, Resultat
from cases.remissregler import RegelError, check_regler

from .anvandare import inclusive_range
from .bas import Daterad, Giltighet


class Kod(Daterad):
    """One code of a list; `kod` is what files and JSON carry, `namn` is verbatim on screens."""

    kod = models.SlugField("kod", max_length=60, unique=True)
    namn = models.CharField("namn", max_length=160)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta(Daterad.Meta):
        abstract = True
        ordering = ["ordning", "namn"]

    def __str__(self) -> str:
        return self.namn


class Avslutsorsak(Kod):
    """Jobbtorg's reasons for closing (domain.md section 3)."""

    resultat = models.CharField("resultat", max_length=20, choices=Resultat)

    class Meta(Kod.Meta):
        verbose_name = "avslutsorsak"
        verbose_name_plural = "avslutsorsaker"


class Underorsak(Kod):
    """Sub-reasons of Övrigt, an open list."""

    bortfall = models.CharField("räknas som bortfall", max_length=20, choices=Bortfall, blank=True)

    class Meta(Kod.Meta):
        verbose_name = "underorsak"
        verbose_name_plural = "underorsaker"

    def __str__(self) -> str:
        """The text is kept as the city wrote it; on a page it stands first, as the other codes do."""
        return self.namn[:1].upper() + self.namn[1:]


class AvslutsorsakSocialtjanst(Kod):
    """Social services' reasons for the support ending (domain.md section 3)."""

    bortfall = models.CharField("räknas som bortfall", max_length=20, choices=Bortfall, blank=True)

    class Meta(Kod.Meta):
        verbose_name = "socialtjänstens avslutsorsak"
        verbose_name_plural = "socialtjänstens avslutsorsaker"


class Forsorjningshinder(Kod):
    grupp = models.CharField("grupp", max_length=80, blank=True)

    class Meta(Kod.Meta):
        verbose_name = "försörjningshinder"
        verbose_name_plural = "försörjningshinder"


class RattsligGrund(Kod):
    """Legal grounds, with the paragraph as dated text (law.md: paragraphs are data, never code)."""

    class Anvandning(models.TextChoices):
        INSKRIVNING = "inskrivning", "Inskrivning"
        UTLAMNANDE = "utlamnande", "Utlämnande"

    anvandning = models.CharField("används för", max_length=20, choices=Anvandning)
    paragraf = models.CharField("lagrum", max_length=160, blank=True)
    kraver_samtycke = models.BooleanField("vilar på samtycke", default=False)

    class Meta(Kod.Meta):
        verbose_name = "rättslig grund"
        verbose_name_plural = "rättsliga grunder"


class ParameterQuerySet(Giltighet):
    def varde(self, kod: str, dag):
        """The value in force on `dag`; None when nobody has set it."""
        return self.giltiga(dag).filter(kod=kod).values_list("varde", flat=True).first()


class Parameter(Daterad):
    """A municipality's dated setting, for example five working days for the first jobbplan."""

    kod = models.SlugField("kod", max_length=60)
    beskrivning = models.CharField("beskrivning", max_length=250)
    varde = models.JSONField("värde")

    objects = ParameterQuerySet.as_manager()

    class Meta(Daterad.Meta):
        verbose_name = "parameter"
        verbose_name_plural = "parametrar"
        ordering = ["kod", "giltig_fran"]
        constraints = [
            *Daterad.Meta.constraints,
            ExclusionConstraint(
                name="cases_parameter_ett_varde_per_dag",
                expressions=[
                    ("kod", RangeOperators.EQUAL),
                    (inclusive_range("giltig_fran", "giltig_till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Parametern har redan ett värde under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return self.kod

    def clean(self) -> None:
        """Routing rules that could not be read would stop every remiss, so they are tried before they are saved."""
        super().clean()
        if self.kod == "remissregler":
            self._check_remissregler()

    def _check_remissregler(self) -> None:
        try:
            check_regler(self.varde if isinstance(self.varde, dict) else {})
        except RegelError as error:
            raise ValidationError({"varde": error.fel}) from error
