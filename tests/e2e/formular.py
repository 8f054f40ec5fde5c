"""Every form that is filled in and every button that changes something: who presses it, where, and what it does once.

One table for the lost session and for the double click. A button is named by its template and its words; one that
stands in a template and not here fails tests/test_knappar.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from config.dates import today

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
IDAG = today()
FRAMAT = str(IDAG + timedelta(days=45))
FORSTA = 1
"""The first real choice of a list."""

EXEMPT = {
    "cases/loggutdrag.html: Hämta loggutdrag": "the answer is a file and the page stays; each file is a reading",
    "cases/sok.html: ": "changes nothing, narrows the hits",
    "cases/sok.html: Föregående": "changes nothing, turns the page of the hits",
    "cases/sok.html: Nästa": "the same",
    "cases/sok.html: Nödöppning": "changes nothing, asks for the reason",
    "cases/nummerfraga_list.html: Öppna": "changes nothing, opens the question",
    "components/idle_dialog.html: Fortsätt": "keeps the session; tests/e2e/test_session.py if it is tried in a browser",
    "cases/registrera_remiss.html: Ingen remiss nu": "changes nothing, leads to the akt",
    "cases/remiss_falt.html: Visa vad reglerna säger": "changes nothing, draws the page again",
    "components/button.html: ": "the component; nothing in the product makes an Action that posts",
    "components/flashes.html: ": "the component; the one flash that posts is cases/avslut.html: Ångra avslutet",
    "gallery/gallery.html: Spara utkast": "the gallery, tests/e2e/test_components.py",
    "components/form_row.html: ": "takes a row away in the page; it is saved with the form",
    "components/form_rows.html: ": "adds a row in the page; it is saved with the form",
    "components/form_rows.html: Spara": "the hidden first button that Enter presses",
    "components/form_row_tips.html: ": "takes the other's text into the page; it is saved with the form",
    "jobbplaner/_krock.html: ": "the same",
    "jobbplaner/kartlaggning_edit.html: Spara": "the hidden first button that Enter presses, the same as Spara utkast",
    "jobbplaner/uppfoljning_edit.html: Spara": "the hidden first button that Enter presses, the same as Spara utkast",
    "jobbplaner/uppfoljning_edit.html: Flytta till version": "the form of Spara utkast, moved once in its own test",
    "jobbplaner/samtal_edit.html: Spara": "the hidden first button that Enter presses, the same as Spara utkast",
}


@dataclass(frozen=True)
class Fall:
    """One form or button. `rad` names the kind of row in tests/e2e/akter.py; its numbers are {0}, {1} and {2}.

    `raknar` is SQL whose answer grows by one when the button has had its effect; "" where it has none. `vid` is part of
    the address of the button's own form where a page has many. A field is named by the end of its name, or by #id.
    `erbjuds`: the draft is offered, not put back. `sparas`: the page saves while one types, so nothing may be left to
    put back.
    """

    knapp: str
    roll: str
    url: str
    raknar: str = ""
    rad: str = ""
    ifyllt: dict[str, str | int | bool] = field(default_factory=dict)
    fram: Callable[[Page, str, list], None] | None = None
    text: str = ""
    vid: str = ""
    erbjuds: bool = False
    sparas: bool = False

    @property
    def ord(self) -> str:
        """What the button says on the page, as the beginning of its name."""
        return self.text or self.knapp.split(": ", 1)[1]

    def __str__(self) -> str:
        return f"{self.roll}-{self.rad or 'ny'}-{self.knapp.split('/', 1)[1]}"


def _with_nummer(page: Page, bas: str, rad: list) -> None:
    page.goto(f"{bas}/registrera/")
    page.locator("main [name=nummer]").fill(rad[0])
    page.locator("main .ask button").click()
    page.wait_for_url("**/registrera/person/")


def _without_nummer(page: Page, bas: str, rad: list) -> None:
    page.goto(f"{bas}/registrera/")
    page.get_by_role("button", name="Personen har inget nummer").click()
    page.wait_for_url("**/registrera/person/")
    show = page.get_by_role("button", name="Visa det jag skrev")
    if show.count():
        show.click()


def _opened(page: Page, bas: str, rad: list) -> None:
    page.goto(f"{bas}/nodoppning/")
    page.locator("[name=nummer]").fill(rad[0])
    page.locator("[name=skal]").fill("Personen ringer och är i akut fara hemma.")
    page.get_by_role("button", name="Öppna akten").click()
    page.wait_for_url("**/akter/*/")


VERSION = "SELECT version FROM {} WHERE id = {{0}}"
PERSON = VERSION.format("cases_aspirant")
REMISSER = "SELECT count(*) FROM cases_remiss WHERE aspirant_id = {0}"
UPPFOLJDA = "SELECT count(*) FROM jobbplaner_planuppfoljning WHERE aspirant_id = {0}"
PLANER = "SELECT count(*) FROM jobbplaner_plan WHERE aspirant_id = {0}"
PUBLICERADE = f"{PLANER} AND publicerad_at IS NOT NULL"
SAMTAL = "SELECT count(*) FROM jobbplaner_trepartssamtal WHERE aspirant_id = {0}"
SIGNERADE = "SELECT count(*) FROM jobbplaner_samtalsprotokoll WHERE aspirant_id = {0} AND handling_id IS NOT NULL"
UTLAMNANDEN = "SELECT count(*) FROM cases_utlamnande WHERE aspirant_id = {0}"
SAMTYCKEN = "SELECT count(*) FROM cases_samtycke WHERE aspirant_id = {0}"
KVITTERADE = "SELECT count(*) FROM cases_utlamnande WHERE id = {1} AND kvitterat_at IS NOT NULL"

HANDLAGGARE = "SELECT count(*) FROM cases_handlaggare WHERE aspirant_id = {0}"
SAMORDNARE = "SELECT count(*) FROM cases_samordnare WHERE aspirant_id = {0}"
NAMNGIVNA = "SELECT count(*) FROM cases_skyddsbehorighet WHERE aspirant_id = {0}"
GRANSKNINGAR = "SELECT count(*) FROM cases_nodgranskning WHERE nodoppning_id = {0}"
NODOPPNINGAR = "SELECT count(*) FROM cases_nodoppning WHERE aspirant_id = {1}"
SVAR = "SELECT count(*) FROM cases_bekraftelse WHERE medlemskap_id = {0}"
KONTO = (
    "SELECT count(DISTINCT h.slag) FROM cases_kontohandelse h JOIN cases_user u ON u.id = h.user_id"
    " WHERE u.username = '{}' AND h.slag = '{}'"
)
NYTT = "sju båtar ligger vid kajen 47"

HUSHALL = {"forsorjningsstod_sedan": "2025-03", "forsorjningshinder": FORSTA, "vuxna": "2"}
REMISS = {"jobbtorg": "Jobbtorg Kista", "fraga": "Vilket stöd behövs för truckkort?", "rattslig_grund": FORSTA}
AVSLUT = {"sagt_av": "aspirant", "verifierad": "ja", "avslut_kommentar": "Börjar på måndag."}
SAMTYCKE = {"omfattning": "Bara det senaste samtalet", "riktning": "fran_oss", "satt": "muntligt",
            "#id_typer_0": True}  # fmt: skip
INSATS = {"namn": "Provköket", "anordnare": "Kista Matcafé", "slag": FORSTA, "steg": FORSTA, "klass": "sysselsattning",
          "innehall": "Laga lunch för sextio gäster.", "platser": "4"}  # fmt: skip
AVSLUTA = "Spara rättelsenAvsluta inskrivningen"
"""Two words for one button in the template."""
BYT = "Byt handläggareUtse handläggare"
LAMNA = "Lämna överUtse handläggare"
SKYDDA = "Höj skyddetSkydda uppgifterna"
PLAN = {"egna_ord": "Jag vill köra truck.", "mal": "Lagerarbete på heltid i Kista", "delmal-0-vad": "Truckkort",
        "delmal-0-vem": FORSTA, "delmal-0-senast": FRAMAT, "nasta_uppfoljning": FRAMAT}  # fmt: skip
FOLJD = {"egna_ord": "Det gick bra.", "#id_utfall-0-utfall_0": True, "#id_utfall-1-utfall_1": True,
         "utfall-0-resultat": "Godkänd", "#id_mal_utfall_0": True}  # fmt: skip
BOKNINGEN = {"datum": str(IDAG), "tid": "10:00", "slut": "11:00", "plats": "Jobbtorg Kista, rum 4"}
SAMTALET = {"deltagare-0-narvaro": FORSTA, "deltagare-1-narvaro": FORSTA, "deltagare-2-narvaro": FORSTA,
            "nulage": "Praktiken går bra.", "#id_planval_0": True, "#id_haller_med_0": True, "lassatt": FORSTA,
            "punkter-0-vad": "Ringa skolan", "punkter-0-vem": FORSTA, "punkter-0-senast": FRAMAT}  # fmt: skip
HINDREN = dict.fromkeys(("motivation", "boende", "annat", "fysisk_halsa", "psykisk_halsa", "familj", "rattslig",
                         "levnadsvanor", "skulder"), "mattligt")  # fmt: skip
KARTLAGD = {"#id_datum": str(IDAG), "svenska": FORSTA, "bed_coach_varde": FORSTA, "halsa_text": "Sover dåligt."}
UTAN_UTSKICK = {"skicka": False}

ANTECKNINGAR = "SELECT count(*) FROM cases_journalanteckning WHERE aspirant_id = {0}"
ANTECKNING = {"slag": FORSTA, "handelse_tid": "13:30", "text": "Vi talade om praktiken i köket."}

FORMULAR = [
    Fall("cases/anteckning_edit.html: Spara utkast", "carl", "/akter/{0}/journal/ny/", ANTECKNINGAR, "inskriven",
         ANTECKNING),
    Fall("cases/anteckning_avgor.html: Spara beslutet", "eva", "/akter/{0}/journal/{1}/avgor/",
         "SELECT count(*) FROM cases_journalanteckning WHERE id = {1} AND kastad_at IS NOT NULL", "lamnad",
         {"#id_beslut_1": True, "skal": "Inget hände, personen kom inte."}),
    Fall("cases/anteckning_edit.html: Signera anteckningen", "carl", "/akter/{0}/journal/ny/",
         f"{ANTECKNINGAR} AND signerad_at IS NOT NULL", "inskriven", ANTECKNING),
    Fall("cases/registrera.html: Sök", "sara", "/registrera/", rad="nummer", ifyllt={"nummer": "{0}"}),
    Fall("cases/registrera_person.html: Spara och fortsätt till hushåll", "sara", "/registrera/person/",
         "SELECT count(*) FROM cases_aspirant WHERE nummer = '{0}'", "nummer",
         {"fornamn": "Emil", "efternamn": "Provtjäder", "telefon": "070-174 06 05"}, _with_nummer),
    Fall("cases/registrera_person.html: Spara och fortsätt till hushåll", "sara", "/registrera/person/",
         "SELECT count(*) FROM cases_aspirant WHERE efternamn = 'Prov{0}'", "nummer",
         {"fornamn": "Nora", "efternamn": "Prov{0}", "fodelsedatum": "1990-03-04", "kon": "kvinna"}, _without_nummer,
         erbjuds=True),
    Fall("cases/registrera_person.html: Spara och fortsätt till hushåll", "sara", "/registrera/{0}/person/",
         PERSON, "registrerad", {"telefon": "070-174 06 05"}),
    Fall("cases/registrera_hushall.html: Spara och fortsätt till remiss", "sara", "/registrera/{0}/hushall/",
         PERSON, "registrerad", HUSHALL),
    Fall("cases/registrera_remiss.html: Skicka remiss", "sara", "/registrera/{0}/remiss/",
         REMISSER, "registrerad", REMISS),
    Fall("cases/remiss_create.html: Skicka remiss", "sara", "/akter/{0}/remiss/", REMISSER, "registrerad", REMISS),
    Fall("cases/remiss_detail.html: Skicka tillbaka remissen", "carl", "/remisser/{1}/",
         "SELECT count(*) FROM cases_remiss WHERE id = {1} AND svar = 'aterremitterad'", "remitterad",
         {"skal": "Personen behöver först en arbetsförmågeutredning."}),
    Fall("cases/inskrivning_create.html: Skriv in", "carl", "/akter/{0}/inskrivning/",
         "SELECT count(*) FROM cases_inskrivning WHERE aspirant_id = {0}", "remitterad",
         {"inskrivningssatt": "trepartssamtal", "annorlunda_skal": "Tolk behövs.", "samtycke": True,
          "#id_typer_0": True, "omfattning": "Bara jobbplanen"}),
    Fall(f"cases/avslut.html: {AVSLUTA}", "eva", "/akter/{0}/avslut/",
         "SELECT count(*) FROM cases_inskrivning WHERE aspirant_id = {0} AND avslutad IS NOT NULL", "inskriven",
         {"avslutsorsak": FORSTA, **AVSLUT}, text="Avsluta inskrivningen"),
    Fall(f"cases/avslut.html: {AVSLUTA}", "carl", "/akter/{0}/avslut/{1}/",
         "SELECT version FROM cases_inskrivning WHERE id = {1}", "avslutad", AVSLUT,
         text="Spara rättelsen"),
    Fall("cases/afprogram.html: Spara programmet", "carl", "/akter/{0}/arbetsformedlingen/",
         "SELECT count(*) FROM cases_afprogram WHERE aspirant_id = {0}", "inskriven",
         {"program": FORSTA, "fran": str(IDAG), "heltid": True}),
    Fall("cases/langsiktigt_stod.html: Spara stödet", "carl", "/akter/{0}/langsiktigt-stod/",
         "SELECT version FROM cases_langsiktigtstod WHERE aspirant_id = {0}", "stodd", {"nasta_kontakt": FRAMAT}),
    Fall("cases/langsiktigt_stod.html: Avsluta stödet", "carl", "/akter/{0}/langsiktigt-stod/",
         "SELECT count(*) FROM cases_langsiktigtstod WHERE aspirant_id = {0} AND avbrutet IS NOT NULL", "stodd",
         {"skal": "Personen klarar sig själv."}),
    Fall("cases/uppgifter.html: Spara uppgifterna", "sara", "/akter/{0}/uppgifter/", PERSON, "registrerad",
         {"telefon": "070-174 06 05", **HUSHALL}),
    Fall("cases/nummerbyte.html: Byt nummer", "sara", "/akter/{0}/nummer/",
         "SELECT count(*) FROM cases_tidigarenummer WHERE aspirant_id = {0}", "felskriven",
         {"nummer": "19990205-2381", "orsak": "fel", "inte_fingerad": True}),
    Fall("cases/uppgifter.html: Spara uppgifterna", "carl", "/akter/{0}/uppgifter/", PERSON, "inskriven",
         {"telefon": "070-174 06 05"}),
    Fall("cases/utlamnande_list.html: Registrera samtycke", "carl", "/akter/{0}/utlamnanden/",
         SAMTYCKEN, "inskriven", SAMTYCKE),
    Fall("cases/samtycke_withdraw.html: Återkalla samtycket", "carl", "/samtycken/{1}/aterkalla/",
         "SELECT count(*) FROM cases_samtycke WHERE id = {1} AND aterkallat IS NOT NULL", "samtyckt",
         {"satt": "muntligt"}),
    Fall("uppfoljning/bevakning_edit.html: Spara", "carl", "/bevakningar/{1}/",
         "SELECT count(*) FROM uppfoljning_bevakningsatgard WHERE aspirant_id = {0}", "bevakad",
         {"vad": "skjut_upp", "till": FRAMAT, "skal": "Väntar på besked"}),
    Fall("uppfoljning/bevakning_create.html: Spara bevakningen", "carl", "/akter/{0}/bevakningar/ny/",
         "SELECT count(*) FROM uppfoljning_egenbevakning WHERE aspirant_id = {0}", "inskriven",
         {"text": "Ring skolan", "dag": FRAMAT}),
    Fall("cases/utdrag_create.html: Lämna ut utdraget", "carl", "/akter/{0}/utdrag/?ur=plan-{1}", UTLAMNANDEN,
         "planerad", {"#id_delar_0": True, "grund": FORSTA}),
    Fall("cases/nodoppning_create.html: Öppna akten i minuter", "vera", "/nodoppning/", NODOPPNINGAR, "frammande",
         {"nummer": "{0}", "skal": "Personen ringer och är i akut fara hemma."}, text="Öppna akten"),
    Fall("cases/nodoppning_review.html: Spara granskningen", "stina", "/nodoppningar/{0}/", GRANSKNINGAR, "nodoppnad",
         {"utfall": "inte_befogad", "motivering": "Uppgiften fanns redan på den egna enheten."}),
    Fall("cases/nodoppning_review.html: Rätta granskningen", "stina", "/nodoppningar/{0}/", GRANSKNINGAR, "granskad",
         {"utfall": "inte_befogad", "motivering": "Uppgiften fanns redan på den egna enheten."}),
    Fall("cases/handling_af.html: Notera utlämnandet", "carl", "/handlingar/{2}/arbetsformedlingen/",
         "SELECT count(*) FROM cases_externutlamnande WHERE aspirant_id = {0}", "planerad",
         {"grund": FORSTA, "satt": FORSTA}),
    Fall("cases/handling_af.html: Notera kvittensen", "carl", "/handlingar/{2}/arbetsformedlingen/",
         "SELECT count(*) FROM cases_externutlamnande WHERE aspirant_id = {0} AND mottaget IS NOT NULL", "af_skickad",
         {"mottaget": str(IDAG)}),
    Fall("cases/_skicka_handling.html: Skicka", "carl", "/akter/{0}/jobbplan/", UTLAMNANDEN, "planerad",
         {"grund": FORSTA}),
    Fall("insatser/insats_form.html: Spara insatsen", "eva", "/insatser/ny/",
         "SELECT count(*) FROM insatser_insats WHERE namn = 'Provköket'", ifyllt=INSATS),
    Fall("insatser/insats_form.html: Spara insatsen", "eva", "/insatser/{0}/andra/",
         VERSION.format("insatser_insats"), "insats", {"namn": "Ett nytt namn", "platser": "9"}),
    Fall("insatser/placering_form.html: Spara placeringen", "carl", "/akter/{0}/insatser/ny/",
         "SELECT count(*) FROM insatser_placering WHERE aspirant_id = {0}", "inskriven",
         {"insats": "Provinsats", "till": FRAMAT, "timmar_per_vecka": "12", "syfte": "Pröva köksarbete"}),
    Fall("insatser/placering_omprova.html: Låt placeringen fortsätta", "carl", "/akter/{0}/insatser/{1}/omprova/",
         "SELECT count(*) FROM insatser_placering WHERE id = {1} AND timmar_per_vecka = 7", "placerad",
         {"till": FRAMAT, "timmar_per_vecka": "7"}),
    Fall("insatser/placering_avsluta.html: Avsluta placeringen", "carl", "/akter/{0}/insatser/{1}/avsluta/",
         "SELECT count(*) FROM insatser_placering WHERE id = {1} AND avslutad IS NOT NULL", "placerad",
         {"slutsatt": "fullfoljd", "resultat": FORSTA, "kommentar": "Fick anställning."}),
    Fall("jobbplaner/plan_edit.html: Spara utkast", "carl", "/akter/{0}/jobbplan/utkast/", PLANER, "inskriven",
         {**PLAN, **UTAN_UTSKICK}),
    Fall("jobbplaner/plan_edit.html: Publicera version och skicka", "carl", "/akter/{0}/jobbplan/utkast/",
         PUBLICERADE, "inskriven", {**PLAN, **UTAN_UTSKICK}, text="Publicera version"),
    Fall("jobbplaner/plan_edit.html: Publicera version och skicka", "sara", "/akter/{0}/arbetsplan/utkast/",
         PUBLICERADE, "registrerad", PLAN, text="Publicera version"),
    Fall("jobbplaner/uppfoljning_edit.html: Spara utkast", "carl", "/akter/{0}/jobbplan/uppfoljning/", UPPFOLJDA,
         "planerad", FOLJD),
    Fall("jobbplaner/uppfoljning_edit.html: Slutför uppföljningen", "carl", "/akter/{0}/jobbplan/uppfoljning/",
         f"{UPPFOLJDA} AND klar_at IS NOT NULL", "planerad", FOLJD),
    Fall("jobbplaner/kartlaggning_edit.html: Spara utkast", "carl", "/akter/{0}/kartlaggning/utkast/",
         rad="inskriven", ifyllt=KARTLAGD, sparas=True),
    Fall("jobbplaner/kartlaggning_edit.html: Slutför kartläggningen", "sara", "/akter/{0}/kartlaggning/utkast/",
         "SELECT count(*) FROM jobbplaner_kartlaggning WHERE aspirant_id = {0} AND klar_at IS NOT NULL", "registrerad",
         {**KARTLAGD, **HINDREN}, sparas=True),
    Fall("jobbplaner/samtal_create.html: Boka samtalet", "carl", "/akter/{0}/samtal/nytt/", SAMTAL, "inskriven",
         BOKNINGEN),
    Fall("jobbplaner/samtal_booking.html: Spara bokningen", "carl", "/akter/{0}/samtal/{1}/bokning/",
         "SELECT count(*) FROM jobbplaner_samtalsflytt WHERE samtal_id = {1}", "samtal",
         {"datum": FRAMAT, "plats": "Jobbtorg Kista, rum 2", "skal": FORSTA}),
    Fall("jobbplaner/samtal_cancel.html: Ställ in samtalet", "carl", "/akter/{0}/samtal/{1}/stall-in/",
         f"{SAMTAL} AND installt_at IS NOT NULL", "samtal", {"skal": FORSTA}),
    Fall("jobbplaner/samtal_edit.html: Spara utkast", "carl", "/akter/{0}/samtal/{1}/",
         "SELECT version - 1 FROM jobbplaner_samtalsprotokoll WHERE aspirant_id = {0}", "samtal",
         {**SAMTALET, **UTAN_UTSKICK}),
    Fall("jobbplaner/samtal_edit.html: Signera och skicka", "carl", "/akter/{0}/samtal/{1}/", SIGNERADE, "samtal",
         {**SAMTALET, **UTAN_UTSKICK}, text="Signera"),
    Fall(f"cases/handlaggare.html: {BYT}", "eva", "/akter/{0}/handlaggare/", HANDLAGGARE, "inskriven",
         {"user": FORSTA, "notering": "Ring helst på förmiddagen."}, text="Byt handläggare"),
    Fall(f"cases/overlamning.html: {LAMNA}", "eva", "/handlaggare/overlamna/?enhet={1}&av={2}", HANDLAGGARE,
         "overlamning", {"#person-{0}": True, "user": FORSTA, "notering": "Väntar på svar från skolan."},
         text="Lämna över"),
    Fall("cases/samordnare.html: Spara samordnaren", "eva", "/akter/{0}/samordnare/", SAMORDNARE, "inskriven",
         {"val": FORSTA}),
    Fall("cases/samordnare.html: Avsluta samordnaren", "eva", "/akter/{0}/samordnare/",
         f"{SAMORDNARE} AND till IS NOT NULL", "samordnad", {"till": str(IDAG - timedelta(days=1))}),
    Fall("cases/flytt.html: Flytta ansvaret", "sara", "/akter/{0}/flytt/",
         "SELECT count(*) FROM cases_sdfansvar WHERE aspirant_id = {0}", "registrerad", {"till": FORSTA}),
    Fall("cases/vikariat_form.html: Spara frånvaron", "eva", "/franvaro/ny/",
         "SELECT count(*) FROM cases_vikariat v JOIN cases_user u ON u.id = v.user_id WHERE u.username = 'carl'",
         "kollega", {"user": "Carl Wikström", "ersattare": "{0}", "till": FRAMAT}),
    Fall("cases/vikariat_namnge.html: Spara valet", "sara", "/franvaro/{0}/skyddade/",
         "SELECT count(*) FROM cases_skyddsbehorighet WHERE aspirant_id = {1} AND user_id = {2}", "skyddad_franvaro",
         {"#person-{1}": True}),
    Fall("cases/nummerfraga_detail.html: Besvara frågan", "rut", "/nummerfragor/{0}/",
         "SELECT count(*) FROM cases_nummerfraga WHERE referens = '{0}' AND utfall <> ''", "nummerfraga",
         {"utfall": "ingen_atgard", "anteckning": "Utrett per telefon."}),
    Fall("cases/nummerfraga_detail.html: Rätta svaret", "rut", "/nummerfragor/{0}/",
         "SELECT count(*) FROM cases_nummerhandelse h JOIN cases_nummerfraga f ON f.id = h.fraga_id"
         " WHERE f.referens = '{0}' AND h.slag = 'rattelse'", "besvarad_nummerfraga",
         {"utfall": "fel_nummer", "anteckning": "Numret tillhör någon annan."}),
    Fall("uppfoljning/rapport_new.html: Ta fram rapporten", "nina", "/rapporter/ny/",
         "SELECT count(*) FROM uppfoljning_rapport", ifyllt={"diarienummer": "AMN 2026/17"}),
]  # fmt: skip

KNAPPAR = [
    Fall("uppfoljning/bevakning_list.html: Öppna igen", "carl", "/akter/{0}/bevakningar/",
         "SELECT count(*) FROM uppfoljning_bevakningsatgard WHERE aspirant_id = {0} AND slag = 'oppna'", "stangd"),
    Fall("jobbplaner/_samtal_om.html: ", "carl", "/akter/{0}/samtal/{1}/", f"{SAMTAL} AND kallad_at IS NOT NULL",
         "samtal", text="Brev"),
    Fall("cases/anteckning_edit.html: Bifoga filen", "carl", "/akter/{0}/journal/ny/", ANTECKNINGAR, "inskriven",
         ANTECKNING),
    Fall("cases/anteckning_edit.html: Ta bort", "carl", "/akter/{0}/journal/{1}/",
         "SELECT -count(*) FROM cases_bilaga WHERE anteckning_id = {1}", "utkast"),
    Fall("cases/anteckning_edit.html: Kasta utkastet", "carl", "/akter/{0}/journal/{1}/",
         "SELECT -count(*) FROM cases_journalanteckning WHERE id = {1}", "utkast"),
    Fall("cases/registrera.html: Personen har inget nummer", "sara", "/registrera/"),
    Fall("cases/sok.html: Sök", "eva", "/sok/", ifyllt={"q": "Provsson"}),
    Fall("cases/_utlamnad.html: Kvittera mottagandet", "sara", "/akter/{0}/jobbplan/", KVITTERADE, "utlamnad"),
    Fall("cases/utlamnande_list.html: Kvittera", "stina", "/akter/{0}/utlamnanden/", KVITTERADE,
         "utlamnad"),
    Fall("cases/avslut.html: Ångra avslutet", "carl", "/akter/{0}/avslut/{1}/",
         "SELECT count(*) FROM cases_inskrivning WHERE id = {1} AND avslutad IS NULL", "avslutad_i_dag"),
    Fall("cases/remiss_detail.html: Påminn jobbtorget", "sara", "/remisser/{1}/",
         "SELECT count(*) FROM cases_remisspaminnelse WHERE remiss_id = {1}", "remitterad"),
    Fall("cases/_nodoppning.html: Avsluta nödöppningen", "vera", "/akter/{1}/",
         f"{NODOPPNINGAR} AND avslutad_at IS NOT NULL", "frammande", fram=_opened),
    Fall("jobbplaner/plan_detail.html: Upprätta handling", "carl", "/akter/{0}/jobbplan/",
         "SELECT count(*) FROM cases_handling WHERE aspirant_id = {0}", "utan_fil"),
    Fall("jobbplaner/kartlaggning_detail.html: Upprätta handling", "carl", "/akter/{0}/kartlaggning/{1}/",
         "SELECT count(*) FROM cases_handling WHERE aspirant_id = {0} AND typ = 'kartlaggning'", "kartlagd"),
    Fall("uppfoljning/rapport_rad.html: Avbryt", "nina", "/rapporter/",
         "SELECT count(*) FROM uppfoljning_rapport WHERE id = {0} AND lage = 'avbruten'", "vantande_rapport",
         vid="/{0}/avbryt/"),
    Fall("uppfoljning/rapport_rad.html: Försök igen", "nina", "/rapporter/",
         "SELECT count(*) FROM uppfoljning_rapport WHERE id = {0} AND lage <> 'misslyckad'", "stannad_rapport",
         vid="/{0}/igen/"),
    Fall("cases/vikariat_list.html: Avsluta frånvaron", "stina", "/franvaro/?avsluta={0}",
         "SELECT count(*) FROM cases_vikariat WHERE id = {0} AND avbrutet IS NOT NULL", "franvaro",
         vid="/franvaro/{0}/avsluta/"),
    Fall("cases/bekraftelse_list.html: Bekräfta", "eva", "/bekraftelser/", f"{SVAR} AND beviljad", "uppdrag",
         vid="/bekraftelser/{0}/"),
    Fall("cases/bekraftelse_list.html: Neka", "eva", "/bekraftelser/", f"{SVAR} AND NOT beviljad", "uppdrag",
         vid="/bekraftelser/{0}/"),
    Fall("cases/sparr_list.html: Häv spärren", "sven", "/systemstatus/sparrar/",
         "SELECT -count(*) FROM cases_inloggningssparr WHERE id = {0} AND sparrad_till > now()", "sparr",
         vid="/systemstatus/sparrar/{0}/"),
    Fall("cases/byt_losenord.html: Byt lösenord", "byter", "/mitt-konto/losenord/", KONTO.format("byter", "bytt"),
         ifyllt={"old_password": "demo", "new_password1": NYTT, "new_password2": NYTT}),
    Fall("cases/mitt_konto.html: Stäng av mejletSlå på mejlet", "mejlad", "/mitt-konto/",
         "SELECT count(*) FROM cases_user WHERE username = 'mejlad' AND NOT sammandrag", text="Stäng av mejlet"),
    Fall("cases/mitt_konto.html: Logga ut överallt", "lamnar", "/mitt-konto/", KONTO.format("lamnar", "utloggad")),
    Fall("cases/skydd.html: Namnge kollegan", "sara", "/akter/{0}/skydd/", NAMNGIVNA, "skyddad", {"user": FORSTA}),
    Fall("cases/skydd.html: Ta bort från listan", "stina", "/akter/{0}/skydd/?ta-bort={1}",
         f"{NAMNGIVNA} AND avslutad_at IS NOT NULL", "skyddad", vid="/{1}/avsluta/"),
    Fall(f"cases/skydd.html: {SKYDDA}", "sara", "/akter/{0}/skydd/", "SELECT skydd FROM cases_aspirant WHERE id = {0}",
         "registrerad", {"niva": "1"}, text="Skydda uppgifterna"),
    Fall("cases/skydd.html: Sänk skyddet", "sara", "/akter/{0}/skydd/",
         "SELECT -skydd FROM cases_aspirant WHERE id = {0}", "skyddad",
         {"niva": "0", "skal": "Markeringen är borttagen.", "bekraftar": True}),
    Fall("cases/skydd_utan_namngiven.html: Namnge", "stina", "/skyddade-arenden/",
         "SELECT count(*) FROM cases_skyddsbehorighet", "utan_namngiven", {"user": FORSTA}),
    Fall("components/own_links.html: Logga ut", "eva", "/"),
    Fall("cases/login.html: Logga in", "", "/logga-in/", ifyllt={"username": "eva", "password": "demo"}),
]  # fmt: skip

FORM = re.compile(r'<form(?=[^>]*method="post")[^>]*>(.*?)</form>', re.DOTALL)
BUTTON = re.compile(r'<button[^>]*type="submit"[^>]*>(.*?)</button>', re.DOTALL)


def buttons() -> set[str]:
    """ "template: words" of every button that sends a form by POST, or stands in a part that such a form includes."""
    return {
        f"{path.relative_to(TEMPLATES)}: {_words(button)}"
        for path in TEMPLATES.rglob("*.html")
        for inside in _sent(path.read_text())
        for button in BUTTON.findall(inside)
    }


def _sent(text: str) -> list[str]:
    """The insides of the POST forms; a part without a form of its own counts whole."""
    return FORM.findall(text) or ([] if "<form" in text else [text])


def _words(html: str) -> str:
    html = re.sub(r'<span class="visually-hidden">.*?</span>', "", html, flags=re.DOTALL)
    html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", "", html)
    return " ".join(html.split())
