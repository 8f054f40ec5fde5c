"""The reading log: who was shown whom, when, where, from which unit and on what ground (SoLPUL 10 §; domain.md 8)."""

from django.db import models
from django.db.models import Q

from cases.enums import Lasningsgrund, Lasningsslag, Roll


class Lasning(models.Model):
    """One person shown to, or refused, one member of staff. Partitioned by month; never changed, never removed.

    Written by app.logga_lasningar and app.logga_nekad alone (cases/sekretess/lasning.sql), which set user, unit, role
    and ground. No foreign key in the database: the log outlives the case, the unit and the account.
    A refusal's `aspirant_id` is empty when there was no such person, which the application cannot read.
    """

    skedde_at = models.DateTimeField()
    user = models.ForeignKey(
        "cases.User", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="lasningar"
    )
    roll = models.CharField(max_length=20, choices=Roll, blank=True)
    enhet = models.ForeignKey(
        "cases.Enhet", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    namnd = models.ForeignKey(
        "cases.Namnd", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    aspirant_id = models.BigIntegerField(null=True)
    objekt = models.CharField("det som efterfrågades", max_length=60, blank=True)
    vy = models.CharField("sidans namn i koden", max_length=80)
    slag = models.CharField(max_length=10, choices=Lasningsslag)
    grund = models.CharField(max_length=20, choices=Lasningsgrund)
    referens = models.CharField("begärans referens", max_length=20, blank=True)

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        ordering = ["-skedde_at", "-id"]
        indexes = [
            models.Index(fields=["aspirant_id", "skedde_at"], name="cases_lasning_aspirant"),
            # The akter that somebody opened last; lists are far more and stay out of it
            models.Index(
                fields=["user", "skedde_at"],
                include=["aspirant_id"],
                condition=Q(slag=Lasningsslag.VISAD),
                name="cases_lasning_oppnade",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(slag=Lasningsslag.NEKAD) | Q(aspirant_id__isnull=False),
                name="cases_lasning_bara_nekad_utan_person",
                violation_error_message="Bara en nekad läsning kan sakna person.",
            ),
            models.CheckConstraint(
                condition=Q(slag__in=Lasningsslag.values),
                name="cases_lasning_kant_slag",
                violation_error_message="Okänt slag av läsning.",
            ),
            models.CheckConstraint(
                condition=Q(grund__in=Lasningsgrund.values),
                name="cases_lasning_kand_grund",
                violation_error_message="Okänd grund för läsningen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slag} {self.skedde_at:%Y-%m-%d %H:%M}"
