"""Handing over: the ground to choose. The person's consent has its own forms (cases/forms/samtycke.py)."""

from django import forms

from .models import Samtycke
from .services.handlingar import ground_text
from .utlamning import Utlamningsval


def ground_label(grund, samtycke: Samtycke | None) -> str:
    return ground_text(grund, samtycke if grund.kraver_samtycke else None)


class Grundval(forms.ChoiceField):
    """A ground is never voluntary: where nothing is sent it is not asked for, which the form says by `kravs`."""

    kravs = True

    def validate(self, value):
        if value or self.kravs:
            super().validate(value)


class GrundForm(forms.Form):
    """On which ground. A valid consent is proposed; a ground in law is always chosen by hand."""

    use_required_attribute = False
    grund = Grundval(label="Grund för utlämnandet")

    def __init__(self, *args, val: Utlamningsval, kravs: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.val = val
        self.grunder = {str(g.pk): g for g in val.grunder}
        falt = self.fields["grund"]
        falt.choices = [("", "Välj grund"), *((pk, ground_label(g, val.samtycke)) for pk, g in self.grunder.items())]
        falt.kravs = kravs
        falt.initial = next((pk for pk, g in self.grunder.items() if g.kraver_samtycke), "")
        falt.error_messages |= {
            "required": "Välj på vilken grund handlingen lämnas ut",
            "invalid_choice": "Grunden går inte att välja längre. Samtycket kan ha återkallats. Välj en annan.",
        }

    def clean_grund(self):
        return self.grunder.get(self.cleaned_data["grund"])
