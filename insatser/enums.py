"""Enums that code branches on."""

from django.db import models


class Klass(models.TextChoices):
    ARBETSINRIKTAD = "arbetsinriktad", "Arbetsinriktad"
    SYSSELSATTNING = "sysselsattning", "Sysselsättning"


class Stegslag(models.TextChoices):
    STEGE = "stege", "På trappan"
    BREDVID = "bredvid", "Vid sidan av trappan"
    OVANFOR = "ovanfor", "Ovanför trappan"


class Slutsatt(models.TextChoices):
    FULLFOLJD = "fullfoljd", "Fullföljd"
    AVBRUTEN = "avbruten", "Avbruten"


class Aktivitetsslag(models.TextChoices):
    """The four kinds of the aktivitetskrav (domain.md section 7)."""

    FORMAGA = "formaga", "Höja förmågan att ta arbete"
    SPRAK = "sprak", "Språk"
    SOKA = "soka", "Förmåga att söka arbete"
    ARBETSPLATS = "arbetsplats", "Arbetsplatsförlagd"
