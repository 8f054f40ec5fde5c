"""The same as the nightly duty, for a given day."""

from cases.akt import changed_all
from cases.sekretess.identitet import som_system
from config import dates
from config.kommandon import FilKommando, dag
from uppfoljning.checkpoints import run_uppfoljning


class Command(FilKommando):
    help = "Sök utfallet 6, 12 och 18 månader efter varje avslut, för alla dagar till och med --today."

    before = "Inget har ändrats."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--today", metavar="ÅÅÅÅ-MM-DD", help="Utelämnad: dagens datum.")

    def utfor(self, *, today, **options) -> dict:
        with som_system("uppfoljning"):
            korning = run_uppfoljning(today=dag(today, "--today") if today else dates.today())
        changed_all()
        return {
            "dag": str(korning.dag),
            "nya": _counts(korning.nya),
            "andrade": _counts(korning.andrade),
            "bekraftade": _counts(korning.bekraftade),
            "oforandrade": _counts(korning.oforandrade),
            "borttagna": korning.borttagna,
            "inget_nytt": korning.inget_nytt,
            "meddelande": str(korning),
            "sekunder": round(korning.sekunder, 2),
        }

    def text(self, svar: dict) -> str:
        if svar["dag"] > str(dates.today()):
            self.stderr.write(f"Observera: {svar['dag']} ligger i framtiden. Svaren söks om när registret levereras.")
        return f"{svar['meddelande']} ({svar['sekunder']} sekunder)"


def _counts(per_utfall) -> dict:
    return {"totalt": per_utfall.total(), **per_utfall}
