"""Långsiktigt stöd after the avslut: the next contact, and the end."""

from datetime import date

from django import forms

from cases.models import LangsiktigtStod, User
from cases.services.handlaggare import selectable_coacher
from config.forms import DatumField

from .falt import one_per_choice


class KontaktForm(forms.Form):
    """Who gives the support and when the next contact is."""

    use_required_attribute = False
    vem = forms.ModelChoiceField(
        label="Vem ger stödet?",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages=one_per_choice("Välj vem som ger stödet."),
    )
    nasta_kontakt = DatumField(
        label="Nästa kontakt",
        help_text="Lämna tomt om ingen är planerad. Då bevakas dagen då stödet tar slut.",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, stod: LangsiktigtStod, today: date, **kwargs):
        start = {"vem": stod.user_id, "nasta_kontakt": stod.nasta_kontakt, "version": stod.version}
        super().__init__(*args, initial=start, **kwargs)
        coacher = selectable_coacher(today, stod.enhet)
        self.fields["vem"].queryset = coacher | User.objects.filter(pk=stod.user_id)


class AvslutaStodForm(forms.Form):
    """The last day, and why."""

    use_required_attribute = False
    dag = DatumField(label="Sista dag", error_messages={"required": "Skriv den sista dagen."})
    skal = forms.CharField(
        label="Varför avslutas stödet?",
        max_length=200,
        error_messages={"required": "Skriv varför stödet avslutas."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, stod: LangsiktigtStod, today: date, **kwargs):
        start = {"dag": min(stod.till, today), "version": stod.version}
        super().__init__(*args, initial=start, prefix=None, auto_id="slut_%s", **kwargs)
