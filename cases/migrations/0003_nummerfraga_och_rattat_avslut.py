"""Logged questions about numbers, corrections of an avslut, the series of reservnummer; routing rules are a parameter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_underorsak_bara_med_ovrigt'),
    ]

    operations = [
        migrations.CreateModel(
            name='Nummerfraga',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fragad_at', models.DateTimeField()),
                ('svar', models.CharField(choices=[('fritt', 'Fritt'), ('synligt', 'Känt här'), ('annan', 'Kan inte registreras här'), ('for_manga', 'För många frågor')], max_length=20)),
                ('referens', models.CharField(blank=True, max_length=20)),
                ('nummer', models.CharField(blank=True, db_collation='C', max_length=12)),
            ],
            options={
                'verbose_name': 'nummerfråga',
                'verbose_name_plural': 'nummerfrågor',
                'ordering': ['-fragad_at', '-id'],
            },
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE cases_reservnummer_seq MAXVALUE 89999999999", "DROP SEQUENCE cases_reservnummer_seq"
        ),
        migrations.DeleteModel(
            name='Remissregel',
        ),
        migrations.AddField(
            model_name='inskrivning',
            name='avslut_rattat_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inskrivning',
            name='avslut_rattat_av',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='inskrivning',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('avslut_rattat_at', None), ('avslut_rattat_av', None)), models.Q(('avslut_rattat_at__isnull', False), ('avslut_rattat_av__isnull', False), ('avslutad__isnull', False)), _connector='OR'), name='cases_inskrivning_rattning_satts_helt'),
        ),
        migrations.AddField(
            model_name='nummerfraga',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='nummerfraga',
            index=models.Index(fields=['user', 'fragad_at'], name='cases_nummerfraga_user'),
        ),
        migrations.AddConstraint(
            model_name='nummerfraga',
            constraint=models.UniqueConstraint(condition=models.Q(('referens', ''), _negated=True), fields=('referens',), name='cases_nummerfraga_unik_referens'),
        ),
        migrations.AddConstraint(
            model_name='nummerfraga',
            constraint=models.CheckConstraint(condition=models.Q(('svar', 'annan'), models.Q(('nummer', ''), ('referens', '')), _connector='XOR'), name='cases_nummerfraga_nummer_bara_med_referens'),
        ),
    ]
