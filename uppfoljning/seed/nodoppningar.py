"""A few nödöppningar: of a unit's persons by others and by its own staff. The oldest is reviewed, the others wait."""

from datetime import timedelta

from cases.models import Aspirant, Inskrivning, Nodgranskning, Nodoppning

from .skriv import Rum, at

# who, days ago, from, minutes until ended (None: it ran out), whose akt ("kista", "spanga", "hagersten"), why
HANDELSER = (
    ("vera", 9, "15:42", 25, "kista",
     "Personen kom till oss i stället för till Kista, var mycket orolig och visste inte vem hen skulle tala med."),
    ("hanna", 4, "10:05", 12, "spanga",
     "Hyresvärden ringde om vräkning i dag. Jag behövde veta vilken stadsdel och vilken handläggare jag ska ringa."),
    ("carl", 2, "13:20", None, "hagersten",
     "Blev sjuk under en rekryteringsträff här. Jag behövde kontaktuppgifter och om tolk behövs innan ambulansen kom."),
)  # fmt: skip


def write_nodoppningar(rum: Rum) -> int:
    """How many were written; none for a person that the opener sees anyway."""
    rader = [rad for handelse in HANDELSER if (rad := _row(rum, *handelse))]
    Nodoppning.objects.bulk_create(rader)
    for rad in rader:
        if rad.user == rum.users["vera"]:
            _review(rum, rad)
    return len(rader)


def _review(rum: Rum, rad: Nodoppning) -> None:
    """By Eva, two days later: first too quick, then as it was."""
    dag, eva = rad.oppnad_at + timedelta(days=2), rum.users["eva"]
    for utfall, motivering, minuter in (
        ("inte_befogad", "Det gick att ringa Kista i stället för att öppna akten.", 0),
        ("befogad", "Telefonen i Kista var stängd efter klockan 15, så akten behövdes.", 25),
    ):
        Nodgranskning.objects.create(
            nodoppning=rad,
            for_enheter=[rum.jobbtorg("Kista").pk],
            utfall=utfall,
            motivering=motivering,
            granskad_at=dag + timedelta(minutes=minuter),
            granskad_av=eva,
        )


def _row(rum: Rum, username: str, dagar: int, tid: str, minuter: int | None, var: str, skal: str) -> Nodoppning | None:
    user = rum.users[username]
    egna = [m.enhet_id for m in user.medlemskap.all()]
    person = _whose(rum, var).filter(skydd=0).exclude(enheter__overlap=egna).order_by("pk")[dagar : dagar + 1]
    if not person:
        return None
    oppnad = at(rum.stad.today - timedelta(days=dagar), tid)
    return Nodoppning(
        aspirant=person[0],
        user=user,
        oppnare_enheter=egna,
        skal=skal,
        oppnad_at=oppnad,
        galler_till=oppnad + timedelta(minutes=60),
        avslutad_at=oppnad + timedelta(minutes=minuter) if minuter else None,
    )


def _whose(rum: Rum, var: str):
    if var == "kista":
        oppna = Inskrivning.objects.oppna().filter(jobbtorg=rum.jobbtorg("Kista"))
        return Aspirant.objects.filter(pk__in=oppna.values("aspirant"))
    namn = {"spanga": "Spånga-Tensta", "hagersten": "Hägersten-Liljeholmen"}[var]
    return Aspirant.objects.filter(sdf=rum.sdf(namn))
