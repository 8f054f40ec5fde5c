"""The unit's bevakningar when an enrolment is closed: most end with it, the others stay or are closed with it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from cases.akt import REGISTER, Avslutskontroll, Foljd, Oppet, kept_consequence, last_avslut
from cases.models import Inskrivning, User
from uppfoljning.enums import Atgardsslag
from uppfoljning.models import Bevakning, Bevakningsatgard

from .atgarder import close_bevakning
from .granser import text

# What a rule says of the person also when the enrolment has ended
STAR_KVAR = ("egen", "handling", "remiss_svara", "langsiktigt_stod")
SKAL = "Stängdes med avslutet"


def bevakningar(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """The jobbtorg's own, by day."""
    rader = Bevakning.objects.filter(aspirant=inskrivning.aspirant_id, enhet=inskrivning.jobbtorg)
    for rad in rader.select_related("egen").i_ordning():
        kvar = rad.regel in STAR_KVAR
        yield Oppet(
            f"Bevakning {rad.galler_dag}: {text(rad)}",
            "Står kvar om du inte stänger den." if kvar else "Slutar med inskrivningen.",
            slag="bevakning" if kvar else "",
            objekt=rad.pk,
            url=reverse("uppfoljning:bevakning_edit", args=[rad.pk]),
            atgard="Öppna bevakningen",
            avsluta="Stäng bevakningen" if kvar else "",
        )


def close_at_avslut(*, objekt: int, inskrivning: Inskrivning, by: User, now: datetime) -> Foljd | None:
    rad = Bevakning.objects.filter(pk=objekt, aspirant=inskrivning.aspirant_id).select_related("enhet", "egen").first()
    if rad is None or not close_bevakning(bevakning=rad, skal=SKAL, by=by, now=now):
        return None
    fore = {"regel": rad.regel, "nyckel": rad.nyckel, "enhet": rad.enhet_id}
    # Both sides read what an avslut did; what a unit has written for itself is its own
    vad = "En egen bevakning stängdes." if rad.egen else f"Bevakningen ”{text(rad)}” stängdes."
    return Foljd("bevakning", rad.pk, vad, fore)


def reopen(*, foljd, inskrivning: Inskrivning, by: User, now: datetime) -> None:
    """Open again by the person who undoes the avslut."""
    fore = foljd.fore
    Bevakningsatgard.objects.create(
        aspirant_id=inskrivning.aspirant_id,
        regel=fore["regel"],
        nyckel=fore["nyckel"],
        enhet_id=fore["enhet"],
        slag=Atgardsslag.OPPNA,
        av=by,
        at=now,
    )


# What the rules say of an open enrolment alone
MED_INSKRIVNINGEN = ("forsta_plan", "jobbplan_uppfoljning", "jobbplan_orord", "trepartssamtal", "gemensam_uppfoljning")
OPPEN_KVAR = f"""SELECT i.id AS inskrivning_id, b.aspirant_id, i.jobbtorg_id AS enhet_id, b.id AS objekt
    FROM uppfoljning_bevakning b JOIN {last_avslut(per_jobbtorg=True)} i
        ON i.aspirant_id = b.aspirant_id AND i.jobbtorg_id = b.enhet_id
    WHERE b.regel IN {MED_INSKRIVNINGEN}
    UNION ALL
    SELECT f.inskrivning_id, b.aspirant_id, f.jobbtorg_id, b.id
    FROM uppfoljning_bevakning b JOIN {kept_consequence("bevakning")} f ON f.aspirant_id = b.aspirant_id
        AND f.fore ->> 'regel' = b.regel AND f.fore ->> 'nyckel' = b.nyckel
        AND (f.fore ->> 'enhet')::bigint = b.enhet_id
    WHERE b.regel NOT IN {MED_INSKRIVNINGEN} AND NOT EXISTS (
        SELECT 1 FROM uppfoljning_bevakningsatgard g WHERE g.regel = b.regel AND g.nyckel = b.nyckel
            AND g.enhet_id = b.enhet_id AND g.slag = 'oppna' AND g.at >= f.avslutad_at)"""

REGISTER.avslutskontroller.append(
    Avslutskontroll("bevakning", "En bevakning är öppen", OPPEN_KVAR, "uppfoljning:bevakning_edit", bara_objekt=True)
)
REGISTER.oppet_vid_avslut.append(bevakningar)
REGISTER.avsluta_med["bevakning"] = close_at_avslut
REGISTER.angra_avslut["bevakning"] = reopen
