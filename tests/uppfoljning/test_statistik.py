"""What is published: the shape of the JSON, what röjandekontrollen hides, and the command."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Kon
from cases.models import Parameter
from cases.sekretess.identitet import som_system
from config.periods import Period
from tests.factories import as_owner
from tests.uppfoljning.fabriker import inskrivningar, personer
from uppfoljning.indikatorer import Urval
from uppfoljning.rojandekontroll import FOLJD, Summa, dolj
from uppfoljning.statistik import rakna_statistik

T1, T2 = Period.tertial(2026, 1), Period.tertial(2026, 2)


class TestRojandekontroll:
    def test_one_to_four_are_hidden_and_zero_and_five_are_shown(self):
        assert dolj({n: n for n in range(7)}, [], 5) == dict.fromkeys((1, 2, 3, 4), "<5")

    def test_a_single_hidden_part_takes_the_smallest_other_with_it(self):
        celler = {"totalt": 30, "a": 3, "b": 20, "c": 7, "noll": 0}
        assert dolj(celler, [Summa("totalt", ("a", "b", "c", "noll"))], 5) == {"a": "<5", "c": FOLJD}

    def test_the_total_is_hidden_when_nothing_else_can_be(self):
        assert dolj({"totalt": 9, "a": 3}, [Summa("totalt", ("a",), ovrigt=6)], 5) == {"a": "<5", "totalt": FOLJD}

    def test_two_that_must_both_be_four_do_not_protect_each_other(self):
        celler = {"totalt": 14, "a": 4, "b": 4, "c": 6}
        assert dolj(celler, [Summa("totalt", ("a", "b", "c"))], 5)["c"] == FOLJD

    def test_hiding_goes_on_from_sum_to_sum(self):
        celler = {"hela": 40, "kista": 30, "varberg": 10, "kista_k": 3, "kista_m": 27}
        summor = [Summa("hela", ("kista", "varberg")), Summa("kista", ("kista_k", "kista_m"))]
        assert dolj(celler, summor, 5) == {"kista_k": "<5", "kista_m": FOLJD}

    @given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=4), min_size=2, max_size=4))
    def test_no_hidden_count_follows_from_any_sum_of_a_table(self, tabell):
        bredd = min(len(rad) for rad in tabell)
        celler = {(r, k): rad[k] for r, rad in enumerate(tabell) for k in range(bredd)}
        rader, kolumner = range(len(tabell)), range(bredd)
        summor = [Summa((r, "alla"), tuple((r, k) for k in kolumner)) for r in rader]
        summor += [Summa(("alla", k), tuple((r, k) for r in rader)) for k in kolumner]
        summor += [Summa(("alla", "alla"), tuple(("alla", k) for k in kolumner))]
        summor += [Summa(("alla", "alla"), tuple((r, "alla") for r in rader))]
        for summa in summor:
            celler[summa.total] = sum(celler[d] for d in summa.delar)
        dolda = dolj(celler, summor, 5)
        assert all(cell in dolda for cell, antal in celler.items() if 0 < antal < 5)
        for summa in summor:
            assert len([cell for cell in summa.alla if cell in dolda]) != 1


@pytest.fixture
def avslut(stad):
    """avslut(3, "studier", kon=Kon.MAN): closed enrolments in T2."""
    skapade = iter(range(10_000))

    def inner(antal, orsak="studier", kon=Kon.KVINNA, jobbtorg=None, avslutad=date(2026, 6, 1)):
        folk = [p for _ in range(antal) for p in personer(1, sdf=stad.spanga, kon=kon, start=next(skapade))]
        return inskrivningar(folk, jobbtorg or stad.kista, date(2026, 1, 12), avslutad, orsak)

    return inner


def publicerat(*perioder, internal=False, per_enhet_i=()):
    with som_system("statistik"):
        return rakna_statistik(Urval(perioder or (T2,)), internal=internal, per_enhet_i=per_enhet_i)


class TestPublished:
    def test_a_small_sex_hides_both(self, avslut):
        avslut(3)
        avslut(20, kon=Kon.MAN)
        assert publicerat().json()["avslutade"] == {
            "totalt": 23,
            "kvinnor": None,
            "man": None,
            "dold": True,
            "dolda": {"kvinnor": "<5", "man": ".."},
        }

    def test_a_share_is_hidden_with_its_count(self, avslut):
        avslut(3, "okand")
        avslut(20)
        varde = publicerat().json()["indikatorer"]["okand_avslutsorsak"]["totalt"]
        assert varde == {"taljare": None, "namnare": 23, "varde": None, "dold": True, "tecken": "<5"}

    def test_a_mean_of_few_is_hidden(self, avslut):
        avslut(4)
        assert publicerat().json()["indikatorer"]["inskrivningstid"]["totalt"]["dold"]

    def test_one_hidden_reason_takes_another_with_it(self, avslut):
        for antal, orsak in ((3, "okand"), (9, "ovrigt"), (20, "studier")):
            avslut(antal, orsak)
        rader = {rad["kod"]: rad for rad in publicerat().json()["avslutsorsaker"]}
        assert (rader["okand"]["dolda"]["totalt"], rader["ovrigt"]["dolda"]["totalt"]) == ("<5", "..")
        assert rader["studier"]["totalt"] == 20

    def test_returned_cannot_be_worked_out_from_the_two_kinds_of_avslut(self, avslut):
        avslut(3, "aterremitterad")
        avslut(20, "studier")
        svar = publicerat().json()
        assert svar["avslutade"]["totalt"] is None or svar["avslutade_exkl_aterremitterade"]["totalt"] is None

    def test_hidden_returned_are_not_the_difference_of_two_rows(self, stad, avslut):
        for orsak, antal in (("studier", 20), ("ovrigt", 8), ("okand", 7), ("arbete_subventionerat", 6)):
            for dag in (date(2026, 6, 1), date(2026, 3, 1)):
                avslut(antal, orsak, avslutad=dag)
                avslut(antal + 1, orsak, Kon.MAN, avslutad=dag, jobbtorg=stad.varberg)
        avslut(3, "aterremitterad")
        avslut(9, "aterremitterad", Kon.MAN, jobbtorg=stad.varberg)
        avslut(4, "aterremitterad", Kon.MAN, avslutad=date(2026, 3, 1))
        statistik = publicerat(T2, T1, per_enhet_i=(0,))
        ater = {nr: statistik.antal(nr, "orsak:aterremitterad") for nr in (0, 1)}
        assert (ater[0]["dolda"], ater[1]["dolda"]["totalt"]) == ({"kvinnor": "<5", "man": ".."}, "<5")
        for nr, kon in ((0, "kvinnor"), (0, "man"), (1, "totalt"), (1, "man")):
            visade = [statistik.antal(nr, matt)[kon] for matt in ("avslutade", "avslutade_exkl_aterremitterade")]
            assert None in visade, (nr, kon, visade)
        assert statistik.antal(0, "avslutade_exkl_aterremitterade")["totalt"] == 86
        kista = [statistik.antal(0, m, stad.kista.pk) for m in ("avslutade", "avslutade_exkl_aterremitterade")]
        assert None in [antal["totalt"] for antal in kista]
        assert None in [antal["kvinnor"] for antal in kista]

    def test_a_tertial_cannot_be_worked_out_from_the_year_so_far(self, avslut):
        avslut(3)
        avslut(20, avslutad=date(2026, 3, 1))
        statistik = publicerat(T2, T1, Period(date(2026, 1, 1), date(2026, 8, 31)))
        visade = [statistik.antal(nr, "avslutade")["totalt"] for nr in range(3)]
        assert visade[0] is None
        assert None in visade[1:]

    def test_a_unit_cannot_be_worked_out_from_the_others(self, stad, avslut):
        avslut(3)
        avslut(20, jobbtorg=stad.varberg)
        statistik = publicerat(per_enhet_i=(0,))
        assert statistik.antal(0, "avslutade", stad.kista.pk)["dolda"]["totalt"] == "<5"
        assert statistik.antal(0, "avslutade", stad.varberg.pk)["totalt"] is None

    def test_internal_hides_nothing(self, avslut):
        avslut(1)
        assert publicerat(internal=True).json()["avslutade"] == {"totalt": 1, "kvinnor": 1, "man": 0}

    def test_the_limit_is_a_parameter(self, avslut):
        avslut(3)
        with as_owner():
            Parameter.objects.filter(kod="dolj_under").update(varde=3)
        assert publicerat().json()["avslutade"]["totalt"] == 3


class TestCommand:
    def run(self, *args) -> str:
        out = StringIO()
        call_command("statistik", "--from", "2026-05-01", "--to", "2026-08-31", *args, stdout=out)
        return out.getvalue()

    def test_json_has_the_public_shape(self, avslut):
        avslut(6)
        svar = json.loads(self.run("--json"))
        assert (svar["fran"], svar["till"]) == ("2026-05-01", "2026-08-31")
        assert svar["avslutade"] == {"totalt": 6, "kvinnor": 6, "man": 0}
        assert set(svar["uppfoljning"]) == {"6", "12", "18"}
        assert len(svar["kartlaggning"]["antal_hinder"]) == 8
        assert set(svar["indikatorer"]) >= {"okand_avslutsorsak", "utan_stod_18_man", "aktuell_jobbplan"}

    def test_names_are_taken_with_or_without_prefix(self, stad, avslut):
        avslut(6)
        avslut(7, jobbtorg=stad.varberg)
        for namn, antal in (("Kista", 6), ("Jobbtorg Vårberg", 7)):
            assert json.loads(self.run("--jobbtorg", namn, "--json"))["avslutade"]["totalt"] == antal
        assert json.loads(self.run("--stadsdel", "spånga-tensta", "--json"))["avslutade"]["totalt"] == 13
        assert json.loads(self.run("--namnd", stad.hagersten.namnd.namn, "--json"))["avslutade"]["totalt"] == 0
        assert json.loads(self.run("--namnd", stad.kista.namnd.namn, "--json"))["avslutade"]["totalt"] == 13

    def test_an_unknown_name_says_which_there_are(self, stad, capsys):
        with pytest.raises(SystemExit, match="1"):
            self.run("--jobbtorg", "Farsta")
        assert "Jobbtorget Farsta finns inte. Det finns: Kista, Vårberg" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("fran", "till", "kolumn", "varfor"),
        [
            ("2026-05-02", "2026-05-01", None, "Perioden slutar före den börjar."),
            ("2026-13-01", "2026-05-01", "--from", "Skriv dagen som ÅÅÅÅ-MM-DD, inte 2026-13-01."),
            ("2026-05-01", "maj", "--to", "Skriv dagen som ÅÅÅÅ-MM-DD, inte maj."),
        ],
    )
    def test_a_refusal_in_json_has_the_shape_of_every_command(self, db, capsys, fran, till, kolumn, varfor):
        with pytest.raises(SystemExit, match="1"):
            call_command("statistik", "--from", fran, "--to", till, "--json")
        fel = [{"rad": None, "kolumn": kolumn, "varfor": varfor}]
        assert json.loads(capsys.readouterr().out) == {"ok": False, "antal_fel": 1, "fel": fel}

    def test_people_get_a_table(self, avslut):
        avslut(6)
        text = self.run()
        assert "Avslutade " in text
        assert "Hela staden, 2026-05-01 till 2026-08-31" in text


class TestPage:
    URL = "/statistik/"

    @pytest.mark.parametrize(("vem", "status"), [("nina", 200), ("sara", 200), ("eva", 200), ("sven", 403)])
    def test_is_for_those_who_may_see_figures(self, stad, logga_in, vem, status):
        assert logga_in(getattr(stad, vem)).get(self.URL).status_code == status

    def test_shows_the_latest_tertial_that_is_over(self, stad, avslut, logga_in):
        avslut(30)
        text = logga_in(stad.nina).get(self.URL).text
        assert "Hela staden, tertial 2 2026" in text
        assert '<span class="figure">30</span>' in text

    def test_the_controller_chooses_unit_and_period(self, stad, avslut, logga_in):
        avslut(30)
        avslut(20, jobbtorg=stad.varberg)
        klient = logga_in(stad.nina)
        assert '<span class="figure">20</span>' in klient.get(self.URL, {"jobbtorg": stad.varberg.pk}).text
        assert '<span class="figure">20</span>' not in klient.get(self.URL, {"period": "2026-T1"}).text

    def test_staff_see_their_own_unit_whatever_the_address_says(self, stad, avslut, logga_in):
        avslut(30)
        avslut(20, jobbtorg=stad.varberg)
        text = logga_in(stad.carl).get(self.URL, {"jobbtorg": stad.varberg.pk}).text
        assert "Jobbtorg Kista" in text
        assert '<span class="figure">30</span>' in text
        assert 'name="jobbtorg"' not in text
        assert '<span class="figure">0</span>' in logga_in(stad.hanna).get(self.URL).text

    def test_a_small_count_links_to_the_explanation(self, stad, avslut, logga_in):
        avslut(3)
        text = logga_in(stad.nina).get(self.URL).text
        assert '<a class="hidden-count figure" href="#dolda-tal">&lt;5</a>' in text
        assert 'id="dolda-tal"' in text

    def test_says_which_deliveries_are_missing(self, stad, logga_in):
        text = logga_in(stad.nina).get(self.URL).text
        assert "0 av 8 leveranser är inne" in text
        assert "Hägersten-Liljeholmen saknar maj 2026" in text

    @pytest.mark.parametrize(("period", "rubrik"), [("2026-06", "juni 2026"), ("2026", "helår 2026")])
    def test_months_and_years_can_be_chosen_too(self, stad, avslut, logga_in, period, rubrik):
        avslut(30)
        text = logga_in(stad.nina).get(self.URL, {"period": period}).text
        assert f"Hela staden, {rubrik}" in text
        assert '<span class="figure">30</span>' in text

    def test_reasons_of_both_code_sets_stand_below(self, stad, avslut, logga_in):
        avslut(30)
        text = logga_in(stad.nina).get(self.URL).text
        assert "Avslut efter jobbtorgets avslutsorsak, T2 2026" in text
        assert "Kriminalvård" in text

    def test_an_odd_address_falls_back(self, stad, logga_in):
        assert logga_in(stad.nina).get(self.URL, {"period": "x", "jobbtorg": "y"}).status_code == 200

    @pytest.mark.parametrize(("slag", "borjan"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
    def test_the_same_figures_as_a_file(self, stad, avslut, logga_in, slag, borjan):
        avslut(30)
        svar = logga_in(stad.nina).get(f"{self.URL}{slag}/")
        assert svar.content.startswith(borjan)
        assert f"statistik-2026-T2.{slag}" in svar["Content-Disposition"]
        assert logga_in(stad.nina).get(f"{self.URL}docx/").status_code == 404
