"""Take over kartläggningar from an earlier system."""

from config import dates
from config.kommandon import FilKommando, tal
from jobbplaner.importer.kartlaggningar import import_kartlaggningar


class Command(FilKommando):
    help = "Ta över kartläggningar för personer som finns, hela filen eller inget av den."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fil", metavar="FILE")

    def utfor(self, *, fil, **options) -> dict:
        inlast = import_kartlaggningar(path=fil, now=dates.now())
        return {
            "rader": inlast.rader,
            "kartlaggningar": inlast.rader,
            "personer": inlast.personer,
            "sekunder": round(inlast.sekunder, 2),
        }

    def text(self, svar: dict) -> str:
        return (
            f"{tal(svar['kartlaggningar'])} kartläggningar för {tal(svar['personer'])} personer, "
            f"på {svar['sekunder']} sekunder."
        )
