"""A row of the register says itself whose it is while that person is protected (cases/sekretess/register.sql)."""

from django.db import migrations, models

FILL = """
UPDATE uppfoljning_registerrad r SET skyddad_id = a.id FROM cases_aspirant a
 WHERE a.skydd > 0 AND r.nummer = a.nummer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_namn_att_soka_pa"),
        ("uppfoljning", "0004_registerrad_foljer_sin_leverans"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerrad",
            name="skyddad_id",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
