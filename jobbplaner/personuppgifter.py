"""What the fields of jobbplaner hold (house.md 18)."""

from cases.uppgiftsregister import Falt

FALT = {
    "Plan": Falt(
        vanlig="andrad_at handling",
        person="aspirant namnd slag nummer enhet inskrivning mal egna_ord motprestation stod slutdatum"
        " planerade_insatser nasta_uppfoljning anvisade_timmar mal_timmar timskal jobbsokande_timmar haller_med"
        " skapad_av andrad_av publicerad_at publicerad_av ersatt_at",
        kanslig="skydd",
        kallor={"personen": "egna_ord haller_med"},
        fritext="mal egna_ord motprestation stod planerade_insatser timskal",
    ),
    "Delmal": Falt(
        vanlig="ordning fore", person="aspirant namnd plan vad vem senast lage", kanslig="skydd", fritext="vad"
    ),
    "Planuppfoljning": Falt(
        vanlig="andrad_at plan_nummer",
        person="aspirant namnd plan ny_plan enhet datum egna_ord mal_utfall mal_text skapad_av andrad_av klar_at"
        " klar_av",
        kanslig="skydd",
        kallor={"personen": "egna_ord"},
        fritext="egna_ord mal_text",
    ),
    "Delmalsutfall": Falt(
        vanlig="ordning",
        person="aspirant namnd uppfoljning delmal vad utfall resultat ny_dag",
        kanslig="skydd",
        fritext="vad resultat",
    ),
    "Fras": Falt(vanlig="giltig_fran giltig_till text"),
    "Franvaroskal": Falt(vanlig="kod namn ordning giltig_fran giltig_till"),
    "Samtalsskal": Falt(vanlig="kod namn ordning giltig_fran giltig_till flyttar installer"),
    "Trepartssamtal": Falt(
        vanlig="created_at uid kalenderversion",
        person="aspirant motpart enhet datum tid slut plats tolk tolk_sprak tolk_satt kallad_at kallad_av kallad_satt"
        " installt_at installt_av installt_skal hallet_at fulltaligt skapad_av",
        kanslig="skydd",
        fritext="plats",
    ),
    "Samtalsflytt": Falt(
        person="aspirant samtal fran_datum fran_tid fran_slut fran_plats till_datum till_tid till_slut till_plats skal"
        " av at",
        kanslig="skydd",
        fritext="fran_plats till_plats",
    ),
    "Samtalsprotokoll": Falt(
        vanlig="handling",
        person="aspirant namnd samtal planval haller_med egna_ord lassatt",
        kanslig="skydd nulage insatserna planen",
        kallor={"personen": "haller_med egna_ord"},
        fritext="nulage insatserna planen egna_ord",
    ),
    "Deltagare": Falt(
        person="aspirant namnd protokoll part namn narvaro",
        kanslig="skydd franvaroskal skal",
        identitet="namn",
        fritext="skal",
    ),
    "Agendapunkt": Falt(
        vanlig="ordning delmal",
        person="aspirant namnd protokoll rubrik utfall anteckning ny_dag",
        kanslig="skydd",
        fritext="rubrik anteckning",
    ),
    "OverenskommenPunkt": Falt(
        vanlig="ordning delmal", person="aspirant namnd protokoll vad vem senast", kanslig="skydd", fritext="vad"
    ),
    "Kartlaggning": Falt(
        vanlig="andrad_at handling kalla",
        person="aspirant namnd enhet datum aktivitetsformaga svenska sprakstod skolgang yrkesutbildning arbete_sverige"
        " arbete_utomlands intressen kunskaper hushall stodtid motivation boende annat annat_text heltid steg_nu"
        " steg_nasta insats_matchar varfor_inte insatser skapad_av andrad_av klar_at klar_av",
        kanslig="skydd",
        kallor={"personen": "skolgang yrkesutbildning arbete_sverige arbete_utomlands intressen kunskaper hushall"},
        fritext="yrkesutbildning arbete_sverige arbete_utomlands intressen kunskaper annat_text varfor_inte insatser",
    ),
    "Kartlaggningsdel": Falt(
        vanlig="handling",
        person="aspirant namnd kartlaggning",
        kanslig="skydd fysisk_halsa psykisk_halsa familj rattslig levnadsvanor skulder halsa_text intyg intyg_grad"
        " intyg_till familj_text rattslig_text levnadsvanor_text skulder_text heltid_skal",
        fritext="halsa_text familj_text rattslig_text levnadsvanor_text skulder_text",
    ),
    "Formagebedomning": Falt(
        person="aspirant namnd kartlaggning vem varde provad provad_var provad_nar",
        kanslig="skydd",
        fritext="provad_var provad_nar",
    ),
    "Instrumentresultat": Falt(
        vanlig="plats",
        person="aspirant namnd kartlaggning instrument datum vem",
        kanslig="skydd resultat",
        fritext="resultat",
    ),
}
