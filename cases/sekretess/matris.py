"""Who sees which row: the table of domain.md section 9, as the database enforces it.

Every table that holds persons stands in PROTECTED with its rule; every other table stands in EXEMPT with
what the application may do to it. A table in neither makes `migrate` fail and stays unreadable.

Rules are row-local (docs/adr/0002): each row carries `enheter` (units that may see the person), `skydd`
(level of protection) and, when a nämnd owns it, `namnd_id` and `synlig_for` (nämnder that may read it).
"""

from dataclasses import dataclass

from .regelord import (
    ADD,
    AKT,
    BILAGA,
    CHANGE,
    CHEF,
    DOKUMENT,
    EGEN_ENHET,
    EGET_DOKUMENT,
    EGNA,
    FRAN_OSS,
    JOURNAL,
    KANSLIGT,
    MELLAN,
    NAMNDER,
    NAMNGIVEN,
    OMARKT_HANDLING,
    PERSON,
    READ,
    REGISTER,
    REMOVE,
    SKRIV_AKT,
    SKRIV_BILAGA,
    SKRIV_EGEN_UT,
    SKRIV_FRAN_OSS,
    SKRIV_JOURNAL,
    SKRIV_MELLAN,
    SKRIV_PERSON,
    SKRIV_REMISS,
    among,
)


@dataclass(frozen=True)
class Skydd:
    """The rule of one table: who reads, who writes, what the application is granted, which system duties pass.

    `synlig` is the SQL for `synlig_for` of a document row, in terms of NEW.
    `medfoljande` are (table, column) pairs whose own `synlig_for` follows this row's.
    `del_av` is the column naming the row this one is part of, for the history of both together.
    `historik_fran` is the column whose first value begins the history: what a draft said before is nobody's.
    `utan_historik` says why changes of the table leave no history; empty means that every change is kept.
    """

    las: str
    skriv: str
    grant: tuple[str, ...]
    statistik: bool = False
    uppfoljning: bool = False
    uppfoljning_skriver: bool = False
    bevakning: bool = False
    bevakning_skriver: bool = False
    synlig: str = ""
    medfoljande: tuple[tuple[str, str], ...] = ()
    del_av: str = ""
    historik_fran: str = ""
    utan_historik: str = ""


ALLT = (READ, ADD, CHANGE, REMOVE)
EFTER_HANDLING = (
    "ARRAY[NEW.namnd_id] || coalesce((SELECT h.synlig_for FROM cases_handling h WHERE h.id = NEW.handling_id), '{}')"
)
SOM_PLANEN = "(SELECT p.synlig_for FROM jobbplaner_plan p WHERE p.id = NEW.plan_id)"
# Of the nämnd that held it, until the version it led to is handed over
SOM_NYA_PLANEN = (
    "ARRAY[NEW.namnd_id] || coalesce((SELECT p.synlig_for FROM jobbplaner_plan p WHERE p.id = NEW.ny_plan_id), '{}')"
)
SOM_UPPFOLJNINGEN = "(SELECT u.synlig_for FROM jobbplaner_planuppfoljning u WHERE u.id = NEW.uppfoljning_id)"
SOM_KARTLAGGNINGEN = "(SELECT k.synlig_for FROM jobbplaner_kartlaggning k WHERE k.id = NEW.kartlaggning_id)"
SOM_PROTOKOLLET = "(SELECT p.synlig_for FROM jobbplaner_samtalsprotokoll p WHERE p.id = NEW.protokoll_id)"
REMISSENS_PARTER = """(SELECT array_agg(DISTINCT e.namnd_id) FROM cases_enhet e
    WHERE e.id IN (NEW.sdf_id, NEW.jobbtorg_id)
       OR e.id = (SELECT a.sdf_id FROM cases_aspirant a WHERE a.id = NEW.aspirant_id))"""
BARA_EGEN = "ARRAY[NEW.namnd_id]"
STAENDE_UTLAMNANDE = """ARRAY[NEW.namnd_id] || coalesce((
    SELECT array_agg(e.namnd_id) FROM cases_inskrivning i JOIN cases_enhet e ON e.id = i.jobbtorg_id
    WHERE i.id = NEW.inskrivning_id AND EXISTS (
        SELECT 1 FROM cases_parameter p WHERE p.kod = 'checkpoint_utlamnas' AND p.varde = 'true'
        AND daterange(p.giltig_fran, p.giltig_till, '[]') @> NEW.funnen_dag)), '{}')"""

PROTECTED: dict[str, Skydd] = {
    # identity, contact, dates: everyone whose unit may see the person
    "cases_aspirant": Skydd(
        PERSON, SKRIV_PERSON, (READ, ADD, CHANGE), statistik=True, uppfoljning=True, bevakning=True
    ),
    # numbers the person had; the register finds her by them too
    "cases_tidigarenummer": Skydd(AKT, SKRIV_AKT, (READ, ADD), uppfoljning=True, bevakning=True),
    "cases_namndel": Skydd(AKT, "false", (READ,), utan_historik="made of the name, by the database"),
    "cases_hushallbarn": Skydd(AKT, SKRIV_AKT, ALLT),
    "cases_sdfansvar": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE), statistik=True),
    # a change of handläggare that was planned and never came is taken away
    "cases_handlaggare": Skydd(AKT, SKRIV_AKT, ALLT, bevakning=True),
    "cases_samordnare": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE), bevakning=True),
    # the question is the two sides' and the responsible SDF's: no earlier SDF reads what a later one asked
    "cases_remiss": Skydd(
        DOKUMENT,
        SKRIV_REMISS,
        (READ, ADD, CHANGE),
        statistik=True,
        bevakning=True,
        synlig=REMISSENS_PARTER,
        medfoljande=(("cases_remisspaminnelse", "remiss_id"),),
    ),
    # read by those who read the remiss; the night's are written by app.paminn_remisser
    "cases_remisspaminnelse": Skydd(
        DOKUMENT,
        SKRIV_REMISS,
        (READ, ADD),
        synlig="(SELECT r.synlig_for FROM cases_remiss r WHERE r.id = NEW.remiss_id)",
        utan_historik="is itself history: a row per reminder",
    ),
    "cases_inskrivning": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE), statistik=True, uppfoljning=True, bevakning=True),
    "cases_afprogram": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE)),
    "cases_avslutsfoljd": Skydd(
        SKRIV_AKT, SKRIV_AKT, (READ, ADD, CHANGE), bevakning=True, utan_historik="is itself history of an avslut"
    ),
    "cases_langsiktigtstod": Skydd(AKT, SKRIV_AKT, ALLT, bevakning=True),
    "jobbplaner_trepartssamtal": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE), statistik=True, bevakning=True),
    # why it was moved is for those who work with the person: a nödöppning has the dates from the samtal itself
    "jobbplaner_samtalsflytt": Skydd(
        SKRIV_AKT, SKRIV_AKT, (READ, ADD), del_av="samtal_id", utan_historik="is itself history of a samtal"
    ),
    "insatser_placering": Skydd(AKT, SKRIV_AKT, (READ, ADD, CHANGE), statistik=True, bevakning=True),
    # what passes between nämnder
    "cases_samtycke": Skydd(MELLAN, SKRIV_MELLAN, (READ, ADD, CHANGE), bevakning=True),
    # what was said at a change of handläggare stays with the unit's nämnd
    "cases_overlamning": Skydd(DOKUMENT, EGET_DOKUMENT, (READ, ADD), synlig=BARA_EGEN),
    # written once, by the nämnd that hands over; the receiver's marks go through app.kvittera and app.markera_oppnad
    "cases_utlamnande": Skydd(MELLAN, SKRIV_FRAN_OSS, (READ, ADD), del_av="handling_id", bevakning=True),
    "cases_externutlamnande": Skydd(FRAN_OSS, SKRIV_EGEN_UT, (READ, ADD, CHANGE), utan_historik="is itself history"),
    # documents: the owner's, and those they were handed to
    "cases_handling": Skydd(
        OMARKT_HANDLING,
        EGET_DOKUMENT,
        (READ, ADD),
        synlig="ARRAY[NEW.namnd_id] || coalesce((SELECT array_agg(u.till_namnd_id) FROM cases_utlamnande u"
        " WHERE u.handling_id = NEW.id AND u.upphorde IS NULL), '{}')",
        medfoljande=(
            ("jobbplaner_plan", "handling_id"),
            ("jobbplaner_samtalsprotokoll", "handling_id"),
            ("jobbplaner_kartlaggning", "handling_id"),
            ("jobbplaner_kartlaggningsdel", "handling_id"),
        ),
    ),
    "jobbplaner_plan": Skydd(
        DOKUMENT,
        EGET_DOKUMENT,
        ALLT,
        statistik=True,
        bevakning=True,
        synlig=EFTER_HANDLING,
        medfoljande=(("jobbplaner_delmal", "plan_id"), ("jobbplaner_planuppfoljning", "ny_plan_id")),
    ),
    "jobbplaner_delmal": Skydd(DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_PLANEN, del_av="plan_id"),
    "jobbplaner_planuppfoljning": Skydd(
        DOKUMENT,
        EGET_DOKUMENT,
        (READ, ADD, CHANGE),
        synlig=SOM_NYA_PLANEN,
        del_av="plan_id",
        medfoljande=(("jobbplaner_delmalsutfall", "uppfoljning_id"),),
    ),
    "jobbplaner_delmalsutfall": Skydd(
        DOKUMENT, EGET_DOKUMENT, (READ, ADD, CHANGE), synlig=SOM_UPPFOLJNINGEN, del_av="uppfoljning_id"
    ),
    "jobbplaner_samtalsprotokoll": Skydd(
        DOKUMENT,
        EGET_DOKUMENT,
        (READ, ADD, CHANGE),
        synlig=EFTER_HANDLING,
        del_av="samtal_id",
        medfoljande=(
            ("jobbplaner_deltagare", "protokoll_id"),
            ("jobbplaner_agendapunkt", "protokoll_id"),
            ("jobbplaner_overenskommenpunkt", "protokoll_id"),
        ),
    ),
    "jobbplaner_deltagare": Skydd(DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_PROTOKOLLET, del_av="protokoll_id"),
    "jobbplaner_agendapunkt": Skydd(DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_PROTOKOLLET, del_av="protokoll_id"),
    "jobbplaner_overenskommenpunkt": Skydd(
        DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_PROTOKOLLET, del_av="protokoll_id"
    ),
    # the kartläggning: each part follows its own handling; no duty reads either, figures come by app.antal_hinder
    "jobbplaner_kartlaggning": Skydd(
        DOKUMENT,
        EGET_DOKUMENT,
        (READ, ADD, CHANGE),
        synlig=EFTER_HANDLING,
        medfoljande=(
            ("jobbplaner_formagebedomning", "kartlaggning_id"),
            ("jobbplaner_instrumentresultat", "kartlaggning_id"),
        ),
    ),
    "jobbplaner_kartlaggningsdel": Skydd(
        KANSLIGT, EGET_DOKUMENT, (READ, ADD, CHANGE), synlig=EFTER_HANDLING, del_av="kartlaggning_id"
    ),
    "jobbplaner_formagebedomning": Skydd(
        DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_KARTLAGGNINGEN, del_av="kartlaggning_id"
    ),
    "jobbplaner_instrumentresultat": Skydd(
        DOKUMENT, EGET_DOKUMENT, ALLT, synlig=SOM_KARTLAGGNINGEN, del_av="kartlaggning_id"
    ),
    "insatser_genomforandeplan": Skydd(
        DOKUMENT, EGET_DOKUMENT, (READ, ADD, CHANGE), synlig=BARA_EGEN, del_av="placering_id"
    ),
    # the journal: the nämnd's that wrote it. What passes on does so as an utdrag, a handling of its own
    "cases_journalanteckning": Skydd(JOURNAL, SKRIV_JOURNAL, ALLT, synlig=BARA_EGEN, historik_fran="signerad_at"),
    "cases_bilaga": Skydd(
        BILAGA,
        SKRIV_BILAGA,
        (READ, ADD, REMOVE),
        synlig=BARA_EGEN,
        utan_historik="comes and goes only while its note is a draft; locked with it",
    ),
    # the register is the SDF's alone; only the follow-up duty computes over all of it
    "uppfoljning_registerrad": Skydd(
        REGISTER,
        "false",
        (READ,),
        uppfoljning=True,
        bevakning=True,
        utan_historik="delivered whole by the month; Leverans says which",
    ),
    "uppfoljning_checkpoint": Skydd(
        DOKUMENT,
        "false",
        ALLT,
        statistik=True,
        uppfoljning=True,
        bevakning=True,
        uppfoljning_skriver=True,
        synlig=STAENDE_UTLAMNANDE,
        utan_historik="computed from the register, keeps what it said before in uppfoljning_checkpointhistorik",
        medfoljande=(("uppfoljning_checkpointhistorik", "checkpoint_id"),),
    ),
    "uppfoljning_checkpointhistorik": Skydd(
        DOKUMENT,
        "false",
        (READ, ADD, REMOVE),
        uppfoljning=True,
        uppfoljning_skriver=True,
        synlig="(SELECT c.synlig_for FROM uppfoljning_checkpoint c WHERE c.id = NEW.checkpoint_id)",
        utan_historik="is itself history",
    ),
    # what is due: computed by the duty "bevakning", read by the unit that acts (uppfoljning/bevakningar)
    "uppfoljning_bevakning": Skydd(
        f"{AKT} AND {EGEN_ENHET}",
        "false",
        ALLT,
        bevakning=True,
        bevakning_skriver=True,
        utan_historik="computed from facts that have their own, and from uppfoljning_bevakningsatgard",
    ),
    # what a person did with one, and own ones: the unit's, written once
    "uppfoljning_bevakningsatgard": Skydd(
        f"{AKT} AND {EGEN_ENHET}",
        f"{SKRIV_AKT} AND {EGEN_ENHET}",
        (READ, ADD),
        bevakning=True,
        utan_historik="is itself history: a row per closing, snooze and reopening",
    ),
    "uppfoljning_egenbevakning": Skydd(
        f"{AKT} AND {EGEN_ENHET}",
        f"{SKRIV_AKT} AND {EGEN_ENHET}",
        (READ, ADD),
        bevakning=True,
        utan_historik="written once; what was done with it stands in uppfoljning_bevakningsatgard",
    ),
    # what was changed, written by triggers alone; a nämnd's documents are a matter for those who could read them then
    "cases_andring": Skydd(
        f"{AKT} AND (tabell <> 'jobbplaner_kartlaggningsdel' OR {SKRIV_AKT})"
        f" AND (synlig_for IS NULL OR arrayoverlap(synlig_for, {NAMNDER}))",
        "false",
        (READ,),
        utan_historik="is itself history",
    ),
    # nödöppningar: the opener, and the chefs of the opener's and of the person's units
    "cases_nodoppning": Skydd(
        "(user_id = (SELECT app.anvandare()) OR arrayoverlap(enheter, (SELECT app.chef_enheter()))"
        " OR arrayoverlap(oppnare_enheter, (SELECT app.chef_enheter())))",
        "false",
        (READ,),
        utan_historik="a log, written by its own functions",
    ),
    # what a chef found: the chefs of the units in whose name it was found. Corrected by another row
    "cases_nodgranskning": Skydd(
        "arrayoverlap(for_enheter, (SELECT app.chef_enheter()))",
        "false",
        (READ,),
        utan_historik="is itself history: a row per review and correction",
    ),
    # who stands in for whom: whoever opens akter may know; the absent one and the chef of the unit decide
    "cases_vikariat": Skydd(
        f"cardinality({NAMNDER}) > 0",
        f"(user_id = (SELECT app.anvandare()) OR ({CHEF} AND {among('enhet_id', 'enheter')}))",
        (READ, ADD),
    ),
    # the reading log: each finds what they themselves were shown; the akt's log goes by app.lasningar (lasning.sql)
    "cases_lasning": Skydd(
        "user_id = (SELECT app.anvandare()) AND slag <> 'nekad'",
        "false",
        (READ,),
        utan_historik="a log, never changed",
    ),
    # what happened to one's own account; written by a function
    "cases_kontohandelse": Skydd(EGNA, "false", (READ,)),
    # questions about numbers: each sees their own; what registeransvarig did with them, that role
    "cases_nummerfraga": Skydd(
        EGNA, "false", (READ,), utan_historik="a log; every answer stands in cases_nummerhandelse"
    ),
    "cases_nummerhandelse": Skydd(
        "'registeransvarig' = ANY ((SELECT app.roller())::text[])",
        "false",
        (READ,),
        utan_historik="a log, never changed",
    ),
    # the named list and the changes of level: the named, and each their own entries
    "cases_skyddsbehorighet": Skydd(f"{EGNA} OR {NAMNGIVEN}", "false", (READ,)),
    "cases_skyddsandring": Skydd(
        f"andrad_av_id = (SELECT app.anvandare()) OR {NAMNGIVEN}",
        "false",
        (READ,),
        utan_historik="is the history of the level",
    ),
}

# Tables without persons' cases, and what the application may do to them
EXEMPT: dict[str, tuple[str, ...]] = {
    "auth_group": (READ,),
    "auth_group_permissions": (READ,),
    "auth_permission": (READ,),
    "cases_anteckningsslag": (READ, ADD, CHANGE),
    "cases_avslutsorsak": (READ, ADD, CHANGE),
    "cases_avslutsorsaksocialtjanst": (READ, ADD, CHANGE),
    "cases_bekraftelse": (READ,),
    "cases_enhet": (READ, ADD, CHANGE),
    "cases_forsorjningshinder": (READ, ADD, CHANGE),
    "cases_inloggningssparr": ALLT,
    "cases_medlemskap": (READ, ADD, CHANGE),
    "cases_namnd": (READ, ADD, CHANGE),
    "cases_parameter": (READ, ADD, CHANGE),
    "cases_puls": (READ, ADD, CHANGE),
    "cases_rattsliggrund": (READ, ADD, CHANGE),
    "cases_underorsak": (READ, ADD, CHANGE),
    "cases_user": (READ, ADD, CHANGE),
    "cases_user_groups": (READ,),
    "cases_user_user_permissions": (READ,),
    "django_admin_log": (READ, ADD),
    "django_content_type": (READ,),
    "django_migrations": (READ,),
    "django_session": ALLT,
    "insatser_avbrottsorsak": (READ, ADD, CHANGE),
    "insatser_insats": (READ, ADD, CHANGE),
    "insatser_insatsslag": (READ, ADD, CHANGE),
    "insatser_placeringsresultat": (READ, ADD, CHANGE),
    "insatser_trappsteg": (READ, ADD, CHANGE),
    "jobbplaner_franvaroskal": (READ, ADD, CHANGE),
    "jobbplaner_fras": (READ, ADD, CHANGE),
    "jobbplaner_samtalsskal": (READ, ADD, CHANGE),
    "uppfoljning_leverans": (READ,),
    "uppfoljning_sammandrag": ALLT,
    "uppfoljning_rapport": (READ, ADD, CHANGE),
}

# Everyone reads them; the systemförvaltare alone adds and changes (domain.md section 9, last line). The same goes for
# cases_user, by trigger, since logging in writes there (konton.sql).
BARA_SYSTEMFORVALTAREN = frozenset(
    {
        "cases_anteckningsslag",
        "cases_avslutsorsak",
        "cases_avslutsorsaksocialtjanst",
        "cases_enhet",
        "cases_forsorjningshinder",
        "cases_medlemskap",
        "cases_namnd",
        "cases_parameter",
        "cases_rattsliggrund",
        "cases_underorsak",
        "insatser_avbrottsorsak",
        "insatser_insatsslag",
        "insatser_placeringsresultat",
        "insatser_trappsteg",
        "jobbplaner_franvaroskal",
        "jobbplaner_fras",
        "jobbplaner_samtalsskal",
    }
)
