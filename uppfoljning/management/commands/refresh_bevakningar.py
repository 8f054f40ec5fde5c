"""The same as the nightly duty, for a given day: after an upgrade or an import, without waiting for the night."""

from cases.sekretess.identitet import som_system
from config import dates
from config.kommandon import FilKommando, dag
from uppfoljning.bevakningar.berakning import refresh


class Command(FilKommando):
    help = "Räkna fram alla bevakningar för --today."

    before = "Inget har ändrats."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--today", metavar="ÅÅÅÅ-MM-DD", help="Utelämnad: dagens datum.")

    def utfor(self, *, today, **options) -> dict:
        with som_system("bevakning"):
            svar = refresh(today=dag(today, "--today") if today else dates.today())
        return {"alla": svar.alla, "skrivna": svar.skrivna, "borttagna": svar.bort, "meddelande": str(svar)}

    def text(self, svar: dict) -> str:
        return svar["meddelande"]
