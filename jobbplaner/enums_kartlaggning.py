"""Enums of the kartläggning (domain.md section 4). The codes of Hinder and Svenska are those of the import file."""

from django.db import models


class Hinder(models.TextChoices):
    """How much something stands in the way; måttligt and stort count as a hinder."""

    INGET = "inget", "Inget hinder"
    MATTLIGT = "mattligt", "Måttligt hinder"
    STORT = "stort", "Stort hinder"
    VET_EJ = "vet_ej", "Vet ej"


class Svenska(models.TextChoices):
    UTAN_BEGRANSNING = "utan_begransning", "Utan begränsningar"
    LATT_SVENSKA = "latt_svenska", "Lätt svenska, tolk ibland"
    STORA_BEGRANSNINGAR = "stora_begransningar", "Stora begränsningar, tolk behövs"
    VET_EJ = "vet_ej", "Vet ej"


class JaNej(models.TextChoices):
    JA = "ja", "Ja"
    NEJ = "nej", "Nej"


class Skolgang(models.TextChoices):
    INGEN = "ingen", "Ingen"
    GRUNDSKOLA = "grundskola", "Grundskola"
    GYMNASIUM = "gymnasium", "Gymnasium"
    HOGSKOLA = "hogskola", "Högskola"


class Hushall(models.TextChoices):
    ENSAM = "ensam", "Ensam"
    ENSAM_BARN = "ensam_barn", "Ensam med barn"
    PAR = "par", "Par utan barn"
    PAR_BARN = "par_barn", "Par med barn"
    ANNAT = "annat", "Annat"


class Stodtid(models.TextChoices):
    UNDER_TVA_AR = "under_tva_ar", "Under två år"
    TVA_AR_ELLER_MER = "tva_ar_eller_mer", "Två år eller mer"


class Intygsgrad(models.TextChoices):
    P25 = "25", "25 procent"
    P50 = "50", "50 procent"
    P75 = "75", "75 procent"
    P100 = "100", "100 procent"


class InteHeltid(models.TextChoices):
    """Why heltidsaktivering is no question now. Tells of health and family, so it belongs to the sensitive part."""

    MISSBRUK = "missbruk", "Missbruk eller behandlingshem"
    FAMILJ = "familj", "Insatser i familjen först"
    PENSION = "pension", "Pension nära"
    OHALSA = "ohalsa", "Svår ohälsa"
    VARDKONTAKTER = "vardkontakter", "Vårdkontakter"
    FRIVARD = "frivard", "Frivården eller SIG"
    ANNAN_ERSATTNING = "annan_ersattning", "Söker annan ersättning"
    ANNAT = "annat", "Annat"


class Bedomare(models.TextChoices):
    """Who judged the ability; several may differ and all are kept."""

    PERSONEN = "personen", "Personen själv"
    LAKARE = "lakare", "Läkare"
    FORTROENDELAKARE = "fortroendelakare", "Förtroendeläkare"
    FORSAKRINGSKASSAN = "forsakringskassan", "Försäkringskassan"
    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreterare"
    COACH = "coach", "Coach"


class Instrument(models.TextChoices):
    """What was used; only when, by whom and a short result are kept, never the items (they are copyrighted)."""

    GEMENSAMT = "gemensamt", "Kommunens gemensamma bedömning"
    AWP = "awp", "AWP"
    DOA = "doa", "DOA"
    WRI = "wri", "WRI"
    ANNAT = "annat", "Annat"


class Kalla(models.TextChoices):
    INTERVJU = "intervju", "Skriven här"
    OVERTAGEN = "overtagen", "Övertagen från ett tidigare system"
