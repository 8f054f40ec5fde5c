"""One akt to read: Amal Nuur Warsame, two enrolments and two years between the first plan and today's samtal."""

from datetime import date

from config.dates import add_months, month_start
from jobbplaner.enums import Ansvarig

from .demodagen import workday
from .katalog import KATALOG
from .liv import Deltagande, Person, Planversion, Remissrad, Samtal, Vistelse
from .staden import STADSDELAR

NUMMER = "198804192386"
BERATTAD = date(2026, 11, 24)
"""The Tuesday on which her story is told; every date keeps its distance to it."""

MAL = "Anställning som köksbiträde med dagtid, minst 75 procent, senast i höst"
ORD = (
    "Jag lagade mat åt sextio personer hemma. I köket vet jag vad jag ska göra, men jag kan inte läsa lapparna. "
    "Jag vill ha dagtid så att jag hinner hämta barnen."
)
A, C, B = Ansvarig.ASPIRANT, Ansvarig.COACH, Ansvarig.ASPIRANT_COACH


def amal(today: date) -> Person:
    """Her life, moved so that it ends on `today`."""

    def d(text: str, *, exakt: bool = False) -> date:
        dag = today + (date.fromisoformat(text) - BERATTAD)
        return dag if exakt else workday(dag)

    def m(text: str) -> date:
        return add_months(month_start(today), _months_between(BERATTAD, date.fromisoformat(text)))

    return Person(
        nummer=NUMMER,
        fornamn="Amal",
        efternamn="Nuur Warsame",
        fodd=date(1988, 4, 19),
        kon="kvinna",
        stadsdel=next(s for s in STADSDELAR if s.namn == "Spånga-Tensta"),
        sprak="somaliska",
        tolk=True,
        vuxna=1,
        barn=[today.year - 5, today.year - 9],
        hinder="arbetslos_ingen_ersattning",
        formaga="51-75",
        roll="sokande",
        registrerad=d("2023-09-05"),
        stod=[(m("2023-06-01"), month_start(d("2024-11-29"))), (m("2026-02-01"), None)],
        telefon="070-174 06 11",
        adress="Exempelgatan 14, Spånga",
        vistelser=[_first(d), _second(d)],
        arbetsplaner=_arbetsplaner(d),
        socialsekreterare="sara",
    )


def _months_between(fran: date, till: date) -> int:
    return (till.year - fran.year) * 12 + till.month - fran.month


def _post(namn: str):
    return next(p for p in KATALOG if p.namn == namn)


def _first(d) -> Vistelse:
    remiss = Remissrad(
        "Kista",
        d("2023-09-25"),
        d("2023-10-02"),
        "Har arbetat i kök i hemlandet. Behöver svenska och en väg in till arbete. Vad föreslår ni?",
        svar="mottagen",
        besvarad=d("2023-10-09"),
    )
    return Vistelse(
        jobbtorg="Kista",
        inskriven=d("2023-10-09"),
        satt="gruppinformation",
        spar="stad",
        remiss=remiss,
        avslutad=d("2024-11-29"),
        orsak="arbete_subventionerat",
        orsak_soc="arbete",
        sagt_av="arbetsgivare",
        verifierad=True,
        attribut={"arbete_en_manad": "ja", "kommunal_anstallning": "nej"},
        planer=_first_plans(d),
        samtal=[_first_samtal(d), _med_af(d)],
        placeringar=_first_placeringar(d),
        coach="carl",
    )


def _first_samtal(d) -> Samtal:
    return Samtal(
        d("2024-01-16"),
        "13:00",
        "Rum 2",
        "Läser SFI kurs B och trivs. Barnen har fått förskoleplats från februari.",
        "SFI går bra. En arbetsplats behövs för att tala svenska.",
        "Ja, praktik läggs till.",
        [("Söka språkpraktik nära förskolan", B, d("2024-02-09"))],
    )


def _med_af(d) -> Samtal:
    """Joint follow-up with Arbetsförmedlingen when she had been enrolled for a year."""
    return Samtal(
        d("2024-10-07"),
        "14:00",
        "Jobbtorg Kista, rum 2",
        "Har provat på i lunchköket sedan augusti och vill stanna där.",
        "Praktiken ledde till intervju. SFI kurs C väntar till våren.",
        "Arbetsförmedlingen prövar subvention för anställningen i lunchköket.",
        [("Lämna besked om subventionerad anställning", Ansvarig.AF, d("2024-11-01"))],
        slut="15:00",
        motpart="af",
        satt={"af": "video"},
    )


def _first_placeringar(d) -> list[Deltagande]:
    return [
        Deltagande(
            _post("SFI kurs B"), d("2023-10-23"), d("2024-06-07"), None, 15,
            "Klara kurs B och gå vidare till kurs C",
            avslutad=d("2024-06-07"), resultat="ytterligare_insats", kommentar="Klarade kurs B med godkänt.",
        ),
        Deltagande(
            _post("Kista Matcafé"), d("2024-02-19"), d("2024-08-30"), None, 12, "Använda svenska på arbetstid",
            "Birgitta Ström", avslutad=d("2024-08-30"), resultat="arbete",
            kommentar="Handledaren ordnade kontakt med ett lunchkök som sökte folk.",
        ),
    ]  # fmt: skip


def _first_plans(d) -> list[Planversion]:
    mal = "Arbete i kök eller städ på minst halvtid innan sonen börjar skolan"
    ord_ = "Jag vill arbeta. Jag har aldrig varit utan arbete innan jag kom hit."
    return [
        Planversion(
            d("2023-10-13"), d("2024-01-12"), mal, ord_,
            [("Göra nivåtest hos SFI", A, d("2023-10-20"), "nytt"), ("Ansöka om förskola", A, d("2023-11-03"), "nytt")],
        ),
        Planversion(
            d("2024-01-18"), d("2024-04-12"), mal, ord_,
            [("Ansöka om förskola", A, d("2023-11-03"), "klart"),
             ("Söka språkpraktik nära förskolan", B, d("2024-02-09"), "nytt")],
        ),
        Planversion(
            d("2024-04-15"), d("2024-07-05"), mal, ord_,
            [("Klara SFI kurs B", A, d("2024-06-07"), "pagar"), ("Skriva cv på svenska", B, d("2024-05-17"), "nytt")],
        ),
        Planversion(
            d("2024-08-19"), d("2024-11-15"), mal, ord_,
            [("Klara SFI kurs B", A, d("2024-06-07"), "klart"),
             ("Gå på intervju hos lunchköket", A, d("2024-09-13"), "nytt")],
        ),
    ]  # fmt: skip


def _second(d) -> Vistelse:
    remiss = Remissrad(
        "Kista",
        d("2026-05-06"),
        d("2026-05-13"),
        "Anställningen upphörde när lunchköket stängde. Vill tillbaka till kök. Vilket stöd gör att det håller?",
        svar="mottagen",
        besvarad=d("2026-05-25"),
    )
    return Vistelse(
        jobbtorg="Kista",
        inskriven=d("2026-05-25"),
        satt="gruppinformation",
        spar="kok",
        remiss=remiss,
        planer=_second_plans(d),
        samtal=_second_samtal(d),
        placeringar=_second_placeringar(d),
        coach="carl",
    )


def _second_samtal(d) -> list[Samtal]:
    return [
        Samtal(
            d("2026-08-25"),
            "10:00",
            "Rum 4",
            "Orkar hela dagar efter sommaren. Rörelse och vardag har gjort skillnad. Saknar arbetsplats.",
            "Rörelse och vardag avslutas nu. SFI kurs C börjar nästa vecka.",
            "Ja. Språkpraktik och kurs i livsmedelshygien läggs till.",
            [
                ("Börja SFI kurs C", A, d("2026-08-31")),
                ("Ordna språkpraktik på Kista Matcafé", C, d("2026-10-02")),
                ("Lämna ansökan till kurs i livsmedelshygien", A, d("2026-11-27")),
            ],
            slut="11:00",
            flyttat=(d("2026-08-20"), "13:00", "tolk_saknas"),
            haller_med="delvis",
            egna_ord="Jag vill börja praktiken efter höstlovet, inte före. Då hinner barnen vänja sig.",
            agenda=[("Gå på Rörelse och vardag två dagar i veckan", "klart", "Har gått varje vecka utom en.")],
            satt={"socialsekreterare": "video"},
        ),
        Samtal(d("2026-11-24", exakt=True), "09:30", "Rum 4, Jobbtorg Kista", slut="10:30"),
    ]


def _second_placeringar(d) -> list[Deltagande]:
    return [
        Deltagande(
            _post("Rörelse och vardag"), d("2026-06-15"), d("2026-08-28"), None, 6,
            "Få en dygnsrytm som håller för arbetstider", avslutad=d("2026-08-28"), resultat="ytterligare_insats",
            kommentar="Orkar hela dagar. Utvärderingssamtal hölls veckan efter.",
        ),
        Deltagande(
            _post("SFI kurs C"), d("2026-08-31"), d("2026-12-18"), None, 12,
            "Klara kurs C för att kunna läsa yrkeskurs",
        ),
        Deltagande(
            _post("Kista Matcafé"), d("2026-10-05"), d("2027-01-29"), None, 12,
            "Läsa recept och beställningar på svenska, öka till tre dagar efter jul", "Birgitta Ström",
        ),
    ]  # fmt: skip


def _second_plans(d) -> list[Planversion]:
    return [
        Planversion(
            d("2026-05-29"), d("2026-08-21"), "Arbete i kök eller städ, minst halvtid, när hälsan håller", ORD,
            [("Gå till Rörelse och vardag två förmiddagar i veckan", A, d("2026-06-15"), "nytt"),
             ("Anmäla sig till SFI kurs C", A, d("2026-06-26"), "nytt")],
            2, d("2026-05-29"), d("2026-06-01"),
            nytt_mal="Amal orkar hela dagar nu och vill till kök. Målet blir 75 procent dagtid i kök.",
            resultat={
                "Gå till Rörelse och vardag två förmiddagar i veckan": "Gick hela sommaren och missade två gånger.",
                "Anmäla sig till SFI kurs C": "Anmäld i juni, fick plats från sista augusti.",
            },
        ),
        Planversion(
            d("2026-08-27"), d("2026-10-09"), MAL, ORD,
            [("Gå till Rörelse och vardag två förmiddagar i veckan", A, d("2026-06-15"), "klart"),
             ("Börja SFI kurs C", A, d("2026-08-31"), "nytt"),
             ("Ordna språkpraktik på Kista Matcafé", C, d("2026-10-02"), "nytt"),
             ("Lämna ansökan till kurs i livsmedelshygien", A, d("2026-11-27"), "nytt")],
            4, d("2026-08-27"), d("2026-08-28"),
            resultat={
                "Lämna ansökan till kurs i livsmedelshygien": "Har valt kurs. Ansökan öppnar i november.",
                "Börja SFI kurs C": "Började 31 augusti. Läser torsdag och fredag.",
                "Ordna språkpraktik på Kista Matcafé": "Klart, börjar i oktober, 12 timmar i veckan.",
            },
        ),
        Planversion(
            d("2026-10-02"), d("2027-01-08"), MAL, ORD,
            [("Ordna språkpraktik på Kista Matcafé", C, d("2026-10-02"), "klart"),
             ("Klara SFI kurs C", A, d("2026-12-18"), "pagar"),
             ("Lämna ansökan till kurs i livsmedelshygien", A, d("2026-11-27"), "pagar"),
             ("Öka till tre dagar i veckan på matcaféet", B, d("2027-01-08"), "nytt")],
            4, d("2026-10-02"), d("2026-10-05"),
        ),
    ]  # fmt: skip


def _arbetsplaner(d) -> list[Planversion]:
    mal = "Arbete på minst 75 procent i höst, med barnomsorg på arbetstiderna och tolk tills SFI kurs C är klar"
    return [
        Planversion(
            d("2026-05-04"), d("2026-09-04"), mal, "",
            [("Skicka remiss till Jobbtorg Kista", Ansvarig.SOCIALSEKRETERARE, d("2026-05-08"), "nytt"),
             ("Lämna barnomsorgsschema", A, d("2026-05-22"), "nytt")],
        ),
        Planversion(
            d("2026-09-14"), d("2027-01-15"), mal, "",
            [("Skicka remiss till Jobbtorg Kista", Ansvarig.SOCIALSEKRETERARE, d("2026-05-08"), "klart"),
             ("Söka fritidsplats för äldsta barnet", A, d("2026-12-04"), "pagar")],
        ),
    ]  # fmt: skip
