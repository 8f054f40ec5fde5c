"""What plans say in the demo: concrete goals, the person's own words, delmål with someone and a day."""

from dataclasses import dataclass

from jobbplaner.enums import Ansvarig

A, C, B, S, X = (
    Ansvarig.ASPIRANT,
    Ansvarig.COACH,
    Ansvarig.ASPIRANT_COACH,
    Ansvarig.SOCIALSEKRETERARE,
    Ansvarig.ANNAN,
)
Steg = tuple[str, str]


@dataclass(frozen=True)
class Spar:
    """A line of work or study: what the remiss asks, goals, own words, and delmål in the order they come."""

    kod: str
    fraga: str
    mal: tuple[str, ...]
    egna_ord: tuple[str, ...]
    delmal: tuple[Steg, ...]
    lagst: str = ""
    """Lowest ability for which the line is true."""


SPAR = [
    Spar(
        "kok",
        "Har arbetat i restaurang tidigare. Vilket stöd behövs för att komma tillbaka till köksarbete?",
        (
            "Anställning som köksbiträde, minst 75 procent, senast i höst",
            "Arbete i skolkök med dagtider som går ihop med barnens skola",
        ),
        (
            "Jag trivs i kök. Jag lagade mat åt många hemma och vill göra det på jobbet också.",
            "Jag kan jobba hårt men behöver tider när barnen är i skolan.",
            "Svenskan är svår när det går fort. I köket går det bättre för då ser man vad man ska göra.",
        ),
        (
            ("Lämna ansökan till kurs i livsmedelshygien på Komvux", A),
            ("Göra studiebesök på två tillagningskök", B),
            ("Skriva cv med de tre restauranger där jag har arbetat", B),
            ("Klara provet i livsmedelshygien", A),
            ("Be handledaren i köket om ett skriftligt omdöme", A),
            ("Söka sommarvikariat i skolkök i två stadsdelar", A),
            ("Kontakta måltidschefen om praktikplats", C),
        ),
        "26-50",
    ),
    Spar(
        "vard",
        "Vill arbeta inom vården och har erfarenhet av att vårda anhörig. Vad saknas för anställning?",
        (
            "Anställning som vårdbiträde och därefter utbildning till undersköterska",
            "Klara vård- och omsorgsutbildningens första kurser och få timanställning på äldreboende",
        ),
        (
            "Jag tog hand om min mamma i sex år. Jag vet att jag orkar och att jag tycker om det.",
            "Jag vill ha ett jobb där jag behövs. Helst nära hemma, för jag har inget körkort.",
            "Det är pappren som saknas, inte viljan.",
        ),
        (
            ("Boka tid hos studie- och yrkesvägledaren om vård- och omsorgsutbildning", A),
            ("Göra språktest inför yrkes-SFI", A),
            ("Praktik tre dagar i veckan på äldreboendet", A),
            ("Skicka intyg från tidigare vårdarbete för validering", B),
            ("Söka kursstart i vård och omsorg", A),
            ("Be mentorn på avdelningen bli referens", A),
            ("Beställa utdrag ur belastningsregistret", A),
        ),
        "51-75",
    ),
    Spar(
        "lager",
        "Har lagererfarenhet utan intyg. Behöver truckkort och stöd i att söka arbete.",
        (
            "Anställning på lager med heltid, dag eller tvåskift",
            "Truckkort A och B och därefter anställning genom bemanningsföretag",
        ),
        (
            "Jag har jobbat på lager i tre år men svart. Nu vill jag ha vita papper.",
            "Jag kan ta skift. Det viktiga är att lönen går att leva på.",
        ),
        (
            ("Anmäla mig till truckutbildningens informationsträff", A),
            ("Skriva klart cv och lägga upp det hos tre bemanningsföretag", B),
            ("Klara truckkort A", A),
            ("Ringa fyra arbetsgivare från listan varje vecka", A),
            ("Boka provintervju med matcharen", C),
            ("Be handledaren om intyg från lagret", A),
        ),
        "76-100",
    ),
    Spar(
        "butik",
        "Ung vuxen utan fullföljt gymnasium. Har extrajobbat i butik. Arbete eller studier?",
        (
            "Deltidsanställning i livsmedelsbutik som kan växa till heltid",
            "Butiksarbete på halvtid och gymnasieexamen på Komvux vid sidan av",
        ),
        (
            "Jag gillar att prata med folk. Skolan funkade inte men jag är bra på att jobba.",
            "Jag vill ha något att gå upp till. Butik är bra för man ser att man får saker gjorda.",
        ),
        (
            ("Gå runt med cv till fem butiker i centrum", A),
            ("Pröva kassaarbete på praktiken", A),
            ("Träffa studievägledaren om de kurser som saknas", B),
            ("Söka tre annonser i veckan och spara svaren", A),
            ("Ringa butikschefen om helgpass", C),
            ("Lämna in ansökan till Komvux", A),
        ),
    ),
    Spar(
        "fastighet",
        "Praktiskt lagd, har byggt i hemlandet. Önskar yrke inom fastighet eller bygg. Bedöm väg dit.",
        (
            "Anställning som fastighetsskötare efter jobbspår",
            "Arbete som hantverkare med validerat yrkesbevis",
        ),
        (
            "Jag har byggt hus hela livet. I Sverige måste jag visa papper på det.",
            "Jag vill använda händerna. Datorn är inte min grej men jag kan lära mig det som behövs.",
        ),
        (
            ("Söka till jobbspår fastighet", A),
            ("Ta fram betyg och intyg hemifrån för översättning", A),
            ("Ta tio körlektioner och boka uppkörning för B-körkort", A),
            ("Göra två veckors provpraktik hos bostadsbolaget", B),
            ("Anmäla till validering hos branschens prövningsplats", C),
            ("Klara kursen i heta arbeten", A),
        ),
        "51-75",
    ),
    Spar(
        "stad",
        "Har städat hotell. Behöver svenska för att ta fler uppdrag. Vilken insats passar bredvid SFI?",
        (
            "Städanställning på 50 procent bredvid SFI, heltid efter kurs C",
            "Fast anställning på hotell eller kontor med arbetstid före klockan 16",
        ),
        (
            "Jag har städat i fyra år. Jag är snabb. Men chefen vill att jag kan läsa listan.",
            "Jag vill ha samma arbetsplats varje dag, inte hoppa runt.",
        ),
        (
            ("Klara SFI kurs B", A),
            ("Lära mig orden på städlistan med språkstödjaren", A),
            ("Gå till hotellets rekryteringsträff", B),
            ("Gå kursen i rengöringsmedel och ergonomi", A),
            ("Skriva cv på svenska", B),
            ("Ringa två städföretag tillsammans med coachen", B),
        ),
        "26-50",
    ),
    Spar(
        "barn",
        "Har varit hemma med barn i flera år. Yngsta har börjat förskola. Vad är ett första steg?",
        (
            "Arbete som barnskötare efter utbildning på Komvux",
            "Resurspass i förskola på halvtid, därefter barnskötarutbildning",
        ),
        (
            "Nu är alla barnen i förskola eller skola. Det är första gången jag tänker på vad jag själv vill.",
            "Jag vill jobba med barn. Jag har fyra egna så jag är van.",
        ),
        (
            ("Lämna in barnomsorgsintyg så att tiderna räcker till praktik", S),
            ("Studiebesök på två förskolor", B),
            ("Klara SFI kurs D", A),
            ("Söka barnskötarutbildningen", A),
            ("Läsa en bok i veckan för barnen på svenska", A),
            ("Be rektorn om resurspass", C),
        ),
        "51-75",
    ),
    Spar(
        "kontor",
        "Akademisk utbildning från hemlandet. Arbete under sin nivå i två år. Hur tas kompetensen till vara?",
        (
            "Arbete som ekonomiassistent med bedömd utländsk examen",
            "Administrativt arbete i kommun eller företag, minst 75 procent",
        ),
        (
            "Jag var bokförare i elva år. Jag vill inte börja om från noll.",
            "Jag lär mig snabbt. Det jag saknar är svenska regler och någon som kan intyga att jag kan.",
        ),
        (
            ("Skicka examensbevis för bedömning till Universitets- och högskolerådet", A),
            ("Gå kursen i svensk bokföring", A),
            ("Praktik på kontaktcenter", A),
            ("Boka mentor genom yrkesföreningen", C),
            ("Skriva personligt brev för ekonomitjänster", B),
            ("Söka fyra tjänster i veckan", A),
        ),
        "51-75",
    ),
    Spar(
        "studier",
        "Saknar grundläggande behörighet. Vill läsa. Bedöm studieplan och försörjning under studierna.",
        (
            "Gymnasieexamen på Komvux och därefter yrkeshögskola",
            "Klara grundläggande svenska, matematik och engelska till sommaren",
        ),
        (
            "Jag slutade skolan i åttan. Nu har jag en dotter och vill kunna hjälpa henne med läxorna.",
            "Jag behöver någon som frågar hur det går varje vecka, annars tappar jag det.",
        ),
        (
            ("Söka grundläggande svenska till höststarten", A),
            ("Göra nivåtest i matematik", A),
            ("Räkna på studiemedel tillsammans med studievägledaren", B),
            ("Hitta studieplats på biblioteket två kvällar i veckan", A),
            ("Lämna in studieplanen till socialsekreteraren", C),
            ("Klara första delkursen", A),
        ),
    ),
    Spar(
        "halsa",
        "Sjukskriven i perioder, oklart vad som är möjligt. Bedöm förmåga i verklig miljö och föreslå takt.",
        (
            "Arbetsträning tolv timmar i veckan i tre månader utan avbrott",
            "Veta vilka arbetsuppgifter som fungerar, så att läkare och Försäkringskassan har något att utgå från",
        ),
        (
            "Jag vill pröva men jag är rädd att det blir som förra gången, att allt går för fort.",
            "Förmiddagar går bra. Efter lunch är det stopp.",
            "Jag vill inte bli en diagnos till. Jag vill göra något.",
        ),
        (
            ("Kontakta vårdcentralen om rehabkoordinator", A),
            ("Gå till Rörelse och vardag två förmiddagar i veckan", A),
            ("Stämma av orken med arbetsterapeuten efter fyra veckor", B),
            ("Skicka samtycke så att coachen kan tala med läkaren", A),
            ("Pröva tre timmars arbetspass", A),
            ("Bjuda in Försäkringskassan till nästa samtal", C),
        ),
    ),
    Spar(
        "transport",
        "Har körkort från annat land och vill köra buss. Vilka steg krävs och vad kan göras hos er?",
        (
            "Bussförare med D-körkort och YKB, anställd hos ett trafikbolag",
            "Arbete som budförare medan körkortet byts",
        ),
        (
            "Jag körde lastbil i åtta år. Jag saknar vägen.",
            "Buss är bra för där talar man med människor, då blir svenskan bättre.",
        ),
        (
            ("Byta körkort eller boka kunskapsprov hos Trafikverket", A),
            ("Göra hälsodeklaration och synintyg", A),
            ("Gå på trafikbolagets informationsträff", B),
            ("Läsa körkortsteorin en timme om dagen", A),
            ("Söka D-körkortsutbildning hos Arbetsförmedlingen", C),
            ("Skriva klart cv med körvana per fordon", B),
        ),
        "76-100",
    ),
    Spar(
        "rutin",
        "Långvarigt stöd, isolerad i hemmet. Behöver struktur innan arbete är aktuellt. Kan ni börja i liten skala?",
        (
            "Vara borta hemifrån tre förmiddagar i veckan till sommaren",
            "Fast dygnsrytm och en plats att gå till varje vardag",
        ),
        (
            "Jag går ut på natten när det inte är folk. Jag vill kunna gå ut på dagen.",
            "Om någon ringer samma morgon så kommer jag.",
        ),
        (
            ("Gå till träffpunkten tillsammans med coachen första gången", B),
            ("Skriva upp sömn och måltider i två veckor", A),
            ("Boka tid på vårdcentralen", A),
            ("Ordna SL-kort för resorna", S),
            ("Vara med i odlingen två tisdagar i rad", A),
            ("Stämma av med boendestödet", C),
        ),
    ),
]

MOTPRESTATION = (
    "Komma till bokade tider, höra av sig samma morgon vid sjukdom och redovisa sökta arbeten en gång i månaden.",
    "Delta i insatserna på de tider som står i planen och berätta i god tid om något inte fungerar.",
    "Söka de arbeten som vi har kommit överens om och spara svaren till nästa samtal.",
)
STOD = (
    "Samtal med coach var fjortonde dag, hjälp med ansökningar och kontakt med arbetsgivare.",
    "Coach följer med på första besöket. Tolk vid varje planeringssamtal.",
    "Studie- och yrkesvägledning, jobbklubb och telefonkontakt en gång i veckan.",
)
# Every fourth plan has none yet
PLANERADE_INSATSER = (
    "Praktik i butik eller kök, 16 timmar i veckan, när en plats blir ledig. Språkstöd på plats.",
    "Studie- och yrkesvägledning den här månaden. Sedan yrkesutbildning, om ansökan går igenom.",
    "Arbetsträning tre förmiddagar i veckan, därefter jobbspår om det fungerar.",
    "",
)
SDF_MAL = (
    "Inskriven vid jobbtorg och i praktik inom tre månader, med barnomsorg ordnad för alla tider",
    "Läkarutlåtande klart så att rätt ersättning kan sökas, samtidigt sysselsättning två förmiddagar",
    "SFI kurs C klar i vår och arbete på deltid i höst",
    "Skuldrådgivning påbörjad och studieplan inlämnad före terminsstart",
)
SDF_DELMAL = (
    ("Lämna läkarintyg till socialsekreteraren", A),
    ("Ansöka om barnomsorg för minsta barnet", A),
    ("Skicka remiss till jobbtorg", S),
    ("Boka tid hos budget- och skuldrådgivningen", A),
    ("Anmäla sig hos Arbetsförmedlingen", A),
    ("Följa upp hur det går på jobbtorget", S),
)
TIMSKAL = {
    True: "Insatsen kan ge fler timmar först längre fram. Frågas om vid nästa uppföljning.",
    False: "Ingen plats är klar än. Coachen söker en insats som passar.",
}
GJORT = (
    "Gjort som planerat.",
    "Klart en vecka före datumet.",
    "Gjort tillsammans med coachen.",
    "Gjort, det tog längre tid än väntat.",
)
FORTSATTER = (
    "Påbörjat. Nytt datum är bestämt.",
    "Väntar på svar.",
    "Blev sjuk två veckor, fortsätter nu.",
    "En del är gjort, resten återstår.",
)
NULAGE = (
    "Går på jobbklubben men saknar praktik. Trivs i gruppen och har sökt elva jobb sedan inskrivningen.",
    "Väntar på kursstart. Orken är bättre än i våras och tiderna fungerar med barnens skola.",
    "Har varit sjuk tre veckor. Vill öka timmarna långsamt och börja med förmiddagar.",
)
INSATSERNA = (
    "SFI går framåt. En arbetsplats behövs för att använda språket.",
    "Jobbklubben har gett cv och två intervjuer. Nästa steg är praktik med möjlighet till anställning.",
    "Rörelse och vardag har gett en dygnsrytm. Arbetsträning prövas från nästa månad.",
)
PLANEN = ("Ja. Delmålen om praktik och intyg läggs till.", "Nej, målet står fast. Två datum flyttas fram.")
ATERREMISS = (
    "Personen behöver läkarbedömning innan en insats kan väljas. Återkom när utlåtandet finns.",
    "Frågan gäller enbart sysselsättning utan mål om arbete. Det ligger utanför jobbtorgets uppdrag.",
    "Personen deltar på heltid i jobb- och utvecklingsgarantin utan överenskommelse om kommunala insatser.",
)
KOMMENTAR = (
    "Vill fortsätta och har fått bra omdöme av handledaren.",
    "Kom till alla tider utom två. Behöver lugnare tempo nästa gång.",
    "Fick referens och kortare vikariat hos arbetsgivaren.",
    "Prövade tre arbetsuppgifter. Kassan fungerade bäst.",
    "Avbröts när skolan började. Vill komma tillbaka på loven.",
)
HANDLEDARE = (
    "Göran Palm Ek", "Birgitta Ström", "Anneli Wik", "Kemal Öz", "Rita Forslund", "Joel Brandt", "Fatou Ceesay",
)  # fmt: skip
