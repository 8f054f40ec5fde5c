"""What the kartläggning registers in the akt: its tab, the timeline, what may be handed over, names in the history."""

from cases.andringar import AMNEN, OMRADEN, Amne

OMRADEN["kartlaggning"] = "Kartläggning"
AMNEN |= {
    "jobbplaner_kartlaggning": Amne("kartlaggning", "kartläggningen", lambda rad: f"{rad.datum or ''}"),
    "jobbplaner_kartlaggningsdel": Amne("kartlaggning", "kartläggningens känsliga del"),
    "jobbplaner_formagebedomning": Amne("kartlaggning", "bedömningen av", lambda rad: str(rad).lower()),
    "jobbplaner_instrumentresultat": Amne("kartlaggning", "instrumentet", str),
}
