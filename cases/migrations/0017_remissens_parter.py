"""The question of a remiss is read by its two sides and the responsible SDF; so is its history."""

import django.contrib.postgres.fields
from django.db import migrations, models

# No change of a fact. The table of rules is applied after migrate and replaces policies and triggers then
FYLL = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cases_remiss DISABLE TRIGGER USER;
UPDATE cases_remiss r SET synlig_for = (
    SELECT array_agg(DISTINCT e.namnd_id) FROM cases_enhet e
     WHERE e.id IN (r.sdf_id, r.jobbtorg_id)
        OR e.id = (SELECT a.sdf_id FROM cases_aspirant a WHERE a.id = r.aspirant_id));
ALTER TABLE cases_remiss ENABLE TRIGGER USER;
UPDATE cases_andring h SET synlig_for = (
    SELECT array_agg(DISTINCT e.namnd_id) FROM cases_remiss r JOIN cases_enhet e ON e.id IN (r.sdf_id, r.jobbtorg_id)
     WHERE r.id = h.rad)
 WHERE h.tabell = 'cases_remiss';
"""
# The old policy lets whoever may read the remiss read all of its history
TOM = "UPDATE cases_andring SET synlig_for = NULL WHERE tabell = 'cases_remiss'"


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0016_journal"),
    ]

    operations = [
        migrations.AddField(
            model_name="remiss",
            name="synlig_for",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(FYLL, TOM),
    ]
