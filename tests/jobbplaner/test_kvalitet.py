"""Hints about quality, and what two versions have between them: pure rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobbplaner.innehall import Delmalsrad, Planinnehall
from jobbplaner.jamforelse import (
    ANDRAT,
    BORTTAGET,
    OFORANDRAT,
    TILLAGT,
    Skillnad,
    compare_delmal,
    compare_falt,
    summary,
)
from jobbplaner.kvalitet import hints, is_general, met, missing_for_publication, newly_passed, passed_dates
from tests.jobbplaner.fabriker import IDAG, innehall

FRASER = ["bli självförsörjande", "självförsörjande genom arbete", "få ett jobb", "få ett arbete"]


def found(plan: Planinnehall, **kwargs) -> list[str]:
    return [t.falt for t in hints(plan, fraser=FRASER, today=IDAG, **kwargs)]


def test_a_whole_plan_gives_no_hint():
    assert found(innehall()) == []


@pytest.mark.parametrize(
    ("brist", "falt"),
    [
        ({"egna_ord": ""}, ["egna_ord"]),
        ({"mal": "Bli självförsörjande genom arbete."}, ["mal"]),
        ({"delmal": ()}, ["delmal"]),
        ({"delmal": (Delmalsrad(),)}, ["delmal"]),
        ({"delmal": (Delmalsrad(vad="Ringa", vem="coach"),)}, ["delmal-0"]),
        ({"delmal": (Delmalsrad(vad="Ringa", senast=IDAG),)}, ["delmal-0"]),
        ({"delmal": (Delmalsrad(vad="Ringa", plats=4),)}, ["delmal-4"]),
        ({"anvisade_timmar": 24, "mal_timmar": 30}, ["timskal"]),
        ({"anvisade_timmar": 24, "mal_timmar": 30, "timskal": "Fler efter jul"}, []),
        ({"anvisade_timmar": 24, "mal_timmar": 30, "jobbsokande_timmar": 6}, ["timskal"]),
        ({"anvisade_timmar": 30, "mal_timmar": 30}, []),
        ({"haller_med": ""}, ["haller_med"]),
        ({"haller_med": "nej"}, ["haller_med"]),
        ({"haller_med": "delvis"}, []),
        ({"anvisade_timmar": 45, "mal_timmar": None}, ["anvisade_timmar"]),
        ({"anvisade_timmar": 31, "mal_timmar": 30}, ["anvisade_timmar"]),
        ({"delmal": (Delmalsrad(vad="Ringa", vem="coach", senast=date(2026, 11, 23)),)}, ["delmal-0"]),
        ({"delmal": (Delmalsrad(vad="Ringa", vem="coach", senast=date(2026, 11, 23), lage="klart"),)}, []),
        ({"haller_med": "delvis", "egna_ord": ""}, ["egna_ord", "haller_med"]),
        ({"nasta_uppfoljning": None}, ["nasta_uppfoljning"]),
        ({"nasta_uppfoljning": date(2027, 2, 25)}, ["nasta_uppfoljning"]),
        ({"nasta_uppfoljning": date(2027, 2, 24)}, []),
        ({"slutdatum": date(2027, 1, 7)}, ["nasta_uppfoljning"]),
        ({"slutdatum": date(2027, 1, 8)}, []),
    ],
)
def test_each_weakness_is_noticed_at_its_field(brist, falt):
    assert found(innehall(**brist)) == falt


def test_how_far_to_the_next_follow_up_is_the_municipality_s_parameter():
    langre = innehall(nasta_uppfoljning=date(2027, 5, 24))
    assert found(langre, manader=6) == []
    assert found(langre, manader=3) == ["nasta_uppfoljning"]


@pytest.mark.parametrize(
    ("mal", "allmant"),
    [
        ("Bli självförsörjande genom arbete.", True),
        ("FÅ ETT JOBB!", True),
        ("Få  ett\narbete snart", True),
        ("Få ett jobb som undersköterska på ett äldreboende i Kista", False),
        ("Arbeta som måltidsbiträde i skola", False),
        ("Få ett jobbigt", False),
        ("", False),
    ],
)
def test_a_goal_is_general_when_it_says_little_more_than_a_phrase(mal, allmant):
    assert is_general(mal, FRASER) is allmant


@given(st.text(max_size=80))
def test_any_goal_can_be_asked_about(mal):
    assert is_general(mal, FRASER) in {True, False}


def test_only_goal_and_next_follow_up_are_required():
    assert list(missing_for_publication(Planinnehall())) == ["mal", "nasta_uppfoljning"]
    assert missing_for_publication(Planinnehall(mal="x", nasta_uppfoljning=IDAG)) == {}


def test_a_day_that_has_passed_is_asked_about_unless_it_came_with_the_version_before():
    i_gar, forrgar = date(2026, 11, 23), date(2026, 11, 22)
    rader = [Delmalsrad(vad="Ringa", senast=i_gar, fore=fore) for fore in (None, 7, 8)]
    plan = innehall(delmal=(*rader, Delmalsrad(vad="Ringa", senast=i_gar, lage="klart")))
    nya = newly_passed(plan, IDAG, fore={7: i_gar, 8: forrgar})
    assert nya == {"delmal-0": 1, "delmal-2": 3}
    assert passed_dates(nya.values()).startswith("Datumen för delmål 1 och 3 har passerat.")
    assert newly_passed(plan, i_gar, fore={}) == {}


def test_what_is_in_place_is_said_in_words():
    plan = innehall()
    assert met(plan, []) == [
        "Två delmål, alla med vem och när",
        "Nästa uppföljning är bestämd",
        "Personens egna ord finns med",
    ]
    assert met(Planinnehall(), hints(Planinnehall(), fraser=FRASER, today=IDAG)) == []


class TestCompare:
    def test_fields_are_unchanged_changed_added_or_removed(self):
        fore = innehall(stod="", mal="Ett mål")
        efter = innehall(stod="Handledare", mal="Ett annat mål", motprestation="")
        slag = {s.rubrik: s.slag for s in compare_falt(fore, efter)}
        assert slag["Stöd som ges"] == TILLAGT
        assert slag["Mål"] == ANDRAT
        assert slag["Det här gäller"] == BORTTAGET
        assert slag["Egna ord"] == OFORANDRAT
        assert "Planen gäller till och med" not in slag

    def test_a_reworded_delmal_is_the_same_one(self):
        fore = innehall(delmal=(Delmalsrad(vad="Läsa SFI kurs C"), Delmalsrad(vad="Ringa förskolan")))
        efter = innehall(delmal=(Delmalsrad(vad="Besöka Komvux"), Delmalsrad(vad="Läsa SFI kurs C och göra provet")))
        assert [(s.rubrik, s.slag) for s in compare_delmal(fore, efter)] == [
            ("Delmål 1", TILLAGT),
            ("Delmål 2", ANDRAT),
            ("Delmål", BORTTAGET),
        ]

    def test_the_thread_tells_a_delmal_however_it_is_reworded_and_what_became_of_one_that_is_gone(self):
        fore = innehall(delmal=(Delmalsrad(pk=1, vad="Läsa SFI kurs C"), Delmalsrad(pk=2, vad="Ringa förskolan")))
        efter = innehall(delmal=(Delmalsrad(pk=3, vad="Klara nationella provet"),))
        rader = compare_delmal(fore, efter, tradar={1: 1, 2: 2, 3: 1}, utfall={2: "Klart vid uppföljningen"})
        assert [(s.slag, s.forklaring) for s in rader] == [(ANDRAT, ""), (BORTTAGET, "Klart vid uppföljningen")]
        assert rader[0].fore.startswith("Läsa SFI kurs C")

    def test_what_is_gone_and_what_is_new_is_told_word_by_word(self):
        (mal,) = [
            s
            for s in compare_falt(
                innehall(mal="Arbeta i skola, minst halvtid"), innehall(mal="Arbeta i kök, minst halvtid")
            )
            if s.rubrik == "Mål"
        ]
        assert mal.fore_delar == [(False, "Arbeta i "), (True, "skola, "), (False, "minst halvtid")]
        assert mal.efter_delar == [(False, "Arbeta i "), (True, "kök, "), (False, "minst halvtid")]
        (annat,) = [s for s in compare_falt(innehall(mal="Bagare"), innehall(mal="Köra lastbil")) if s.rubrik == "Mål"]
        assert annat.efter_delar == [(True, "Köra lastbil")]

    def test_the_difference_in_a_sentence(self):
        fore, efter = innehall(mal="Bagare", stod="x"), innehall(mal="Kock", stod="", delmal=(Delmalsrad(vad="Nytt"),))
        assert summary(compare_falt(fore, efter), compare_delmal(fore, efter)) == (
            "Ett fält är ändrat, ett är borttaget. Ett delmål är tillagt, två är borttagna."
        )
        assert summary(compare_falt(fore, fore), compare_delmal(fore, fore)) == "Versionerna säger samma sak."

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_the_pieces_are_the_whole_text(self, fore, efter):
        s = Skillnad("Mål", fore.lstrip(), efter.lstrip(), ANDRAT)
        assert "".join(text for _, text in s.fore_delar) == s.fore
        assert "".join(text for _, text in s.efter_delar) == s.efter

    def test_a_plan_has_nothing_between_itself(self):
        skillnader = compare_falt(innehall(), innehall()) + compare_delmal(innehall(), innehall())
        assert {s.slag for s in skillnader} == {OFORANDRAT}
