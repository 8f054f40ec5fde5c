"""Every rule, in the order that the handbook lists them."""

from . import arenderegler, planregler, samtalsregler
from .regel import Regel

REGLER: dict[str, Regel] = {r.kod: r for r in [*planregler.REGLER, *samtalsregler.REGLER, *arenderegler.REGLER]}
