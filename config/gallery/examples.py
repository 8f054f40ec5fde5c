"""What the components are shown with: the same day and the same fictive people throughout.

Their numbers are from Skatteverket's published test numbers.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.html import format_html

from config.charts import DOLT, Series, ShareRow, line_chart, stacked_share_bars
from config.components import Action, Cell, Fact, Figure, FigureTableRow, Link, PersonHeader, WorkRow, group_work

TODAY = date(2026, 11, 24)

COLOURS = {
    "accent": "länk, knapp, flik",
    "accent-soft": "valt, i dag",
    "text": "löptext",
    "text-soft": "hjälp, kolumn",
    "text-faint": "tillägg",
    "control": "fältram",
    "line-strong": "rubriklinje",
    "line": "radlinje",
    "sunken": "huvud, panel",
    "danger": "försenat, fel",
    "warn": "i dag, saknas",
    "ok": "klart, mottaget",
    "series-men": "män i diagram",
}


@dataclass(frozen=True)
class Handelse:
    """What the timeline wants of an event."""

    dag: date
    ikon: str
    rubrik: str
    text: str = ""
    meta: str = ""
    url: str = ""
    lank: str = ""
    tid: time | None = None
    kvittens: str = ""


FILLED = {
    "uppfoljning": "2027-01-08",
    "sedan": "2025-03",
    "hinder": "sprakhinder",
    "barn": "2",
    "ord": "Jag vill laga mat till barn. Jag vill jobba nära hemmet så länge min son är liten.",
    "barn_under_8": "ja",
    "narvaro": "narvarande",
    "formaga": "51-75",
    "skicka": "on",
}

DELMAL = [
    {"vad": "Läsa SFI kurs C och göra provet", "vem": "amal", "senast": date(2026, 12, 18), "lage": "pagar"},
    {"vad": "Lämna ansökan till kursen Livsmedelshygien", "vem": "amal", "senast": date(2026, 11, 27), "lage": "nytt"},
    {"vad": "Besöka köket på en skola i närheten", "vem": "bada", "senast": None, "lage": "nytt"},
]

PERSON = PersonHeader(
    namn="Amal Nuur Warsame",
    nummer="198804192386",
    alder=38,
    facts=[
        Fact(label="Språk", text="Somaliska", note="Tolk behövs", line="Tolk: somaliska", icon="languages"),
        Fact(label="Coach", text="Carl Wikström", note="Jobbtorg Kista", line="Carl Wikström, Jobbtorg Kista"),
        Fact(
            label="Socialsekreterare",
            text="Sara Nyberg",
            note="SDF Spånga-Tensta",
            line="Sara Nyberg, SDF Spånga-Tensta",
        ),
        Fact(label="Inskriven", text="183 dagar", note="sedan 2026-05-25, andra gången", line="183 dagar"),
        Fact(label="Funktionstrappan", text="Steg 3 av 6", note="Sysselsättning", step=3),
        Fact(label="Nästa tidsgräns", deadline=TODAY, tid=time(9, 30), note="Trepartssamtal"),
    ],
    actions=[
        Action(label="Ny anteckning", url="#", icon="square-pen"),
        Action(label="Boka", url="#", icon="calendar-days"),
    ],
    more_actions=[Action(label="Avsluta inskrivningen", url="#"), Action(label="Skriv ut akten", url="#")],
)

PROTECTED = PersonHeader(namn="Lina Sundelöf", nummer="200405302381", alder=22, skyddad=True, facts=PERSON.facts)

TABS = [
    Link(label=label, url="#", current=label == "Översikt")
    for label in (
        "Översikt",
        "Jobbplan",
        "Kartläggning",
        "Insatser och närvaro",
        "Samtal",
        "Utlämnanden",
        "Uppföljning",
        "Handlingar",
        "Logg",
    )
]

WORK = [
    WorkRow(
        namn="Sofia Marklund",
        nummer="198103272384",
        alder=45,
        url="#",
        vad="Boka trepartssamtal",
        varfor="Tre månader utan sysselsättning",
        dag=date(2026, 11, 17),
        action=Action(label="Boka samtal", url="#"),
    ),
    WorkRow(
        namn="Robel Tesfay",
        nummer="199308142398",
        alder=33,
        url="#",
        vad="Gör första jobbplanen",
        varfor="Ska vara klar inom fem arbetsdagar från inskrivning",
        dag=date(2026, 11, 20),
        arbetsdagar=True,
        action=Action(label="Skriv jobbplan", url="#"),
    ),
    WorkRow(
        namn="Butik och återbruk",
        under="Grupp, 11 deltagare",
        url="#",
        vad="Fyll i närvaro",
        varfor="Måndag är ifylld",
        dag=TODAY,
        note="före 16:00",
        action=Action(label="Fyll i närvaro", url="#"),
    ),
    WorkRow(
        namn="Lina Sundelöf",
        nummer="200405302381",
        alder=22,
        skyddad=True,
        url="#",
        vad="Inskriven i tolv månader",
        varfor="Gemensam uppföljning med Arbetsförmedlingen",
        dag=date(2026, 11, 27),
        action=Action(label="Boka uppföljning", url="#"),
    ),
]

EVENTS = [
    Handelse(
        TODAY, "users", "Trepartssamtal, andra samtalet", "Rum 4.", url="#", lank="Öppna samtalet", tid=time(9, 30)
    ),
    Handelse(
        date(2026, 11, 17),
        "pencil",
        "Anteckning",
        "Amal berättar att hon trivs i köket och vill ha fler timmar efter jul.",
        meta="Carl Wikström, coach. Skriven 2026-11-17 15:05, signerad",
        tid=time(14, 20),
    ),
    Handelse(
        date(2026, 10, 2),
        "file-text",
        "Jobbplan version 3 publicerad och skickad",
        "Två delmål klara, ett nytt.",
        kvittens="Mottagen 2026-10-05 av Sara Nyberg",
        meta="Grund: samtycke 2026-05-25, gäller till 2027-05-25",
        url="#",
        lank="Jämför med version 2",
    ),
]


PERIODS = ["T2 2024", "T3 2024", "T1 2025", "T2 2025", "T3 2025", "T1 2026", "T2 2026"]
WITHOUT_SUPPORT = line_chart(
    PERIODS,
    [
        Series("Kvinnor", [0.72, 0.73, 0.74, 0.74, 0.763, 0.756, 0.761]),
        Series("Män", [0.75, 0.75, 0.772, 0.776, 0.78, 0.79, 0.816]),
    ],
    title="Utan försörjningsstöd efter sex månader, procent per tertial",
    prefix="utan-stod",
)
UNKNOWN_REASON = line_chart(
    PERIODS,
    [
        Series("Kvinnor", [0.19, 0.18, 0.17, 0.153, 0.14, 0.124, DOLT]),
        Series("Män", [0.21, 0.2, 0.19, 0.182, 0.16, 0.14, DOLT]),
    ],
    title="Okänd avslutsorsak, procent per tertial",
    prefix="okand",
)
REASONS = stacked_share_bars(
    [ShareRow("T2 2026", [0.41, 0.21, 0.26, 0.12]), ShareRow("T1 2026", [0.4, 0.2, 0.27, 0.13])],
    ["Arbete", "Studier", "Annat", "Okänd"],
    title="Avslutsorsaker, andelar",
    prefix="orsaker",
)


def figure_row(label: str, *texts: str) -> FigureTableRow:
    return FigureTableRow(label=label, cells=[Cell(text=text, hidden=text in {"<5", ".."}) for text in texts])


FIGURES = [
    Figure(
        title="Utan försörjningsstöd efter sex månader",
        definition="Av avslutade vars sexmånadersmånad ligger i perioden och är levererad.",
        whole_definition="Avliden och flyttat till annan kommun räknas för sig. Svaret gäller bara den här kommunen.",
        figure="78,9 %",
        of="75 av 95",
        missing=9,
        chart=WITHOUT_SUPPORT,
        columns=["T2 2026", "T1 2026", "T2 2025"],
        rows=[
            figure_row("Totalt", "78,9 %", "77,3 %", "75,8 %"),
            figure_row("Kvinnor", "76,1 %", "75,6 %", "74,0 %"),
            figure_row("Män", "81,6 %", "79,0 %", "77,6 %"),
        ],
    ),
    Figure(
        title="Okänd avslutsorsak",
        definition="Av alla avslut i perioden: andelen där jobbtorget inte vet orsaken.",
        figure="11,5 %",
        of="11 av 96",
        chart=UNKNOWN_REASON,
        columns=["T2 2026", "T1 2026", "T2 2025"],
        rows=[
            figure_row("Totalt", "11,5 %", "13,2 %", "16,8 %"),
            figure_row("Kvinnor", "<5", "12,4 %", "15,3 %"),
            figure_row("Män", "..", "14,0 %", "18,2 %"),
        ],
    ),
]

CHECKS = [
    {"kind": "met", "text": "Tre delmål, alla med någon som gör dem"},
    {"kind": "met", "text": "Nästa uppföljning är bestämd"},
    {
        "kind": "tip",
        "text": format_html(
            'Ett tips kvar: <a href="#{}">delmål 3 saknar datum</a>. Du kan publicera ändå.', "id_delmal-2-senast"
        ),
    },
]

FLASHES = [
    {
        "kind": "ok",
        "title": "Jobbplan version 4 är publicerad och skickad",
        "text": "Sara Nyberg, SDF Spånga-Tensta, ser den nu.",
        "label": "Ta tillbaka utskicket",
        "url": "#",
    },
    {
        "kind": "warn",
        "title": "Någon annan har ändrat planen",
        "text": "Eva Sandell sparade 09:14, efter att du öppnade den. Din text finns kvar.",
        "label": "Jämför de två",
        "url": "#",
    },
    {"kind": "bad", "title": "Det gick inte att spara", "text": "Texten ligger kvar i webbläsaren."},
    {
        "kind": "info",
        "title": "Du har varit utloggad",
        "text": "Du är tillbaka där du var och inget har gått förlorat.",
    },
]

CONTACT = [
    Fact(label="Vem", text="Registeransvarig, Stockholms stad"),
    Fact(label="Telefon", text="08-465 004 12", url="tel:0846500412", note="vardagar 09:00–15:00"),
    Fact(label="Referens", text="7F3K-20C1"),
]

INSATS_FACTS = [
    Fact(label="Steg", text="3 Sysselsättning", note="Slag: arbetsplatsförlagd", step=3),
    Fact(label="Tider", text="mån–tors 09:00–15:00", note="24 timmar i veckan"),
    Fact(label="Krav", text="Förmåga 26–75 %", note="Lätt svenska"),
    Fact(label="Avtal", text="IOP, Återbruket Kista", note="till 2027-06-30"),
]

DEADLINES = [
    Fact(label="Trepartssamtal", deadline=TODAY, tid=time(9, 30), note="senast 2026-11-25"),
    Fact(label="Månadsunderlag", deadline=date(2026, 12, 10)),
    Fact(label="Jobbplan följs upp", deadline=date(2027, 1, 8)),
]

# What the gallery's template reads beside its forms
EXAMPLES = {
    "today": TODAY,
    "colours": COLOURS,
    "days": [TODAY - timedelta(days=7), TODAY, TODAY + timedelta(days=2), date(2026, 12, 18)],
    "person": PERSON,
    "protected_person": PROTECTED,
    "flikar": TABS,
    "work": group_work(WORK, today=TODAY, until=date(2026, 11, 29), rest_title="Resten av vecka 48"),
    "events": EVENTS,
    "examples": FLASHES,
    "figures": FIGURES,
    "reasons": REASONS,
    "checks": CHECKS,
    "contact": CONTACT,
    "insats_facts": INSATS_FACTS,
    "deadlines": DEADLINES,
    "crumbs": [Link(label="Granskning", url="#"), Link(label="Loggkontroll", url="#"), Link(label="oktober 2026")],
    "kinds": [Link(label=kind, url="#", current=kind == "Alla") for kind in ("Alla", "Plan", "Samtal", "Insatser")],
    "registration": [Link(label="Person och kontakt", url="#"), Link(label="Hushåll"), Link(label="Remiss")],
    "states": ["Utkast", "Publicerad", "Skickad till SDF", "Mottagen"],
    "report_steps": ["uppgifter hämtade", "indikatorer räknade", "röjandekontroll", "sidor och diagram"],
    "insatser": [
        {"label": "Språkpraktik", "url": "#", "note": "Kista Matcafé, till 2027-01-29", "hours": 12},
        {"label": "SFI kurs C", "url": "#", "note": "Komvux Kista, till 2026-12-18", "hours": 12},
    ],
    "compare": [Action(label="Jämför med version 3", url="#"), Action(label="Förhandsvisa lättläst", url="#")],
    "head_actions": [Action(label="Ny rapport", url="#", icon="plus", primary=True)],
    "downloads": [Action(label="Excel", url="#"), Action(label="CSV", url="#")],
}
