"""To which SDF, from which day, and what follows along."""

from datetime import date

from django import forms

from cases.enums import HANDLAGGARROLLER, Enhetsslag
from cases.forms_utlamnande import ground_label
from cases.models import Aspirant, Enhet, Handling, Medlemskap, RattsligGrund, User
from cases.services.flytt import Flyttuppgifter, earliest_day
from cases.services.handlingar import valid_samtycke
from config.forms import CheckboxList, DatumField

from .falt import one_per_choice


class FlyttForm(forms.Form):
    """A protected person's transfer also asks who receives."""

    use_required_attribute = False
    till = forms.ModelChoiceField(
        label="Ny ansvarig stadsdel",
        queryset=Enhet.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj den nya stadsdelen."),
    )
    mottagare = forms.ModelChoiceField(
        label="Handläggare som får se personen",
        help_text="Personen har skyddade uppgifter. Bara den du väljer ser akten på den nya stadsdelen.",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj vem på den nya stadsdelen som får se personen."),
    )
    dag = DatumField(label="Ansvarar från och med", error_messages={"required": "Skriv från vilken dag."})
    handlingar = forms.ModelMultipleChoiceField(
        label="Handlingar som följer med",
        help_text="Det du inte markerar stannar hos er. Den nya stadsdelen ser namn, kontakt och datum ändå.",
        queryset=Handling.objects.none(),
        required=False,
        widget=CheckboxList,
        error_messages={"invalid_choice": "En av handlingarna finns inte längre. Välj igen."},
    )
    grund = forms.ModelChoiceField(
        label="Grund för utlämnandet",
        queryset=RattsligGrund.objects.none(),
        empty_label="Välj grund",
        required=False,
        error_messages={"invalid_choice": "Välj en grund som gäller i dag."},
    )

    def __init__(self, *args, aspirant: Aspirant, fran: Enhet, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"dag": today}, **kwargs})
        self.aspirant, self.fran, self.today = aspirant, fran, today
        self.tidigast = earliest_day(aspirant)
        self.fields["till"].queryset = Enhet.objects.sdf().giltiga(today).exclude(pk=fran.pk)
        self.fields["dag"].help_text = self._day_help()
        handlingar = Handling.objects.filter(aspirant=aspirant, namnd=fran.namnd_id)
        self.fields["handlingar"].queryset = handlingar
        self.fields["handlingar"].label_from_instance = lambda h: f"{h.titel}, {h.upprattad_at:%Y-%m-%d}"
        if handlingar.exists():
            self._offer_grounds()
        else:
            del self.fields["handlingar"], self.fields["grund"]
        if aspirant.skydd:
            self.fields["mottagare"].queryset = self._receivers()
            self.fields["mottagare"].label_from_instance = self._receiver_label
        else:
            del self.fields["mottagare"]

    def _day_help(self) -> str:
        if self.tidigast and self.tidigast > self.today:
            return f"Tidigast {self.tidigast}: dagen före började ni ansvara."
        return f"{self.tidigast or 'En tidigare dag'} till i dag. En flytt i framtiden görs när dagen har kommit."

    def _offer_grounds(self) -> None:
        grunder = RattsligGrund.objects.giltiga(self.today).filter(anvandning=RattsligGrund.Anvandning.UTLAMNANDE)
        self.fields["grund"].queryset = grunder
        self.fields["grund"].label_from_instance = lambda grund: ground_label(grund, None)

    def _receivers(self):
        medlemskap = Medlemskap.objects.giltiga(self.today).filter(
            enhet__slag=Enhetsslag.SDF, roll__in=HANDLAGGARROLLER[Enhetsslag.SDF]
        )
        users = User.objects.filter(is_active=True, pk__in=medlemskap.exclude(enhet=self.fran).values("user"))
        return users.prefetch_related("medlemskap__enhet")

    def _receiver_label(self, user: User) -> str:
        enheter = {str(m.enhet) for m in user.medlemskap.all() if m.enhet.slag == Enhetsslag.SDF}
        return f"{user.namn}, {', '.join(sorted(enheter))}"

    marks = {"grund": "krävs om en handling följer med"}

    def clean(self) -> dict:
        cleaned = super().clean()
        till, grund = cleaned.get("till"), cleaned.get("grund")
        if cleaned.get("handlingar") and not grund and "grund" not in self.errors:
            self.add_error("grund", "Välj på vilken grund handlingarna lämnas ut.")
        if till and grund and grund.kraver_samtycke and not self._consent(till):
            self.add_error("grund", f"Inget samtycke till {till.namnd} gäller i dag. Välj en annan grund.")
        return cleaned

    def _consent(self, till: Enhet):
        return valid_samtycke(
            aspirant_id=self.aspirant.pk, fran_namnd=self.fran.namnd, till_namnd=till.namnd, dag=self.today
        )

    def uppgifter(self) -> Flyttuppgifter:
        data = self.cleaned_data
        return Flyttuppgifter(
            till=data["till"],
            dag=data["dag"],
            handlingar=tuple(data.get("handlingar") or ()),
            grund=data.get("grund"),
            mottagare=data.get("mottagare"),
        )
