"""Take a delivery of the register back."""

from cases.akt import changed_all
from config import dates
from config.kommandon import FilKommando, manad, tal
from uppfoljning.leveranser import withdraw_leverans


class Command(FilKommando):
    help = "Återkalla en leverans: raderna tas bort, leveransen står kvar med sitt skäl."

    before = "Inget har återkallats."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--month", required=True, metavar="ÅÅÅÅ-MM")
        parser.add_argument("--stadsdel", required=True, metavar="NAMN")
        parser.add_argument("--reason", required=True, metavar="TEXT")

    def utfor(self, *, month, stadsdel, reason, **options) -> dict:
        now = dates.now()
        leverans = withdraw_leverans(
            manad=manad(month), stadsdel=stadsdel, reason=reason, now=now, today=dates.local_date(now)
        )
        changed_all()
        return {"stadsdel": leverans.sdf.namn, "manad": month, "rader": leverans.rader}

    def text(self, svar: dict) -> str:
        return f"SDF {svar['stadsdel']} {svar['manad']} är återkallad: {tal(svar['rader'])} rader är borttagna."
