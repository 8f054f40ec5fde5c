"""The city: nämnder, districts with their weight, jobbtorg, and who works where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stadsdel:
    """A district: share of the city's persons, its jobbtorg, share born abroad, and its streets."""

    namn: str
    namnd: str
    vikt: int
    jobbtorg: str
    utrikes: float
    postort: str


ARBETSMARKNADSNAMNDEN = "Arbetsmarknadsnämnden"
STAB = "Arbetsmarknadsförvaltningen"

STADSDELAR = [
    Stadsdel("Rinkeby-Kista", "Rinkeby-Kista stadsdelsnämnd", 15, "Kista", 0.85, "Spånga"),
    Stadsdel("Spånga-Tensta", "Spånga-Tensta stadsdelsnämnd", 14, "Kista", 0.75, "Spånga"),
    Stadsdel("Hässelby-Vällingby", "Hässelby-Vällingby stadsdelsnämnd", 11, "Kista", 0.6, "Hässelby"),
    Stadsdel("Bromma", "Bromma stadsdelsnämnd", 4, "City", 0.35, "Bromma"),
    Stadsdel("Kungsholmen", "Kungsholmens stadsdelsnämnd", 3, "City", 0.3, "Stockholm"),
    Stadsdel("Norrmalm", "Norrmalms stadsdelsnämnd", 3, "City", 0.3, "Stockholm"),
    Stadsdel("Östermalm", "Östermalms stadsdelsnämnd", 2, "City", 0.25, "Stockholm"),
    Stadsdel("Södermalm", "Södermalms stadsdelsnämnd", 7, "City", 0.3, "Stockholm"),
    Stadsdel("Enskede-Årsta-Vantör", "Enskede-Årsta-Vantörs stadsdelsnämnd", 11, "Farsta", 0.55, "Enskede"),
    Stadsdel("Skarpnäck", "Skarpnäcks stadsdelsnämnd", 5, "Farsta", 0.45, "Skarpnäck"),
    Stadsdel("Farsta", "Farsta stadsdelsnämnd", 7, "Farsta", 0.5, "Farsta"),
    Stadsdel("Älvsjö", "Älvsjö stadsdelsnämnd", 2, "City", 0.35, "Älvsjö"),
    Stadsdel("Hägersten-Liljeholmen", "Hägersten-Liljeholmens stadsdelsnämnd", 7, "Vårberg", 0.4, "Hägersten"),
    Stadsdel("Skärholmen", "Skärholmens stadsdelsnämnd", 9, "Vårberg", 0.75, "Skärholmen"),
]
JOBBTORG = ["Kista", "Vårberg", "Farsta", "City", "Unga"]
UNGA_UNDER = 25
"""Jobbtorg Unga takes those younger than this, most of them."""

DEMO_ENHET = {
    "sara": ("socialsekreterare", "Spånga-Tensta"),
    "stina": ("enhetschef", "Spånga-Tensta"),
    "hanna": ("socialsekreterare", "Hägersten-Liljeholmen"),
    "carl": ("coach", "Kista"),
    "eva": ("enhetschef", "Kista"),
    "vera": ("coach", "Vårberg"),
    "nina": ("controller", STAB),
    "rut": ("registeransvarig", STAB),
    "sven": ("systemforvaltare", STAB),
}
COACHER = {"Kista": 3, "Vårberg": 2, "Farsta": 2, "City": 2, "Unga": 2}
"""Coaches per jobbtorg, the demo accounts included."""

SOCIALSEKRETERARE_PER_VIKT = 0.3
"""Per SDF in proportion to its weight, at least one; the demo accounts are among them."""

KOLLEGOR = [
    "Maria Lindqvist", "Johan Åberg", "Leila Hosseini", "Peter Wallin", "Annika Fransson", "Mustafa Kaya",
    "Elin Sjögren", "Fredrik Dahlgren", "Nadja Petrovic", "Katarina Lundholm", "Ahmed Saleh", "Ulrika Norén",
    "Marcus Edlund", "Helena Brandt", "Yasmin Khalil", "Anders Melin", "Sofia Hallgren", "Tomas Vikander",
    "Beatriz Romero", "Camilla Falk", "Erik Sundin", "Zeynep Aydin", "Linda Åkerlund", "Patrik Rosell",
    "Amina Jibril", "Jenny Holmgren", "Niklas Ottosson", "Parisa Moradi", "Gunilla Ekdahl", "Daniel Forsell",
    "Hanna Wiklund", "Ibrahim Warsame", "Kristina Blad", "Mattias Rydén", "Susanne Hedlund", "Viktor Almgren",
    "Rebecka Sandahl", "Oskar Tegnér", "Malin Strömqvist", "Goran Jovanovic", "Ingrid Palmér", "Henrik Lagerlöf",
    "Nora Ghebre", "Louise Carlbom", "Simon Åhlund", "Eva-Lena Thorén", "Karim Haddad", "Birgitta Skoglund",
    "Jakob Westling", "Anna-Karin Liljedahl", "Milad Rostami", "Therese Bergvall", "Per-Olof Hagman", "Selma Demir",
    "Charlotte Rask", "Stefan Kvist", "Emelie Norberg", "Abdullahi Nur", "Pernilla Ström", "Rikard Elmquist",
    "Sanna Björklund", "Tereza Novak", "Martin Grahn", "Åsa Danielsson",
]  # fmt: skip


@dataclass(frozen=True)
class Anstalld:
    """Someone who works in the city: user name, name, role, and unit by kind and name."""

    username: str
    namn: str
    roll: str
    slag: str
    enhet: str


def staff(demo: dict[str, str]) -> list[Anstalld]:
    """Everyone who works in the city. `demo` is user name to name of the accounts one can log in with."""
    namn = iter(KOLLEGOR)
    alla = [Anstalld(u, n, *_placed(u)) for u, n in demo.items()]
    for slag, roll, enhet, antal in _posts():
        finns = sum(1 for a in alla if (a.roll, a.slag, a.enhet) == (roll, slag, enhet))
        for _ in range(antal - finns):
            heter = next(namn)
            alla.append(Anstalld(_username(heter), heter, roll, slag, enhet))
    return alla


def _placed(username: str) -> tuple[str, str, str]:
    roll, enhet = DEMO_ENHET[username]
    slag = "stab" if enhet == STAB else ("jobbtorg" if roll == "coach" or enhet in JOBBTORG else "sdf")
    return roll, slag, enhet


def _posts() -> list[tuple[str, str, str, int]]:
    """(kind of unit, role, unit, how many) in a fixed order."""
    poster = [("stab", "registeransvarig", STAB, 1)]
    for sdf in STADSDELAR:
        antal = max(1, round(sdf.vikt * SOCIALSEKRETERARE_PER_VIKT))
        poster += [("sdf", "socialsekreterare", sdf.namn, antal), ("sdf", "enhetschef", sdf.namn, 1)]
    for namn, antal in COACHER.items():
        poster += [("jobbtorg", "coach", namn, antal), ("jobbtorg", "enhetschef", namn, 1)]
    return poster


def _username(namn: str) -> str:
    rent = namn.lower().translate(str.maketrans("åäöéü-", "aaoeu "))
    return ".".join(rent.split())


GATOR = [
    "Provvägen", "Exempelgatan", "Björkstigen", "Kvarngränd", "Ängsbacken", "Lindvägen", "Torpslingan", "Mossvägen",
    "Kärrgränd", "Rönnbärsvägen", "Snödroppsgatan", "Åkerstigen",
]  # fmt: skip
