"""The catalogue: what can be offered, by whom, with how many places."""

from django.db import models
from django.db.models import F, Q

from cases.models import Enhet
from cases.models.bas import Daterad, Giltighet
from cases.models.koder import Kod
from insatser.enums import Aktivitetsslag, Klass, Stegslag


class Trappsteg(Kod):
    """A step of the funktionstrappa, as data (domain.md section 5)."""

    nummer = models.PositiveSmallIntegerField("steg", null=True, blank=True)
    slag = models.CharField("slag", max_length=10, choices=Stegslag, default=Stegslag.STEGE)

    class Meta(Kod.Meta):
        verbose_name = "trappsteg"
        verbose_name_plural = "trappsteg"


class Insatsslag(Kod):
    """Kind of insats; a closed kind stays readable and cannot be chosen."""

    aktivitetsslag = models.CharField("slag av aktivitet", max_length=20, choices=Aktivitetsslag)
    utan_tidsgrans = models.BooleanField("har ingen tidsgräns", default=False)
    kraver_formaga = models.BooleanField("kräver arbetsförmåga över noll", default=False)

    class Meta(Kod.Meta):
        verbose_name = "insatsslag"
        verbose_name_plural = "insatsslag"


class InsatsQuerySet(Giltighet):
    def for_lista(self):
        return self.select_related("enhet__namnd", "steg", "slag").order_by("namn", "id")

    def valbara(self, namnd_id: int, dag):
        """Insatser of the nämnd whose own dates and whose kind are open for a placering on `dag`."""
        return self.giltiga(dag).filter(
            Q(slag__giltig_fran=None) | Q(slag__giltig_fran__lte=dag),
            Q(slag__giltig_till=None) | Q(slag__giltig_till__gte=dag),
            enhet__namnd=namnd_id,
        )


class Insats(Daterad):
    """One insats of the catalogue. Holds no persons."""

    namn = models.CharField("namn", max_length=120)
    anordnare = models.CharField("anordnare", max_length=120)
    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="insatser", verbose_name="ägande enhet")
    slag = models.ForeignKey(Insatsslag, models.PROTECT, related_name="+", verbose_name="slag")
    steg = models.ForeignKey(Trappsteg, models.PROTECT, related_name="+", verbose_name="steg på trappan")
    klass = models.CharField("klass", max_length=20, choices=Klass)
    innehall = models.TextField("innehåll", max_length=4000, blank=True)
    kriterier = models.CharField("krav", max_length=250, blank=True)
    handledare = models.BooleanField("handledare på plats", default=True)
    platser = models.PositiveSmallIntegerField("platser")
    platser_andra = models.PositiveSmallIntegerField("platser som andra håller", default=0)
    timmar_per_vecka = models.PositiveSmallIntegerField("vanliga timmar i veckan", null=True, blank=True)
    # What two people edit carries a version (house.md habit 6)
    version = models.PositiveIntegerField(default=1)

    objects = InsatsQuerySet.as_manager()

    class Meta(Daterad.Meta):
        verbose_name = "insats"
        verbose_name_plural = "insatser"
        ordering = ["namn", "id"]
        constraints = [
            *Daterad.Meta.constraints,
            models.UniqueConstraint(
                fields=["enhet", "namn"],
                name="insatser_insats_unikt_namn",
                violation_error_message="Enheten har redan en insats med det namnet.",
            ),
            models.CheckConstraint(
                condition=Q(platser_andra__lte=F("platser")),
                name="insatser_insats_andra_ryms",
                violation_error_message="Platserna som andra håller kan inte vara fler än alla platser.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn
