"""The return record: one row per avslut and checkpoint, pairing the exit with what was found."""

from django.db import models
from django.db.models import Q

from cases.models import Dokumentdel, Inskrivning
from uppfoljning.enums import Utfall

from .register import Leverans

MANADER = (6, 12, 18)


class Checkpoint(Dokumentdel):
    """What the register said about the month that lies 6, 12 or 18 months after avslut.

    Owned by the SDF's nämnd; the jobbtorg side reads it through a standing utlämnande (parameter
    `checkpoint_utlamnas`). Computed by uppfoljning/checkpoints.py, never typed.
    """

    inskrivning = models.ForeignKey(Inskrivning, models.CASCADE, related_name="checkpoints")
    manader = models.PositiveSmallIntegerField()
    dag = models.DateField()
    manad = models.DateField()
    utfall = models.CharField(max_length=20, choices=Utfall)
    leverans = models.ForeignKey(Leverans, models.PROTECT, null=True, blank=True, related_name="+")
    bortfall = models.CharField(max_length=20, blank=True)
    ater_inskriven = models.BooleanField(default=False)
    funnen_dag = models.DateField()

    class Meta:
        ordering = ["inskrivning", "manader"]
        indexes = [models.Index(fields=["dag", "manader"], name="uppfoljning_checkpoint_dag")]
        constraints = [
            models.UniqueConstraint(fields=["inskrivning", "manader"], name="uppfoljning_checkpoint_unik"),
            models.CheckConstraint(condition=Q(manader__in=MANADER), name="uppfoljning_checkpoint_6_12_18"),
            models.CheckConstraint(condition=Q(manad__day=1), name="uppfoljning_checkpoint_manadens_forsta"),
        ]

    def __str__(self) -> str:
        return f"{self.manader} månader: {self.get_utfall_display()}"


class CheckpointHistorik(Dokumentdel):
    """What a checkpoint said before a later delivery changed it."""

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="historik")
    dag = models.DateField()
    manad = models.DateField()
    utfall = models.CharField(max_length=20, choices=Utfall)
    leverans = models.ForeignKey(Leverans, models.PROTECT, null=True, blank=True, related_name="+")
    bortfall = models.CharField(max_length=20, blank=True)
    ater_inskriven = models.BooleanField(default=False)
    funnen_dag = models.DateField()
    andrad_dag = models.DateField()

    class Meta:
        ordering = ["checkpoint", "-id"]

    def __str__(self) -> str:
        return f"{self.get_utfall_display()} till {self.andrad_dag}"
