"""Names of fields and values of history, as people write them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_datetime

from config.dates import STOCKHOLM
from config.formatting import format_nummer
from config.maskning import KANSLIG, VANLIG

from .uppgiftsregister import uppgift

LONG = 70
# A telephone number, a name: what is longer than this is a text of somebody's own, and quoted
SHORT = 100
# Fields whose model gives them no name of their own
ORD = {
    "enhet": "enhet",
    "forsorjningshinder": "försörjningshinder",
    "fran": "från",
    "fran_user": "från handläggare",
    "franvaroskal": "skäl till frånvaron",
    "haller_med": "håller personen med",
    "installt_skal": "varför det ställdes in",
    "jobbtorg": "jobbtorg",
    "mal": "mål",
    "fran_namnd": "från nämnd",
    "till_namnd": "till nämnd",
    "nummerslag": "slag av nummer",
    "till": "till och med",
    "till_user": "till handläggare",
    "upphorde": "läses inte efter",
    "user": "handläggare",
}
# What says only who, when or where to, which the line says itself, or ties rows together: nobody reads it as a change
_TEKNISKA = """
    aspirant namnd inskrivning remiss plan ny_plan protokoll samtal kartlaggning uppfoljning placering delmal fore
    handling svarshandling ur ur_typ typ sha256 pdf tidigare_identitet nyckel flik uid ordning omgang rattar samtycke
    grundtext registrerad_vid roll forfattare created_at
    skapad_at skapad_av skickad_at skickad_av skickat_at skickat_av skrivet_at skrivet_av upprattad_at upprattad_av
    besvarad_at besvarad_av avslutad_at avslutad_av avslut_rattat_at avslut_rattat_av bytt_at bytt_av gjord_at gjord_av
    vald_at vald_av publicerad_at publicerad_av ersatt_at klar_at klar_av kallad_at kallad_av installt_at installt_av
    hallet_at kvitterat_at kvitterat_av oppnad_at oppnad_av signerad_at registrerat_av aterkallat_av
    paborjad_av overlaten_at overlaten_av kastad_at kastad_av
"""
TEKNISKA = frozenset(_TEKNISKA.split())
# A field in the middle of a sentence: "ändrade …", "tog bort …". Of one table where the name means different things
FRASER = {
    "adress": "adressen",
    "af_program": "programmet hos Arbetsförmedlingen",
    "af_program_fran": "programmets första dag",
    "af_program_till": "programmets sista dag",
    "aktivitetsformaga": "aktivitetsförmågan",
    "annat": "hindret annat",
    "annat_text": "texten om motivation, boende och annat",
    "annorlunda_skal": "skälet till en annan inskrivning än remissen bad om",
    "anteckning": "anteckningen",
    "anvisade_timmar": "timmarna av anvisad aktivitet",
    "arbete_en_manad": "om arbetet varade minst en månad",
    "arbete_sverige": "arbetet i Sverige",
    "arbete_utomlands": "arbetet i andra länder",
    "arbetsformaga": "arbetsförmågan",
    "aterkallat": "dagen då samtycket togs tillbaka",
    "aterkallat_satt": "hur samtycket togs tillbaka",
    "aterremiss_skal": "skälet till återremissen",
    "avbrottsorsak": "orsaken till avbrottet",
    "avbrutet": "dagen då stödet avslutades",
    "avbrutet_skal": "varför stödet avslutades",
    "avslut_kommentar": "kommentaren till avslutet",
    "avslutad": "avslutsdatumet",
    "avslutsorsak": "avslutsorsaken",
    "avslutsorsak_socialtjanst": "socialtjänstens avslutsorsak",
    "avsteg_skal": "skälet till avsteget",
    "boende": "hindret boende",
    "dag": "dagen",
    "datum": "dagen",
    "delar": "vilka delar det gäller",
    "efternamn": "efternamnet",
    "egna_ord": "personens egna ord",
    "enhet": "enheten",
    "epost": "e-postadressen",
    "familj": "hindret familj",
    "familj_text": "texten om familj och barnens situation",
    "fodelsear": "födelseåret",
    "fodelsedatum": "födelsedatumet",
    "fornamn": "förnamnet",
    "forsorjningshinder": "försörjningshindret",
    "forsorjningsstod_sedan": "dagen då försörjningsstödet började",
    "fortsatter_enligt": "överenskommelsen om att fortsätta efter avslutet",
    "fraga": "frågeställningen",
    "fran": "första dagen",
    "fran_namnd": "nämnden som lämnar ut",
    "fran_user": "den tidigare handläggaren",
    "franvaroskal": "skälet till frånvaron",
    "fulltaligt": "om alla tre parter var med",
    "fysisk_halsa": "hindret fysisk hälsa",
    "grund": "grunden",
    "halsa_text": "texten om hälsa",
    "haller_med": "om personen håller med",
    "handelse_dag": "dagen för händelsen",
    "handelse_tid": "tiden för händelsen",
    "handledare": "handledaren",
    "heltid": "om personen är aktuell för heltidsaktivering",
    "cases_afprogram.heltid": "om programmet är på heltid eller ger ersättningen",
    "heltid_skal": "varför heltidsaktivering inte är aktuell",
    "hushall": "hushållet",
    "ingang": "ingången",
    "inskriven": "inskrivningsdagen",
    "inskrivningssatt": "sättet för inskrivning",
    "insats": "insatsen",
    "insats_matchar": "om insatsen passar förmågan",
    "insatser": "erbjudna och föreslagna insatser",
    "insatserna": "texten om hur insatserna fungerar",
    "installt_skal": "varför samtalet ställdes in",
    "instrument": "instrumentet",
    "intressen": "intressena",
    "intyg": "om det finns läkarintyg",
    "intyg_grad": "intygets grad",
    "intyg_till": "intygets sista dag",
    "jobbsokande_timmar": "timmarna för eget jobbsökande",
    "jobbtorg": "jobbtorget",
    "kallad_satt": "hur personen kallades",
    "kastad_skal": "skälet till att utkastet kastades",
    "kommentar": "texten om vad det gav",
    "kommunal_anstallning": "om det är en kommunal arbetsmarknadsanställning",
    "kon": "det juridiska könet",
    "kunskaper": "kunskaperna och styrkorna",
    "lage": "läget",
    "lassatt": "hur personen fick del av texten",
    "levnadsvanor": "hindret levnadsvanor",
    "levnadsvanor_text": "texten om levnadsvanor",
    "mal": "målet",
    "mal_text": "varför målet ändras",
    "mal_timmar": "målet för anvisade timmar",
    "mal_utfall": "vad det blev av målet",
    "malgrupp": "målgruppen",
    "motivation": "hindret motivation",
    "motpart": "den tredje parten",
    "motprestation": "det som begärs av personen",
    "mottaget_av": "vem som tog emot samtycket",
    "namn": "namnet",
    "narvaro": "närvaron",
    "nasta_kontakt": "nästa kontakt",
    "nasta_uppfoljning": "nästa uppföljning",
    "notering": "överlämningsnoteringen",
    "nulage": "texten om nuläget",
    "nummer": "personnumret",
    "jobbplaner_plan.nummer": "versionen",
    "nummerslag": "slaget av nummer",
    "ny_dag": "det nya datumet",
    "omfattning": "vad samtycket omfattar",
    "cases_langsiktigtstod.omfattning": "vad stödet är",
    "omprovas": "dagen för omprövning",
    "orsak": "orsaken",
    "overenskommen": "dagen för överenskommelsen med Arbetsförmedlingen",
    "overenskommelse": "om programmet omfattas av en överenskommelse",
    "overenskommet": "dagen för överenskommelsen",
    "papekanden": "påpekandena när remissen skickades",
    "part": "parten",
    "planen": "vad som behöver ändras i planen",
    "planerade_insatser": "de planerade insatserna",
    "planval": "om planen behöver ändras",
    "plats": "platsen",
    "program": "programmet",
    "provad": "om förmågan är prövad i verklig miljö",
    "provad_nar": "när förmågan prövades",
    "provad_var": "var förmågan prövades",
    "psykisk_halsa": "hindret psykisk hälsa",
    "rad": "rådet när remissen skickades",
    "rattar_skal": "skälet till rättelsen",
    "rattslig": "hindret rättslig situation",
    "rattslig_grund": "den rättsliga grunden",
    "rattslig_text": "texten om rättslig situation",
    "resultat": "resultatet",
    "jobbplaner_delmalsutfall.resultat": "vad som hände",
    "rubrik": "det att tala om",
    "sagt_av": "vem som sade det",
    "satt": "hur samtycket lämnades",
    "sdf": "ansvarig stadsdel",
    "senast": "senaste dagen",
    "skal": "anteckningen om närvaron",
    "skolgang": "skolgången",
    "skulder": "hindret skulder",
    "skulder_text": "texten om skulder",
    "slag": "slaget",
    "slut": "sluttiden",
    "slutdatum": "slutdatumet",
    "slutsatt": "hur placeringen slutade",
    "sprak": "språket",
    "sprakstod": "behovet av språkstöd",
    "steg_nasta": "nästa steg på trappan",
    "steg_nu": "steget på trappan",
    "stod": "stödet som ges",
    "stodtid": "tiden med försörjningsstöd",
    "studiemedel": "om studierna ger rätt till studiemedel",
    "svar": "svaret",
    "svar_senast": "dagen för svar",
    "svenska": "svenskan",
    "syfte": "syftet",
    "telefon": "telefonnumret",
    "text": "texten",
    "tid": "tiden",
    "till": "sista dagen",
    "insatser_placering.till": "det planerade slutet",
    "till_enhet": "enheten som tar emot",
    "till_namnd": "nämnden som tar emot",
    "till_user": "den nya handläggaren",
    "timmar_per_vecka": "timmarna i veckan",
    "timskal": "skälet till att timmar saknas",
    "titel": "titeln",
    "tolk": "behovet av tolk",
    "tolk_satt": "hur tolken är med",
    "tolk_sprak": "tolkens språk",
    "typer": "vilka handlingar som ingår",
    "underorsak": "underorsaken",
    "upphorde": "dagen då läsningen upphörde",
    "user": "handläggaren",
    "cases_langsiktigtstod.user": "vem som ger stödet",
    "utfall": "hur det gick",
    "utgangen_skal": "varför remissen gick ut",
    "vad": "vad som ska göras",
    "jobbplaner_delmalsutfall.vad": "delmålet",
    "varde": "den bedömda förmågan",
    "varfor_inte": "varför insatsen inte passar",
    "vem": "vem som gör det",
    "jobbplaner_formagebedomning.vem": "vem som har bedömt",
    "jobbplaner_instrumentresultat.vem": "vem som använde instrumentet",
    "verifierad": "om uppgiften är bekräftad",
    "vuxna": "antalet vuxna i hushållet",
    "yrkesutbildning": "yrkesutbildningen",
}
# Where "no" is an answer of its own and not a box that nobody ticked
NEJ_SAGER_NAGOT = frozenset({"fulltaligt"})


def is_told(field: models.Field) -> bool:
    """Does a change of the field mean anything to those who read the akt?"""
    return field.name not in TEKNISKA and uppgift(field.model, field.name).klass != VANLIG


def fras(field: models.Field) -> str:
    """The field as a noun in a sentence; KeyError for one that nobody has given words."""
    return FRASER.get(f"{field.model._meta.db_table}.{field.name}") or FRASER[field.name]


def etikett(field: models.Field) -> str:
    """The field as its form calls it, with a capital."""
    own = str(field.verbose_name)
    namn = own if own != field.name.replace("_", " ") else ORD.get(field.name, own)
    return namn[:1].upper() + namn[1:]


@dataclass(frozen=True)
class Varde:
    """A value in words; `kort` is its beginning when it is long. A sensitive one is shown when one asks for it."""

    text: str
    kanslig: bool = False
    citat: bool = False

    @property
    def lang(self) -> bool:
        return len(self.text) > LONG or "\n" in self.text

    @property
    def kort(self) -> str:
        rad = " ".join(self.text.split())
        return f"{rad[:LONG].rsplit(' ', 1)[0]} …" if len(rad) > LONG else rad


def field_of(model: type[models.Model] | None, kolumn: str) -> models.Field | None:
    """The model's field of a column; None when the model has changed since."""
    if model is None:
        return None
    return next((f for f in model._meta.local_concrete_fields if f.column == kolumn), None)


def words(field: models.Field, value, namn: Callable[[type[models.Model], int], str]) -> Varde:
    """A stored JSON value as the screen says it; `namn(model, pk)` names what a foreign key points to."""
    written = isinstance(field, models.TextField) or (isinstance(field, models.CharField) and field.max_length > SHORT)
    klass = uppgift(field.model, field.name).klass
    return Varde(
        _text(field, value, namn),
        kanslig=klass == KANSLIG,
        citat=written and not field.choices and not isinstance(field, models.EmailField),
    )


def _text(field: models.Field, value, namn) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field.is_relation:
        return namn(field.related_model, value) or "något som du inte ser eller som är borttaget"
    if isinstance(field, ArrayField):
        return ", ".join(_text(field.base_field, part, namn) for part in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    if isinstance(field, models.TimeField):
        return str(value)[:5]
    return format_nummer(value) if field.name == "nummer" else str(value)


def _moment(value: str) -> str:
    moment: datetime | None = parse_datetime(value)
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if moment else value


def och(delar: list[str], most: int = 3) -> str:
    """ "a, b och c"; of many the first and how many more: "a, b och 4 till"."""
    if len(delar) > most:
        delar = [*delar[: most - 1], f"{len(delar) - most + 1} till"]
    return " och ".join(filter(None, [", ".join(delar[:-1]), delar[-1]])) if delar else ""
