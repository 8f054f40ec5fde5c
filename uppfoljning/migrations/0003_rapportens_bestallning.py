"""Rapport: the key of its order, so that a double click gives one report."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('uppfoljning', '0002_historikens_manad_och_leveransens_rader'),
    ]

    operations = [
        migrations.AddField(
            model_name='rapport',
            name='bestallning',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True, verbose_name='beställning'),
        ),
    ]
