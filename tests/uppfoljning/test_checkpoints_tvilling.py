"""The set-based computation of checkpoints compared with what domain.md section 11 says, read slowly."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Inskrivning
from cases.sekretess.identitet import som_system
from config.dates import add_months, month_start
from tests import factories
from tests.conftest import owner
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.models import Checkpoint, CheckpointHistorik, Leverans, Registerrad

from .registerfiler import NU

pytestmark = pytest.mark.django_db


def twin(inskrivning, manader, others, districts, deliveries, rows, today):
    """What domain.md section 11 says, read slowly."""
    dag = add_months(inskrivning["avslutad"], manader)
    if dag > today or inskrivning["orsak"] in ("aterremitterad", "avslut_inom_5_dagar"):
        return None
    manad = month_start(dag)
    if any(m == manad and belopp > 0 for _, m, belopp in rows):
        utfall = "uppbar"
    elif all((d, manad) in deliveries for d in districts):
        utfall = "uppbar_inte"
    else:
        utfall = "uppgift_saknas"
    return utfall, any(inskrivning["avslutad"] < other <= dag for other in others)


MONTHS = [date(2026, m, 1) for m in range(1, 11)]
days = st.dates(date(2025, 1, 1), date(2026, 6, 30))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    avslutad=days,
    orsak=st.sampled_from(["arbete_ej_subventionerat", "okand", "aterremitterad", "avslut_inom_5_dagar"]),
    again=st.none() | st.integers(1, 500),
    delivered=st.sets(st.tuples(st.sampled_from([0, 1]), st.sampled_from(MONTHS)), max_size=20),
    support=st.dictionaries(st.tuples(st.sampled_from([0, 1]), st.sampled_from(MONTHS)), st.sampled_from([0, 5000])),
    today=st.dates(date(2026, 1, 1), date(2026, 11, 24)),
)
def test_the_set_based_answer_is_the_obvious_one(stad, avslutad, orsak, again, delivered, support, today):
    with owner():
        for model in (CheckpointHistorik, Checkpoint, Registerrad, Leverans, Inskrivning):
            model.objects.all().delete()
        person = stad.aspirant()
        stad_ids = [stad.spanga, stad.hagersten]
        given_avslut = factories.inskrivning(person, stad.kista, date(2024, 6, 1), avslutad, orsak)
        others = [avslutad + timedelta(days=again)] if again else []
        for other in others:
            factories.inskrivning(person, stad.kista, other)
        deliveries = delivered | set(support)
        for district, manad in deliveries:
            line = Leverans.objects.create(sdf=stad_ids[district], manad=manad, mottagen_at=NU, rader=1, belopp=0)
            if (district, manad) in support:
                Registerrad.objects.create(
                    leverans=line, sdf=line.sdf, manad=manad, nummer=person.nummer, roll="sokande",
                    belopp=support[district, manad],
                )  # fmt: skip
    with som_system("uppfoljning"):
        run_uppfoljning(today=today)
    with owner():
        answers = {c.manader: (c.utfall, c.ater_inskriven) for c in given_avslut.checkpoints.all()}
    rows = [(d, m, belopp) for (d, m), belopp in support.items()]
    for manader in (6, 12, 18):
        expected = twin({"avslutad": avslutad, "orsak": orsak}, manader, others, [0, 1], deliveries, rows, today)
        assert answers.get(manader) == expected
