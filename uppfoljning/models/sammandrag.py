"""That a member of staff has been sent the day's e-mail; never what it said."""

from django.db import models
from django.db.models import F, Q

from cases.models import User


class Sammandrag(models.Model):
    """One per user and day: written before the e-mail leaves, so that nobody gets two.

    Without `skickat_at` the server never said that it took it: it may have gone or not, and is not sent again.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    dag = models.DateField()
    paborjat_at = models.DateTimeField()
    skickat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "sammandrag"
        verbose_name_plural = "sammandrag"
        ordering = ["dag", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "dag"], name="uppfoljning_sammandrag_ett_per_dag"),
            models.CheckConstraint(
                condition=Q(skickat_at=None) | Q(skickat_at__gte=F("paborjat_at")),
                name="uppfoljning_sammandrag_skickat_efter_paborjat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dag}"
