"""The catalogue of the demo: who offers what, on which step, for whom."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Post:
    """One insats. `enhet` is a jobbtorg or, with `sdf`, a district; `luft` is how many places stand free."""

    namn: str
    anordnare: str
    enhet: str
    slag: str
    steg: str
    timmar: int
    luft: int
    innehall: str
    kriterier: str
    syften: tuple[str, ...]
    klass: str = "arbetsinriktad"
    sdf: bool = False
    handledare: bool = True
    andra: int = 0
    lagst: str = ""
    """Lowest ability that the insats is for; empty for everyone."""


KATALOG = [
    Post("Butik och återbruk", "Återbruket Kista", "Kista", "praktik", "sysselsattning", 24, 1,
         "Ta emot, sortera och prissätta kläder och möbler. Kassa när man är redo. Fikarast tillsammans.",
         "Förmåga 26–75 %, lätt svenska",
         ("Pröva butiksarbete och öka från tre till fyra dagar i veckan", "Träna på att möta kunder på svenska")),
    Post("Kista Matcafé", "Kista Matcafé", "Kista", "sprakpraktik", "sysselsattning", 12, 0,
         "Servering, kallskänk och disk i ett lunchcafé. Språkhandledare två dagar i veckan.",
         "Förmåga från 26 %, samtidigt SFI",
         ("Använda svenska på arbetstid och lära köksord", "Läsa recept och beställningar på svenska")),
    Post("Kök och servering", "Stadens måltidsenhet", "Kista", "arbetstraning", "arbetsinriktad_rehabilitering", 20, 2,
         "Arbetsträning i ett av stadens tillagningskök. Egenkontroll, specialkost, servering.",
         "Förmåga från 26 %, intyg i livsmedelshygien är bra att ha",
         ("Vänja sig vid köksarbete efter sjukskrivning", "Få intyg i livsmedelshygien och referens"), lagst="26-50"),
    Post("Lager och truck", "Logistikcentrum Lunda", "Kista", "arbetsmarknadsutbildning", "arbete_studier", 40, 3,
         "Åtta veckor: plock, packning, truckkort A och B, praktik på lager.",
         "Förmåga 76–100 %, kan läsa säkerhetsinstruktioner",
         ("Ta truckkort A och B och göra praktik på lager",), lagst="76-100"),
    Post("Rörelse och vardag", "Friskvårdens hus", "Kista", "halsoframjande", "planering_strukturering", 6, 4,
         "Promenader, stresshantering, sömn och mat i grupp om åtta, två förmiddagar i veckan.",
         "Inga särskilda",
         ("Få en dygnsrytm som håller för arbetstider", "Orka hela dagar efter lång sjukskrivning"),
         klass="sysselsattning"),
    Post("Jobbklubben Kista", "Jobbtorg Kista", "Kista", "arbetssokarverksamhet", "arbete_studier", 8, 9,
         "Cv, ansökningar, provintervjuer och arbetsgivarbesök, två halvdagar i veckan.",
         "Förmåga från 51 %",
         ("Söka fem jobb i veckan med stöd", "Öva intervjuer inför rekryteringsträffar"), handledare=False),
    Post("SFI kurs B", "Komvux Kista", "Kista", "sfi", "svenskastudier", 15, 12,
         "Svenska för invandrare kurs B, förmiddagar.", "Personnummer eller rätt till SFI",
         ("Klara kurs B och gå vidare till kurs C",), handledare=False),
    Post("SFI kurs C", "Komvux Kista", "Kista", "sfi", "svenskastudier", 12, 10,
         "Svenska för invandrare kurs C, eftermiddagar, går att förena med praktik.", "Klarad kurs B",
         ("Klara kurs C för att kunna läsa yrkeskurs",), handledare=False),
    Post("Vägen in", "Arbetsintegrerande sociala företaget Vägen", "Vårberg", "arbetstraning",
         "arbetsinriktad_rehabilitering", 16, 1,
         "Snickeri, cykelverkstad och kontorsservice i eget tempo.", "Förmåga 26–75 %",
         ("Pröva verkstadsarbete och se vad ryggen orkar", "Återfå rutiner efter lång tid hemma"), lagst="26-50"),
    Post("Vårdsteget", "Stadens äldreboenden", "Vårberg", "praktik", "arbete_studier", 30, 2,
         "Praktik på äldreboende med mentor, omvårdnadssvenska en dag i veckan.", "Förmåga från 51 %, SFI kurs C",
         ("Pröva vårdbiträdesyrket inför vård- och omsorgsutbildning",), lagst="51-75"),
    Post("Språkstödspraktik Skärholmen", "Biblioteket och medborgarkontoret", "Vårberg", "sprakpraktik",
         "sysselsattning", 12, 3, "Enklare arbetsuppgifter med språkstödjare på plats.", "Samtidigt SFI",
         ("Tala svenska varje dag och förstå instruktioner",)),
    Post("SFI kurs D Vårberg", "Komvux Skärholmen", "Vårberg", "sfi", "svenskastudier", 15, 6,
         "Svenska för invandrare kurs D, kvällar och distans.", "Klarad kurs C",
         ("Klara kurs D för behörighet till Komvux",), handledare=False),
    Post("Grön tjänst", "Park och natur", "Farsta", "subventionerad_anstallning", "arbete_med_samhallsstod", 38, 2,
         "Anställning i parkskötsel med handledare, tolv månader.", "Förmåga från 51 %",
         ("Ett års anställning med referens från parkförvaltningen",), lagst="51-75"),
    Post("Fixarlaget", "Farsta egen regi", "Farsta", "arbetstraning", "arbetsinriktad_rehabilitering", 20, 1,
         "Flytt, enklare måleri och fastighetsskötsel i arbetslag.", "Förmåga från 26 %",
         ("Träna på arbetstider i ett lag", "Pröva fastighetsskötsel"), lagst="26-50"),
    Post("Jobbspår fastighet", "Bostadsbolagen", "Farsta", "jobbspar", "arbete_studier", 36, 4,
         "Tolv veckors utbildning och praktik som leder till fastighetsvärd.", "Förmåga 76–100 %, B-körkort en fördel",
         ("Bli anställningsbar som fastighetsvärd",), lagst="76-100"),
    Post("Jobbstöd SE", "Farsta jobbcoachning", "Farsta", "supported_employment", "arbete_med_samhallsstod", 15, 3,
         "Stöd på arbetsplatsen enligt Supported Employment, så länge det behövs.", "Motiverad till arbete",
         ("Hitta och behålla ett arbete på deltid med stöd på plats",), handledare=False),
    Post("Vuxenutbildning med stöd", "Åsö vuxengymnasium", "City", "vuxenutbildning", "arbete_studier", 25, 15,
         "Grundläggande kurser med studiecoach.", "Söks av den enskilde",
         ("Läsa in grundskolans svenska, matematik och engelska",), handledare=False, andra=5),
    Post("Kontor och service", "Stadens kontaktcenter", "City", "praktik", "arbete_studier", 30, 2,
         "Post, reception, ärendehantering och kundsamtal.", "Förmåga från 51 %, god svenska",
         ("Pröva receptionsarbete och få kontorsvana",), lagst="51-75"),
    Post("Studie- och yrkesvägledning", "Jobbtorg City", "City", "studie_yrkesvagledning", "planering_strukturering",
         2, 20,
         "Samtal om utbildning, validering och yrkesval.", "Inga särskilda",
         ("Kartlägga betyg från hemlandet och välja utbildningsväg",), handledare=False),
    Post("Prövning på arbetsplats", "Jobbtorg City", "City", "provning_arbetsplatser", "arbetsinriktad_rehabilitering",
         15, 2,
         "Fyra veckor på två eller tre arbetsplatser med arbetsterapeut.", "När förmågan är oklar",
         ("Se vilka arbetsuppgifter och hur många timmar som fungerar",)),
    Post("Unga in", "Jobbtorg Unga", "Unga", "motivationsarbete", "planering_strukturering", 10, 5,
         "Mindre grupp för unga som varit hemma länge. Vardagsstruktur, studiebesök, träning.", "16–24 år",
         ("Komma hemifrån varje dag och pröva tre yrken",), klass="sysselsattning"),
    Post("Tekniksprånget Unga", "Yrkesgymnasiet", "Unga", "jobbspar", "arbete_studier", 32, 3,
         "Introduktion till el, vvs och it-support med praktik hos företag.", "16–24 år, förmåga från 51 %",
         ("Välja teknisk yrkesutbildning efter att ha provat tre",), lagst="51-75"),
    Post("Öppna verkstan", "SDF Spånga-Tensta", "Spånga-Tensta", "egen_verksamhet", "sysselsattning", 12, 2,
         "Textil, trä och matlagning i stadsdelens egen regi, fyra förmiddagar i veckan.", "Förmåga 1–50 %",
         ("En plats att gå till varje vecka", "Pröva att vara borta hemifrån tre timmar om dagen"),
         klass="sysselsattning", sdf=True),
    Post("Tensta odlar", "SDF Spånga-Tensta", "Spånga-Tensta", "fardighetstraning", "planering_strukturering", 8, 1,
         "Odling och försäljning i stadsdelens trädgård, mars till november.", "Inga särskilda",
         ("Fasta tider två dagar i veckan och svenska i vardagen",), klass="sysselsattning", sdf=True),
    Post("Hägerstens träffpunkt", "SDF Hägersten-Liljeholmen", "Hägersten-Liljeholmen", "egen_verksamhet",
         "sysselsattning", 10, 3, "Café och reception i medborgarhuset.", "Förmåga 1–50 %",
         ("Träna på att möta människor i lugn takt",), klass="sysselsattning", sdf=True),
    Post("Boendestöd Farsta", "SDF Farsta", "Farsta", "boendestod", "grundlaggande_behov", 5, 4,
         "Stöd i hemmet med post, ekonomi och tider.", "Bistånd beviljat",
         ("Ordning på post och räkningar så att kraften räcker till annat",), klass="sysselsattning", sdf=True),
]  # fmt: skip
