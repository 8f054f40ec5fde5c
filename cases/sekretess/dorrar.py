"""Functions that run with the owner's rights: which the application may call, and which it may not."""

# Functions with the owner's rights that only other such functions and triggers call: closed to the application
INRE_FUNKTIONER = (
    "app.arbetar_pa(bigint,bigint[],date)",
    "app.for_manga_nummerfragor(timestamp with time zone)",
    "app.namngivna(bigint,bigint[],bigint,date)",
    "app.personer_bakom(text,text,text,text)",
    "app.nodoppnade(bigint,timestamp with time zone)",
    "app.aspirant_enheter(bigint,bigint,bigint)",
    "app.lasgrund(bigint,bigint[],smallint,date)",
    "app.loggutdrag_visar_namn(date)",
    "app.nummer_status(text)",
    "app.person_med_nummer(text)",
    "app.personens_nummer(bigint)",
    "app.tilldelade_personer(bigint,bigint[],date)",
    "app.uppdrag_slutar(bigint,timestamp with time zone,date)",
    "app.uppdragets_dagar(cases_skyddsbehorighet,date)",
    "app.vantar(bigint)",
)

# Functions with the owner's rights that the application calls, by itself or in a policy. Each gives the caller no more
# than its name says, and asks for an identity. A new one stands here or in INRE_FUNKTIONER.
DORRAR = frozenset(
    {
        "app.antal_hinder(date[],date[],bigint[],bigint[])",
        "app.anteckna_konto(bigint,text,bigint,timestamp with time zone)",
        "app.anteckna_misslyckad(text,timestamp with time zone)",
        "app.avbryt_vikariat(bigint,date)",
        "app.avsluta_remisser(timestamp with time zone,date)",
        "app.nollplacerade(bigint)",
        "app.paminn_remisser(timestamp with time zone,date,date)",
        "app.avsluta_nodoppning(bigint,timestamp with time zone)",
        "app.granska_nodoppning(bigint,text,text,bigint,timestamp with time zone)",
        "app.lasta_i_nodoppning(bigint)",
        "app.bekrafta(bigint,boolean,timestamp with time zone,date)",
        "app.belaggning(date)",
        "app.far_lasa_logg(bigint,date)",
        "app.far_se(bigint)",
        "app.avnamnge(bigint,bigint,timestamp with time zone,date)",
        "app.begarda_flyttar()",
        "app.besvara_nummerfraga(text,text,text,text,timestamp with time zone)",
        "app.ratta_nummerfraga(text,text,text,text,timestamp with time zone,timestamp with time zone)",
        "app.folj_uppdrag(bigint,timestamp with time zone,date)",
        "app.fraga_nummer(text,text,bigint,timestamp with time zone)",
        "app.las_nummerfraga(text,timestamp with time zone)",
        "app.kvittera(bigint,bigint,timestamp with time zone)",
        "app.markera_overlamning_sedd(bigint[],timestamp with time zone)",
        "app.markera_svar_sedda(bigint[],timestamp with time zone)",
        "app.fragor_om_samma_nummer(text)",
        "app.markera_oppnad(bigint,timestamp with time zone)",
        "app.namnge(bigint,bigint,date,date,timestamp with time zone,text)",
        "app.namnge_som_chef(bigint,bigint,bigint,timestamp with time zone,date)",
        "app.nummerfragor(boolean,integer)",
        "app.skydda(bigint,smallint,text,timestamp with time zone,date)",
        "app.skyddade_utan_namngiven(date)",
        "app.lasningar(bigint,date,timestamp with time zone,timestamp with time zone,bigint,bigint,text,boolean,"
        "boolean,bigint,bigint)",
        "app.lasningar_per_dag(bigint,date,timestamp with time zone,timestamp with time zone,bigint,bigint,text,"
        "boolean,bigint,bigint)",
        "app.lasningslogg_lage(date)",
        "app.logga_lasningar(timestamp with time zone,date,text,text,bigint[],text[])",
        "app.logga_nekad(timestamp with time zone,date,text,text,text[],text[],text[],text)",
        "app.loggens_lasare(bigint,date,timestamp with time zone,timestamp with time zone)",
        "app.namnge_ersattare(bigint,bigint,date)",
        "app.nytt_reservnummer()",
        "app.nodoppna(text,text,timestamp with time zone)",
        "app.satt(bigint,date,timestamp with time zone)",
        "app.skapa_lasningsmanader(date,integer,integer)",
        "app.tilldelade_nummer()",
        "app.upptagna_platser(bigint,date,date,date)",
    }
)
