from .bevakning import Bevakning, Bevakningsatgard, EgenBevakning
from .checkpoint import Checkpoint, CheckpointHistorik
from .rapport import Rapport
from .register import Leverans, Registerrad
from .sammandrag import Sammandrag

__all__ = [
    "Bevakning",
    "Bevakningsatgard",
    "Checkpoint",
    "CheckpointHistorik",
    "EgenBevakning",
    "Leverans",
    "Rapport",
    "Registerrad",
    "Sammandrag",
]
