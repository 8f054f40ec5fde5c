"""The parts of persons' names as search reads them."""

from django.db import connection, models

from .bas import Aktdel

# Sorts after every letter, byte for byte
LAST_LETTER = chr(0x10FFFF)


class NamndelQuerySet(models.QuerySet):
    def borjar(self, kolumn: str, text: str):
        """Parts that begin so, byte for byte."""
        return self.filter(**{f"{kolumn}__gte": text, f"{kolumn}__lt": text + LAST_LETTER})

    def lika(self, namn: str):
        """Parts that are, or sound like, one of the parts of `namn`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT vikt, ljud FROM app.namn_delar(%s)", [namn])
            vikter, ljud = zip(*cursor.fetchall(), strict=True) if cursor.rowcount else ((), ())
        return self.filter(models.Q(vikt__in=vikter) | models.Q(ljud__in=ljud))


class Namndel(Aktdel):
    """One part of a person's name: as written (small letters), without accents, and by sound.

    Filled by the database from the name alone (cases/sekretess/namn.sql); the application reads.
    """

    skrivet = models.CharField(max_length=80, db_collation="C", editable=False)
    vikt = models.CharField(max_length=160, db_collation="C", editable=False)
    ljud = models.CharField(max_length=240, db_collation="C", editable=False)

    objects = NamndelQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "namndelar"
        indexes = [
            models.Index(fields=["vikt"], name="cases_namndel_vikt"),
            models.Index(fields=["ljud"], name="cases_namndel_ljud"),
        ]

    def __str__(self) -> str:
        return self.skrivet
