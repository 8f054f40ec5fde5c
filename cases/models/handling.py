"""Handling: what is established, and so may pass between nämnder (domain.md section 8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .anvandare import User
from .bas import Dokumentdel
from .organisation import Enhet


class Handlingstyp(models.TextChoices):
    JOBBPLAN = "jobbplan", "Jobbplan"
    ARBETSPLAN = "arbetsplan", "Arbetsplan"
    PROTOKOLL = "protokoll", "Protokoll från trepartssamtal"
    REMISS = "remiss", "Remiss"
    ATERREMISS = "aterremiss", "Återremiss"
    GENOMFORANDEPLAN = "genomforandeplan", "Genomförandeplan"
    SLUTRAPPORT = "slutrapport", "Slutrapport"
    MANADSUNDERLAG = "manadsunderlag", "Månadsunderlag"
    KARTLAGGNING = "kartlaggning", "Kartläggning, arbetsdelen"
    KARTLAGGNING_KANSLIG = "kartlaggning_kanslig", "Kartläggning, känslig del"
    JOURNAL = "journal", "Journalanteckningar"
    UTDRAG = "utdrag", "Utdrag"

    def bojt(self, stam: str) -> str:
        """A participle that agrees with the type: "skicka" gives skickad, skickat of ett protokoll, skickade."""
        andelser = dict.fromkeys(("protokoll", "manadsunderlag", "utdrag"), "t") | {"journal": "de"}
        return stam + andelser.get(self.value, "d")


class HandlingManager(models.Manager):
    def get_queryset(self):
        """The frozen file is read only where it is served."""
        return super().get_queryset().defer("pdf")


class Handling(Dokumentdel):
    """An established document: frozen PDF with checksum, owned by one nämnd. Never changed.

    An utdrag says what it was taken from (`ur`, none when that is no handling itself; `ur_typ`) and which named parts
    it holds. `tidigare_identitet`: it was established under a name or number that the person no longer bears; only the
    named list reads it (docs/handbok/skyddade-personuppgifter.md, Fingerade personuppgifter).
    """

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    typ = models.CharField(max_length=20, choices=Handlingstyp)
    version = models.PositiveSmallIntegerField()
    titel = models.CharField(max_length=160)
    upprattad_at = models.DateTimeField()
    upprattad_av = models.ForeignKey(User, models.PROTECT, related_name="+")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    ur = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="utdrag")
    ur_typ = models.CharField(max_length=20, choices=Handlingstyp, blank=True)
    delar = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    tidigare_identitet = models.BooleanField(default=False, editable=False)

    objects = HandlingManager()

    class Meta:
        verbose_name_plural = "handlingar"
        ordering = ["-upprattad_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="cases_handling_sha256_ar_en_kontrollsumma"
            ),
            models.CheckConstraint(
                condition=(Q(typ=Handlingstyp.UTDRAG, delar__len__gte=1) & ~Q(ur_typ=""))
                | (~Q(typ=Handlingstyp.UTDRAG) & Q(ur=None, ur_typ="", delar__len=0)),
                name="cases_handling_utdrag_sager_ur_vad",
                violation_error_message="Ett utdrag säger vilka delar det har och ur vad de är tagna.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def omfattas_som(self) -> str:
        """The type that a consent has to name: an utdrag counts as what it was taken from."""
        return self.ur_typ or self.typ
