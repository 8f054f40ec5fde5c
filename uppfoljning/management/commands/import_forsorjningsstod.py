"""Take one month of one district into the register of försörjningsstöd."""

from cases.akt import changed_all
from config import dates
from config.kommandon import FilKommando, manad, tal
from uppfoljning.leveranser import receive_leverans


class Command(FilKommando):
    help = "Läs in en månads leverans från en stadsdel, hel eller inte alls."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fil", metavar="FILE")
        parser.add_argument("--month", required=True, metavar="ÅÅÅÅ-MM")
        parser.add_argument("--stadsdel", required=True, metavar="NAMN")
        parser.add_argument("--replace", action="store_true", help="Ersätt månadens tidigare leverans.")

    def utfor(self, *, fil, month, stadsdel, replace, **options) -> dict:
        now = dates.now()
        taken = receive_leverans(
            path=fil,
            manad=manad(month),
            stadsdel=stadsdel,
            replace=replace,
            now=now,
            today=dates.local_date(now),
        )
        changed_all()
        return {
            "stadsdel": taken.sdf.namn,
            "manad": month,
            "rader": taken.rader,
            "belopp": taken.belopp,
            "ersatte": taken.ersatte,
            "sekunder": round(taken.sekunder, 2),
        }

    def text(self, svar: dict) -> str:
        ersatte = " Den tidigare leveransen är ersatt." if svar["ersatte"] else ""
        return (
            f"SDF {svar['stadsdel']} {svar['manad']}: {tal(svar['rader'])} rader, {tal(svar['belopp'])} kronor, "
            f"på {svar['sekunder']} sekunder.{ersatte}"
        )
