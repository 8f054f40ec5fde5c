"""Take over cases from an earlier system."""

from cases.akt import changed_all
from cases.importer.akter import import_akter
from config import dates
from config.kommandon import FilKommando, tal


class Command(FilKommando):
    help = "Ta över akter från ett tidigare system, hela filen eller inget av den."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fil", metavar="FILE")
        parser.add_argument("--create-units", action="store_true", help="Lägg upp stadsdelar och jobbtorg som saknas.")
        parser.add_argument("--skip-existing", action="store_true", help="Hoppa över inskrivningar som redan finns.")
        parser.add_argument("--dry-run", action="store_true", help="Kontrollera allt, men ta inte in något.")

    def utfor(self, *, fil, create_units, skip_existing, dry_run, **options) -> dict:
        inlast = import_akter(
            path=fil, now=dates.now(), create_units=create_units, skip_existing=skip_existing, dry_run=dry_run
        )
        if not dry_run:
            changed_all()
        return {
            "rader": inlast.rader,
            "nya_personer": inlast.nya_personer,
            "inskrivningar": inlast.inskrivningar,
            "hoppade": inlast.hoppade,
            "nya_enheter": inlast.nya_enheter,
            "dry_run": inlast.dry_run,
            "sekunder": round(inlast.sekunder, 2),
        }

    def text(self, svar: dict) -> str:
        rader = [
            f"{tal(svar['inskrivningar'])} inskrivningar och {tal(svar['nya_personer'])} nya personer "
            f"av {tal(svar['rader'])} rader, på {svar['sekunder']} sekunder."
        ]
        if svar["hoppade"]:
            rader.append(f"{tal(svar['hoppade'])} rader fanns redan och hoppades över.")
        if svar["nya_enheter"]:
            rader.append(f"Nya enheter: {', '.join(svar['nya_enheter'])}.")
        if svar["dry_run"]:
            rader.append("Provkörning: inget har tagits in.")
        return "\n".join(rader)
