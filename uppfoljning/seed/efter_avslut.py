"""Long-term support after work for some of Carl's, and programmes at Arbetsförmedlingen on some akter."""

from datetime import timedelta

from cases.models import AfProgram, Inskrivning, LangsiktigtStod, Parameter
from config.dates import add_months, add_workdays

from .skriv import Rum, at

STODDA = 4
MED_PROGRAM = ("jobb_och_utvecklingsgarantin", "annat", "jobbgarantin_for_ungdomar")
OMFATTNING = ("Ett samtal i månaden och kontakt med arbetsledaren", "Telefonsamtal varannan vecka första halvåret")


def write_support(rum: Rum) -> None:
    """The latest who left for work from Carl: agreed the week before, the next contact soon or just passed."""
    carl, today = rum.users["carl"], rum.stad.today
    slutade = Inskrivning.objects.filter(
        avslutad__gte=add_months(today, -5),
        avslutad__lt=today,
        avslutad_av=carl,
        avslutsorsak__resultat="arbete",
        aspirant__skydd=0,
    ).exclude(aspirant__inskrivning_set__avslutad=None)
    LangsiktigtStod.objects.bulk_create(
        LangsiktigtStod(
            aspirant_id=i.aspirant_id,
            inskrivning=i,
            enhet_id=i.jobbtorg_id,
            user=carl,
            overenskommet=max(i.inskriven, i.avslutad - timedelta(days=6)),
            fran=i.avslutad,
            till=add_months(i.avslutad, 6),
            nasta_kontakt=max(i.avslutad, add_workdays(today, (-2, 1, 4, 12)[nr])),
            omfattning=OMFATTNING[nr % 2],
        )
        for nr, i in enumerate(slutade.order_by("-avslutad", "pk")[:STODDA])
    )


def write_places() -> None:
    """How many nollplacerade each jobbtorg takes."""
    Parameter.objects.filter(kod="nollplacerade_platser").update(varde={"Kista": 6, "City": 4, "Farsta": 4})


def write_programmes(rum: Rum) -> None:
    """Three of Kista's that Sara holds: in the first days of a guarantee, by agreement, and long since."""
    today, sara = rum.stad.today, rum.users["sara"]
    oppna = Inskrivning.objects.oppna().filter(
        jobbtorg=rum.jobbtorg("Kista"), aspirant__handlaggare_set__user=sara, aspirant__skydd=0
    )
    personer = oppna.order_by("-inskriven", "pk").values_list("aspirant", flat=True)[: len(MED_PROGRAM)]
    AfProgram.objects.bulk_create(
        AfProgram(
            aspirant_id=pk,
            program=kod,
            fran=today - timedelta(days=(120, 60, 500)[nr]),
            heltid=nr != 1,
            overenskommelse=nr == 1,
            skrivet_av=sara,
            skrivet_at=at(today - timedelta(days=20), "13:15"),
        )
        for nr, (pk, kod) in enumerate(zip(personer, MED_PROGRAM, strict=False))
    )
