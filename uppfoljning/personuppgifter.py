"""What the fields of uppfoljning hold (house.md 18): deliveries and reports figures, the rest persons."""

from cases.uppgiftsregister import Falt

FUNNET = "aspirant namnd dag manad funnen_dag ater_inskriven"

FALT = {
    "Leverans": Falt(
        vanlig="sdf manad mottagen_at rader belopp sha256 ersatt_at aterkallad_at aterkallad_skal", person="mottagen_av"
    ),
    "Registerrad": Falt(
        vanlig="leverans",
        person="sdf manad nummer",
        kanslig="belopp roll forsorjningshinder avslutsorsak skyddad_id",
        kalla="registret",
        identitet="nummer",
    ),
    "Checkpoint": Falt(
        vanlig="leverans", person=f"{FUNNET} inskrivning manader", kanslig="skydd utfall bortfall", kalla="registret"
    ),
    "CheckpointHistorik": Falt(
        vanlig="leverans",
        person=f"{FUNNET} checkpoint andrad_dag",
        kanslig="skydd utfall bortfall",
        kalla="registret",
    ),
    "Bevakning": Falt(
        vanlig="regel enhet",
        person="aspirant nyckel fran dag uppskjuten_till galler_dag egen",
        kanslig="skydd",
        kalla="systemet",
    ),
    "Bevakningsatgard": Falt(
        vanlig="regel enhet slag at", person="aspirant nyckel till av skal", kanslig="skydd", fritext="skal"
    ),
    "EgenBevakning": Falt(vanlig="enhet skapad_at", person="aspirant text dag av", kanslig="skydd", fritext="text"),
    "Sammandrag": Falt(person="user dag paborjat_at skickat_at"),
    "Rapport": Falt(
        vanlig="namnd ar tertial bestallning diarienummer lage steg fel bestalld_at paborjad_at klar_at siffror"
        " pdf csv",
        person="bestalld_av",
    ),
}
