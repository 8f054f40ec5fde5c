import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.remissregler import (
    AF_PERIOD_SAKNAS,
    ARBETSFORMAGOR,
    INGANGAR,
    INGEN_REGEL,
    SVAR,
    UTFALL,
    RegelError,
    Remissfall,
    advise,
    check_regler,
    stockholms_regler,
    warn_insats,
)

STOCKHOLM = stockholms_regler()
OLD, NEW = date(2018, 8, 31), date(2018, 9, 1)
ARBETSLOS, ANNAT = "arbetslos_ingen_ersattning", "sjukskriven_ingen_sjukpenning"


def advice(datum=NEW, **facts):
    return advise(Remissfall(datum=datum, **facts), STOCKHOLM)


class TestStockholm:
    @pytest.mark.parametrize("arbetsformaga", ["26-50", "51-75", "76-100"])
    def test_two_target_groups_until_the_last_of_august_2018(self, arbetsformaga):
        ordinarie = advice(OLD, arbetsformaga=arbetsformaga, forsorjningshinder=ARBETSLOS)
        resurs = advice(OLD, arbetsformaga=arbetsformaga, forsorjningshinder=ANNAT, skal_att_prova=True)
        assert (ordinarie.utfall, ordinarie.malgrupp) == ("jobbtorg", "ordinarie")
        assert (resurs.utfall, resurs.malgrupp) == ("jobbtorg", "resurs")

    @pytest.mark.parametrize("arbetsformaga", ["26-50", "51-75", "76-100"])
    def test_one_target_group_from_september_2018(self, arbetsformaga):
        for facts in ({"forsorjningshinder": ARBETSLOS}, {"forsorjningshinder": ANNAT, "skal_att_prova": True}):
            rad = advice(NEW, arbetsformaga=arbetsformaga, **facts)
            assert (rad.utfall, rad.malgrupp) == ("jobbtorg", "")

    def test_full_ability_goes_to_jobbtorg_whatever_the_reason(self):
        assert advice(arbetsformaga="76-100").utfall == "jobbtorg"
        assert advice(arbetsformaga="76-100", forsorjningshinder=ANNAT, skal_att_prova=False).utfall == "jobbtorg"

    @pytest.mark.parametrize("datum", [OLD, NEW])
    @pytest.mark.parametrize("facts", [{"arbetsformaga": "0"}, {"arbetsformaga": "1-25"}, {"langvarig_oformaga": True}])
    def test_under_a_quarter_or_long_inability_is_no_remiss_but_perhaps_the_own_unit(self, datum, facts):
        assert advice(datum, forsorjningshinder=ARBETSLOS, **facts).utfall == "ej_remiss"
        assert advice(datum, forsorjningshinder=ARBETSLOS, skal_att_prova=True, **facts).utfall == "egen_enhet"

    def test_other_reasons_without_reason_to_try_work_is_no_remiss(self):
        rad = advice(arbetsformaga="51-75", forsorjningshinder=ANNAT, skal_att_prova=False)
        assert (rad.utfall, rad.kod) == ("ej_remiss", "inte_skal_att_prova")

    @pytest.mark.parametrize(
        "facts", [{}, {"arbetsformaga": "51-75"}, {"arbetsformaga": "51-75", "forsorjningshinder": ANNAT}]
    )
    def test_asks_for_what_is_missing_instead_of_guessing(self, facts):
        assert advice(**facts).utfall == "uppgift_saknas"

    def test_when_one_answer_alone_is_missing_it_asks_for_that_one(self):
        assert advice(arbetsformaga="51-75", forsorjningshinder=ANNAT).kod == "skal_att_prova_saknas"

    def test_there_is_no_rule_before_2009(self):
        assert advice(date(2008, 12, 31), arbetsformaga="76-100").text == INGEN_REGEL


class TestAfProgram:
    FACTS = {"arbetsformaga": "76-100", "forsorjningshinder": ARBETSLOS, "af_heltid_eller_ersattning": True}

    def test_full_time_in_a_programme_is_not_eligible(self):
        assert advice(**self.FACTS).kod == "af_program"

    def test_unless_an_agreement_covers_it_or_it_is_over(self):
        assert advice(**self.FACTS, af_overenskommelse=True).utfall == "jobbtorg"
        assert advice(**self.FACTS, af_fran=date(2017, 1, 1), af_till=OLD).utfall == "jobbtorg"
        assert advice(**self.FACTS, af_fran=date(2018, 9, 2)).utfall == "jobbtorg"
        assert advice(**self.FACTS, af_fran=date(2017, 1, 1), af_till=NEW).utfall == "ej_remiss"

    def test_programme_and_its_dates_are_asked_for(self):
        assert AF_PERIOD_SAKNAS in advice(**self.FACTS).papekanden
        named = advice(**self.FACTS, af_program="jobb_och_utvecklingsgarantin", af_fran=date(2018, 1, 1))
        assert AF_PERIOD_SAKNAS not in named.papekanden

    @pytest.mark.parametrize("program", ["jobb_och_utvecklingsgarantin", "jobbgarantin_for_ungdomar"])
    def test_insats_before_450_days_is_warned_about(self, program):
        first = date(2025, 1, 1)
        assert "2026-03-26" in warn_insats(program, first, first + timedelta(days=449), STOCKHOLM)
        assert warn_insats(program, first, first + timedelta(days=450), STOCKHOLM) == ""
        assert warn_insats(program, first, first, STOCKHOLM, overenskommet=True) == ""

    def test_other_programmes_have_no_such_wait(self):
        assert warn_insats("rusta_och_matcha", date(2025, 1, 1), date(2025, 1, 2), STOCKHOLM) == ""


class TestSpecialEntrances:
    @pytest.mark.parametrize("ingang", [ingang for ingang in INGANGAR if ingang != "forsorjningsstod"])
    def test_lead_to_jobbtorg_also_with_low_or_unknown_ability(self, ingang):
        assert advice(ingang=ingang, arbetsformaga="1-25").kod == ingang
        assert advice(ingang=ingang).utfall == "jobbtorg"

    def test_nyanland_is_agreed_with_af_and_so_not_stopped_by_its_programme(self):
        assert advice(ingang="nyanlanda", af_heltid_eller_ersattning=True).utfall == "jobbtorg"
        assert advice(ingang="nollplacerad", af_heltid_eller_ersattning=True).utfall == "ej_remiss"

    def test_ensamkommande_come_through_trepartssamtal(self):
        assert advice(ingang="ensamkommande").inskrivningssatt == "trepartssamtal"


class TestAdvice:
    def test_override_needs_a_reason_where_the_rule_says_so(self):
        rad = advice(arbetsformaga="0")
        assert rad.requires_reason("jobbtorg")
        assert not rad.requires_reason("ej_remiss")
        assert not advice().requires_reason("jobbtorg")

    def test_what_lies_outside_the_mandate_is_said_beside_the_advice(self):
        rad = advice(arbetsformaga="76-100", utanfor_uppdraget=("aktivt_missbruk", "arbetsformageutredning"))
        assert rad.utfall == "jobbtorg"
        assert len(rad.papekanden) == 2
        assert rad.utanfor
        assert not advice(arbetsformaga="76-100", af_heltid_eller_ersattning=True).utanfor

    @given(
        st.builds(
            Remissfall,
            datum=st.dates(date(2009, 1, 1), date(2040, 1, 1)),
            arbetsformaga=st.sampled_from(ARBETSFORMAGOR),
            forsorjningshinder=st.sampled_from([ARBETSLOS, ANNAT, ""]),
            ingang=st.sampled_from(INGANGAR),
            skal_att_prova=st.sampled_from(SVAR),
            langvarig_oformaga=st.sampled_from(SVAR),
            af_heltid_eller_ersattning=st.booleans(),
            af_overenskommelse=st.booleans(),
        )
    )
    def test_every_case_gets_one_advice_in_words(self, fall):
        rad = advise(fall, STOCKHOLM)
        assert rad.utfall in UTFALL
        assert rad.kod
        assert rad.text.endswith(".")
        assert fall.datum <= OLD or rad.malgrupp == ""
        assert "—" not in rad.text


class TestRulesAsData:
    def test_another_municipality_has_its_own(self):
        regler = copy.deepcopy(STOCKHOLM)
        regler["regler"] = [regel for regel in regler["regler"] if regel["kod"] == "full_formaga"]
        regler["regler"][0]["villkor"] = [{"arbetsformaga": ["51-75", "76-100"]}]
        check_regler(regler)
        assert advise(Remissfall(datum=NEW, arbetsformaga="51-75"), regler).utfall == "jobbtorg"

    def test_stockholms_rules_hold(self):
        check_regler(STOCKHOLM)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"utfall": "nagonannanstans"}, "utfall"),
            ({"villkor": [{"skonummer": ["42"]}]}, "villkor"),
            ({"villkor": [{"arbetsformaga": ["50"]}]}, "villkor"),
            ({"giltig_till": "2008-12-31"}, "slutar gälla före"),
            ({"giltig_fran": "1 januari"}, "datum"),
            ({"kraver_skal_vid_avsteg": "ja"}, "kräver skäl"),
        ],
    )
    def test_faulty_rules_are_refused_when_saved(self, change, said):
        regler = copy.deepcopy(STOCKHOLM)
        regler["regler"][3] |= change
        with pytest.raises(RegelError, match=said) as refused:
            check_regler(regler)
        assert len(refused.value.fel) == 1

    def test_missing_parts_are_named(self):
        regler = copy.deepcopy(STOCKHOLM)
        del regler["karenstid"]
        del regler["regler"][0]["text"]
        with pytest.raises(RegelError, match="karenstid saknas") as refused:
            check_regler(regler)
        assert len(refused.value.fel) == 2
