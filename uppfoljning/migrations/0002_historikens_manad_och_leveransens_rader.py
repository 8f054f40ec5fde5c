"""History keeps which day and month was asked; a delivery's rows are found without scanning the register."""

import datetime

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("uppfoljning", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="checkpointhistorik",
            name="dag",
            field=models.DateField(default=datetime.date(1970, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="checkpointhistorik",
            name="manad",
            field=models.DateField(default=datetime.date(1970, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="registerrad",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["leverans"], name="uppfoljning_registerrad_lev"),
        ),
    ]
