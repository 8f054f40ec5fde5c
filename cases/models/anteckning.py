"""Journal: notes of one nämnd about a person, locked once signed, corrected by a note of their own (domain.md 8)."""

import uuid

from django.db import models
from django.db.models import F, Q

from cases.enums import Roll

from .anvandare import Medlemskap, User
from .bas import Dokumentdel
from .koder import Kod
from .organisation import Enhet


class Anteckningsslag(Kod):
    """What a note is about: a visit, a call, a decision taken elsewhere."""

    class Meta(Kod.Meta):
        verbose_name = "slag av anteckning"
        verbose_name_plural = "slag av anteckningar"


class JournalanteckningQuerySet(models.QuerySet):
    def signerade(self):
        return self.exclude(signerad_at=None)

    def utkast(self):
        return self.filter(signerad_at=None, kastad_at=None)

    def kvar(self):
        """All but the drafts that a chef threw away."""
        return self.filter(kastad_at=None)

    def lamnade(self, enhet, today):
        """Drafts of the unit whose author does not work there any more, as app.lamnad_anteckning has it."""
        arbetar = Medlemskap.objects.giltiga(today).aktroller().filter(enhet=enhet, user__is_active=True)
        return self.utkast().filter(enhet=enhet).exclude(forfattare__in=arbetar.values("user"))

    def for_lista(self):
        """Newest event first, with what a line of the journal says."""
        return self.select_related("slag", "enhet", "forfattare", "paborjad_av", "overlaten_av", "rattar").order_by(
            F("handelse_dag").desc(nulls_first=True), F("handelse_tid").desc(nulls_last=True), "-pk"
        )


class Journalanteckning(Dokumentdel):
    """A note. A draft is its author's (and the chef's to see); signed it is the nämnd's and never changed.

    `nyckel` is made with the form, so that the same form sent twice is one note. `flik` is the browser tab that saved
    last: what that tab sends next rests on its own save.
    """

    enhet = models.ForeignKey(Enhet, models.PROTECT, related_name="+", verbose_name="enhet")
    nyckel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    flik = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    forfattare = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="författare")
    roll = models.CharField("roll", max_length=20, choices=Roll)
    slag = models.ForeignKey(
        Anteckningsslag, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="slag"
    )
    handelse_dag = models.DateField("dag för händelsen", null=True, blank=True)
    handelse_tid = models.TimeField("tid för händelsen", null=True, blank=True)
    text = models.TextField("anteckning", blank=True)
    skapad_at = models.DateTimeField("påbörjad")
    andrad_at = models.DateTimeField("sparad")
    signerad_at = models.DateTimeField("signerad", null=True, blank=True)
    rattar = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="rattelse", verbose_name="rättar"
    )
    rattar_skal = models.CharField("skäl till rättelsen", max_length=250, blank=True)

    # What became of a draft whose author has left; written by the database's own functions for the unit's chef
    paborjad_av = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="påbörjad av"
    )
    overlaten_at = models.DateTimeField("överlåten", null=True, blank=True)
    overlaten_av = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="överlåten av"
    )
    kastad_at = models.DateTimeField("kastad", null=True, blank=True)
    kastad_av = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kastad av"
    )
    kastad_skal = models.CharField("skäl till att den kastades", max_length=250, blank=True)

    objects = JournalanteckningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "journalanteckningar"
        ordering = ["-handelse_dag", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signerad_at=None) | (Q(slag__isnull=False, handelse_dag__isnull=False) & ~Q(text="")),
                name="cases_journalanteckning_hel_nar_den_signeras",
                violation_error_message="En signerad anteckning har slag, dag och text.",
            ),
            models.CheckConstraint(
                condition=Q(rattar=None, rattar_skal="")
                | (Q(rattar__isnull=False) & (Q(signerad_at=None) | ~Q(rattar_skal=""))),
                name="cases_journalanteckning_rattelse_med_skal",
                violation_error_message="En rättelse säger varför den görs, och bara en rättelse.",
            ),
            models.CheckConstraint(
                condition=Q(signerad_at=None) | Q(signerad_at__gte=F("skapad_at")),
                name="cases_journalanteckning_signerad_efter_att_den_skrevs",
                violation_error_message="Anteckningen kan inte signeras innan den skrevs.",
            ),
            models.CheckConstraint(
                condition=Q(paborjad_av=None, overlaten_at=None, overlaten_av=None)
                | Q(paborjad_av__isnull=False, overlaten_at__isnull=False, overlaten_av__isnull=False),
                name="cases_journalanteckning_overlaten_satts_helt",
                violation_error_message="En överlåten anteckning säger vem som påbörjade den och vem som överlät den.",
            ),
            models.CheckConstraint(
                condition=Q(kastad_at=None, kastad_av=None, kastad_skal="")
                | (Q(kastad_at__isnull=False, kastad_av__isnull=False, signerad_at=None) & ~Q(kastad_skal="")),
                name="cases_journalanteckning_kastad_med_skal",
                violation_error_message="Ett utkast kastas med ett skäl, och aldrig när det är signerat.",
            ),
            models.CheckConstraint(
                condition=~Q(rattar=F("id")),
                name="cases_journalanteckning_rattar_en_annan",
                violation_error_message="En anteckning kan inte rätta sig själv.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slag or 'Anteckning'} {self.handelse_dag or ''}".strip()

    @property
    def ar_utkast(self) -> bool:
        return self.signerad_at is None


class Bilaga(Dokumentdel):
    """A file of a note, kept in the database with its checksum. It comes and goes only while the note is a draft."""

    class Slag(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", "PNG-bild"
        JPEG = "jpeg", "JPEG-bild"
        DOCX = "docx", "Word-dokument"
        XLSX = "xlsx", "Excel-dokument"
        TEXT = "text", "Textfil"

    anteckning = models.ForeignKey(Journalanteckning, models.CASCADE, related_name="bilagor")
    namn = models.CharField("namn", max_length=120)
    slag = models.CharField("slag", max_length=10, choices=Slag)
    storlek = models.PositiveIntegerField("storlek")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    innehall = models.BinaryField("innehåll")
    tillagd_at = models.DateTimeField("tillagd")

    class BilagaManager(models.Manager):
        def get_queryset(self):
            """The file itself is read only where it is served."""
            return super().get_queryset().defer("innehall")

    objects = BilagaManager()

    class Meta:
        verbose_name_plural = "bilagor"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["anteckning", "sha256"],
                name="cases_bilaga_en_gang_per_anteckning",
                violation_error_message="Filen är redan bifogad.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$") & Q(storlek__gt=0),
                name="cases_bilaga_har_innehall_och_kontrollsumma",
                violation_error_message="Filen är tom.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn
