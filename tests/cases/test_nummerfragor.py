"""Known elsewhere (domain.md 2.1): one answer for everyone, and registeransvarig who resolves it."""

import re
from datetime import date
from functools import partial

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Nummerslag
from cases.models import Aspirant, Nodoppning, Nummerfraga, Nummerhandelse, Parameter, Skyddsbehorighet
from cases.personnummer import make_testnummer
from cases.sekretess.identitet import som_anvandare
from cases.services.nummerfragor import ENHET_SAKNAS, NummerfragaError, answer, correct, list_nummerfragor, look_up
from cases.services.registrering import ask_nummer
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner
from tests.factories import at, inskrivning

pytestmark = pytest.mark.django_db

NU = at("2026-11-24 09:30")
REGISTRERA, LISTA, MINA = (reverse(f"cases:{name}") for name in ("registrera", "nummerfraga_list", "mina_nummerfragor"))
RESERVNUMMER = "R00000000077"
ANNAT, TREDJE = make_testnummer(date(1991, 4, 5), "man"), make_testnummer(date(1980, 5, 17), "kvinna")
VARIERAR = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b')


def elsewhere(stad) -> dict[str, Aspirant]:
    """Every kind of person that Sara cannot register."""
    found = {
        "another nämnd": stad.aspirant(sdf=stad.hagersten),
        "protected there": stad.aspirant(sdf=stad.hagersten, skydd=2),
        "protected at my own unit": stad.aspirant(skydd=1),
        "reservnummer": stad.aspirant(sdf=stad.hagersten, nummer=RESERVNUMMER, nummerslag=Nummerslag.RESERVNUMMER),
        "enrolled at a jobbtorg": stad.aspirant(sdf=stad.hagersten),
        "opened elsewhere by nödöppning": stad.aspirant(sdf=stad.hagersten),
    }
    inskrivning(found["enrolled at a jobbtorg"], stad.kista)
    with owner():
        Nodoppning.objects.create(
            aspirant=found["opened elsewhere by nödöppning"],
            user=stad.vera,
            oppnare_enheter=[stad.varberg.pk],
            skal="Personen är avsvimmad och vi behöver tolkens namn",
            oppnad_at=NU,
            galler_till=at("2026-11-24 10:30"),
        )
    return found


def body(svar, person) -> str:
    """The answer without what differs by construction: tokens, the reference and the number one typed."""
    page = svar.content.decode()
    for typed_number in (person.nummer, f"{person.nummer[:8]}-{person.nummer[8:]}"):
        page = page.replace(typed_number, "NUMMER")
    return VARIERAR.sub("·", page)


class TestOneAnswer:
    def test_status_words_and_number_of_queries_are_the_same_whoever_it_is(self, stad, logga_in):
        sara, persons = logga_in(stad.sara), elsewhere(stad)
        sara.post(REGISTRERA, {"nummer": stad.aspirant(sdf=stad.hagersten).nummer})
        answers = {}
        for what, person in persons.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                svar = sara.post(REGISTRERA, {"nummer": person.nummer})
            answers[what] = (svar.status_code, len(queries), body(svar, person))
        assert {status for status, _, _ in answers.values()} == {200}
        assert len({count for _, count, _ in answers.values()}) == 1
        assert len({page for _, _, page in answers.values()}) == 1
        assert "Personen kan inte registreras här" in next(iter(answers.values()))[2]

    def test_it_is_the_same_when_someone_was_quicker(self, stad, logga_in):
        """The number was free when asked, and taken when the form was saved."""
        sara, pages = logga_in(stad.sara), set()
        for nummer, extra in ((typed.NUMMER, {"skydd": 2}), (ANNAT, {}), (TREDJE, {})):
            svar = sara.post(REGISTRERA, {"nummer": nummer})
            assert svar.url == reverse("cases:registrera_person"), nummer
            person = stad.aspirant(sdf=stad.hagersten, nummer=nummer, **extra)
            svar = sara.post(reverse("cases:registrera_person"), typed.person(datum_stammer="on"))
            pages.add(body(svar, person))
        assert len(pages) == 1
        assert "Personen kan inte registreras här" in pages.pop()

    def test_too_many_questions_are_told_also_then(self, stad, logga_in):
        sara = logga_in(stad.sara)
        sara.post(REGISTRERA, {"nummer": typed.NUMMER})
        stad.aspirant(sdf=stad.hagersten, nummer=typed.NUMMER)
        with owner():
            Parameter.objects.filter(kod="nummerfragor_per_timme").update(varde=1)
        page = sara.post(reverse("cases:registrera_person"), typed.person()).content.decode()
        assert "Du har frågat om många nummer" in page
        assert "Referensnummer" not in page

    def test_the_limit_is_per_user_and_hour_and_a_parameter(self, stad):
        with owner():
            Parameter.objects.filter(kod="nummerfragor_per_timme").update(varde=2)

        def ask(user, now):
            with som_anvandare(user.pk, today=TODAY):
                return ask_nummer(nummer=typed.NUMMER, now=at(now), today=TODAY).svar

        assert [ask(stad.sara, f"2026-11-24 09:{m:02}") for m in (0, 1, 2)] == ["fritt", "fritt", "for_manga"]
        assert ask(stad.hanna, "2026-11-24 09:03") == "fritt"
        assert ask(stad.sara, "2026-11-24 10:03") == "fritt"

    def test_name_and_birth_date_do_not_tell_a_person_one_may_not_see(self, stad, logga_in):
        """The twin question at registration without number knows only persons that Sara sees."""
        facts = {"fornamn": "Amal", "efternamn": "Provsson", "fodelsedatum": date(1990, 3, 4)}
        stad.aspirant(skydd=1, nummer=ANNAT, **facts)
        stad.aspirant(sdf=stad.hagersten, nummer=TREDJE, **facts)
        sara = logga_in(stad.sara)
        sara.post(reverse("cases:registrera_utan_nummer"))
        svar = sara.post(reverse("cases:registrera_person"), typed.person())
        assert svar.status_code == 302
        with owner():
            assert Aspirant.objects.filter(efternamn="Provsson").count() == 3


@pytest.fixture
def fraga(stad, logga_in):
    """Sara has asked about a person of Hägersten-Liljeholmen; returns the reference and the person."""

    def inner(**kwargs):
        person = stad.aspirant(sdf=stad.hagersten, **kwargs)
        logga_in(stad.sara).post(REGISTRERA, {"nummer": person.nummer})
        with owner():
            return Nummerfraga.objects.latest("id").referens, person

    return inner


def detail(referens):
    return reverse("cases:nummerfraga_detail", args=[referens])


class TestRegisteransvarig:
    def test_the_first_page_is_the_list_of_open_questions_without_a_word_about_whom(self, stad, fraga, logga_in):
        referens, person = fraga()
        rut = logga_in(stad.registeransvarig)
        assert rut.get("/").url == LISTA
        page = rut.get(LISTA).content.decode()
        assert all(ord_ in page for ord_ in (referens, "Sara Test", "SDF Spånga-Tensta", "2026-11-24"))
        assert [ord_ for ord_ in (person.efternamn, person.nummer, "Hägersten") if ord_ in page] == []

    @pytest.mark.parametrize("form", ["{}", " {} ", "{lower}", "{bare}"])
    def test_a_question_is_found_by_its_exact_reference_as_it_is_read_aloud(self, stad, fraga, logga_in, form):
        referens, _ = fraga()
        skrivet = form.format(referens, lower=referens.lower(), bare=referens.replace("-", " "))
        assert logga_in(stad.registeransvarig).post(LISTA, {"referens": skrivet}).url == detail(referens)

    @pytest.mark.parametrize("skrivet", ["", "XXXX-XXXX", "1", "%", "7"])
    def test_anything_else_finds_nothing(self, stad, fraga, logga_in, skrivet):
        fraga()
        svar = logga_in(stad.registeransvarig).post(LISTA, {"referens": skrivet})
        assert svar.status_code == 200
        assert "<title>Fel: " in svar.content.decode()
        assert logga_in(stad.registeransvarig).get(detail("XXXX-XXXX")).status_code == 404

    def test_identity_and_owning_unit_are_shown_and_nothing_of_the_case(self, stad, fraga, logga_in):
        referens, person = fraga(telefon="08-465 004 77", adress="Provvägen 3")
        page = logga_in(stad.registeransvarig).get(detail(referens)).content.decode()
        shown = (person.namn, f"{person.nummer[:8]}-{person.nummer[8:]}", f"{person.fodelsedatum}", "SDF Hägersten")
        assert [ord_ for ord_ in shown if ord_ not in page] == []
        assert [
            o for o in ("08-465 004 77", "Provvägen", "försörjningshinder", f"/akter/{person.pk}") if o in page
        ] == []

    @pytest.mark.parametrize("niva", [1, 2])
    def test_of_a_protected_person_only_the_unit_and_the_number_of_the_case(self, stad, fraga, logga_in, niva):
        referens, person = fraga(skydd=niva)
        page = logga_in(stad.registeransvarig).get(detail(referens)).content.decode()
        assert person.arendenummer in page
        assert "SDF Hägersten-Liljeholmen" in page
        hidden = (person.fornamn, person.efternamn, person.nummer, person.nummer[8:], f"{person.fodelsedatum}")
        assert [ord_ for ord_ in hidden if ord_ in page.split("</aside>")[0].split("<aside>")[0]] == []

    def test_a_protected_person_who_names_registeransvarig_is_shown(self, stad, fraga):
        referens, person = fraga(skydd=1)
        with owner():
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.registeransvarig, fran=TODAY)
        with som_anvandare(stad.registeransvarig.pk, today=TODAY):
            assert look_up(referens=referens, now=NU).namn == person.namn

    def test_every_showing_is_logged_by_the_database(self, stad, fraga, logga_in):
        referens, _ = fraga()
        logga_in(stad.registeransvarig).get(detail(referens))
        with owner():
            assert list(Nummerhandelse.objects.values_list("slag", "visat", "user__username")) == [
                ("uppslag", "person", "rut")
            ]

    def test_a_number_nobody_has_any_more_says_so(self, stad, fraga, logga_in):
        referens, person = fraga()
        with owner():
            Aspirant.objects.filter(pk=person.pk).update(nummer=ANNAT)
        assert "Ingen person i Jobbakten" in logga_in(stad.registeransvarig).get(detail(referens)).content.decode()

    def test_nobody_else_gets_through_the_doors(self, stad, fraga):
        referens, _ = fraga()
        for user in (stad.sara, stad.stina, stad.hanna, stad.carl, stad.eva, stad.nina, stad.sven):
            for door in (
                lambda: list_nummerfragor(oppna=True),
                lambda: look_up(referens=referens, now=NU),
                lambda: answer(referens=referens, utfall="fel_nummer", svarstext="x", anteckning="", now=NU),
            ):
                with pytest.raises(ProgrammingError, match="registeransvarig"), som_anvandare(user.pk, today=TODAY):
                    door()

    def test_registeransvarig_still_sees_no_person_and_no_number_in_the_tables(self, stad, fraga):
        fraga()
        with som_anvandare(stad.registeransvarig.pk, today=TODAY):
            assert [Aspirant.objects.count(), Nummerfraga.objects.count()] == [0, 0]


class TestTheAnswer:
    def resolve(self, stad, logga_in, referens, **data):
        return logga_in(stad.registeransvarig).post(detail(referens), {"utfall": "ingen_atgard", **data})

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ({"utfall": "flytt"}, "Överlämnande är begärt."),
            ({"utfall": "fel_nummer"}, "Kontrollera numret med personen."),
            ({"utfall": "ingen_atgard"}, "Frågan är utredd utan åtgärd."),
            ({"utfall": "ingen_atgard", "svarstext": "Ring mig på måndag."}, "Ring mig på måndag."),
        ],
    )
    def test_the_asker_reads_it_and_the_standard_text_names_no_unit(self, stad, fraga, logga_in, data, text):
        referens, _ = fraga(skydd=1)
        assert self.resolve(stad, logga_in, referens, anteckning="Talade med enhetens chef", **data).url == LISTA
        page = logga_in(stad.sara).get(MINA).content.decode()
        assert text in page
        assert "Hägersten" not in page
        assert "Talade med" not in page

    def test_a_unit_is_named_when_registeransvarig_chose_it(self, stad, fraga, logga_in):
        referens, _ = fraga()
        self.resolve(stad, logga_in, referens, utfall="kontakta", enhet=stad.hagersten.pk)
        assert "Kontakta SDF Hägersten-Liljeholmen." in logga_in(stad.sara).get(MINA).content.decode()

    def test_whom_to_contact_is_said_when_the_asker_is_to_contact_a_unit(self, stad, fraga, logga_in):
        referens, _ = fraga()
        assert ENHET_SAKNAS in self.resolve(stad, logga_in, referens, utfall="kontakta", enhet="").content.decode()
        said = {"referens": referens, "utfall": "kontakta", "svarstext": "x", "anteckning": "x", "now": NU}
        with som_anvandare(stad.registeransvarig.pk, today=TODAY):
            for door in (answer, partial(correct, forra=NU)):
                with pytest.raises(NummerfragaError, match="ska kontakta"):
                    door(**said)
        with owner():
            assert Nummerfraga.objects.get(referens=referens).utfall == ""

    def test_the_first_answer_stands_and_a_second_click_says_so(self, stad, fraga, logga_in):
        referens, _ = fraga()
        self.resolve(stad, logga_in, referens)
        svar = self.resolve(stad, logga_in, referens, utfall="fel_nummer")
        assert svar.url == detail(referens)
        with owner():
            rad = Nummerfraga.objects.get(referens=referens)
            assert (rad.utfall, rad.besvarad_av, rad.besvarad_at) == ("ingen_atgard", stad.registeransvarig, NU)
            assert Nummerhandelse.objects.filter(slag="svar").count() == 1

    def test_the_database_takes_the_first_answer_of_two(self, stad, fraga):
        referens, _ = fraga()
        said = {"referens": referens, "svarstext": "x", "anteckning": "", "now": NU}
        with som_anvandare(stad.registeransvarig.pk, today=TODAY):
            assert [answer(utfall=utfall, **said) for utfall in ("flytt", "fel_nummer")] == [True, False]
        with owner():
            assert Nummerfraga.objects.get(referens=referens).utfall == "flytt"

    def test_without_an_outcome_nothing_is_answered(self, stad, fraga, logga_in):
        referens, _ = fraga()
        assert "Välj utfall." in self.resolve(stad, logga_in, referens, utfall="").content.decode()

    def test_answered_ones_leave_the_list_of_open_ones(self, stad, fraga, logga_in):
        referens, _ = fraga()
        self.resolve(stad, logga_in, referens)
        with som_anvandare(stad.registeransvarig.pk, today=TODAY):
            assert [list_nummerfragor(oppna=True), [r.referens for r in list_nummerfragor(oppna=False)]] == [
                [],
                [referens],
            ]

    def test_each_sees_their_own_questions_only(self, stad, fraga, logga_in):
        referens, _ = fraga()
        assert referens in logga_in(stad.sara).get(MINA).content.decode()
        assert referens not in logga_in(stad.hanna).get(MINA).content.decode()

    def test_the_list_costs_the_same_for_one_question_and_ten(self, stad, fraga, logga_in):
        fraga()
        counts = []
        for more in (0, 9):
            for _ in range(more):
                fraga()
            rut = logga_in(stad.registeransvarig)
            rut.get(LISTA)
            with CaptureQueriesContext(connection) as queries:
                rut.get(LISTA)
            counts.append(len(queries))
        assert counts[0] == counts[1]
