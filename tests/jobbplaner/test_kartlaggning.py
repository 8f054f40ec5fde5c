"""The kartläggning: two parts with a rule each, drafts that lose nothing, and a lock."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases import models as cases
from cases.sekretess.identitet import som_anvandare
from cases.services.handlingar import hand_over
from jobbplaner.kartlaggning import antal_hinder, innehall_av, missing_for_completion, normerat
from jobbplaner.models import Formagebedomning, Instrumentresultat, Kartlaggning, Kartlaggningsdel
from jobbplaner.ord_kartlaggning import bedomningar
from jobbplaner.pdf_kartlaggning import kartlaggning_context
from jobbplaner.services.kartlaggningar import (
    KartlaggningChangedError,
    KartlaggningIncompleteError,
    complete,
    draft,
    establish,
    save_draft,
)
from tests.conftest import TODAY, owner
from tests.factories import kod
from tests.jobbplaner.kartlaggning_data import NU, PDF, overtagen, slutford, sparad, svar

pytestmark = pytest.mark.django_db
MODELLER = (Kartlaggning, Kartlaggningsdel, Formagebedomning, Instrumentresultat)
RADER = {
    "bed_lakare_varde": "26-50",
    "bed_coach_varde": "51-75",
    "bed_lakare_provad": "nej",
    "bed_coach_provad": "ja",
    "bed_coach_var": "Kista Matcafé",
    "bed_coach_nar": "oktober 2026",
    "inst_1_instrument": "awp",
    "inst_1_datum": date(2026, 11, 2),
    "inst_1_resultat": "Behöver stöd med tempo.",
}
TOM_LAKARE = {"bed_lakare_varde": "", "bed_lakare_provad": ""}


@pytest.fixture
def person(stad):
    return stad.inskriven()[0]


def seen(agera, user) -> tuple[int, ...]:
    with agera(user):
        return tuple(modell.objects.count() for modell in MODELLER)


class TestWhoSees:
    """domain.md sections 4 and 9: own nämnd, and the other only through an utlämnande that names the part."""

    def test_a_draft_is_the_own_namnds_alone(self, stad, person, agera):
        sparad(person, stad.kista, stad.carl, **RADER)
        assert seen(agera, stad.carl) == seen(agera, stad.eva) == (1, 1, 2, 1)
        for user in (stad.sara, stad.stina, stad.hanna, stad.vera, stad.nina, stad.sven, stad.registeransvarig):
            assert seen(agera, user) == (0, 0, 0, 0), user.username

    def test_each_part_is_read_by_the_other_namnd_once_that_part_is_handed_over(self, stad, person, agera):
        klar = slutford(person, stad.kista, stad.carl, **RADER)
        assert seen(agera, stad.sara) == (0, 0, 0, 0)
        self._hand_over(agera, stad, klar.handling)
        assert seen(agera, stad.sara) == (1, 0, 2, 1)
        with agera(stad.sara):
            assert innehall_av(Kartlaggning.objects.get())["psykisk_halsa"] == ""
        with agera(stad.carl):
            kanslig = Kartlaggningsdel.objects.get().handling
        self._hand_over(agera, stad, kanslig)
        assert seen(agera, stad.sara) == (1, 1, 2, 1)

    def test_the_sensitive_part_alone_can_be_handed_over(self, stad, person, agera):
        klar = slutford(person, stad.kista, stad.carl, **RADER)
        self._hand_over(agera, stad, klar.kanslig.handling)
        assert seen(agera, stad.sara) == (0, 1, 0, 0)

    def test_sdfs_own_kartlaggning_is_not_seen_by_the_jobbtorg(self, stad, person, agera):
        slutford(person, stad.spanga, stad.sara)
        assert seen(agera, stad.stina)[:2] == (1, 1)
        assert seen(agera, stad.carl) == (0, 0, 0, 0)

    def test_a_nodoppning_shows_the_work_part_but_neither_the_sensitive_row_nor_its_file(self, stad, person, agera):
        """The sensitive part is for those who work with the person."""
        slutford(person, stad.kista, stad.carl)
        with agera(stad.vera):
            assert self._open(person) == "oppnad"
        with som_anvandare(stad.vera.pk, today=TODAY, now=NU + timedelta(minutes=1)):
            assert Kartlaggning.objects.count() == 1
            assert Kartlaggningsdel.objects.count() == 0
            assert [h.typ for h in cases.Handling.objects.all()] == ["kartlaggning"]
            sedd = {a.tabell for a in cases.Andring.objects.filter(tabell__startswith="jobbplaner_kartlaggning")}
            assert "jobbplaner_kartlaggningsdel" not in sedd

    def _open(self, person):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT svar FROM app.nodoppna(%s, %s, %s)",
                [person.nummer, "Personen är i akut fara hemma.", NU],
            )
            return cursor.fetchone()[0]

    def _hand_over(self, agera, stad, handling):
        with agera(stad.carl):
            hand_over(
                handling=handling,
                till_enhet=stad.spanga,
                grund=kod(cases.RattsligGrund, "nodvandigt_egen_verksamhet"),
                by=stad.carl,
                now=NU,
            )

    def test_a_protected_persons_is_seen_by_the_named_alone(self, stad, person, agera):
        slutford(person, stad.kista, stad.carl)
        with owner():
            cases.Aspirant.objects.filter(pk=person.pk).update(skydd=1)
            cases.Skyddsbehorighet.objects.create(aspirant=person, user=stad.carl, fran=TODAY)
        assert seen(agera, stad.carl)[:2] == (1, 1)
        assert seen(agera, stad.eva) == (0, 0, 0, 0)

    def test_nobody_writes_in_another_namnds(self, stad, person, agera):
        klar = slutford(person, stad.kista, stad.carl)
        self._hand_over(agera, stad, klar.handling)
        with agera(stad.sara):
            assert Kartlaggning.objects.update(intressen="ändrat") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), agera(stad.sara):
            Kartlaggningsdel.objects.create(aspirant=person, namnd=stad.kista.namnd, kartlaggning=klar)


class TestDrafts:
    def test_everything_written_comes_back(self, stad, person, agera):
        sparad(person, stad.kista, stad.carl, svenska="latt_svenska", intyg="ja", intyg_grad="50", **RADER)
        with agera(stad.carl):
            sagt = innehall_av(draft(person, stad.kista))
        assert sagt == svar(svenska="latt_svenska", intyg="ja", intyg_grad="50") | RADER

    def test_saving_on_an_old_version_is_refused_and_the_same_text_twice_is_one_save(self, stad, person):
        sparad(person, stad.kista, stad.carl, intressen="Bilar")
        assert sparad(person, stad.kista, stad.carl, version=0, intressen="Bilar").version == 1
        with pytest.raises(KartlaggningChangedError) as caught:
            sparad(person, stad.kista, stad.eva, version=0, intressen="Båtar")
        assert caught.value.kartlaggning.intressen == "Bilar"

    def test_rows_keep_their_identity_and_go_when_emptied(self, stad, person, agera):
        sparad(person, stad.kista, stad.carl, **RADER)
        with agera(stad.carl):
            fore = set(Formagebedomning.objects.values_list("pk", flat=True))
        sparad(person, stad.kista, stad.carl, **RADER | TOM_LAKARE | {"inst_1_instrument": "doa"})
        with agera(stad.carl):
            kvar = Formagebedomning.objects.get()
            assert (kvar.vem, kvar.pk in fore) == ("coach", True)
            assert Instrumentresultat.objects.get().instrument == "doa"

    def test_what_belongs_to_another_answer_goes_with_it(self, stad, person, agera):
        sparad(
            person, stad.kista, stad.carl, intyg="nej", intyg_grad="50", intyg_till=TODAY, heltid="ja",
            heltid_skal="ohalsa", insats_matchar="ja", varfor_inte="För långt",
        )  # fmt: skip
        with agera(stad.carl):
            sagt = innehall_av(draft(person, stad.kista))
        assert [sagt[n] for n in ("intyg_grad", "intyg_till", "heltid_skal", "varfor_inte")] == ["", None, "", ""]

    def test_each_namnd_has_its_own_draft(self, stad, person):
        assert sparad(person, stad.kista, stad.carl).pk != sparad(person, stad.spanga, stad.sara).pk


class TestCompletion:
    def test_it_is_dated_signed_locked_and_made_into_two_handlingar(self, stad, person, agera):
        klar = slutford(person, stad.kista, stad.carl)
        assert (klar.klar_at, klar.klar_av) == (NU, stad.carl)
        with agera(stad.carl):
            assert set(cases.Handling.objects.values_list("typ", "titel")) == {
                ("kartlaggning", "Kartläggning 2026-11-24"),
                ("kartlaggning_kanslig", "Kartläggning 2026-11-24, känslig del"),
            }
            assert complete(kartlaggning=klar, by=stad.eva, now=NU).klar_av == stad.carl

    def test_the_database_keeps_the_lock(self, stad, person, agera):
        slutford(person, stad.kista, stad.carl, **RADER)
        for modell, falt in zip(MODELLER, ("intressen", "halsa_text", "provad_var", "resultat"), strict=True):
            with pytest.raises(IntegrityError, match="slutförd"), agera(stad.carl), transaction.atomic():
                modell.objects.update(**{falt: "ändrat efteråt"})

    def test_saving_on_a_completed_draft_says_that_it_is_gone(self, stad, person):
        slutford(person, stad.kista, stad.carl)
        with pytest.raises(KartlaggningChangedError) as caught:
            sparad(person, stad.kista, stad.carl, version=1, intressen="Bilar")
        assert caught.value.kartlaggning is None

    def test_it_asks_for_day_and_all_nine_hinder_and_for_what_is_half_said(self, stad, person, agera):
        fel = missing_for_completion(svar(datum=None, skulder="", bed_lakare_var="Kista", inst_2_vem="Ali"), TODAY)
        assert fel.keys() == {"datum", "skulder", "bed_lakare_varde", "inst_2_instrument"}
        assert missing_for_completion(svar(datum=TODAY + timedelta(days=1)), TODAY).keys() == {"datum"}
        assert missing_for_completion(svar(bed_coach_varde="0", bed_coach_nar="maj"), TODAY).keys() == {"bed_coach_var"}
        nej = {"bed_coach_varde": "0", "bed_coach_provad": "nej"}
        assert missing_for_completion(svar(**nej, bed_coach_var="Kista"), TODAY).keys() == {"bed_coach_provad"}
        assert missing_for_completion(svar(**nej), TODAY) == missing_for_completion(svar(), TODAY) == {}
        utkast = sparad(person, stad.kista, stad.carl, skulder="")
        with pytest.raises(KartlaggningIncompleteError), agera(stad.carl):
            complete(kartlaggning=utkast, by=stad.carl, now=NU, pdf=PDF)

    def test_where_says_that_it_was_tested_and_what_nobody_said_is_no_no(self):
        assert normerat(svar(bed_coach_var="Kista"))["bed_coach_provad"] == "ja"
        for provad, ord_ in (("", "Inte angivet"), ("nej", "Nej"), ("ja", "Ja")):
            assert bedomningar(svar(bed_coach_varde="0", bed_coach_provad=provad)) == [("Coach", "0 procent", ord_)]

    def test_one_taken_over_is_made_into_handlingar_once(self, stad, person, agera):
        gammal = overtagen(person, stad.kista, date(2015, 3, 2), skulder="stort", motivation="mattligt")
        with agera(stad.carl):
            assert establish(kartlaggning=gammal, by=stad.carl, now=NU, pdf=PDF).handling_id
            establish(kartlaggning=gammal, by=stad.carl, now=NU, pdf=PDF)
            assert cases.Handling.objects.count() == 2
            assert antal_hinder(innehall_av(Kartlaggning.objects.get())) == 2

    def test_the_files_hold_their_own_part_and_nothing_of_the_other(self, stad, person, agera):
        klar = slutford(person, stad.kista, stad.carl, intressen="Bilar", **RADER)
        with agera(stad.carl):
            arbete, kanslig = (str(kartlaggning_context(klar, now=NU, kanslig=k)["sektioner"]) for k in (False, True))
        assert [ord_ in arbete for ord_ in ("Bilar", "AWP", "Sover")] == [True, True, False]
        assert [ord_ in kanslig for ord_ in ("Bilar", "AWP", "Sover")] == [False, False, True]


def refused(match, gor):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        gor()


def test_the_constraints_refuse_what_makes_no_sense(stad, person, som_agare):
    egen = {"aspirant": person, "namnd": stad.kista.namnd, "enhet": stad.kista, "andrad_at": NU}
    utkast = Kartlaggning.objects.create(**egen)
    del_ = Kartlaggningsdel.objects.create(aspirant=person, namnd=stad.kista.namnd, kartlaggning=utkast)
    skapa = Kartlaggning.objects.create
    refused("ett_utkast", lambda: skapa(**egen))
    refused("klar_har_dag", lambda: skapa(**egen, klar_at=NU, kalla="overtagen"))
    refused("klar_av_nagon", lambda: skapa(**egen, klar_at=NU, datum=TODAY))
    refused("varfor_inte_vid_nej", lambda: Kartlaggning.objects.update(insats_matchar="ja", varfor_inte="x"))
    refused("grad_med_intyg", lambda: Kartlaggningsdel.objects.update(intyg="nej", intyg_grad="50"))
    rad = {"aspirant": person, "namnd": stad.kista.namnd, "kartlaggning": utkast}
    Formagebedomning.objects.create(**rad, vem="coach", varde="0")
    refused("var_om_provad", lambda: Formagebedomning.objects.update(provad="nej", provad_var="Kista"))
    Formagebedomning.objects.update(provad="ja", provad_var="Kista")
    refused("en_per_bedomare", lambda: Formagebedomning.objects.create(**rad, vem="coach", varde="0"))
    Instrumentresultat.objects.create(**rad, plats=1, instrument="awp")
    refused("en_per_plats", lambda: Instrumentresultat.objects.create(**rad, plats=1, instrument="awp"))
    Kartlaggningsdel.objects.filter(pk=del_.pk).update(intyg="ja", intyg_grad="50")
    assert skapa(**egen, klar_at=NU, datum=TODAY, kalla="overtagen").pk
    assert skapa(**egen, klar_at=NU, datum=TODAY, klar_av=stad.carl).pk


def test_save_draft_needs_the_writers_unit(stad, person, agera):
    with pytest.raises(ProgrammingError, match="row-level security"), agera(stad.sara):
        save_draft(aspirant=person, enhet=stad.kista, innehall=svar(), version=0, by=stad.sara, now=NU)
