"""Level of protection and the named list."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from cases.enums import AKTROLLER, Skyddsgrund, Skyddsniva
from cases.models import Aspirant, Medlemskap, Skyddsbehorighet, User
from config.forms import DatumField, RadioList

from .falt import one_per_choice
from .person import SKYDD_HJALP

# Those on the list for an assignment leave it with that, and can be named so as to stay
FOR_HAND = (Skyddsgrund.NAMNGIVEN, Skyddsgrund.CHEF)


class NivaForm(forms.Form):
    """The level. Nobody is asked why a person is protected."""

    niva = forms.TypedChoiceField(
        label="Skydd",
        coerce=int,
        widget=RadioList(help_texts={str(int(niva)): text for niva, text in SKYDD_HJALP.items()}),
        error_messages=one_per_choice("Välj nivå."),
    )

    def __init__(self, *args, aspirant: Aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["niva"].choices = [(n.value, n.label) for n in Skyddsniva if self.offers(n, aspirant.skydd)]

    @staticmethod
    def offers(niva: int, nu: int) -> bool:
        return niva > nu

    @property
    def skal(self) -> str:
        return self.cleaned_data.get("skal", "")


class SankForm(NivaForm):
    """A lower level, or none: confirmed, and with a reason."""

    skal = forms.CharField(
        label="Varför sänks skyddet?",
        help_text="Till exempel att Skatteverket har tagit bort markeringen. Skriv inte varför personen var skyddad.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv varför skyddet sänks."},
    )
    bekraftar = forms.BooleanField(
        label="Jag har kontrollerat att skyddet inte längre gäller",
        error_messages={"required": "Markera att du har kontrollerat att skyddet inte längre gäller."},
    )

    @staticmethod
    def offers(niva: int, nu: int) -> bool:
        return niva < nu


class NamngivForm(forms.Form):
    """One more colleague on the list, from a unit that may see the person."""

    user = forms.ModelChoiceField(
        label="Kollega",
        help_text="Från en enhet som arbetar med personen.",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj en kollega."),
    )
    fran = DatumField(label="Från", error_messages={"required": "Skriv från vilken dag."})
    till = DatumField(label="Till och med", required=False)

    def __init__(self, *args, aspirant: Aspirant, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["fran"].initial = today
        self.fields["user"].queryset = _colleagues(aspirant.enheter, today).exclude(
            pk__in=Skyddsbehorighet.objects.filter(aspirant=aspirant, grund__in=FOR_HAND).kvar(today).values("user")
        )
        self.fields["user"].label_from_instance = lambda user: _label(user, today)

    def clean_fran(self) -> date:
        if self.cleaned_data["fran"] < self.today:
            raise ValidationError("Välj i dag eller en senare dag.")
        return self.cleaned_data["fran"]

    def clean(self) -> dict:
        cleaned = super().clean()
        fran, till = cleaned.get("fran"), cleaned.get("till")
        if fran and till and till < fran:
            self.add_error("till", "Sista dagen kan inte ligga före den första.")
        return cleaned


class ChefensNamngivForm(forms.Form):
    """Who at the unit shall open a protected case that nobody there can open."""

    user = forms.ModelChoiceField(
        label="Namnge", queryset=User.objects.none(), empty_label="Välj", error_messages=one_per_choice("Välj vem.")
    )

    def __init__(self, *args, enhet, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        personal = _colleagues([enhet.pk], today)
        if enhet.bara_tilldelade:
            # Only the chef opens what is not assigned; the case is handed over from there
            personal = personal.filter(medlemskap__in=Medlemskap.objects.giltiga(today).filter(roll="enhetschef"))
        self.fields["user"].queryset = personal.distinct()
        self.fields["user"].label_from_instance = lambda user: _label(user, today)


def _colleagues(enhet_ids: list[int], today: date):
    roller = Medlemskap.objects.giltiga(today).filter(roll__in=AKTROLLER, enhet__in=enhet_ids)
    return User.objects.filter(is_active=True, pk__in=roller.values("user")).prefetch_related("medlemskap__enhet")


def _label(user: User, today: date) -> str:
    enheter = {
        f"{m.get_roll_display().lower()}, {m.enhet}"
        for m in user.medlemskap.all()
        if m.roll in AKTROLLER and m.fran <= today and (m.till is None or m.till >= today)
    }
    return f"{user.namn}, {'; '.join(sorted(enheter))}"
