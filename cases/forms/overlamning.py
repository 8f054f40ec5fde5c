"""To whom a case passes, from which day, and what the next one needs to know."""

import re
import uuid
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from cases.models import Enhet, User
from cases.services.handlaggare import selectable_handlaggare
from cases.services.overlamning import Post, Uppgifter
from config.forms import DatumField

from .falt import one_per_choice

POST = re.compile(r"(\d{1,18}):(\d{1,18}-\d{1,18})?", re.ASCII)
KONTROLLERA = "Valet kan inte läsas. Ladda om sidan och välj igen."


def post_value(aspirant_id: int, stampel: str) -> str:
    """What a tick on the page carries: the person, and who held the case when it was shown."""
    return f"{aspirant_id}:{stampel}"


def read_post(text: str) -> Post:
    if not (match := POST.fullmatch(text)):
        raise ValidationError(KONTROLLERA, code="invalid")
    return Post(int(match[1]), match[2] or "")


class ByteForm(forms.Form):
    """Another handläggare for one person. `stampel` says who held the case when the form was shown."""

    use_required_attribute = False
    user = forms.ModelChoiceField(
        label="Ny handläggare",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj vem som tar över."),
    )
    fran = DatumField(label="Från och med", error_messages={"required": "Skriv från vilken dag."})
    notering = forms.CharField(
        label="Överlämningsnotering",
        help_text="Det som den nya behöver veta för att ta vid. Den stannar hos er nämnd.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    omgang = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": KONTROLLERA, "invalid": KONTROLLERA})

    def __init__(self, *args, enhet: Enhet, utom: int | None, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"fran": today, "omgang": uuid.uuid4()}, **kwargs})
        self.enhet = enhet
        # Who may receive on any day that can be chosen; the service looks at the day itself
        mottagare = selectable_handlaggare(today, enhet) | selectable_handlaggare(today + timedelta(days=30), enhet)
        self.fields["user"].queryset = mottagare.exclude(pk=utom).distinct()

    def uppgifter(self) -> Uppgifter:
        data = self.cleaned_data
        return Uppgifter(till=data["user"], fran=data["fran"], notering=data["notering"])


class StampelForm(ByteForm):
    """From the akt: the one person is known, so only who held the case is carried."""

    stampel = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, stampel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stampel"].initial = stampel
        self.nuvarande = stampel

    def poster(self, aspirant_id: int) -> list[Post]:
        return [read_post(post_value(aspirant_id, self.cleaned_data["stampel"]))]

    def clean_stampel(self) -> str:
        read_post(post_value(0, self.cleaned_data["stampel"]))
        return self.cleaned_data["stampel"]


class OverlamningForm(ByteForm):
    """Many at once. The ticks are drawn by the page, with each person's facts beside them."""

    MAX = 500

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        flera = "Noteringen står i varje akt. Nämn ingen annan person."
        self.fields["notering"].help_text = f"{self.fields['notering'].help_text} {flera}"

    def clean(self) -> dict:
        cleaned = super().clean()
        try:
            cleaned["poster"] = [read_post(text) for text in self.valda]
        except ValidationError as error:
            self.add_error(None, error)
        if not self.valda:
            self.add_error(None, "Markera minst en person att lämna över.")
        elif len(self.valda) > self.MAX:
            self.add_error(None, f"Högst {self.MAX} personer kan lämnas över på en gång.")
        return cleaned

    @property
    def valda(self) -> list[str]:
        return self.data.getlist("personer") if self.is_bound else []
