"""What the akt works out from rows at hand is what the database says of the same person."""

from datetime import date

import pytest
from django.db import connection

from cases import akt, akt_logg
from cases.models import Aspirant, Utlamnande
from cases.sekretess.identitet import som_anvandare
from cases.views.akt import get_aspirant
from jobbplaner.models import Trepartssamtal
from tests.factories import as_owner, at
from tests.mangd import fill
from tests.scen import scen

pytestmark = pytest.mark.django_db
IDAG = date(2026, 11, 24)


def test_deadlines_and_who_may_order_the_log():
    s = scen()
    fill(s.person, s.insats, range(1, 4))
    with as_owner():
        lasta = Utlamnande.objects.filter(aspirant=s.person).order_by("pk")[1:3]
        Utlamnande.objects.filter(pk__in=lasta.values("pk")).update(
            oppnad_at=at("2026-11-24 10:00"), oppnad_av=s.stad.sara
        )
        hallet = Trepartssamtal.objects.filter(aspirant=s.person).first()
        Trepartssamtal.objects.filter(pk=hallet.pk).update(hallet_at=at("2026-11-20 10:00"), fulltaligt=True)
    sagt = set()
    for user in (s.stad.sara, s.stad.stina, s.stad.carl, s.stad.eva):
        with som_anvandare(user.pk, today=IDAG):
            for rad in Aspirant.objects.order_by("pk"):
                person = get_aspirant(rad.pk)
                en, flera = (akt.tidsgranser([p], user, IDAG)[rad.pk] for p in (person, rad))
                assert sorted(map(repr, en)) == sorted(map(repr, flera))
                far = akt_logg.can_order_loggutdrag(user, person, IDAG)
                assert far == (_far_lasa_logg(rad.pk) != "")
                sagt |= {far, *(grans.vad for grans in en)}
    assert sagt >= {True, False, "4 osignerade anteckningar", "2 nya handlingar att läsa", "Signera protokollet"}


def _far_lasa_logg(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.far_lasa_logg(%s, %s)", [pk, IDAG])
        return cursor.fetchone()[0]
