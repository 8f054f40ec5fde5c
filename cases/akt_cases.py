"""What cases itself registers in the akt."""

from .akt import REGISTER, Flik

REGISTER.flikar += [Flik("oversikt", "Översikt", "cases:akt", 10)]
