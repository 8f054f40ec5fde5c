"""Which parts of a document to hand over, and on which ground."""

from django import forms

from cases.dokument import Dokument
from cases.forms_utlamnande import GrundForm
from config.forms import CheckboxList


class UtdragForm(GrundForm):
    delar = forms.MultipleChoiceField(
        label="Delar som lämnas ut",
        widget=CheckboxList,
        error_messages={
            "required": "Välj minst en del",
            "invalid_choice": "Delen finns inte längre. Välj igen.",
        },
    )
    field_order = ["delar", "grund"]

    def __init__(self, *args, dokument: Dokument, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delar"].choices = [(del_.kod, del_.namn) for del_ in dokument.delar]
