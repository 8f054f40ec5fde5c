"""Reading of an akt that is not one's own, for a stated reason and a limited time (domain.md section 9)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .anvandare import User
from .bas import Aktdel

SKAL_MINST = 20


def _at(enheter: list[int]) -> Q:
    return Q(enheter__overlap=enheter) | Q(oppnare_enheter__overlap=enheter)


class NodoppningQuerySet(models.QuerySet):
    def pagaende(self, nu):
        return self.filter(avslutad_at=None, galler_till__gt=nu)

    def av(self, user):
        return self.filter(user=user)

    def for_chef(self, enheter):
        """Of these units' persons, and by these units' staff."""
        mina = [e.pk for e in enheter]
        return self.filter(_at(mina))

    def ogranskade(self, enheter):
        """Those that one of the units has not reviewed yet, as its chef sees it."""
        gjorda = self.model._meta.get_field("granskningar").related_model.objects.filter(nodoppning=OuterRef("pk"))
        vantar = Q(pk=None)
        for enhet in enheter:
            vantar |= _at([enhet.pk]) & ~Exists(gjorda.filter(for_enheter__contains=[enhet.pk]))
        return self.filter(vantar)


class Nodoppning(Aktdel):
    """Written by the database's own functions (cases/sekretess/nodoppning.sql), never by the application.

    `oppnare_enheter` are the opener's units that day: their chefs review it together with those of the person's units.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    oppnare_enheter = ArrayField(models.BigIntegerField(), default=list, editable=False)
    skal = models.TextField("skäl", max_length=2000)
    oppnad_at = models.DateTimeField()
    galler_till = models.DateTimeField()
    avslutad_at = models.DateTimeField(null=True, blank=True)

    objects = NodoppningQuerySet.as_manager()

    class Meta:
        verbose_name = "nödöppning"
        verbose_name_plural = "nödöppningar"
        ordering = ["-oppnad_at", "-id"]
        indexes = [models.Index(fields=["user", "galler_till"], name="cases_nodoppning_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(galler_till__gt=F("oppnad_at")),
                name="cases_nodoppning_tar_slut_efter_start",
                violation_error_message="Nödöppningen tar slut innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad_at=None) | Q(avslutad_at__gte=F("oppnad_at"), avslutad_at__lte=F("galler_till")),
                name="cases_nodoppning_avslutas_medan_den_galler",
                violation_error_message="Nödöppningen avslutas medan den gäller.",
            ),
            models.CheckConstraint(
                condition=Q(skal__regex=rf"\S.{{{SKAL_MINST - 2},}}\S"),
                name="cases_nodoppning_med_skal",
                violation_error_message="Skriv varför du behöver öppna akten.",
            ),
        ]

    def __str__(self) -> str:
        return f"Nödöppning {self.oppnad_at:%Y-%m-%d %H:%M}"

    @property
    def tog_slut_at(self):
        """When reading ended or ends."""
        return self.avslutad_at or self.galler_till

    def parter(self, enheter) -> set[int]:
        """Which of these units are a side of it: the opener's, or the person's."""
        return {e.pk for e in enheter} & {*self.enheter, *self.oppnare_enheter}
