"""What was said at a samtal: the jobbtorg's document, until its handling is handed over."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from cases.models import Dokumentdel, Handling
from jobbplaner.enums import Ansvarig, HallerMed, Lassatt, Narvaro, Part, Planval, Utfall

from .plan import Delmal
from .samtalskoder import Franvaroskal
from .trepartssamtal import Trepartssamtal


class SamtalsprotokollQuerySet(models.QuerySet):
    def med_lasbart(self):
        """With `lasbart`: not signed, or with a handling that the reader may open.

        Of a signed one the row may be seen and the handling not (cases/sekretess/matris.py, a former identity).
        """
        return self.annotate(lasbart=Q(handling=None) | Exists(Handling.objects.filter(pk=OuterRef("handling"))))

    def med_rader(self):
        """With its rows and what they point to, read once."""
        deltagare = Prefetch("deltagare", Deltagare.objects.select_related("franvaroskal"))
        agenda = Prefetch("agenda", Agendapunkt.objects.select_related("delmal"))
        return self.select_related("handling__enhet__namnd").prefetch_related(deltagare, agenda, "punkter")


class Samtalsprotokoll(Dokumentdel):
    """What was said; owned by the jobbtorg's nämnd until handed over."""

    samtal = models.OneToOneField(Trepartssamtal, models.CASCADE, related_name="protokoll")
    nulage = models.TextField("nuläget", max_length=4000, blank=True)
    insatserna = models.TextField("hur insatserna fungerar", max_length=4000, blank=True)
    planval = models.CharField("behöver planen ändras", max_length=10, choices=Planval, blank=True)
    planen = models.TextField("vad som behöver ändras", max_length=2000, blank=True)
    # The person's answer holds for the text that was read: services/samtal.py clears it when the text changes
    haller_med = models.CharField("håller personen med", max_length=10, choices=HallerMed, blank=True)
    egna_ord = models.TextField("personens egna ord", max_length=2000, blank=True)
    lassatt = models.CharField("så fick personen del av texten", max_length=20, choices=Lassatt, blank=True)
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, blank=True, related_name="samtalsprotokoll")
    version = models.PositiveIntegerField(default=1)

    objects = SamtalsprotokollQuerySet.as_manager()

    class Meta:
        verbose_name = "samtalsprotokoll"
        verbose_name_plural = "samtalsprotokoll"
        constraints = [
            models.CheckConstraint(
                condition=Q(haller_med="", lassatt="") | (~Q(haller_med="") & ~Q(lassatt="")),
                name="jobbplaner_samtalsprotokoll_svar_satts_helt",
                violation_error_message="Ange både svaret och hur personen fick del av texten.",
            ),
            models.CheckConstraint(
                condition=~Q(haller_med=HallerMed.DELVIS) | ~Q(egna_ord=""),
                name="jobbplaner_samtalsprotokoll_delvis_med_egna_ord",
                violation_error_message="Skriv med personens egna ord vad hen inte håller med om.",
            ),
        ]

    def __str__(self) -> str:
        return f"Protokoll {self.samtal_id}"


class Deltagare(Dokumentdel):
    """Somebody invited, and whether they came. `narvaro` is empty until it is noted."""

    protokoll = models.ForeignKey(Samtalsprotokoll, models.CASCADE, related_name="deltagare")
    part = models.CharField("part", max_length=20, choices=Part)
    namn = models.CharField("namn", max_length=120)
    narvaro = models.CharField("närvaro", max_length=20, choices=Narvaro, blank=True)
    franvaroskal = models.ForeignKey(Franvaroskal, models.PROTECT, null=True, blank=True, related_name="+")
    skal = models.CharField("anteckning om närvaron", max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deltagare"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "part"],
                condition=Q(part__in=[Part.ASPIRANT, Part.COACH, Part.SOCIALSEKRETERARE]),
                name="jobbplaner_deltagare_en_per_part",
            ),
            models.CheckConstraint(
                condition=Q(franvaroskal=None) | Q(narvaro=Narvaro.FRANVARANDE),
                name="jobbplaner_deltagare_skal_bara_vid_franvaro",
                violation_error_message="Skälet gäller den som var frånvarande.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn

    @property
    def ar_med(self) -> bool:
        return self.narvaro in Narvaro.med()


class Agendapunkt(Dokumentdel):
    """A delmål of the plan in force to talk about, and what has come of it."""

    protokoll = models.ForeignKey(Samtalsprotokoll, models.CASCADE, related_name="agenda")
    ordning = models.PositiveSmallIntegerField(default=0)
    delmal = models.ForeignKey(Delmal, models.SET_NULL, null=True, blank=True, related_name="+")
    rubrik = models.CharField("att tala om", max_length=500)
    utfall = models.CharField("vad det har blivit", max_length=20, choices=Utfall, blank=True)
    anteckning = models.CharField("anteckning", max_length=1000, blank=True)
    ny_dag = models.DateField("nytt datum", null=True, blank=True)

    class Meta:
        verbose_name = "agendapunkt"
        verbose_name_plural = "agendapunkter"
        ordering = ["ordning", "id"]

    def __str__(self) -> str:
        return self.rubrik


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
