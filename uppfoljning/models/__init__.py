from .checkpoint import Checkpoint, CheckpointHistorik
from .rapport import Rapport
from .register import Leverans, Registerrad

__all__ = ["Checkpoint", "CheckpointHistorik", "Leverans", "Rapport", "Registerrad"]
