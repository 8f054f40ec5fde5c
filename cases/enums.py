"""Enums only for what code branches on; all other lists are data (models/koder.py)."""

from django.db import models


class Enhetsslag(models.TextChoices):
    SDF = "sdf", "stadsdelsförvaltning"
    JOBBTORG = "jobbtorg", "jobbtorg"
    STAB = "stab", "stab"


class Namndslag(models.TextChoices):
    ARBETSMARKNAD = "arbetsmarknad", "arbetsmarknadsnämnd"
    STADSDEL = "stadsdel", "stadsdelsnämnd"
    STAD = "stad", "kommunstyrelse"


class Roll(models.TextChoices):
    """Roles of domain.md section 9; held through a dated Medlemskap."""

    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreterare"
    COACH = "coach", "Coach"
    SAMORDNARE = "samordnare", "Samordnare"
    ENHETSCHEF = "enhetschef", "Enhetschef"
    CONTROLLER = "controller", "Controller"
    REGISTERANSVARIG = "registeransvarig", "Registeransvarig"
    SYSTEMFORVALTARE = "systemforvaltare", "Systemförvaltare"


# Roles that open akter; the others see no person at all (domain.md section 9)
AKTROLLER = (Roll.SOCIALSEKRETERARE, Roll.COACH, Roll.SAMORDNARE, Roll.ENHETSCHEF)

# Roles that enrol, hold cases and close at a jobbtorg
COACHROLLER = (Roll.COACH, Roll.ENHETSCHEF)

# Roles that hold cases, by kind of unit
HANDLAGGARROLLER = {Enhetsslag.SDF: (Roll.SOCIALSEKRETERARE,), Enhetsslag.JOBBTORG: COACHROLLER}


class Kon(models.TextChoices):
    KVINNA = "kvinna", "Kvinna"
    MAN = "man", "Man"
    OKANT = "okant", "Okänt"


class Skyddsniva(models.IntegerChoices):
    """domain.md section 8: two levels; fingerade uppgifter are an ordinary person and leave no trace."""

    INGET = 0, "Inget skydd"
    SEKRETESSMARKERING = 1, "Sekretessmarkering"
    SKYDDAD_FOLKBOKFORING = 2, "Skyddad folkbokföring"


class Nummerslag(models.TextChoices):
    PERSONNUMMER = "personnummer", "Personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer", "Samordningsnummer"
    RESERVNUMMER = "reservnummer", "Reservnummer"


class Arbetsformaga(models.TextChoices):
    NOLL = "0", "0 procent"
    P1_25 = "1-25", "1–25 procent"
    P26_50 = "26-50", "26–50 procent"
    P51_75 = "51-75", "51–75 procent"
    P76_100 = "76-100", "76–100 procent"


# Hours a week that an ability stands for (domain.md section 4); lower bounds: section 11, matchad_aktivering
FORMAGA_TIMMAR = {"0": 0, "1-25": 10, "26-50": 20, "51-75": 30, "76-100": 40}


class Inskrivningssatt(models.TextChoices):
    GRUPPINFORMATION = "gruppinformation", "Gruppinformation"
    TREPARTSSAMTAL = "trepartssamtal", "Trepartssamtal"


class Malgrupp(models.TextChoices):
    """The split used 2009 to 2018-08-31; empty after it (domain.md 2.3)."""

    ORDINARIE = "ordinarie", "Ordinarie"
    RESURS = "resurs", "Resurs"


class Ingang(models.TextChoices):
    """Ways in to a jobbtorg (domain.md 2.3)."""

    FORSORJNINGSSTOD = "forsorjningsstod", "Får försörjningsstöd"
    UNGA = "unga", "Ung utan försörjningsstöd"
    NYANLANDA = "nyanlanda", "Nyanländ, enligt överenskommelse med Arbetsförmedlingen"
    ENSAMKOMMANDE = "ensamkommande", "Ensamkommande ung, vid sidan av studier"
    NOLLPLACERAD = "nollplacerad", "Sjukskriven utan sjukpenning (nollplacerad)"


class Skyddsgrund(models.TextChoices):
    """Why someone stands on the named list. All but the first two end with what they rest on (app.folj_uppdrag)."""

    NAMNGIVEN = "namngiven", "Namngiven"
    CHEF = "chef", "Namngiven av enhetschefen, när ingen kunde öppna ärendet"
    HANDLAGGARE = "handlaggare", "Handläggare"
    SAMORDNARE = "samordnare", "Samordnare"
    REMISS = "remiss", "Mottagare av remiss"
    ERSATTARE = "ersattare", "Ersättare"
    STOD = "stod", "Långsiktigt stöd"


class Remissvar(models.TextChoices):
    MOTTAGEN = "mottagen", "Mottagen"
    ATERREMITTERAD = "aterremitterad", "Återremitterad"
    UTGANGEN = "utgangen", "Utgången utan svar"


class Paminnelseslag(models.TextChoices):
    """Why a jobbtorg was reminded of a remiss: the night that its time nears or has passed, or the sender asks."""

    NARMAR = "narmar", "Tiden för svar närmar sig"
    PASSERAD = "passerad", "Tiden för svar har gått"
    AVSANDARE = "avsandare", "Stadsdelen påminner"


class JaNejOkand(models.TextChoices):
    JA = "ja", "Ja"
    NEJ = "nej", "Nej"
    OKAND = "okand", "Okänt"


class Resultat(models.TextChoices):
    """What the figures refer to, whatever a city calls its codes (domain.md sections 3 and 11)."""

    ARBETE = "arbete", "Arbete"
    STUDIER = "studier", "Studier"
    PROGRAM = "program", "Arbetsförmedlingens program"
    FEM_DAGAR = "fem_dagar", "Avslut inom fem dagar"
    ATERREMITTERAD = "aterremitterad", "Återremitterad"
    OVRIGT = "ovrigt", "Övrigt"
    OKAND = "okand", "Okänd"


# Which kind of reason an attribute of the avslut says yes about (domain.md section 3)
AVSLUTSATTRIBUT = {
    "kommunal_anstallning": Resultat.ARBETE,
    "arbete_en_manad": Resultat.ARBETE,
    "studiemedel": Resultat.STUDIER,
}


class Bortfall(models.TextChoices):
    """Sub-reasons whose checkpoints are counted apart (domain.md section 11)."""

    AVLIDEN = "avliden", "Avliden"
    FLYTTAT = "flyttat", "Flyttat till annan kommun"


class SagtAv(models.TextChoices):
    """Who gave the reason for the avslut (domain.md 2.10)."""

    ASPIRANT = "aspirant", "Aspiranten"
    SOCIALSEKRETERARE = "socialsekreterare", "Socialsekreteraren"
    ARBETSGIVARE = "arbetsgivare", "Arbetsgivare eller skola"
    REGISTER = "register", "Register"
    COACH = "coach", "Coachens bedömning"


class Lasningsslag(models.TextChoices):
    """How a person was shown, or that the reader was refused (the reading log)."""

    VISAD = "visad", "Öppnad"
    TRAFF = "traff", "I en lista eller sökning"
    PDF = "pdf", "Som PDF"
    EXPORT = "export", "Som fil"
    API = "api", "Genom ett annat system"
    NEKAD = "nekad", "Nekad"


class Lasningsgrund(models.TextChoices):
    """Why the database let the reader see the person; it decides this, not the page."""

    UPPDRAG = "uppdrag", "Eget uppdrag"
    ENHET = "enhet", "Arbetar på en enhet som har personen"
    NAMNGIVEN = "namngiven", "Namngiven på personens lista"
    NODOPPNING = "nodoppning", "Nödöppning"
    REGISTERANSVAR = "registeransvar", "Registeransvar"
    INGEN = "ingen", "Saknar tillgång"


class Mottagare(models.TextChoices):
    """Authorities outside the city that a handling may be handed over to; none of them has a login here."""

    AF = "af", "Arbetsförmedlingen"


class Utsatt(models.TextChoices):
    """How it left: Jobbakten sends nothing itself (law.md, SDK)."""

    POST = "post", "Post"
    SDK = "sdk", "Säker digital kommunikation"
    HAND = "hand", "Lämnad i handen"
