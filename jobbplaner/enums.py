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
    AF = "af", "Arbetsförmedlingen"
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

    @classmethod
    def over(cls) -> tuple["Utfall", ...]:
        """What does not go on into the next version."""
        return cls.KLART, cls.AVBRUTET


class Malutfall(models.TextChoices):
    STAR_FAST = "star_fast", "Målet står fast"
    ANDRAS = "andras", "Målet ändras"
    NATT = "natt", "Målet är nått"


class HallerMed(models.TextChoices):
    JA = "ja", "Ja"
    DELVIS = "delvis", "Delvis"
    NEJ = "nej", "Nej"


class Motpart(models.TextChoices):
    """The third party beside the person and the jobbtorg (domain.md 2.7 and 2.8)."""

    SOCIALTJANST = "socialtjanst", "Socialtjänsten"
    AF = "af", "Arbetsförmedlingen"


class Part(models.TextChoices):
    """Parties of a trepartssamtal."""

    ASPIRANT = "aspirant", "Aspirant"
    COACH = "coach", "Coach"
    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreterare"
    AF = "af", "Arbetsförmedlingen"
    TOLK = "tolk", "Tolk"
    ANNAN = "annan", "Annan"


class Deltarsatt(models.TextChoices):
    PLATS = "plats", "På plats"
    TELEFON = "telefon", "På telefon"
    VIDEO = "video", "På video"


class Narvaro(models.TextChoices):
    """Whether and how somebody invited was there. NARVARANDE is what older protokoll say, without how."""

    PLATS = "plats", "På plats"
    VIDEO = "video", "På video"
    TELEFON = "telefon", "På telefon"
    NARVARANDE = "narvarande", "Närvarande"
    FRANVARANDE = "franvarande", "Frånvarande"

    @classmethod
    def med(cls) -> tuple["Narvaro", ...]:
        return cls.PLATS, cls.VIDEO, cls.TELEFON, cls.NARVARANDE


class Tolklage(models.TextChoices):
    """Empty: no interpreter is needed."""

    EJ_BESTALLD = "ej_bestalld", "Ska beställas"
    BESTALLD = "bestalld", "Beställd"


class Kallelsesatt(models.TextChoices):
    BREV = "brev", "Brev"
    HAND = "hand", "Lämnad i handen"
    TELEFON = "telefon", "Telefon"
    MUNTLIGT = "muntligt", "Muntligt vid besök"


class Samtalslage(models.TextChoices):
    """State of a samtal on a day, from its dates."""

    BOKAT = "bokat", "Bokat"
    ATT_SIGNERA = "att_signera", "Inte signerat"
    HALLET = "hallet", "Hållet"
    OFULLTALIGT = "ofulltaligt", "Hållet utan alla parter"
    INSTALLT = "installt", "Inställt"


class Planval(models.TextChoices):
    NEJ = "nej", "Nej"
    DELMAL = "delmal", "Ja, nya delmål"
    MAL = "mal", "Ja, nytt mål och nya delmål"


class Lassatt(models.TextChoices):
    """How the person got to know what stands in the protokoll."""

    SJALV = "sjalv", "Läste själv"
    UPPLAST = "upplast", "Uppläst på svenska"
    TOLKAD = "tolkad", "Uppläst av tolk"
