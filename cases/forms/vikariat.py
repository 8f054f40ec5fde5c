"""Who is away, who stands in, from and to."""

from datetime import date, timedelta

from django import forms

from cases.models import Enhet, User
from cases.services.handlaggare import selectable_handlaggare
from cases.services.vikariat import Vikariatuppgifter
from config.forms import DatumField

from .falt import one_per_choice


class VikariatForm(forms.Form):
    """The chef also says who is away; others are away themselves."""

    use_required_attribute = False
    user = forms.ModelChoiceField(
        label="Vem är borta?",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj vem som är borta."),
    )
    ersattare = forms.ModelChoiceField(
        label="Ersättare",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj vem som är ersättare."),
    )
    fran = DatumField(label="Från och med", error_messages={"required": "Skriv första dagen."})
    till = DatumField(
        label="Till och med",
        help_text="Ersättningen slutar av sig själv efter den dagen.",
        error_messages={"required": "Skriv sista dagen."},
    )

    def __init__(self, *args, enhet: Enhet, jag: User, chef: bool, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"fran": today}, **kwargs})
        self.enhet, self.jag = enhet, jag
        # Who may stand in on any day that can be chosen; the service looks at the days themselves
        kollegor = (
            selectable_handlaggare(today, enhet) | selectable_handlaggare(today + timedelta(days=30), enhet)
        ).distinct()
        self.fields["ersattare"].queryset = kollegor if chef else kollegor.exclude(pk=jag.pk)
        self.fields["user"].queryset = kollegor
        if not chef:
            del self.fields["user"]

    def uppgifter(self) -> Vikariatuppgifter:
        data = self.cleaned_data
        return Vikariatuppgifter(
            user=data.get("user", self.jag),
            ersattare=data["ersattare"],
            enhet=self.enhet,
            fran=data["fran"],
            till=data["till"],
        )
