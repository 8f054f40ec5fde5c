"""The list of the rules for users: docs/handbok/bevakningar.md is this text, and a test keeps it so."""

from .parametrar import STANDARD
from .regler import REGLER

INLEDNING = """# Bevakningar

Bevakningar säger vad som ska göras och när. De räknas fram ur det som står i akten, varje natt och så snart något
ändras. Du ser din enhets bevakningar på Min dag och under Nästa tidsgränser i akten. Antalet dagar nedan är det som
gäller om kommunen inte har ställt in något annat. Arbetsdagar räknas utan lördagar, söndagar och helgdagar.

Du kan skjuta upp en bevakning med ett skäl, eller stänga den. En stängd kommer inte tillbaka för samma sak, men du kan
öppna den igen under Bevakningar i akten. Enhetens chef ser allt som är försenat på sidan Enheten. De arbetsdagar då
något väntar får du ett mejl som säger hur många bevakningarna är, utan personer med skyddade uppgifter och utan att
någon nämns. Mejlet stänger du av på Mitt konto.
"""


def text() -> str:
    """Markdown, one heading per rule in the rules' order."""
    delar = [f"## {r.namn}\n\n{r.handbok.format(**STANDARD)}\n" for r in REGLER.values()]
    return "\n".join([INLEDNING, *delar])
