"""The tertial report as a file, for arbetsmarknadsnämnden or one stadsdelsnämnd."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.sekretess.identitet import som_system
from config import dates
from uppfoljning.omfang import OmfangError, las_namnd
from uppfoljning.rapporter.csvfil import rapport_csv
from uppfoljning.rapporter.pdf import rapport_pdf
from uppfoljning.rapporter.presenter import dokument
from uppfoljning.rapporter.siffror import Bestallning, TertialError, build_siffror, standard_namnd
from uppfoljning.rapporter.xlsxfil import rapport_xlsx

FORMAT = ("pdf", "xlsx", "csv", "json")


class Command(BaseCommand):
    help = "Skriver tertialrapporten till en fil."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--tertial", type=int, choices=(1, 2, 3), required=True)
        parser.add_argument("--namnd", default="", help="nämndens namn, annars arbetsmarknadsnämnden")
        parser.add_argument("--format", choices=FORMAT, required=True, dest="slag")
        parser.add_argument("--out", type=Path, required=True, metavar="FIL")
        parser.add_argument("--internal", action="store_true", help="dölj inga tal")

    def handle(self, *, year, tertial, namnd, slag, out, internal, **options):
        now = dates.now()
        try:
            with som_system("statistik"):
                mottagare = las_namnd(namnd) if namnd else standard_namnd()
                if mottagare is None:
                    raise CommandError("Det finns ingen arbetsmarknadsnämnd ännu. Lägg upp nämnder och enheter först.")
                siffror = build_siffror(Bestallning(mottagare, year, tertial, now, internal=internal))
            out.write_bytes(_fil(slag, siffror, now))
        except (OmfangError, TertialError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Filen {out} gick inte att skriva: {error.strerror}.") from None
        self.stdout.write(f"Tertialrapport {tertial} {year} till {mottagare} skriven till {out}.")


def _fil(slag: str, siffror: dict, now) -> bytes:
    if slag == "json":
        return json.dumps(siffror, ensure_ascii=False, indent=1).encode()
    rapport = dokument(siffror)
    return {
        "pdf": lambda: rapport_pdf(rapport, now=now),
        "xlsx": lambda: rapport_xlsx(rapport),
        "csv": lambda: rapport_csv(rapport),
    }[slag]()
