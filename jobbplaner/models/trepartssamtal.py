"""Trepartssamtal: that it exists is known to both sides, what was said passes as a protokoll."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models import Aktdel, Dokumentdel, Enhet, Handling, User
from jobbplaner.enums import Ansvarig, Part

from .plan import Delmal


class Trepartssamtal(Aktdel):
    """The meeting: when and where. Both sides see that it exists (domain.md section 9)."""

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    datum = models.DateField("datum")
    tid = models.TimeField("tid", null=True, blank=True)
    plats = models.CharField("plats", max_length=120, blank=True)
    skapad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "trepartssamtal"
        ordering = ["-datum", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["aspirant", "enhet", "datum"],
                name="jobbplaner_trepartssamtal_ett_per_dag",
                violation_error_message="Det finns redan ett trepartssamtal den dagen.",
            )
        ]

    def __str__(self) -> str:
        return f"Trepartssamtal {self.datum}"


class SamtalsprotokollQuerySet(models.QuerySet):
    def med_lasbart(self):
        """With `lasbart`: not signed, or with a handling that the reader may open.

        Of a signed one the row may be seen and the handling not (cases/sekretess/matris.py, a former identity).
        """
        return self.annotate(lasbart=Q(handling=None) | Exists(Handling.objects.filter(pk=OuterRef("handling"))))


class Samtalsprotokoll(Dokumentdel):
    """What was said; owned by the jobbtorg's nämnd until handed over."""

    samtal = models.OneToOneField(Trepartssamtal, models.CASCADE, related_name="protokoll")
    nulage = models.TextField("nuläget", max_length=4000, blank=True)
    insatserna = models.TextField("hur insatserna fungerar", max_length=4000, blank=True)
    planen = models.TextField("behöver planen ändras", max_length=2000, blank=True)
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="samtalsprotokoll")
    version = models.PositiveIntegerField(default=1)

    objects = SamtalsprotokollQuerySet.as_manager()

    class Meta:
        verbose_name = "samtalsprotokoll"
        verbose_name_plural = "samtalsprotokoll"

    def __str__(self) -> str:
        return f"Protokoll {self.samtal_id}"


class Deltagare(Dokumentdel):
    """A party, present or absent with a reason."""

    protokoll = models.ForeignKey(Samtalsprotokoll, models.CASCADE, related_name="deltagare")
    part = models.CharField("part", max_length=20, choices=Part)
    namn = models.CharField("namn", max_length=120)
    narvarande = models.BooleanField("närvarande", default=True)
    skal = models.CharField("skäl till frånvaro", max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deltagare"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "part"],
                condition=Q(part__in=[Part.ASPIRANT, Part.COACH, Part.SOCIALSEKRETERARE]),
                name="jobbplaner_deltagare_en_per_part",
            )
        ]

    def __str__(self) -> str:
        return self.namn


class OverenskommenPunkt(Dokumentdel):
    """Something agreed; becomes a delmål in the plan's draft."""

    protokoll = models.ForeignKey(Samtalsprotokoll, models.CASCADE, related_name="punkter")
    ordning = models.PositiveSmallIntegerField(default=0)
    vad = models.CharField("vad ska göras", max_length=500)
    vem = models.CharField("vem", max_length=20, choices=Ansvarig)
    senast = models.DateField("senast", null=True, blank=True)
    delmal = models.ForeignKey(Delmal, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "överenskomna punkter"
        ordering = ["ordning", "id"]

    def __str__(self) -> str:
        return self.vad
