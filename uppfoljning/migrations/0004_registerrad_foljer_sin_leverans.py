"""A row of the register stands in the month and district of its delivery, by one foreign key instead of two."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
ALTER TABLE uppfoljning_registerrad ADD CONSTRAINT uppfoljning_registerrad_foljer_leveransen
    FOREIGN KEY (leverans_id, sdf_id, manad) REFERENCES uppfoljning_leverans (id, sdf_id, manad)
    DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARD = "ALTER TABLE uppfoljning_registerrad DROP CONSTRAINT uppfoljning_registerrad_foljer_leveransen;"


class Migration(migrations.Migration):
    dependencies = [("uppfoljning", "0003_rapportens_bestallning")]

    operations = [
        migrations.AddConstraint(
            model_name="leverans",
            constraint=models.UniqueConstraint(fields=("id", "sdf", "manad"), name="uppfoljning_leverans_for_raderna"),
        ),
        migrations.AlterField(
            model_name="registerrad",
            name="leverans",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="uppfoljning.leverans",
            ),
        ),
        migrations.AlterField(
            model_name="registerrad",
            name="sdf",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.enhet",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
