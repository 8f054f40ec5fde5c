"""Writes the city in bulk, as the owner of the tables. Order matters: who may see a person is settled before the
rows that carry it are added, so that no row has to be changed afterwards."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.contrib.auth.hashers import make_password
from django.db import connection

from cases.enums import Enhetsslag, Namndslag, Nummerslag
from cases.models import (
    Aspirant,
    Avslutsorsak,
    AvslutsorsakSocialtjanst,
    Bekraftelse,
    Enhet,
    Forsorjningshinder,
    Handlaggare,
    HushallBarn,
    Inskrivning,
    Medlemskap,
    Namnd,
    RattsligGrund,
    Remiss,
    Sdfansvar,
    Underorsak,
    User,
)
from config.dates import STOCKHOLM, add_months, month_start
from jobbplaner.models import Samtalsprotokoll

from .bygge import Stad
from .liv import Person, Remissrad, Samtal, Vistelse
from .staden import ARBETSMARKNADSNAMNDEN, JOBBTORG, STAB, STADSDELAR

BATCH = 2000


def at(dag: date, klocka: str = "09:00") -> datetime:
    """A moment of a day, Swedish time."""
    return datetime.combine(dag, time.fromisoformat(klocka), STOCKHOLM)


@dataclass
class Rum:
    """What the writers look up: units, users, codes, and the rows made so far."""

    stad: Stad
    enheter: dict[tuple[str, str], Enhet] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    aspiranter: list[Aspirant] = field(default_factory=list)
    inskrivningar: list[tuple[Vistelse, Inskrivning]] = field(default_factory=list)
    protokoll: list[tuple[Person, Vistelse, Samtal, Samtalsprotokoll]] = field(default_factory=list)
    _per_aspirant: dict | None = None

    def sdf(self, namn: str) -> Enhet:
        return self.enheter[Enhetsslag.SDF, namn]

    def jobbtorg(self, namn: str) -> Enhet:
        return self.enheter[Enhetsslag.JOBBTORG, namn]

    def per_aspirant(self) -> dict[int, list[tuple[Vistelse, Inskrivning]]]:
        """Stays with their rows, per person; grouped once."""
        if self._per_aspirant is None:
            self._per_aspirant = {}
            for v, rad in self.inskrivningar:
                self._per_aspirant.setdefault(rad.aspirant_id, []).append((v, rad))
        return self._per_aspirant

    def par(self):
        """Each person with their row."""
        return zip(self.stad.personer, self.aspiranter, strict=True)


def codes(model) -> dict:
    return {rad.kod: rad for rad in model.objects.all()}


def write_organisation(rum: Rum) -> None:
    """Nämnder, units, users with their memberships. All demo accounts share the password."""
    amn = Namnd.objects.create(kod="arbetsmarknad", namn=ARBETSMARKNADSNAMNDEN, slag=Namndslag.ARBETSMARKNAD)
    for sdf in STADSDELAR:
        kod = sdf.namn.lower().translate(str.maketrans("åäö ", "aao-"))
        namnd = Namnd.objects.create(kod=kod, namn=sdf.namnd, slag=Namndslag.STADSDEL)
        _unit(rum, namnd, sdf.namn, Enhetsslag.SDF)
    for namn in JOBBTORG:
        _unit(rum, amn, namn, Enhetsslag.JOBBTORG)
    _unit(rum, amn, STAB, Enhetsslag.STAB)
    _staff(rum)


def _unit(rum: Rum, namnd: Namnd, namn: str, slag: str) -> None:
    telefon = f"08-465 004 {30 + len(rum.enheter)}"
    rum.enheter[slag, namn] = Enhet.objects.create(namnd=namnd, namn=namn, slag=slag, telefon=telefon)


def _staff(rum: Rum) -> None:
    hashed, none = make_password("demo"), make_password(None)
    users = []
    for a in rum.stad.anstallda:
        fornamn, _, efternamn = a.namn.partition(" ")
        inloggning = hashed if "." not in a.username else none
        users.append(
            User(
                username=a.username,
                first_name=fornamn,
                last_name=efternamn,
                email=f"{a.username}@kommun.example",
                password=inloggning,
                is_staff=a.roll == "systemforvaltare",
            )
        )
    rum.users = {u.username: u for u in User.objects.bulk_create(users)}
    fran = add_months(month_start(rum.stad.today), -60)
    Medlemskap.objects.bulk_create(
        Medlemskap(user=rum.users[a.username], enhet=rum.enheter[a.slag, a.enhet], roll=a.roll, fran=fran)
        for a in rum.stad.anstallda
    )
    write_new_colleague(rum)


def write_new_colleague(rum: Rum) -> None:
    """One who begins today and waits for the chef's word: something to confirm."""
    namn = {"username": "maja.lindh", "first_name": "Maja", "last_name": "Lindh"}
    user = User.objects.create(**namn, password=make_password(None))
    uppdrag = Medlemskap.objects.create(user=user, enhet=rum.jobbtorg("Kista"), roll="coach", fran=rum.stad.today)
    Bekraftelse.objects.create(
        medlemskap=uppdrag, orsak="nytt", begard_av=rum.users["sven"], begard_at=at(rum.stad.today, "08:10")
    )


def write_persons(rum: Rum) -> None:
    """Persons with household, responsible SDF, remisser, enrolments and handläggare."""
    hinder = codes(Forsorjningshinder)
    rader = [_aspirant(rum, p, hinder) for p in rum.stad.personer]
    rum.aspiranter = Aspirant.objects.bulk_create(rader, batch_size=BATCH)
    _backdate(rum)
    HushallBarn.objects.bulk_create(HushallBarn(aspirant=a, fodelsear=ar) for p, a in rum.par() for ar in p.barn)
    Sdfansvar.objects.bulk_create([rad for p, a in rum.par() for rad in _responsible(rum, p, a)], batch_size=BATCH)
    _write_remisser_and_stays(rum)
    Handlaggare.objects.bulk_create([rad for p, a in rum.par() for rad in _holders(rum, p, a)], batch_size=BATCH)


def _aspirant(rum: Rum, p: Person, hinder: dict) -> Aspirant:
    sdf = rum.sdf(p.stadsdel.namn)
    return Aspirant(
        nummer=p.nummer,
        nummerslag=Nummerslag.PERSONNUMMER,
        fornamn=p.fornamn,
        efternamn=p.efternamn,
        fodelsedatum=p.fodd,
        kon=p.kon,
        skydd=p.skydd,
        telefon=p.telefon,
        adress=p.adress,
        sprak=p.sprak.capitalize(),
        tolk=p.tolk,
        vuxna=p.vuxna,
        forsorjningsstod_sedan=p.stod[-1][0],
        forsorjningshinder=hinder[p.hinder],
        arbetsformaga=p.formaga,
        sdf=sdf,
        registrerad_vid=rum.sdf(p.tidigare[0].namn) if p.tidigare else sdf,
    )


def _backdate(rum: Rum) -> None:
    """A row's own birth is the day of registration, not the day the demo was made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_aspirant a SET created_at = d.at FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(id, at)"
            " WHERE a.id = d.id",
            [[a.pk for a in rum.aspiranter], [at(p.registrerad, "10:20") for p in rum.stad.personer]],
        )


def _responsible(rum: Rum, p: Person, a: Aspirant) -> list[Sdfansvar]:
    if not p.tidigare:
        return [Sdfansvar(aspirant=a, sdf=a.sdf, fran=p.registrerad)]
    gamla, sista = p.tidigare
    forra = Sdfansvar(aspirant=a, sdf=rum.sdf(gamla.namn), fran=p.registrerad, till=sista)
    return [forra, Sdfansvar(aspirant=a, sdf=a.sdf, fran=date.fromordinal(sista.toordinal() + 1))]


def _sdf_on(rum: Rum, p: Person, dag: date) -> Enhet:
    return rum.sdf(p.tidigare[0].namn if p.tidigare and dag <= p.tidigare[1] else p.stadsdel.namn)


def _write_remisser_and_stays(rum: Rum) -> None:
    grund = RattsligGrund.objects.get(kod="sol_aktivitet")
    utan = [_remiss(rum, p, a, r, "", grund) for p, a in rum.par() for r in p.remisser]
    Remiss.objects.bulk_create(utan, batch_size=BATCH)
    stays = [(p, a, v) for p, a in rum.par() for v in p.vistelser]
    remisser = Remiss.objects.bulk_create(
        [_remiss(rum, p, a, v.remiss, v.coach, grund) for p, a, v in stays], batch_size=BATCH
    )
    orsaker = codes(Avslutsorsak), codes(Underorsak), codes(AvslutsorsakSocialtjanst)
    rader = [_inskrivning(rum, p, a, v, r, grund, orsaker) for (p, a, v), r in zip(stays, remisser, strict=True)]
    gjorda = Inskrivning.objects.bulk_create(rader, batch_size=BATCH)
    rum.inskrivningar = [(v, rad) for (_, _, v), rad in zip(stays, gjorda, strict=True)]


def _remiss(rum: Rum, p: Person, a: Aspirant, r: Remissrad, coach: str, grund: RattsligGrund) -> Remiss:
    svarare = coach or rum.stad.of("jobbtorg", r.jobbtorg, "enhetschef")[0]
    return Remiss(
        aspirant=a,
        sdf=_sdf_on(rum, p, r.skickad),
        jobbtorg=rum.jobbtorg(r.jobbtorg),
        skickad_at=at(r.skickad, "14:10"),
        skickad_av=rum.users[p.socialsekreterare],
        fraga=r.fraga,
        inskrivningssatt=r.satt,
        rattslig_grund=grund,
        svar_senast=r.svar_senast,
        af_program=r.af_program,
        af_program_fran=r.skickad if r.af_program else None,
        af_program_till=r.af_till,
        svar=r.svar,
        besvarad_at=at(r.besvarad, "11:30") if r.besvarad else None,
        besvarad_av=rum.users[svarare] if r.besvarad else None,
        aterremiss_skal=r.skal,
    )


def _inskrivning(rum: Rum, p: Person, a: Aspirant, v: Vistelse, remiss: Remiss, grund, orsaker) -> Inskrivning:
    avslut, under, soc = orsaker
    return Inskrivning(
        aspirant=a,
        jobbtorg=rum.jobbtorg(v.jobbtorg),
        sdf=_sdf_on(rum, p, v.inskriven),
        remiss=remiss,
        inskriven=v.inskriven,
        inskrivningssatt=v.satt,
        arbetsformaga=p.formaga,
        forsorjningshinder=a.forsorjningshinder,
        forsorjningsstod_sedan=_support_since(p, v.inskriven),
        rattslig_grund=grund,
        avslutad=v.avslutad,
        avslutsorsak=avslut[v.orsak] if v.avslutad else None,
        underorsak=under[v.underorsak] if v.underorsak else None,
        avslutsorsak_socialtjanst=soc[v.orsak_soc] if v.orsak_soc else None,
        sagt_av=v.sagt_av,
        verifierad=v.verifierad,
        avslutad_av=rum.users[v.coach] if v.avslutad else None,
        **v.attribut,
    )


def _support_since(p: Person, dag: date) -> date:
    """First month of the support that was being paid on the day."""
    return max((fran for fran, _ in p.stod if fran <= dag), default=p.stod[0][0])


def _holders(rum: Rum, p: Person, a: Aspirant) -> list[Handlaggare]:
    fran = date.fromordinal(p.tidigare[1].toordinal() + 1) if p.tidigare else p.registrerad
    rader = [Handlaggare(aspirant=a, user=rum.users[p.socialsekreterare], enhet=a.sdf, fran=fran, till=sdf_end(rum, p))]
    rader += [
        Handlaggare(
            aspirant=a, user=rum.users[v.coach], enhet=rum.jobbtorg(v.jobbtorg), fran=v.inskriven, till=v.avslutad
        )
        for v in p.vistelser
    ]
    return rader


def sdf_end(rum: Rum, p: Person) -> date | None:
    """The SDF's case is put away some months after the support ended, unless the person is enrolled."""
    slut = p.stod[-1][1]
    if slut is None or p.oppen:
        return None
    lagd = add_months(slut, 3)
    return max(lagd, p.registrerad) if lagd < rum.stad.today else None
