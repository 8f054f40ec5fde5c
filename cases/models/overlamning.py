"""What was said when a case passed from one handläggare to the next at a unit."""

from django.db import models
from django.db.models import F, Q

from .anvandare import User
from .bas import Dokumentdel
from .organisation import Enhet


class OverlamningQuerySet(models.QuerySet):
    def osedda(self, user: User):
        """What someone else has handed over to the user, who has not read it yet."""
        return self.filter(till_user=user, sedd_at=None).exclude(gjord_av=user)


class Overlamning(Dokumentdel):
    """One person's change of handläggare: who chose it, from which day, and the note, which stays with the unit's
    nämnd. That there was a change everyone sees in Handlaggare. `omgang` is one submit, of one person or many.
    `sedd_at` is when the receiver read it (app.markera_overlamning_sedd).
    """

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    fran_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    till_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    dag = models.DateField()
    notering = models.TextField("överlämningsnotering", max_length=2000, blank=True)
    omgang = models.UUIDField()
    gjord_at = models.DateTimeField()
    gjord_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    sedd_at = models.DateTimeField(null=True, blank=True)

    objects = OverlamningQuerySet.as_manager()

    class Meta:
        verbose_name = "överlämning"
        verbose_name_plural = "överlämningar"
        ordering = ["dag", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["omgang", "aspirant"],
                name="cases_overlamning_en_gang_per_omgang",
                violation_error_message="Personen är redan överlämnad.",
            ),
            models.CheckConstraint(
                condition=Q(fran_user=None) | ~Q(fran_user=F("till_user")),
                name="cases_overlamning_till_nagon_annan",
                violation_error_message="Personen har redan den handläggaren.",
            ),
            models.CheckConstraint(
                condition=Q(sedd_at=None) | Q(sedd_at__gte=F("gjord_at")),
                name="cases_overlamning_sedd_nar_den_ar_gjord",
                violation_error_message="Överlämningen är sedd innan den är gjord.",
            ),
        ]

    def __str__(self) -> str:
        return f"Överlämning {self.dag}"
