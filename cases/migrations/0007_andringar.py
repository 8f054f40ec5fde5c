"""What was changed on a person's akt: one table, written by triggers (docs/adr/0012)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_overlamning_vikariat_samordnare'),
    ]

    operations = [
        migrations.CreateModel(
            name='Andring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enheter', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
                ('skydd', models.SmallIntegerField(default=0, editable=False)),
                ('at', models.DateTimeField()),
                ('tabell', models.CharField(max_length=63)),
                ('rad', models.BigIntegerField()),
                ('del_av', models.BigIntegerField(blank=True, null=True)),
                ('slag', models.CharField(choices=[('ny', 'Ny'), ('andrad', 'Ändrad'), ('borttagen', 'Borttagen')], max_length=10)),
                ('falt', models.JSONField(default=dict)),
                ('sida', models.CharField(blank=True, max_length=120)),
                ('referens', models.CharField(max_length=40)),
                ('synlig_for', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, editable=False, null=True, size=None)),
                ('aspirant', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.aspirant')),
                ('av', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ändring',
                'verbose_name_plural': 'ändringar',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['aspirant', '-at', '-id'], name='cases_andring_person')],
            },
        ),
    ]
