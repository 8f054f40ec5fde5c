"""A draft whose author has left: the unit's chef lets a colleague finish it or throws it away, and nothing is lost."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from cases.enums import Roll
from cases.models import Bilaga, Journalanteckning, User
from cases.services.anteckningar import start_correction
from cases.services.lamnade_utkast import DraftSettledError, pass_on, throw_away
from tests.cases.journal_data import anteckning, med_bilaga
from tests.conftest import owner
from tests.factories import anvandare, as_owner, at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")


@pytest.fixture
def utkast(stad):
    """Maria's, who has left, with a file."""
    stad.maria = anvandare("maria", Roll.COACH, stad.kista)
    stad.person, _ = stad.inskriven()
    rad = anteckning(stad.person, stad.kista, stad.maria, signerad=None)
    with as_owner():
        med_bilaga(rad)
        User.objects.filter(pk=stad.maria.pk).update(is_active=False)
    return rad


def url(rad) -> str:
    return reverse("cases:anteckning_avgor", args=[rad.aspirant_id, rad.pk])


def stands(rad) -> Journalanteckning:
    with owner():
        return Journalanteckning.objects.get(pk=rad.pk)


def test_the_chef_finds_it_and_a_colleague_signs_it_in_their_own_name(stad, utkast, logga_in):
    eva, journal = logga_in(stad.eva), reverse("cases:anteckning_list", args=[stad.person.pk])
    assert url(utkast) in eva.get(reverse("uppfoljning:enhet")).content.decode()
    assert url(utkast) in eva.get(journal).content.decode()
    assert "Vi talade om praktiken" not in logga_in(stad.carl).get(journal).content.decode()
    eva = logga_in(stad.eva)
    for data, text in (
        ({}, "Välj vad som ska hända"),
        ({"beslut": "overlat"}, "Välj en kollega"),
        ({"beslut": "kasta", "till": stad.carl.pk}, "Skriv varför utkastet kastas"),
        ({"beslut": "overlat", "till": stad.vera.pk}, "Välj en kollega"),
    ):
        assert text in eva.post(url(utkast), data).content.decode()
    svar = eva.post(url(utkast), {"beslut": "overlat", "till": stad.carl.pk}, follow=True).content.decode()
    assert "Carl Test skriver klart anteckningen" in svar
    rad = stands(utkast)
    assert (rad.forfattare, rad.paborjad_av, rad.overlaten_av, rad.version) == (stad.carl, stad.maria, stad.eva, 2)
    carl = logga_in(stad.carl)
    assert "Påbörjad av Maria Test, som slutade" in carl.get(journal).content.decode()
    assert carl.get(reverse("cases:anteckning_edit", args=[stad.person.pk, rad.pk])).status_code == 200
    assert "redan avgjort" in logga_in(stad.eva).get(url(utkast), follow=True).content.decode()


def test_thrown_away_it_leaves_the_journal_and_keeps_its_words_its_file_and_the_reason(stad, utkast, logga_in):
    eva, journal = logga_in(stad.eva), reverse("cases:anteckning_list", args=[stad.person.pk])
    eva.post(url(utkast), {"beslut": "kasta", "skal": "Personen kom inte."})
    rad = stands(utkast)
    assert (rad.kastad_av, rad.kastad_skal, rad.text) == (stad.eva, "Personen kom inte.", utkast.text)
    html = eva.get(journal).content.decode()
    assert "Kastade utkast av dem som har slutat (1)" in html
    assert "Inga anteckningar än" in html
    with owner():
        fil = Bilaga.objects.get()
        assert Journalanteckning.objects.utkast().count() == 0
    assert eva.get(reverse("cases:bilaga", args=[fil.pk])).status_code == 200
    assert url(utkast) not in eva.get(reverse("uppfoljning:enhet")).content.decode()


def test_only_the_chef_of_the_unit_and_only_when_the_author_is_gone(stad, utkast, agera):
    kvar = anteckning(stad.person, stad.kista, stad.carl, signerad=None)
    for user, rad in ((stad.carl, utkast), (stad.maria, utkast), (stad.stina, utkast), (stad.eva, kvar)):
        with agera(user), pytest.raises(ProgrammingError, match="bara enhetens chef"):
            throw_away(anteckning=rad, skal="Nej", by=user, now=NU)
    with agera(stad.eva):
        throw_away(anteckning=utkast, skal="Dubblett", by=stad.eva, now=NU)
        with pytest.raises(DraftSettledError):
            pass_on(anteckning=utkast, till=stad.carl, by=stad.eva, now=NU)


def test_a_correction_that_is_thrown_away_may_be_made_anew(stad, utkast, agera):
    signerad = anteckning(stad.person, stad.kista, stad.carl)
    with as_owner():
        Journalanteckning.objects.filter(pk=utkast.pk).delete()
    rattelse = anteckning(stad.person, stad.kista, stad.maria, signerad=None, rattar=signerad, rattar_skal="Fel dag")
    with agera(stad.eva):
        throw_away(anteckning=rattelse, skal="Inget var fel.", by=stad.eva, now=NU)
    assert stands(rattelse).kastad_skal == f"Rättade anteckning nr {signerad.pk}. Inget var fel."
    with agera(stad.carl):
        start_correction(anteckning=signerad, enhet=stad.kista, by=stad.carl, now=NU, nyckel=uuid.uuid4())


def test_a_thrown_draft_is_never_changed_or_removed(stad, utkast, agera):
    with agera(stad.eva):
        throw_away(anteckning=utkast, skal="Dubblett", by=stad.eva, now=NU)
    with as_owner():
        User.objects.filter(pk=stad.maria.pk).update(is_active=True)
    with agera(stad.maria):
        for gor in (lambda q: q.update(text="Annat"), lambda q: q.delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                gor(Journalanteckning.objects.filter(pk=utkast.pk))
