"""Every question whether a number is known, kept so that it can be counted, reviewed and answered by reference."""

from django.db import models
from django.db.models import Q

from .anvandare import User
from .organisation import Enhet


class NummerfragaQuerySet(models.QuerySet):
    def med_referens(self):
        """Those that were answered "cannot be registered here", for which the asker was given a reference."""
        return self.filter(svar=Nummerfraga.Svar.ANNAN)

    def nya_svar(self, user: User):
        """Answered, or answered anew, since the asker last read the answers."""
        return self.filter(user=user, sedd_at=None).exclude(besvarad_at=None).order_by("besvarad_at", "id")


class Nummerfraga(models.Model):
    """Written by the database functions that ask and answer (cases/sekretess/nummerfragor.sql), never by the
    application.

    The number itself is kept only when the answer was "cannot be registered here": registeransvarig finds the
    person by the reference that the asker was given. Nothing is known of the numbers that were free. Asked again by
    the same user while it is open, or within a month of the answer, the first one is found; IGEN says that it was.
    `utfall` and `svarstext` are what registeransvarig chose to tell the asker: the newest answer, and `rattad` when
    there was another before it. Every answer stands with who and when in Nummerhandelse.
    """

    class Svar(models.TextChoices):
        FRITT = "fritt", "Fritt"
        SYNLIGT = "synligt", "Känt här"
        ANNAN = "annan", "Kan inte registreras här"
        FOR_MANGA = "for_manga", "För många frågor"
        NODOPPNING = "nodoppning", "Försök till nödöppning"
        IGEN = "igen", "Frågade igen"

    class Utfall(models.TextChoices):
        KONTAKTA = "kontakta", "Den som frågade kontaktar en enhet"
        FLYTT = "flytt", "Personen har flyttat, överlämnande är begärt"
        FEL_NUMMER = "fel_nummer", "Fel nummer"
        INGEN_ATGARD = "ingen_atgard", "Ingen åtgärd"

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    enhet = models.ForeignKey(Enhet, models.PROTECT, null=True, blank=True, related_name="+")
    fragad_at = models.DateTimeField()
    svar = models.CharField(max_length=20, choices=Svar)
    referens = models.CharField(max_length=20, blank=True)
    nummer = models.CharField(max_length=12, blank=True, db_collation="C")
    utfall = models.CharField(max_length=20, choices=Utfall, blank=True)
    svarstext = models.CharField(max_length=900, blank=True)
    besvarad_at = models.DateTimeField(null=True, blank=True)
    besvarad_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rattad = models.BooleanField(default=False)
    sedd_at = models.DateTimeField(null=True, blank=True)

    objects = NummerfragaQuerySet.as_manager()

    class Meta:
        verbose_name = "nummerfråga"
        verbose_name_plural = "nummerfrågor"
        ordering = ["-fragad_at", "-id"]
        indexes = [
            models.Index(fields=["user", "fragad_at"], name="cases_nummerfraga_user"),
            models.Index(fields=["nummer"], condition=Q(utfall="flytt"), name="cases_nummerfraga_flytt"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referens"], condition=~Q(referens=""), name="cases_nummerfraga_unik_referens"
            ),
            models.CheckConstraint(
                condition=Q(svar="annan") ^ Q(nummer="", referens=""),
                name="cases_nummerfraga_nummer_bara_med_referens",
            ),
            models.CheckConstraint(
                condition=Q(utfall="", svarstext="", besvarad_at=None, besvarad_av=None, rattad=False, sedd_at=None)
                | Q(svar="annan", besvarad_at__isnull=False, besvarad_av__isnull=False)
                & ~Q(utfall="")
                & ~Q(svarstext=""),
                name="cases_nummerfraga_svar_satts_helt",
            ),
        ]

    def __str__(self) -> str:
        return self.referens or self.svar


class Nummerhandelse(models.Model):
    """What registeransvarig did with a question: looked up whom it was about, answered, or put another answer in its
    place. Only ever added to.
    """

    class Slag(models.TextChoices):
        UPPSLAG = "uppslag", "Visade vem frågan gäller"
        SVAR = "svar", "Besvarade frågan"
        RATTELSE = "rattelse", "Rättade svaret"

    class Visat(models.TextChoices):
        PERSON = "person", "Identitet och enhet"
        ENHET = "enhet", "Bara enhet"
        INGEN = "ingen", "Ingen person"

    fraga = models.ForeignKey(Nummerfraga, models.PROTECT, related_name="handelser")
    slag = models.CharField(max_length=20, choices=Slag)
    visat = models.CharField(max_length=20, choices=Visat, blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    utfall = models.CharField(max_length=20, choices=Nummerfraga.Utfall, blank=True)
    svarstext = models.CharField(max_length=900, blank=True)
    anteckning = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name_plural = "händelser i nummerfrågor"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slag="uppslag", utfall="", svarstext="")
                | ~Q(slag="uppslag") & ~Q(utfall="") & ~Q(svarstext=""),
                name="cases_nummerhandelse_svar_sager_vad",
                violation_error_message="Ett svar har utfall och text.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()}, {self.fraga_id}"
