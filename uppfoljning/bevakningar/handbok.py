"""The list of the rules for users: docs/handbok/bevakningar.md is this text, and a test keeps it so."""

from .parametrar import STANDARD
from .regler import REGLER

INLEDNING = """# Bevakningar

Bevakningar säger vad som ska göras och när. De räknas fram ur det som står i akten, varje natt och så snart något
ändras. Du ser din enhets bevakningar på Min dag och under Nästa tidsgränser i akten. Antalet dagar nedan är det som
gäller om kommunen inte har ställt in något annat. Arbetsdagar räknas utan lördagar, söndagar och helgdagar.

Du kan skjuta upp en bevakning med ett skäl, eller stänga den. En stängd kommer inte tillbaka för samma sak, men du kan
öppna den igen under Bevakningar i akten. När en inskrivning avslutas försvinner det jobbtorget skulle göra under den.
Enhetens chef ser allt som är försenat på sidan Enheten.

De arbetsdagar då något väntar får du ett mejl med antalet bevakningar. Mejlet nämner ingen person, och personer med
skyddade uppgifter räknas inte med. Du stänger av det på Mitt konto.
"""


def text() -> str:
    """Markdown, one heading per rule in the rules' order."""
    delar = [f"## {r.namn}\n\n{r.handbok.format(**STANDARD)}\n" for r in REGLER.values()]
    return "\n".join([INLEDNING, *delar])
