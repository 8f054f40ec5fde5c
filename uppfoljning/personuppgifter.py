"""What the fields of uppfoljning hold (house.md 18): deliveries and reports figures, the register persons."""

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
    "Rapport": Falt(
        vanlig="namnd ar tertial bestallning diarienummer lage steg fel bestalld_at paborjad_at klar_at siffror"
        " pdf csv",
        person="bestalld_av",
    ),
}
