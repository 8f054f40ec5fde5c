"""A journal note: what it is about, when it happened, what is to be remembered."""

import uuid
from datetime import date

from django import forms

from cases.filkontroll import ENDINGS
from cases.models import Anteckningsslag, Bilaga, Journalanteckning
from cases.services.anteckningar import Innehall, content, correcting
from cases.services.bilagor import allowed_kinds, largest_mb
from config.forms import DatumField, KlockslagField, RadioRow

MOST_TEXT = 20_000


class AnteckningForm(forms.Form):
    """`nyckel` tells the note, `version` what was read, `flik` this tab. A correction has its reason first, and one not
    saved yet begins from the note `rattar`."""

    use_required_attribute = False
    nyckel = forms.UUIDField(widget=forms.HiddenInput)
    flik = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    rattar_skal = forms.CharField(
        label="Varför rättas anteckningen",
        max_length=250,
        required=False,
        help_text="Skälet syns för alla som läser anteckningen.",
    )
    slag = forms.ModelChoiceField(
        label="Vad anteckningen gäller", queryset=None, required=False, empty_label=None, widget=RadioRow
    )
    handelse_dag = DatumField(label="Dag för händelsen", required=False)
    handelse_tid = KlockslagField(
        label="Klockan",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"size": 5, "class": "is-short"}),
    )
    text = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Skriv det som har betydelse för ärendet, så att personen själv kan läsa det.",
    )
    fil = forms.FileField(label="Bifoga en fil", required=False, allow_empty_file=True)

    def __init__(
        self,
        *args,
        anteckning: Journalanteckning | None,
        rattar: Journalanteckning | None = None,
        today: date,
        **kwargs,
    ):
        super().__init__(*args, **{"initial": initial_of(anteckning, rattar, today), **kwargs})
        self.anteckning, self.rattar = anteckning, rattar
        slag = Anteckningsslag.objects.giltiga(today)
        if (lagrad := anteckning or rattar) and lagrad.slag_id:
            slag = slag | Anteckningsslag.objects.filter(pk=lagrad.slag_id)
        self.fields["slag"].queryset = slag
        kinds = [Bilaga.Slag(kind).label for kind in allowed_kinds(today)]
        self.fields["fil"].help_text = f"{', '.join(kinds)}. Högst {largest_mb(today)} MB."
        self.fields["fil"].widget.attrs["accept"] = ",".join(f".{ENDINGS[kind]}" for kind in allowed_kinds(today))
        # What a signed note must have is marked as such; a draft may lack it
        for namn in ("slag", "handelse_dag", "text", "rattar_skal"):
            self.fields[namn].required = True
        if rattar is None:
            del self.fields["rattar_skal"]

    def _clean_fields(self):
        """A draft is saved as it is; what a signature asks for is asked when it is signed."""
        for field in self.fields.values():
            field.required = field.widget.is_hidden
        super()._clean_fields()
        for namn in ("slag", "handelse_dag", "text", "rattar_skal"):
            if namn in self.fields:
                self.fields[namn].required = True

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def innehall(self) -> Innehall:
        """What is written; of a field that cannot be read, what was stored before."""
        lagrat = stored(self.anteckning, self.rattar)
        nytt = {n: self.cleaned_data[n] for n in Innehall.__dataclass_fields__ if n in self.cleaned_data}
        return Innehall(**{**lagrat.__dict__, **nytt})

    def require(self, fel: dict[str, str]) -> None:
        for falt, text in fel.items():
            self.add_error(falt, text)


def stored(anteckning: Journalanteckning | None, rattar: Journalanteckning | None) -> Innehall:
    """What the form begins from: the draft, else the note that shall be corrected."""
    if anteckning:
        return content(anteckning)
    return correcting(rattar) if rattar else Innehall()


def initial_of(anteckning: Journalanteckning | None, rattar: Journalanteckning | None, today: date) -> dict:
    nytt = {"flik": uuid.uuid4()}
    if anteckning is None:
        ny = nytt | {"nyckel": uuid.uuid4(), "version": 0, "handelse_dag": today}
        return ny | (stored(None, rattar).__dict__ if rattar else {})
    return nytt | {"nyckel": anteckning.nyckel, "version": anteckning.version} | content(anteckning).__dict__
