"""The figures of domain.md section 11 for any span of days: JSON for programs, a table for people."""

import json

from django.core.management.base import BaseCommand

from cases.sekretess.identitet import som_system
from config.csvfil import FilError
from config.formatting import format_number, format_percent
from config.kommandon import dag, refuse
from config.periods import Period, PeriodError
from uppfoljning.indikatorer import KON, Urval
from uppfoljning.indikatorer.katalog import ANTAL
from uppfoljning.omfang import OmfangError, las_omfang
from uppfoljning.statistik import rakna_statistik

BREDD = 56


class Command(BaseCommand):
    help = "Visar statistik för en period, med små tal dolda om inte --internal anges."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="fran", required=True, metavar="ÅÅÅÅ-MM-DD")
        parser.add_argument("--to", dest="till", required=True, metavar="ÅÅÅÅ-MM-DD")
        parser.add_argument("--namnd", default="")
        parser.add_argument("--stadsdel", default="")
        parser.add_argument("--jobbtorg", default="")
        parser.add_argument("--internal", action="store_true", help="dölj inga tal")
        parser.add_argument("--json", action="store_true", dest="som_json")

    def handle(self, *, fran, till, namnd, stadsdel, jobbtorg, internal, som_json, **options):
        try:
            with som_system("statistik"):
                omfang = las_omfang(namnd=namnd, stadsdel=stadsdel, jobbtorg=jobbtorg)
                period = Period(dag(str(fran), "--from"), dag(str(till), "--to"))
                urval = Urval((period,), omfang.jobbtorg, omfang.sdf)
                siffror = rakna_statistik(urval, internal=internal).json()
        except FilError as error:
            refuse(self, error, as_json=som_json)
        except (OmfangError, PeriodError) as error:
            refuse(self, FilError.whole_file(str(error)), as_json=som_json)
        if som_json:
            self.stdout.write(json.dumps(siffror, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_tabell(omfang.namn, siffror)))


def _tabell(namn: str, siffror: dict):
    yield f"{namn}, {siffror['fran']} till {siffror['till']}"
    yield _rad("", ["Totalt", "Kvinnor", "Män"])
    for matt in ANTAL:
        yield _rad(matt.namn, [_antal(siffror[matt.kod], kon) for kon in KON])
    for indikator in siffror["indikatorer"].values():
        yield _rad(indikator["namn"], [_varde(indikator[kon], indikator["enhet"]) for kon in KON])
    yield "Avslutsorsaker"
    for rad in siffror["avslutsorsaker"]:
        yield _rad(f"  {rad['namn']}", [_antal(rad, kon) for kon in KON])


def _rad(namn: str, celler: list[str]) -> str:
    return f"{namn:<{BREDD}.{BREDD}}" + "".join(f"{cell:>11}" for cell in celler)


def _antal(rad: dict, kon: str) -> str:
    return rad.get("dolda", {}).get(kon) or format_number(rad[kon])


def _varde(varde: dict, enhet: str) -> str:
    if varde["varde"] is None:
        return varde.get("tecken", "saknas")
    return format_percent(varde["varde"]) if enhet == "andel" else f"{format_number(varde['varde'], 1)} dagar"
