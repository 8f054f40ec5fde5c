"""Forms that show every kind of field the product uses."""

from django import forms

from config.forms import DatumField, ManadField, RadioList, RadioRow, Segment


class GalleryForm(forms.Form):
    """Every kind of field the product uses."""

    uppfoljning = DatumField(label="Nästa uppföljning", help_text="Senast om tre månader.")
    sedan = ManadField(label="Försörjningsstöd sedan", help_text="Första månaden i den period som pågår nu.")
    hinder = forms.ChoiceField(
        label="Försörjningshinder",
        help_text="Socialstyrelsens lista. Det gäller den sökande, inte medsökanden.",
        choices=[("arbetslos", "Arbetslös, ingen ersättning"), ("sprakhinder", "Språkhinder")],
    )
    barn = forms.IntegerField(
        label="Barn under 18 år",
        error_messages={"required": "Skriv hur många barn som bor i hushållet. Skriv 0 om inga barn bor där"},
    )
    ord = forms.CharField(
        label="Med Amals egna ord",
        help_text="Vad vill personen själv? Skriv så nära hur det sades som möjligt.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "own-words"}),
        required=False,
    )
    barn_under_8 = forms.ChoiceField(
        label="Bor ett barn under 8 år i hushållet?",
        help_text="Då blir målet 10 timmar lägre i veckan enligt aktivitetskravet.",
        choices=[("ja", "Ja"), ("nej", "Nej")],
        widget=RadioRow,
    )
    narvaro = forms.ChoiceField(
        label="Närvaro",
        choices=[("narvarande", "Närvarande"), ("giltig", "Giltig"), ("ogiltig", "Ogiltig")],
        widget=Segment(kinds={"giltig": "warn", "ogiltig": "bad"}),
    )
    formaga = forms.ChoiceField(
        label="Arbetsförmåga",
        help_text="Din bedömning i dag. Den styr vart remissen går.",
        choices=[("76-100", "76–100 procent"), ("51-75", "51–75 procent"), ("0", "0 procent")],
        widget=RadioList(
            help_texts={
                "76-100": "Upp till 40 timmar i veckan. Remiss till jobbtorg",
                "51-75": "Upp till 30 timmar i veckan. Remiss till jobbtorg",
                "0": "Ingen remiss, stadsdelens egen enhet föreslås",
            }
        ),
        error_messages={"required": "Välj arbetsförmåga"},
    )
    skicka = forms.BooleanField(
        label="Skicka till Sara Nyberg, SDF Spånga-Tensta",
        help_text="Grund: samtycke 2026-05-25. Kartläggning och anteckningar lämnas inte ut.",
        required=False,
    )


class DelmalForm(forms.Form):
    """A row of the plan editor; `tips` is what the quality rules noticed."""

    vad = forms.CharField(label="Vad ska göras", widget=forms.Textarea(attrs={"rows": 1}))
    vem = forms.ChoiceField(label="Vem", choices=[("amal", "Amal"), ("coach", "Coach"), ("bada", "Amal och coach")])
    senast = DatumField(label="Senast", required=False, widget=forms.DateInput(attrs={"placeholder": "ÅÅÅÅ-MM-DD"}))
    lage = forms.ChoiceField(label="Läge", choices=[("nytt", "Nytt"), ("pagar", "Pågår"), ("klart", "Klart")])

    @property
    def tips(self):
        if self.initial and not self.initial.get("senast"):
            text = "Utan datum kommer delmålet inte med i bevakningarna. Nästa uppföljning är 2027-01-08."
            return [{"field": "senast", "title": "Datum saknas", "text": text}]
        return []


DelmalFormSet = forms.formset_factory(DelmalForm, extra=0, can_delete=True)


class FilterForm(forms.Form):
    period = forms.ChoiceField(label="Period", choices=[("2026-t2", "T2 2026, maj till augusti")])
    jobbtorg = forms.ChoiceField(label="Jobbtorg", choices=[("kista", "Kista")], required=False)
    alder = forms.ChoiceField(label="Ålder", choices=[("", "Alla")], required=False)
