"""What the fields of cases, and of Django's own tables, hold (house.md 18)."""

from .uppgiftsregister import Falt

KOD = "giltig_fran giltig_till kod namn ordning"

FALT = {
    "Aspirant": Falt(
        vanlig="created_at",
        person="nummer nummerslag fornamn efternamn fornamn_sok efternamn_sok fodelsedatum kon telefon epost"
        " adress sprak tolk vuxna sdf registrerad_vid",
        kanslig="skydd forsorjningsstod_sedan forsorjningshinder arbetsformaga",
        kalla="personen",
        kallor={
            "folkbokforing": "nummer nummerslag fornamn efternamn fornamn_sok efternamn_sok fodelsedatum kon skydd",
            "personalen": "sdf registrerad_vid arbetsformaga forsorjningshinder",
        },
        identitet="nummer nummerslag fornamn efternamn fornamn_sok efternamn_sok fodelsedatum kon telefon epost adress",
    ),
    "Tidigarenummer": Falt(
        person="aspirant nummer nummerslag fran till orsak bytt_at bytt_av",
        kanslig="skydd",
        kallor={"folkbokforing": "nummer nummerslag"},
        identitet="nummer nummerslag",
    ),
    "Namndel": Falt(
        person="aspirant skrivet vikt ljud", kanslig="skydd", kalla="systemet", identitet="skrivet vikt ljud"
    ),
    "HushallBarn": Falt(person="aspirant fodelsear", kanslig="skydd", kalla="personen"),
    "Sdfansvar": Falt(person="aspirant sdf fran till", kanslig="skydd"),
    "Handlaggare": Falt(person="aspirant user enhet fran till", kanslig="skydd"),
    "Samordnare": Falt(
        person="aspirant user enhet fran till vald_at vald_av fortsatter_enligt",
        kanslig="skydd",
        fritext="fortsatter_enligt",
    ),
    "Overlamning": Falt(
        vanlig="omgang gjord_at sedd_at",
        person="aspirant namnd enhet fran_user till_user dag gjord_av",
        kanslig="skydd notering",
        fritext="notering",
    ),
    "Remiss": Falt(
        person="aspirant sdf jobbtorg skickad_at skickad_av ingang inskrivningssatt rattslig_grund svar_senast svar"
        " besvarad_at besvarad_av utgangen_skal handling svarshandling",
        kanslig="skydd fraga rad papekanden avsteg_skal af_program af_program_fran af_program_till"
        " overenskommen aterremiss_skal annorlunda_skal",
        fritext="fraga avsteg_skal aterremiss_skal annorlunda_skal",
    ),
    "Remisspaminnelse": Falt(person="aspirant remiss slag dag paminde_at paminde_av", kanslig="skydd"),
    "Inskrivning": Falt(
        vanlig="created_at",
        person="aspirant jobbtorg sdf remiss inskriven inskrivningssatt rattslig_grund avslutad sagt_av verifierad"
        " avslutad_av avslutad_at avslut_rattat_at avslut_rattat_av kommunal_anstallning studiemedel arbete_en_manad",
        kanslig="skydd malgrupp arbetsformaga forsorjningshinder forsorjningsstod_sedan avslutsorsak underorsak"
        " avslutsorsak_socialtjanst avslut_kommentar",
        kallor={"registret": "avslutsorsak_socialtjanst", "personen": "forsorjningsstod_sedan"},
        fritext="avslut_kommentar",
    ),
    "AfProgram": Falt(
        person="aspirant skrivet_av skrivet_at",
        kanslig="skydd program fran till heltid overenskommelse",
        kalla="personen",
    ),
    "Avslutsfoljd": Falt(person="aspirant inskrivning slag objekt vad fore angrad_at", kanslig="skydd"),
    "LangsiktigtStod": Falt(
        person="aspirant inskrivning enhet user overenskommet fran till nasta_kontakt avbrutet",
        kanslig="skydd omfattning avbrutet_skal",
        fritext="omfattning avbrutet_skal",
    ),
    "Handling": Falt(
        vanlig="typ sha256 ur_typ",
        person="aspirant namnd enhet titel upprattad_at upprattad_av ur delar",
        kanslig="skydd pdf tidigare_identitet",
    ),
    "Journalanteckning": Falt(
        vanlig="nyckel flik skapad_at andrad_at",
        person="aspirant namnd enhet forfattare roll handelse_dag handelse_tid signerad_at rattar paborjad_av"
        " overlaten_at overlaten_av kastad_at kastad_av",
        kanslig="skydd slag text rattar_skal kastad_skal",
        fritext="text rattar_skal kastad_skal",
    ),
    "Bilaga": Falt(
        vanlig="slag storlek sha256 tillagd_at",
        person="aspirant namnd anteckning",
        kanslig="skydd namn innehall",
        fritext="namn",
    ),
    "Samtycke": Falt(
        person="aspirant till_namnd fran_namnd satt fran till aterkallat aterkallat_satt aterkallat_av mottaget_av"
        " registrerat_av omfattning typer",
        kanslig="skydd",
        kalla="personen",
        fritext="omfattning",
    ),
    "Externutlamnande": Falt(
        vanlig="typ",
        person="aspirant handling titel fran_namnd mottagare grund grundtext satt dag skickat_at skickat_av mottaget"
        " mottaget_noterat_av",
        kanslig="skydd",
    ),
    "Utlamnande": Falt(
        vanlig="typ",
        person="aspirant handling titel delar fran_namnd till_namnd till_enhet grund grundtext samtycke skickat_at"
        " skickat_av kvitterat_at kvitterat_av oppnad_at oppnad_av upphorde",
        kanslig="skydd",
    ),
    "Skyddsbehorighet": Falt(
        vanlig="vikariat grund",
        person="user fran till tillagd_at tillagd_av avslutad_at avslutad_av",
        kanslig="aspirant",
    ),
    "Skyddsandring": Falt(person="andrad_at andrad_av", kanslig="aspirant fran_niva till_niva skal", fritext="skal"),
    "Andring": Falt(
        vanlig="at tabell rad del_av slag referens",
        person="aspirant av sida",
        kanslig="skydd falt",
        kalla="systemet",
        fritext="falt",
    ),
    "Lasning": Falt(
        vanlig="referens", person="skedde_at user roll enhet namnd aspirant_id objekt vy slag grund", kalla="systemet"
    ),
    "Nummerfraga": Falt(
        vanlig="svar enhet sedd_at",
        person="user fragad_at referens utfall besvarad_at besvarad_av rattad",
        kanslig="nummer svarstext",
        identitet="nummer",
        fritext="svarstext",
    ),
    "Nodoppning": Falt(
        vanlig="oppnare_enheter",
        person="aspirant user oppnad_at galler_till avslutad_at",
        kanslig="skydd skal",
        fritext="skal",
    ),
    "Nodgranskning": Falt(
        vanlig="for_enheter",
        person="nodoppning utfall granskad_at granskad_av",
        kanslig="motivering",
        fritext="motivering",
    ),
    "Nummerhandelse": Falt(
        vanlig="slag",
        person="fraga at user utfall",
        kanslig="visat svarstext anteckning",
        fritext="svarstext anteckning",
    ),
    # staff
    "User": Falt(
        vanlig="is_superuser is_staff is_active date_joined sessionsserie",
        person="username first_name last_name email last_login tillfalligt_till sammandrag",
        kanslig="password",
    ),
    "Medlemskap": Falt(person="user enhet roll fran till"),
    "Vikariat": Falt(person="user ersattare enhet fran till avbrutet skapad_at skapad_av"),
    "Bekraftelse": Falt(
        vanlig="beviljad", person="medlemskap begard_av begard_at besvarad_av besvarad_at orsak", fritext="orsak"
    ),
    "Kontohandelse": Falt(person="user slag hande_at av"),
    "Inloggningssparr": Falt(vanlig="slag antal borjade_at sparrad_till", person="nyckel"),
    # the organisation and its codes name no person
    "Namnd": Falt(vanlig="giltig_fran giltig_till kod namn slag"),
    "Enhet": Falt(vanlig="giltig_fran giltig_till namnd namn slag bara_tilldelade telefon adress"),
    "Anteckningsslag": Falt(vanlig=KOD),
    "Avslutsorsak": Falt(vanlig=f"{KOD} resultat"),
    "Underorsak": Falt(vanlig=f"{KOD} bortfall"),
    "AvslutsorsakSocialtjanst": Falt(vanlig=f"{KOD} bortfall"),
    "Forsorjningshinder": Falt(vanlig=f"{KOD} grupp"),
    "RattsligGrund": Falt(vanlig=f"{KOD} anvandning paragraf kraver_samtycke"),
    "Parameter": Falt(vanlig="giltig_fran giltig_till kod beskrivning varde"),
    "Puls": Falt(vanlig="namn beskrivning senast_at lyckades att_se_over meddelande hogst_timmar"),
    # Django's own
    "cases.User_groups": Falt(vanlig="group", person="user"),
    "cases.User_user_permissions": Falt(vanlig="permission", person="user"),
    "admin.LogEntry": Falt(
        vanlig="action_time content_type object_id action_flag", person="user object_repr change_message"
    ),
    "auth.Permission": Falt(vanlig="name content_type codename"),
    "auth.Group": Falt(vanlig="name"),
    "auth.Group_permissions": Falt(vanlig="group permission"),
    "contenttypes.ContentType": Falt(vanlig="app_label model"),
    "sessions.Session": Falt(vanlig="expire_date", kanslig="session_key session_data", kalla="systemet"),
}
