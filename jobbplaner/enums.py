"""Enums that code branches on."""

from django.db import models


class Planslag(models.TextChoices):
    """Same machinery, two owners: jobbtorg's jobbplan and the SDF's arbetsplan (domain.md 2.2)."""

    JOBBPLAN = "jobbplan", "Jobbplan"
    ARBETSPLAN = "arbetsplan", "Arbetsplan"


class Ansvarig(models.TextChoices):
    ASPIRANT = "aspirant", "Aspiranten"
    COACH = "coach", "Coach"
    ASPIRANT_COACH = "aspirant_coach", "Aspiranten och coach"
    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreterare"
    ANNAN = "annan", "Annan part"


class Delmalslage(models.TextChoices):
    NYTT = "nytt", "Nytt"
    PAGAR = "pagar", "Pågår"
    KLART = "klart", "Klart"
    ANDRAT = "andrat", "Ändrat"


class Utfall(models.TextChoices):
    """What came of a delmål at a follow-up. A date that has passed says nothing about it."""

    KLART = "klart", "Klart"
    PA_VAG = "pa_vag", "På väg"
    EJ = "ej", "Inte gjort"
    AVBRUTET = "avbrutet", "Inte längre aktuellt"


class Malutfall(models.TextChoices):
    STAR_FAST = "star_fast", "Målet står fast"
    ANDRAS = "andras", "Målet ändras"
    NATT = "natt", "Målet är nått"


class HallerMed(models.TextChoices):
    JA = "ja", "Ja"
    DELVIS = "delvis", "Delvis"
    NEJ = "nej", "Nej"


class Part(models.TextChoices):
    """Parties of a trepartssamtal."""

    ASPIRANT = "aspirant", "Aspirant"
    COACH = "coach", "Coach"
    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreterare"
    TOLK = "tolk", "Tolk"
    ANNAN = "annan", "Annan"
