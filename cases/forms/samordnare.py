"""Who is the person's samordnare."""

from datetime import date

from django import forms

from cases.models import Aspirant, Samordnare
from cases.services.samordnare import Samordnaruppgifter, may_agree_to_continue, selectable_samordnare
from config.forms import DatumField

from .falt import one_per_choice


class SamordnareForm(forms.Form):
    """One of those in the role at the units that work with the person; who holds it now may stay with new terms."""

    use_required_attribute = False
    val = forms.ChoiceField(label="Samordnare", error_messages=one_per_choice("Välj samordnare."))
    fran = DatumField(
        label="Från och med",
        help_text="I dag eller en tidigare dag.",
        error_messages={"required": "Skriv från vilken dag."},
    )
    fortsatter = forms.BooleanField(
        label="Fortsätter efter avslutet",
        help_text="Bara om det är överenskommet med personen före avslutet. Annars slutar samordnaren samma dag.",
        required=False,
    )
    nuvarande = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, aspirant: Aspirant, nu: Samordnare | None, today: date, **kwargs):
        start = {"fran": nu.fran if nu else today, "fortsatter": bool(nu and nu.fortsatter_enligt)}
        start |= {"val": f"{nu.user_id}-{nu.enhet_id}", "nuvarande": nu.pk} if nu else {}
        super().__init__(*args, **{"initial": start, **kwargs})
        self.par = {f"{m.user_id}-{m.enhet_id}": (m.user, m.enhet) for m in selectable_samordnare(aspirant, today)}
        if nu:
            self.par.setdefault(f"{nu.user_id}-{nu.enhet_id}", (nu.user, nu.enhet))
        choices = [(key, f"{user.namn}, {enhet}") for key, (user, enhet) in self.par.items()]
        self.fields["val"].choices = [("", "Välj"), *choices]
        if not may_agree_to_continue(aspirant) and not (nu and nu.fortsatter_enligt):
            del self.fields["fortsatter"]

    def uppgifter(self) -> Samordnaruppgifter:
        data = self.cleaned_data
        user, enhet = self.par[data["val"]]
        return Samordnaruppgifter(user=user, enhet=enhet, fran=data["fran"], fortsatter=data.get("fortsatter", False))


class AvslutaSamordnareForm(forms.Form):
    """The last day."""

    use_required_attribute = False
    till = DatumField(label="Sista dag som samordnare", error_messages={"required": "Skriv den sista dagen."})
    rad = forms.IntegerField(widget=forms.HiddenInput)
