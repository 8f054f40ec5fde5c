"""What the database itself refuses in the tables of cases: each constraint with one row allowed and one refused."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from cases import models
from cases.services.fel import RuleBrokenError, constraint_name, constraint_text, constraints_as
from tests import factories
from tests.factories import at, kod

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]

MAJ, JUNI, JULI = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
NU = at("2026-06-01 10:00")


class Scen:
    """Rows that others point at."""

    def __init__(self):
        self.stad = factories.Stad()
        self.person, self.annan = self.stad.aspirant(), self.stad.aspirant()
        self.stallt = models.Handling.objects.create(**self.handling())
        models.Sdfansvar.objects.all().delete()

    def base(self, model) -> dict:
        """A row of the model that nothing refuses."""
        return getattr(self, model.__name__.lower())()

    def namnd(self):
        return {"kod": "ny", "namn": "Ny nämnd", "slag": "stadsdel"}

    def enhet(self):
        return {"namnd": self.stad.kista.namnd, "namn": "Ny", "slag": "jobbtorg"}

    def kodrad(self):
        return {"kod": "ny", "namn": "Ny"}

    avslutsorsak = underorsak = avslutsorsaksocialtjanst = forsorjningshinder = kodrad

    def rattsliggrund(self):
        return self.kodrad() | {"anvandning": "inskrivning"}

    def parameter(self):
        return {"kod": "ny", "beskrivning": "Ny", "varde": 1}

    def medlemskap(self):
        return {"user": self.stad.nina, "enhet": self.stad.kista, "roll": "coach", "fran": JUNI}

    def handlaggare(self):
        return {"aspirant": self.person, "user": self.stad.carl, "enhet": self.stad.kista, "fran": JUNI}

    def remiss(self):
        return {
            "aspirant": self.person,
            "sdf": self.stad.spanga,
            "jobbtorg": self.stad.kista,
            "skickad_at": NU,
            "skickad_av": self.stad.sara,
            "fraga": "?",
            "inskrivningssatt": "gruppinformation",
            "rattslig_grund": kod(models.RattsligGrund, "sol_aktivitet"),
            "svar_senast": JULI,
        }

    def lasning(self):
        return {
            "skedde_at": NU,
            "user": self.stad.carl,
            "aspirant_id": self.person.pk,
            "vy": "cases:akt",
            "slag": "visad",
            "grund": "enhet",
        }

    def inskrivning(self):
        return {
            "aspirant": self.person,
            "jobbtorg": self.stad.kista,
            "inskriven": JUNI,
            "inskrivningssatt": "gruppinformation",
        }

    def aspirant(self):
        return {
            "nummer": "199003042380",
            "nummerslag": "personnummer",
            "fornamn": "A",
            "efternamn": "B",
            "kon": "kvinna",
            "registrerad_vid": self.stad.spanga,
        }

    def hushallbarn(self):
        return {"aspirant": self.person, "fodelsear": 2015}

    def sdfansvar(self):
        return {"aspirant": self.person, "sdf": self.stad.spanga, "fran": JUNI}

    def handling(self):
        return {
            "aspirant": self.person,
            "namnd": self.stad.kista.namnd,
            "enhet": self.stad.kista,
            "typ": "jobbplan",
            "version": 1,
            "titel": "Jobbplan",
            "upprattad_at": NU,
            "upprattad_av": self.stad.carl,
            "pdf": b"",
            "sha256": "a" * 64,
        }

    def samtycke(self):
        return {
            "aspirant": self.person,
            "typer": ["jobbplan"],
            "mottaget_av": self.stad.carl,
            "fran_namnd": self.stad.kista.namnd,
            "till_namnd": self.stad.spanga.namnd,
            "satt": "muntligt",
            "fran": JUNI,
            "till": JULI,
            "registrerat_av": self.stad.carl,
        }

    def consent(self, **changes):
        return models.Samtycke.objects.create(**self.samtycke() | changes)

    def utlamnande(self):
        return {
            "aspirant": self.person,
            "handling": self.stallt,
            "fran_namnd": self.stad.kista.namnd,
            "till_namnd": self.stad.spanga.namnd,
            "till_enhet": self.stad.spanga,
            "titel": "Jobbplan version 1",
            "typ": "jobbplan",
            "version": 1,
            "grund": kod(models.RattsligGrund, "uppgiftsskyldighet"),
            "grundtext": "Uppgiftsskyldighet i lag",
            "skickat_at": NU,
            "skickat_av": self.stad.carl,
        }

    def skyddsbehorighet(self):
        return {"aspirant": self.person, "user": self.stad.carl, "fran": JUNI}

    def skyddsandring(self):
        return {
            "aspirant": self.person,
            "fran_niva": 0,
            "till_niva": 1,
            "andrad_at": NU,
            "andrad_av": self.stad.sara,
        }

    def nummerhandelse(self):
        fraga = models.Nummerfraga.objects.create(**self.nummerfraga())
        return {"fraga": fraga, "slag": "svar", "at": NU, "user": self.stad.registeransvarig}

    def nummerfraga(self):
        return {"user": self.stad.sara, "fragad_at": NU, "svar": "annan", "referens": "ABCD", "nummer": "199003042380"}


@dataclass(frozen=True)
class Prov:
    """What is changed in the base row to make it allowed and refused; `forst` is a row that stands already.

    A callable value is asked with the scene.
    """

    namn: str
    model: type
    refused: dict
    allowed: dict = field(default_factory=dict)
    forst: dict | None = None


def ordning(model):
    return Prov(f"cases_{model.__name__.lower()}_datum_i_ordning", model, {"till": MAJ}, {"till": JULI})


def giltighet(model):
    namn = f"cases_{model.__name__.lower()}_giltighet_i_ordning"
    datum = {"giltig_fran": JUNI}
    return Prov(namn, model, datum | {"giltig_till": MAJ}, datum | {"giltig_till": JUNI})


def orsak(kod_):
    return lambda scen: kod(models.Avslutsorsak, kod_)


def anvandare(namn):
    return lambda scen: getattr(scen.stad, namn)


PA_SAMTYCKE = {
    "grund": lambda scen: kod(models.RattsligGrund, "samtycke"),
    "samtycke": lambda scen: scen.consent(),
}
ATERKALLAT = {"aterkallat": JULI, "aterkallat_satt": "muntligt", "aterkallat_av": anvandare("carl")}
AVSLUTAD = {"avslutad": JULI, "avslutsorsak": orsak("okand")}
PROV = [
    *(
        giltighet(m)
        for m in (
            models.Namnd,
            models.Enhet,
            models.Avslutsorsak,
            models.Underorsak,
            models.AvslutsorsakSocialtjanst,
            models.Forsorjningshinder,
            models.RattsligGrund,
            models.Parameter,
        )
    ),
    *(
        ordning(m)
        for m in (models.Medlemskap, models.Handlaggare, models.Sdfansvar, models.Samtycke, models.Skyddsbehorighet)
    ),
    Prov("cases_lasning_bara_nekad_utan_person", models.Lasning, {"aspirant_id": None}, {"slag": "nekad"}),
    Prov("cases_lasning_kant_slag", models.Lasning, {"slag": "annat"}, {"slag": "pdf"}),
    Prov("cases_lasning_kand_grund", models.Lasning, {"grund": "annan"}, {"grund": "nodoppning"}),
    Prov("cases_enhet_unikt_namn_per_slag", models.Enhet, {}, {"slag": "sdf"}, forst={}),
    Prov("cases_medlemskap_utan_overlapp", models.Medlemskap, {"fran": JULI}, {"roll": "enhetschef"}, forst={}),
    Prov(
        "cases_handlaggare_en_per_enhet",
        models.Handlaggare,
        {"fran": JULI},
        {"enhet": lambda scen: scen.stad.varberg},
        forst={},
    ),
    Prov("cases_parameter_ett_varde_per_dag", models.Parameter, {}, {"kod": "annan"}, forst={}),
    Prov(
        "cases_remiss_en_obesvarad_per_jobbtorg",
        models.Remiss,
        {},
        {"jobbtorg": lambda scen: scen.stad.varberg},
        forst={},
    ),
    Prov(
        "cases_remiss_svar_satts_helt",
        models.Remiss,
        {"svar": "mottagen"},
        {"svar": "mottagen", "besvarad_at": NU, "besvarad_av": anvandare("carl")},
    ),
    Prov(
        "cases_remiss_skal_vid_aterremiss",
        models.Remiss,
        {"svar": "aterremitterad", "besvarad_at": NU, "besvarad_av": anvandare("carl")},
        {"svar": "aterremitterad", "besvarad_at": NU, "besvarad_av": anvandare("carl"), "aterremiss_skal": "Fel"},
    ),
    Prov(
        "cases_remiss_af_program_i_ordning",
        models.Remiss,
        {"af_program_fran": JUNI, "af_program_till": MAJ},
        {"af_program_fran": JUNI, "af_program_till": JULI},
    ),
    Prov("cases_inskrivning_datum_i_ordning", models.Inskrivning, AVSLUTAD | {"avslutad": MAJ}, AVSLUTAD),
    Prov("cases_inskrivning_avslut_satts_helt", models.Inskrivning, {"avslutad": JULI}, AVSLUTAD),
    Prov(
        "cases_inskrivning_orsaker_bara_vid_avslut",
        models.Inskrivning,
        {"avslutsorsak_socialtjanst": lambda scen: kod(models.AvslutsorsakSocialtjanst, "arbete")},
        AVSLUTAD | {"avslutsorsak_socialtjanst": lambda scen: kod(models.AvslutsorsakSocialtjanst, "arbete")},
    ),
    Prov(
        "cases_inskrivning_rattning_satts_helt",
        models.Inskrivning,
        AVSLUTAD | {"avslut_rattat_at": NU},
        AVSLUTAD | {"avslut_rattat_at": NU, "avslut_rattat_av": anvandare("carl")},
    ),
    Prov(
        "cases_inskrivning_en_i_taget",
        models.Inskrivning,
        {"inskriven": JULI},
        {"inskriven": date(2026, 7, 2)},
        forst=AVSLUTAD,
    ),
    Prov(
        "cases_inskrivning_underorsak_bara_med_ovrigt",
        models.Inskrivning,
        AVSLUTAD | {"underorsak": lambda scen: kod(models.Underorsak, "flyttat")},
        AVSLUTAD | {"avslutsorsak": orsak("ovrigt"), "underorsak": lambda scen: kod(models.Underorsak, "flyttat")},
    ),
    Prov("cases_aspirant_nummer_tolv_tecken", models.Aspirant, {"nummer": "9003042380"}, {"nummer": "R00000000001"}),
    Prov("cases_aspirant_nummer_key", models.Aspirant, {}, {"nummer": "199003042398"}, forst={}),
    Prov(
        "cases_aspirant_ingen_adress_vid_skyddad_folkbokforing",
        models.Aspirant,
        {"skydd": 2, "adress": "Provgatan 1"},
        {"skydd": 1, "adress": "Provgatan 1"},
    ),
    Prov(
        "cases_aspirant_stod_sedan_manadens_forsta",
        models.Aspirant,
        {"forsorjningsstod_sedan": date(2026, 5, 2)},
        {"forsorjningsstod_sedan": MAJ},
    ),
    Prov("cases_aspirant_vuxna_rimligt", models.Aspirant, {"vuxna": 0}, {"vuxna": 2}),
    Prov("cases_hushallbarn_rimligt_fodelsear", models.HushallBarn, {"fodelsear": 15}, {"fodelsear": 2015}),
    Prov("cases_sdfansvar_en_i_taget", models.Sdfansvar, {"fran": JUNI}, {"fran": JULI}, forst={"till": JUNI}),
    Prov("cases_handling_sha256_ar_en_kontrollsumma", models.Handling, {"sha256": "x"}, {"sha256": "0" * 64}),
    Prov(
        "cases_utlamnande_en_gang_per_namnd",
        models.Utlamnande,
        {},
        {"till_namnd": lambda scen: scen.stad.hagersten.namnd, "till_enhet": lambda scen: scen.stad.hagersten},
        forst={},
    ),
    Prov(
        "cases_utlamnande_mellan_tva_namnder",
        models.Utlamnande,
        {"till_namnd": lambda scen: scen.stad.kista.namnd, "till_enhet": lambda scen: scen.stad.kista},
        {"till_namnd": lambda scen: scen.stad.spanga.namnd},
    ),
    Prov(
        "cases_utlamnande_av_egen_handling",
        models.Utlamnande,
        {"aspirant": lambda scen: scen.annan},
        {},
    ),
    Prov(
        "cases_utlamnande_samtycke_efter_grund",
        models.Utlamnande,
        {"grund": lambda scen: kod(models.RattsligGrund, "samtycke")},
        PA_SAMTYCKE,
    ),
    Prov(
        "cases_utlamnande_samtycke_samma_person_och_hall",
        models.Utlamnande,
        PA_SAMTYCKE | {"samtycke": lambda scen: scen.consent(aspirant=scen.annan)},
        PA_SAMTYCKE,
    ),
    Prov(
        "cases_utlamnande_samtycke_galler",
        models.Utlamnande,
        PA_SAMTYCKE | {"samtycke": lambda scen: scen.consent(typer=["protokoll"])},
        PA_SAMTYCKE,
    ),
    Prov(
        "cases_utlamnande_oppnad_satts_helt",
        models.Utlamnande,
        {"oppnad_at": NU},
        {"oppnad_at": NU, "oppnad_av": anvandare("sara")},
    ),
    Prov(
        "cases_utlamnande_upphor_bara_med_samtycke",
        models.Utlamnande,
        {"upphorde": JULI},
        PA_SAMTYCKE | {"upphorde": JULI},
    ),
    Prov("cases_samtycke_omfattar_nagot", models.Samtycke, {"typer": []}, {"typer": ["protokoll"]}),
    Prov(
        "cases_samtycke_mellan_tva_namnder",
        models.Samtycke,
        {"till_namnd": lambda scen: scen.stad.kista.namnd},
        {},
    ),
    Prov("cases_samtycke_aterkallelse_satts_helt", models.Samtycke, {"aterkallat": JULI}, ATERKALLAT),
    Prov(
        "cases_samtycke_aterkallat_efter_att_det_gavs",
        models.Samtycke,
        ATERKALLAT | {"aterkallat": MAJ},
        ATERKALLAT,
    ),
    Prov(
        "cases_handling_utdrag_sager_ur_vad",
        models.Handling,
        {"typ": "utdrag"},
        {"typ": "utdrag", "ur_typ": "jobbplan", "delar": ["Mål och delmål"]},
    ),
    Prov(
        "cases_remiss_svarshandling_vid_aterremiss",
        models.Remiss,
        {"svarshandling": lambda scen: scen.stallt},
        {
            "svarshandling": lambda scen: scen.stallt,
            "svar": "aterremitterad",
            "besvarad_at": NU,
            "besvarad_av": anvandare("carl"),
            "aterremiss_skal": "Fel",
        },
    ),
    Prov(
        "cases_utlamnande_kvittens_satts_helt",
        models.Utlamnande,
        {"kvitterat_at": NU},
        {"kvitterat_at": NU, "kvitterat_av": anvandare("sara")},
    ),
    Prov(
        "cases_skyddsbehorighet_utan_overlapp",
        models.Skyddsbehorighet,
        {"fran": JULI},
        {"fran": JULI, "grund": "handlaggare"},
        forst={},
    ),
    Prov("cases_skyddsbehorighet_grund_ar_kand", models.Skyddsbehorighet, {"grund": "annan"}, {"grund": "remiss"}),
    Prov(
        "cases_skyddsbehorighet_avslut_har_en_tid",
        models.Skyddsbehorighet,
        {"avslutad_av": anvandare("sara")},
        {"avslutad_av": anvandare("sara"), "avslutad_at": NU},
    ),
    Prov("cases_skyddsandring_ar_en_andring", models.Skyddsandring, {"till_niva": 0}, {}),
    Prov(
        "cases_skyddsandring_skal_bara_nar_skyddet_sanks",
        models.Skyddsandring,
        {"skal": "x"},
        {"fran_niva": 2, "skal": "x"},
    ),
    Prov(
        "cases_nummerfraga_svar_satts_helt",
        models.Nummerfraga,
        {"utfall": "flytt"},
        {"utfall": "flytt", "svarstext": "x", "besvarad_at": NU, "besvarad_av": anvandare("sara")},
    ),
    Prov(
        "cases_nummerhandelse_svar_sager_vad",
        models.Nummerhandelse,
        {"slag": "rattelse", "utfall": "flytt"},
        {"slag": "rattelse", "utfall": "flytt", "svarstext": "x"},
    ),
    Prov("cases_nummerfraga_unik_referens", models.Nummerfraga, {}, {"referens": "EFGH"}, forst={}),
    Prov(
        "cases_nummerfraga_nummer_bara_med_referens",
        models.Nummerfraga,
        {"svar": "fritt"},
        {"svar": "fritt", "nummer": "", "referens": ""},
    ),
]


def save(scen: Scen, model, changes: dict):
    values = {name: value(scen) if callable(value) else value for name, value in changes.items()}
    with transaction.atomic():
        return model.objects.create(**scen.base(model) | values)


@pytest.mark.parametrize("prov", PROV, ids=lambda prov: prov.namn)
def test_one_row_is_allowed_and_one_refused(prov):
    scen = Scen()
    if prov.forst is not None:
        save(scen, prov.model, prov.forst)
    with pytest.raises(IntegrityError) as error:
        save(scen, prov.model, prov.refused)
    assert constraint_name(error.value) == prov.namn
    save(scen, prov.model, prov.allowed)


def test_every_constraint_of_cases_is_tried():
    """Here, or by its name in a file of its own beside this one."""
    named = {c.name for m in apps.get_app_config("cases").get_models() for c in m._meta.constraints}
    beside = [path.read_text() for path in Path(__file__).parent.glob("test_*_constraints.py")]
    elsewhere = {name for name in named if any(f'"{name}"' in text for text in beside)}
    assert named - elsewhere - {prov.namn for prov in PROV} == set()


class TestWordsForTheScreen:
    def test_a_violated_constraint_becomes_the_services_error(self):
        scen = Scen()
        save(scen, models.Remiss, {})
        with (
            pytest.raises(RuleBrokenError, match="Det finns redan en obesvarad remiss"),
            constraints_as(RuleBrokenError),
        ):
            models.Remiss.objects.create(**scen.remiss())
        assert models.Remiss.objects.count() == 1

    def test_one_that_no_form_can_meet_is_a_fault_of_ours(self):
        scen = Scen()
        with pytest.raises(IntegrityError), constraints_as(RuleBrokenError):
            models.Handling.objects.create(**scen.handling() | {"sha256": "x"})

    def test_the_trigger_has_words_too(self):
        assert "Övrigt" in constraint_text("cases_inskrivning_underorsak_bara_med_ovrigt")
