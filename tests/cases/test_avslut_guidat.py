"""Avslut, guided: what is open is shown and may end with it, what it did is kept, and it is undone the same day."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cases import models
from cases.akt import REGISTER, Foljd, Oppet
from cases.models import Avslutsfoljd, Handlaggare, Inskrivning, LangsiktigtStod, Samordnare, Skyddsbehorighet
from cases.services.avslut_angra import undo_avslut
from cases.services.skydd import protect
from insatser.models import Placering
from jobbplaner.models import Plan, Trepartssamtal
from tests import factories
from tests.cases import inlopp_data as typed
from tests.cases.journal_data import anteckning
from tests.conftest import TODAY, owner
from tests.factories import at
from tests.insatser.fabriker import insats, placering
from tests.jobbplaner.fabriker import bokat_samtal, publicerad
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
STOD = {
    "stod": "on",
    "stod_overenskommet": "2026-11-20",
    "stod_till": "2027-05-31",
    "stod_nasta_kontakt": "2026-12-15",
    "stod_omfattning": "Ett samtal i månaden",
}


@pytest.fixture
def carl(stad, logga_in):
    return logga_in(stad.carl)


@pytest.fixture
def akt(stad):
    """Enrolled at Kista with a bit of everything open."""
    person, oppen = stad.inskriven()
    with owner():
        Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=oppen.inskriven)
        Handlaggare.objects.create(aspirant=person, user=stad.sara, enhet=stad.spanga, fran=oppen.inskriven)
        stad.sam = factories.anvandare("sam", "samordnare", stad.kista)
        Samordnare.objects.create(
            aspirant=person, user=stad.sam, enhet=stad.kista, fran=oppen.inskriven, vald_at=NU, vald_av=stad.carl
        )
        publicerad(person, stad.kista, stad.carl, inskrivning=oppen)
        Plan.objects.create(
            aspirant=person,
            namnd=stad.kista.namnd,
            enhet=stad.kista,
            slag="jobbplan",
            nummer=2,
            inskrivning=oppen,
            andrad_at=NU,
            andrad_av=stad.carl,
            skapad_av=stad.carl,
        )
        placering(person, insats(stad.kista), stad.carl)
        bokat_samtal(person, stad.kista, stad.carl, datum=date(2026, 12, 3))
        anteckning(person, stad.kista, stad.carl, signerad=None)
        EgenBevakning.objects.create(
            aspirant=person, enhet=stad.kista, text="Ring skolan", dag=TODAY, av=stad.carl, skapad_at=NU
        )
    factories.remiss(person, stad.varberg, stad.sara)
    bevaka(TODAY)
    return oppen


def url(inskrivning, sida="avslut"):
    return reverse(f"cases:{sida}", args=[inskrivning.aspirant_id, *([inskrivning.pk] if sida != "avslut" else [])])


def stands() -> Inskrivning:
    with owner():
        return Inskrivning.objects.get()


def close(client, oppen, **changes):
    answer = client.post(url(oppen), typed.avslut(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return answer


class TestWhatIsOpen:
    def test_each_thing_says_what_becomes_of_it_and_opens_where_it_is_dealt_with(self, carl, akt):
        html = re.sub(r'<span class="nowrap">([^<]*)</span>', r"\1", carl.get(url(akt)).content.decode())
        page = " ".join(re.sub(r"<[^>]+>", " ", html).split())
        for text in (
            "Jobbplan version 1 gäller Slutar gälla med inskrivningen.",
            "Jobbplan version 2 är ett utkast Står kvar som utkast om du inte kastar det.",
            "Avslutas samma dag, och platsen blir ledig.",
            "Samordnaren Sam Test Slutar samma dag.",
            "Osignerad anteckning av Carl Test Står kvar hos den som skrev den",
            "Remissen till Jobbtorg Vårberg väntar på svar Står kvar, svar senast 2026-11-27.",
            "Bevakning 2026-11-24: Ring skolan Står kvar om du inte stänger den.",
            "Slutar med inskrivningen.",
        ):
            assert text in page
        for sida in ("jobbplaner:jobbplan_edit", "cases:samordnare", "cases:anteckning_list"):
            assert reverse(sida, args=[akt.aspirant_id]) in carl.get(url(akt)).content.decode()

    def test_nothing_more_is_ended_than_was_chosen(self, carl, akt):
        close(carl, akt)
        with owner():
            assert Plan.objects.utkast().count() == 1
            assert Bevakningsatgard.objects.count() == 0
            assert Placering.objects.get().avslutad == TODAY
            assert sorted(Avslutsfoljd.objects.values_list("slag", flat=True)) == [
                "handlaggare",
                "placering",
                "samordnare",
            ]
            assert Handlaggare.objects.get(user__username="sara").till is None
        self.nothing_that_ended_goes_on(carl, akt)

    def nothing_that_ended_goes_on(self, carl, akt):
        bevaka(TODAY)
        sidor = {namn: reverse(namn, args=[akt.aspirant_id]) for namn in ("cases:akt", "jobbplaner:jobbplan_detail")}
        akten, planen = (typed.words(carl.get(sida)) for sida in sidor.values())
        for text in ("anvisade timmar", "Funktionstrappan", "Håll trepartssamtal"):
            assert text not in akten
        assert "Ställ in eller håll trepartssamtal" in akten
        assert "samtalet är fortfarande bokat" in typed.words(carl.get(reverse("uppfoljning:min_dag") + "?kommande=1"))
        assert "Jobbtorg Kista, till och med i dag" in akten
        assert "Slutade gälla 2026-11-24" in planen
        insatserna = typed.words(carl.get(reverse("insatser:placering_list", args=[akt.aspirant_id])))
        assert "anvisade timmar" not in insatserna

    def test_what_was_chosen_ends_in_the_same_transaction(self, carl, akt, monkeypatch):
        with owner():
            utkast, egen = Plan.objects.utkast().get(), Bevakning.objects.get(regel="egen")
        chosen = [f"utkast_jobbplan-{utkast.pk}", f"bevakning-{egen.pk}"]
        monkeypatch.setattr(REGISTER, "vid_avslut", [*REGISTER.vid_avslut, lambda **_: 1 / 0])
        carl.raise_request_exception = False
        assert carl.post(url(akt), typed.avslut(avsluta=chosen)).status_code == 500
        with owner():
            assert (Plan.objects.utkast().count(), Bevakningsatgard.objects.count()) == (1, 0)
        monkeypatch.undo()
        close(carl, akt, avsluta=chosen)
        with owner():
            assert (Plan.objects.utkast().count(), Bevakningsatgard.objects.get().slag) == (0, "stang")

    def test_what_is_no_longer_open_or_was_never_offered_is_not_taken(self, carl, akt):
        page = carl.post(url(akt), typed.avslut(avsluta=["samordnare-1"])).content.decode()
        assert "Valet finns inte längre" in page
        assert stands().avslutad is None


class TestUndo:
    def undo(self, client, oppen):
        return client.post(url(oppen, "avslut_angra"), follow=True).content.decode()

    def test_everything_is_as_before(self, carl, stad, akt):
        with owner():
            egen = Bevakning.objects.get(regel="egen")
        page = carl.post(url(akt), typed.avslut(avsluta=[f"bevakning-{egen.pk}"], **STOD, stod_vem=""), follow=True)
        assert "Välj vem som ger stödet" in page.content.decode()
        with owner():
            samtal = Trepartssamtal.objects.get()
        valda = [f"bevakning-{egen.pk}", f"samtal-{samtal.pk}"]
        skrivet = typed.avslut(avsluta=valda, avslut_kommentar="Började som kock", **STOD, stod_vem=str(stad.carl.pk))
        answer = carl.post(url(akt), skrivet, follow=True)
        assert "Ångra avslutet" in answer.content.decode()
        with owner():
            assert Trepartssamtal.objects.get().installt_skal.kod == "behovs_inte"
        assert "Avslutet är ångrat" in self.undo(carl, akt)
        rad = stands()
        assert (rad.avslutad, rad.avslutsorsak, rad.avslutad_at, rad.sagt_av, rad.verifierad) == (None,) * 3 + (
            "",
            None,
        )
        with owner():
            assert Handlaggare.objects.get(user__username="carl").till is None
            assert Samordnare.objects.get().till is None
            assert (Trepartssamtal.objects.get().installt_at, Trepartssamtal.objects.get().kalenderversion) == (None, 2)
            plac = Placering.objects.select_related("genomforandeplan").get()
            assert (plac.avslutad, plac.slutsatt, plac.genomforandeplan.resultat) == (None, "", None)
            assert [a.slag for a in Bevakningsatgard.objects.order_by("pk")] == ["stang", "oppna"]
            assert Avslutsfoljd.objects.filter(angrad_at=None).count() == 0
        assert "Inskrivningen är redan öppen" in self.undo(carl, akt)
        self.form_begins_with_what_was_written(carl, akt, skrivet)

    def form_begins_with_what_was_written(self, carl, akt, skrivet):
        form = carl.get(url(akt)).context["form"]
        assert {namn: str(form[namn].value()) for namn in skrivet if namn not in ("avsluta", "stod")} == {
            namn: varde for namn, varde in skrivet.items() if namn not in ("avsluta", "stod")
        }
        assert form["stod"].value() is True
        with owner():
            angrat = models.Andring.objects.get(sida="cases:avslut_angra", tabell="cases_inskrivning")
            angrat.falt["avslutad_at"][0] = "2026-11-23T16:00:00+01:00"
            angrat.save()
        assert carl.get(url(akt)).context["form"]["avslut_kommentar"].value() is None

    def test_a_support_that_was_agreed_goes_with_it(self, carl, stad, akt):
        close(carl, akt, **STOD, stod_vem=str(stad.carl.pk))
        self.undo(carl, akt)
        with owner():
            assert LangsiktigtStod.objects.count() == 0

    def test_only_the_same_day(self, carl, akt):
        close(carl, akt)
        with owner():
            Inskrivning.objects.update(avslutad_at=at("2026-11-23 16:00"))
        assert "går att ångra samma dag" in self.undo(carl, akt)
        assert "går att ångra samma dag" in carl.get(url(akt, "avslut_ratta")).content.decode()
        assert stands().avslutad == TODAY

    @pytest.mark.parametrize("what", ["remiss", "inskrivning", "utkast", "plats", "samtal"])
    def test_not_when_something_cannot_be_put_back(self, carl, stad, akt, what):
        with owner():
            valda = {"utkast": f"utkast_jobbplan-{Plan.objects.utkast().get().pk}"}
            samtal = Trepartssamtal.objects.get()
            valda["samtal"] = f"samtal-{samtal.pk}"
            person = akt.aspirant
        close(carl, akt, avsluta=[valda[what]] if what in valda else [])
        if what == "samtal":
            with owner():
                bokat_samtal(person, stad.kista, stad.carl, datum=samtal.datum)
        if what == "remiss":
            factories.remiss(person, stad.kista, stad.sara, skickad_at=at("2026-11-24 11:00"))
        if what == "inskrivning":
            factories.inskrivning(person, stad.varberg, inskriven=TODAY.replace(day=25))
        if what == "plats":
            with owner():
                plats = Placering.objects.get().insats
                plats.platser = 1
                plats.save()
            placering(stad.aspirant(), plats, stad.carl)
        text = {
            "remiss": "En ny remiss har skickats efter avslutet",
            "inskrivning": "Personen har skrivits in igen",
            "utkast": "Utkastet till jobbplan version 2 kastades. Det går inte att få tillbaka",
            "plats": "är upptagen av någon annan",
            "samtal": "Ett annat samtal är bokat",
        }[what]
        assert text in self.undo(carl, akt)
        with owner():
            assert Inskrivning.objects.get(pk=akt.pk).avslutad == TODAY
            assert Handlaggare.objects.get(user__username="carl").till == TODAY

    def test_only_by_the_same_jobbtorg(self, carl, stad, akt, logga_in):
        close(carl, akt)
        assert logga_in(stad.sara).post(url(akt, "avslut_angra")).status_code == 403
        assert logga_in(stad.vera).post(url(akt, "avslut_angra")).status_code == 403

    def test_every_consequence_of_the_product_but_a_thrown_draft_can_be_put_back(self):
        assert REGISTER.avsluta_med.keys() - REGISTER.angra_avslut.keys() == {"utkast_jobbplan"}
        assert {"handlaggare", "planerad_handlaggare", "samordnare", "placering"} <= REGISTER.angra_avslut.keys()
        assert Foljd("x", 1, "y").fore == {}
        assert Oppet("x", "y", slag="z", objekt=3).nyckel == "z-3"


class TestLangsiktigtStod:
    def agreed(self, carl, stad, akt, **changes):
        orsak = changes.pop("orsak", "arbete_ej_subventionerat")
        return carl.post(url(akt), typed.avslut(orsak, **{**STOD, "stod_vem": str(stad.carl.pk), **changes}))

    def test_who_until_when_and_a_bevakning_for_it_on_their_day(self, carl, stad, akt):
        assert self.agreed(carl, stad, akt).status_code == 302
        with owner():
            stod = LangsiktigtStod.objects.select_related("aspirant", "user", "enhet").get()
        assert (stod.user, str(stod.till), stod.fran, stod.enhet) == (stad.carl, "2027-05-31", TODAY, stad.kista)
        bevaka(TODAY)
        with owner():
            rad = Bevakning.objects.get(regel="langsiktigt_stod")
        assert (str(rad.dag), rad.enhet) == ("2026-12-15", stad.kista)
        page = typed.words(carl.get(reverse("uppfoljning:min_dag") + "?kommande=1"))
        assert "Ge långsiktigt stöd" in page
        assert "Överenskommet stöd efter avslutet 2026-11-24" in page
        akten = typed.words(carl.get(reverse("cases:akt", args=[akt.aspirant_id])))
        assert "Carl Test, Jobbtorg Kista, till och med 2027-05-31." in akten
        assert stod.aspirant.efternamn in carl.get(reverse("cases:aspirant_list") + "?visa=stod").content.decode()

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"stod_overenskommet": "2026-11-25", "avslutad": "2026-11-24"}, "överenskommet före avslutet"),
            ({"stod_till": "2026-11-24"}, "Stödet ska sluta efter avslutet"),
            ({"stod_nasta_kontakt": "2027-06-01"}, "Välj en dag mellan 2026-11-24 och 2027-05-31"),
            ({"stod_omfattning": ""}, "Skriv vad som är överenskommet"),
            ({"orsak": "studier"}, "Långsiktigt stöd ges när personen har börjat arbeta"),
        ],
    )
    def test_a_fault_is_named_and_nothing_is_closed(self, carl, stad, akt, changes, text):
        assert text in self.agreed(carl, stad, akt, **changes).content.decode()
        assert stands().avslutad is None

    def test_contacts_are_planned_and_it_ends_and_the_sdf_only_reads(self, carl, stad, akt, logga_in):
        self.agreed(carl, stad, akt)
        sida = reverse("cases:langsiktigt_stod", args=[akt.aspirant_id])
        data = {"vem": str(stad.eva.pk), "nasta_kontakt": "2027-01-15", "version": "1"}
        for _ in range(2):
            assert carl.post(sida, data).status_code == 302
        page = carl.post(sida, {**data, "nasta_kontakt": "2027-02-15"}).content.decode()
        assert "Någon annan har sparat under tiden" in page
        assert "2027-01-15" in page
        assert 'name="version" value="2"' in page
        page = carl.post(sida, {**data, "version": "2", "nasta_kontakt": "2027-06-02"}).content.decode()
        assert "Välj en dag från i dag till 2027-05-31" in page
        bevaka(TODAY)
        with owner():
            assert str(Bevakning.objects.get(regel="langsiktigt_stod").dag) == "2027-01-15"
        sara = logga_in(stad.sara)
        assert "Ett samtal i månaden" in sara.get(sida).content.decode()
        assert "Spara stödet" not in sara.get(sida).content.decode()
        assert sara.post(sida, data).status_code == 403
        carl = logga_in(stad.carl)
        slut = {"avsluta": "1", "dag": "2026-11-24", "skal": "Klarar sig själv.", "version": "2"}
        for _ in range(2):
            assert carl.post(sida, slut).status_code == 302
        assert "Ett annat skäl." in carl.post(sida, {**slut, "skal": "Ett annat skäl."}).content.decode()
        bevaka(TODAY)
        with owner():
            assert Bevakning.objects.filter(regel="langsiktigt_stod").count() == 0
        assert "Klarar sig själv." in carl.get(sida).content.decode()

    def test_at_a_unit_that_shows_only_the_assigned_the_supporter_still_sees_the_person(self, carl, stad, akt, agera):
        with owner():
            models.Enhet.objects.filter(pk=stad.kista.pk).update(bara_tilldelade=True)
        close(carl, akt, **STOD, stod_vem=str(stad.carl.pk))
        with agera(stad.carl, date(2026, 11, 26)):
            assert models.Aspirant.objects.count() == 1
        with owner():
            LangsiktigtStod.objects.update(avbrutet=TODAY, avbrutet_skal="Slut")
        with agera(stad.carl, date(2026, 11, 26)):
            assert models.Aspirant.objects.count() == 0


class TestProtected:
    def test_only_the_supporter_goes_on_seeing_the_akt_as_long_as_it_lasts_and_no_undo_is_offered(
        self, carl, stad, akt, agera
    ):
        with agera(stad.sara):
            protect(aspirant=akt.aspirant, niva=1, now=NU)
        assert (
            "Ångra avslutet"
            not in carl.post(url(akt), typed.avslut(**STOD, stod_vem=str(stad.carl.pk)), follow=True).content.decode()
        )
        with owner():
            grunder = set(
                Skyddsbehorighet.objects.filter(user=stad.carl, avslutad_at=None).values_list("grund", "till")
            )
        assert grunder == {("handlaggare", TODAY), ("stod", None)}
        sida = reverse("cases:langsiktigt_stod", args=[akt.aspirant_id])
        slut = {"avsluta": "1", "dag": "2026-11-24", "skal": "Klarar sig själv.", "version": "1"}
        assert carl.post(sida, slut).status_code == 302
        with agera(stad.carl, date(2026, 11, 25)):
            assert models.Aspirant.objects.count() == 0

    def test_an_avslut_that_is_undone_names_them_again(self, carl, stad, akt, agera):
        with agera(stad.sara):
            protect(aspirant=akt.aspirant, niva=1, now=NU)
        close(carl, akt)
        with agera(stad.carl):
            undo_avslut(inskrivning=akt, by=stad.carl, now=NU)
        with agera(stad.carl, date(2026, 11, 25)):
            assert models.Aspirant.objects.count() == 1
