"""Send in the same step as publishing."""

from django import forms

from cases.forms_utlamnande import GrundForm


class SkickaForm(GrundForm):
    """Whether to send, and on which ground; the ground is asked for only when it is sent."""

    skicka = forms.BooleanField(required=False)

    def __init__(self, *args, val, **kwargs):
        super().__init__(*args, val=val, kravs=False, **kwargs)
        self.fields["skicka"].label = f"Skicka till {val.mottagare}"
        self.fields["skicka"].initial = val.samtycke is not None

    def clean(self):
        data = super().clean()
        if data.get("skicka") and not data.get("grund") and "grund" not in self.errors:
            self.add_error("grund", "Välj på vilken grund planen lämnas ut")
        return data
