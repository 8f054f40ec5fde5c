"""A remiss that waits: the jobbtorg is reminded on the day, by the night or by the SDF, and one never answered ends."""

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cases.akt import REGISTER
from cases.enums import Remissvar
from cases.models import Aspirant, Parameter, Puls, Remiss, Remisspaminnelse
from cases.sekretess.identitet import som_system
from cases.services.remisser import AlreadyAnsweredError, return_remiss
from cases.services.remissvakt import watch_remisser
from cases.tasks import REMISSER_PULS, remind_of_remisser_nightly
from tests import factories
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db
ONSDAG, LORDAG = at("2026-11-25 00:05"), at("2026-11-28 00:05")
TORSDAG, MANDAG = at("2026-11-26 00:05"), at("2026-11-30 00:05")


def night(now):
    with som_system("remisser"):
        return watch_remisser(now=now)


def reminders() -> list[tuple[str, str]]:
    with owner():
        return [(p.slag, str(p.dag)) for p in Remisspaminnelse.objects.order_by("pk")]


def sent(stad, **kwargs) -> Remiss:
    """To Kista, to be answered on Friday 2026-11-27."""
    return factories.remiss(stad.aspirant(), stad.kista, stad.sara, **kwargs)


def stands(remiss) -> Remiss:
    with owner():
        return Remiss.objects.get(pk=remiss.pk)


class TestReminders:
    def test_one_when_the_day_nears_and_one_when_it_has_passed_on_working_days_each_once(self, stad):
        sent(stad)
        for now in (ONSDAG, TORSDAG, TORSDAG, at("2026-11-27 00:05"), LORDAG, MANDAG, MANDAG):
            night(now)
        assert reminders() == [("narmar", "2026-11-26"), ("passerad", "2026-11-30")]

    def test_a_missed_night_is_made_up_for_and_an_answered_remiss_is_left_alone(self, stad):
        sent(stad)
        svarad = {"svar": "mottagen", "besvarad_at": at("2026-11-21 10:00"), "besvarad_av": stad.carl}
        sent(stad, **svarad)
        assert str(night(MANDAG)) == "1 påminnelser, 0 remisser gick ut"
        assert reminders() == [("passerad", "2026-11-30")]

    def test_how_early_is_the_municipalitys_parameter(self, stad):
        with owner():
            Parameter.objects.filter(kod="remiss_paminn_arbetsdagar").update(varde=2)
        sent(stad)
        night(ONSDAG)
        assert reminders() == [("narmar", "2026-11-25")]

    def test_both_sides_see_when_and_by_whom(self, stad, logga_in):
        remiss = sent(stad)
        night(TORSDAG)
        svar = logga_in(stad.sara).post(reverse("cases:remiss_remind", args=[remiss.pk]), follow=True)
        assert "Jobbtorg Kista är påmint" in svar.content.decode()
        svar = logga_in(stad.sara).post(reverse("cases:remiss_remind", args=[remiss.pk]), follow=True)
        assert "Jobbtorget är redan påmint i dag" in svar.content.decode()
        assert reminders() == [("narmar", "2026-11-26"), ("avsandare", "2026-11-24")]
        for user in (stad.sara, stad.carl):
            sida = logga_in(user).get(reverse("cases:remiss_detail", args=[remiss.pk])).content.decode()
            assert "Tiden för svar närmar sig" in sida
            assert "Stadsdelen påminner<small>Sara Test" in sida
            akt = logga_in(user).get(reverse("cases:akt", args=[remiss.aspirant_id])).content.decode()
            assert akt.count("Påminnelse till Jobbtorg Kista") == 2
            assert "Påmind" in logga_in(user).get(reverse("cases:remiss_list")).content.decode()

    def test_only_the_responsible_sdf_reminds_and_only_of_what_waits(self, stad, logga_in):
        remiss = sent(stad)
        assert logga_in(stad.carl).post(reverse("cases:remiss_remind", args=[remiss.pk])).status_code == 403
        assert logga_in(stad.hanna).post(reverse("cases:remiss_remind", args=[remiss.pk])).status_code == 404
        logga_in(stad.carl).post(reverse("cases:remiss_detail", args=[remiss.pk]), {"skal": "Frågan saknas."})
        svar = logga_in(stad.sara).post(reverse("cases:remiss_remind", args=[remiss.pk]), follow=True)
        assert "Remissen är redan besvarad" in svar.content.decode()
        assert reminders() == []


class TestExpiry:
    """Thirty days after the day for an answer, 2026-11-27, the remiss has waited in vain: it ends on 2026-12-28."""

    SISTA, EFTER = at("2026-12-27 00:05"), at("2026-12-28 00:05")

    def test_it_ends_the_day_after_with_a_reason_once(self, stad):
        remiss = sent(stad)
        assert [night(n).utgangna for n in (self.SISTA, self.EFTER, self.EFTER)] == [0, 1, 0]
        rad = stands(remiss)
        assert (rad.svar, rad.besvarad_at, rad.besvarad_av) == (Remissvar.UTGANGEN, self.EFTER, None)
        assert rad.utgangen_skal == (
            "Jobbtorget svarade inte inom 30 dagar efter 2026-11-27, då svaret skulle ha kommit."
        )

    def test_the_parameter_is_that_of_the_day_it_was_sent_and_without_one_nothing_ends(self, stad):
        remiss = sent(stad)
        with owner():
            Parameter.objects.filter(kod="remiss_utgar_dagar").update(giltig_till=date(2026, 11, 30))
            Parameter.objects.create(
                kod="remiss_utgar_dagar", beskrivning="Snabbare", varde=1, giltig_fran=date(2026, 12, 1)
            )
        assert night(self.SISTA).utgangna == 0
        with owner():
            Parameter.objects.filter(kod="remiss_utgar_dagar").delete()
        assert night(at("2030-01-01 00:05")).utgangna == 0
        assert stands(remiss).svar == ""

    def test_nobody_waits_at_the_jobbtorg_any_longer_and_both_sides_read_why(self, stad, logga_in, agera):
        remiss = sent(stad)
        with agera(stad.carl):
            assert Aspirant.objects.vantar_svar_vid([stad.kista]).count() == 1
        night(self.EFTER)
        with agera(stad.carl):
            assert Aspirant.objects.vantar_svar_vid([stad.kista]).count() == 0
            assert Aspirant.objects.aktuella_vid([stad.kista], TODAY).count() == 0
        for user in (stad.sara, stad.carl):
            klient = logga_in(user)
            assert "Ingen remiss väntar på svar" in klient.get(reverse("cases:remiss_list")).content.decode()
            assert "Gick ut utan svar" in klient.get(reverse("cases:remiss_list") + "?visa=besvarade").content.decode()
            sida = klient.get(reverse("cases:remiss_detail", args=[remiss.pk])).content.decode()
            assert "Jobbtorget svarade inte inom 30 dagar" in sida
            assert "Skicka tillbaka" not in sida
            akt = klient.get(reverse("cases:akt", args=[remiss.aspirant_id])).content.decode()
            assert "Remissen till Jobbtorg Kista gick ut utan svar" in akt
        page = logga_in(stad.sara).get(reverse("cases:akt", args=[remiss.aspirant_id])).content.decode()
        assert "Skicka remiss" in page

    def test_it_cannot_be_answered_afterwards(self, stad, agera):
        remiss = sent(stad)
        night(self.EFTER)
        with agera(stad.carl), pytest.raises(AlreadyAnsweredError, match="Remissen gick ut 2026-12-28 utan svar"):
            return_remiss(remiss=remiss, skal="För sent.", by=stad.carl, now=self.EFTER)

    def test_those_above_are_told_of_each_person(self, stad, monkeypatch, django_capture_on_commit_callbacks):
        told = []
        monkeypatch.setattr(REGISTER, "vid_andring", [told.append])
        remiss = sent(stad)
        with django_capture_on_commit_callbacks(execute=True):
            night(self.EFTER)
        assert told == [remiss.aspirant_id]


class TestDuty:
    def test_the_task_says_what_it_did(self, stad):
        sent(stad, svar_senast=date(2026, 11, 20))
        remind_of_remisser_nightly()
        with owner():
            rad = Puls.objects.get(namn=REMISSER_PULS)
        assert (rad.lyckades, rad.meddelande) == (True, "1 påminnelser, 0 remisser gick ut")

    @pytest.mark.parametrize("who", ["carl", "bevakning"])
    @pytest.mark.parametrize(
        "sql",
        ["app.avsluta_remisser('2030-01-01', '2030-01-01')", "app.paminn_remisser(now(), '2026-11-30', now()::date)"],
    )
    def test_nobody_else_may(self, stad, agera, who, sql):
        sent(stad)
        with (
            pytest.raises(DatabaseError, match="kräver syftet remisser"),
            agera(stad.carl) if who == "carl" else som_system(who),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT {sql}")
        assert reminders() == []

    def test_the_duty_itself_reads_no_person(self, stad):
        sent(stad)
        with som_system("remisser"):
            assert (Aspirant.objects.count(), Remiss.objects.count()) == (0, 0)
