"""Enums that code branches on."""

from django.db import models


class Utfall(models.TextChoices):
    """What the register says about one calendar month (domain.md 2.11). Never guessed."""

    UPPBAR = "uppbar", "Uppbär"
    UPPBAR_INTE = "uppbar_inte", "Uppbär inte"
    UPPGIFT_SAKNAS = "uppgift_saknas", "Uppgift saknas"


class RapportLage(models.TextChoices):
    KO = "ko", "Väntar"
    TAS_FRAM = "tas_fram", "Tas fram"
    ATT_GRANSKA = "att_granska", "Att granska"
    MISSLYCKAD = "misslyckad", "Misslyckades"
    AVBRUTEN = "avbruten", "Avbruten"


class Registerroll(models.TextChoices):
    SOKANDE = "sokande", "Sökande"
    MEDSOKANDE = "medsokande", "Medsökande"


class Atgardsslag(models.TextChoices):
    """What a person may do with a bevakning."""

    STANG = "stang", "Stängd"
    SKJUT_UPP = "skjut_upp", "Uppskjuten"
    OPPNA = "oppna", "Öppnad igen"
