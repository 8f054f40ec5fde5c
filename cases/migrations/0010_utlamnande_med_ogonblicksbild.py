"""Utlämnanden keep their own copy, consents say what they cover, utdrag have a source, a remiss is a handling."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What stood before covered all that could be sent; what was acknowledged had been opened
FYLL = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cases_samtycke DISABLE TRIGGER USER;
ALTER TABLE cases_utlamnande DISABLE TRIGGER USER;
UPDATE cases_samtycke SET mottaget_av_id = registrerat_av_id,
    typer = '{jobbplan,arbetsplan,protokoll,manadsunderlag,slutrapport}',
    aterkallat_av_id = CASE WHEN aterkallat IS NOT NULL THEN registrerat_av_id END,
    aterkallat_satt = CASE WHEN aterkallat IS NOT NULL THEN satt ELSE '' END;
UPDATE cases_utlamnande u SET titel = h.titel, typ = h.typ, version = h.version,
    grundtext = left(g.namn || CASE WHEN s.id IS NULL THEN '' ELSE
        ' ' || s.fran::text || ', gäller till ' || s.till::text END
        || CASE WHEN g.paragraf = '' THEN '' ELSE ', ' || g.paragraf END, 400),
    oppnad_at = u.kvitterat_at, oppnad_av_id = u.kvitterat_av_id
  FROM cases_handling h, cases_rattsliggrund g, cases_utlamnande v LEFT JOIN cases_samtycke s ON s.id = v.samtycke_id
 WHERE v.id = u.id AND h.id = u.handling_id AND g.id = u.grund_id;
ALTER TABLE cases_samtycke ENABLE TRIGGER USER;
ALTER TABLE cases_utlamnande ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_nodoppning'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='utlamnande',
            name='cases_utlamnande_en_gang_per_namnd',
        ),
        migrations.AddField(
            model_name='handling',
            name='delar',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='handling',
            name='ur',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='utdrag', to='cases.handling'),
        ),
        migrations.AddField(
            model_name='handling',
            name='ur_typ',
            field=models.CharField(blank=True, choices=[('jobbplan', 'Jobbplan'), ('arbetsplan', 'Arbetsplan'), ('protokoll', 'Protokoll från trepartssamtal'), ('remiss', 'Remiss'), ('aterremiss', 'Återremiss'), ('genomforandeplan', 'Genomförandeplan'), ('slutrapport', 'Slutrapport'), ('manadsunderlag', 'Månadsunderlag'), ('utdrag', 'Utdrag')], max_length=20),
        ),
        migrations.AddField(
            model_name='remiss',
            name='handling',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remiss', to='cases.handling'),
        ),
        migrations.AddField(
            model_name='remiss',
            name='svarshandling',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aterremiss', to='cases.handling'),
        ),
        migrations.AddField(
            model_name='samtycke',
            name='aterkallat_av',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='samtycke',
            name='aterkallat_satt',
            field=models.CharField(blank=True, choices=[('skriftligt', 'Skriftligt'), ('muntligt', 'Muntligt')], max_length=20, verbose_name='återkallat hur'),
        ),
        migrations.AddField(
            model_name='samtycke',
            name='mottaget_av',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mottaget av'),
        ),
        migrations.AddField(
            model_name='samtycke',
            name='typer',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('jobbplan', 'Jobbplan'), ('arbetsplan', 'Arbetsplan'), ('protokoll', 'Protokoll från trepartssamtal'), ('remiss', 'Remiss'), ('aterremiss', 'Återremiss'), ('genomforandeplan', 'Genomförandeplan'), ('slutrapport', 'Slutrapport'), ('manadsunderlag', 'Månadsunderlag'), ('utdrag', 'Utdrag')], max_length=20), default=list, size=None, verbose_name='handlingar'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='delar',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='grundtext',
            field=models.CharField(default='', max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='oppnad_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='oppnad_av',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='titel',
            field=models.CharField(default='', max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='typ',
            field=models.CharField(choices=[('jobbplan', 'Jobbplan'), ('arbetsplan', 'Arbetsplan'), ('protokoll', 'Protokoll från trepartssamtal'), ('remiss', 'Remiss'), ('aterremiss', 'Återremiss'), ('genomforandeplan', 'Genomförandeplan'), ('slutrapport', 'Slutrapport'), ('manadsunderlag', 'Månadsunderlag'), ('utdrag', 'Utdrag')], default='', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='upphorde',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='utlamnande',
            name='version',
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='handling',
            name='typ',
            field=models.CharField(choices=[('jobbplan', 'Jobbplan'), ('arbetsplan', 'Arbetsplan'), ('protokoll', 'Protokoll från trepartssamtal'), ('remiss', 'Remiss'), ('aterremiss', 'Återremiss'), ('genomforandeplan', 'Genomförandeplan'), ('slutrapport', 'Slutrapport'), ('manadsunderlag', 'Månadsunderlag'), ('utdrag', 'Utdrag')], max_length=20),
        ),
        migrations.AlterField(
            model_name='samtycke',
            name='omfattning',
            field=models.CharField(blank=True, max_length=250, verbose_name='omfattning'),
        ),
        migrations.RunSQL(
            sql=FYLL,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='samtycke',
            name='mottaget_av',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mottaget av'),
        ),
        migrations.AddIndex(
            model_name='utlamnande',
            index=models.Index(condition=models.Q(('oppnad_at', None), ('upphorde', None)), fields=['till_enhet', '-skickat_at'], name='cases_utlamnande_olasta'),
        ),
        migrations.AddIndex(
            model_name='utlamnande',
            index=models.Index(fields=['till_enhet', '-skickat_at'], name='cases_utlamnande_mottagna'),
        ),
        migrations.AddConstraint(
            model_name='handling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delar__len__gte', 1), ('typ', 'utdrag'), models.Q(('ur_typ', ''), _negated=True)), models.Q(models.Q(('typ', 'utdrag'), _negated=True), ('delar__len', 0), ('ur', None), ('ur_typ', '')), _connector='OR'), name='cases_handling_utdrag_sager_ur_vad', violation_error_message='Ett utdrag säger vilka delar det har och ur vad de är tagna.'),
        ),
        migrations.AddConstraint(
            model_name='remiss',
            constraint=models.CheckConstraint(condition=models.Q(('svarshandling', None), ('svar', 'aterremitterad'), _connector='OR'), name='cases_remiss_svarshandling_vid_aterremiss'),
        ),
        migrations.AddConstraint(
            model_name='samtycke',
            constraint=models.CheckConstraint(condition=models.Q(('typer__len__gte', 1)), name='cases_samtycke_omfattar_nagot', violation_error_message='Välj vilka handlingar samtycket omfattar.'),
        ),
        migrations.AddConstraint(
            model_name='samtycke',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aterkallat', None), ('aterkallat_av', None), ('aterkallat_satt', '')), models.Q(('aterkallat__isnull', False), ('aterkallat_av__isnull', False), models.Q(('aterkallat_satt', ''), _negated=True)), _connector='OR'), name='cases_samtycke_aterkallelse_satts_helt', violation_error_message='Skriv vilken dag och hur samtycket återkallades.'),
        ),
        migrations.AddConstraint(
            model_name='samtycke',
            constraint=models.CheckConstraint(condition=models.Q(('aterkallat', None), ('aterkallat__gte', models.F('fran')), _connector='OR'), name='cases_samtycke_aterkallat_efter_att_det_gavs', violation_error_message='Samtycket kan inte återkallas innan det började gälla.'),
        ),
        migrations.AddConstraint(
            model_name='samtycke',
            constraint=models.CheckConstraint(condition=models.Q(('fran_namnd', models.F('till_namnd')), _negated=True), name='cases_samtycke_mellan_tva_namnder', violation_error_message='Ett samtycke gäller mellan två nämnder.'),
        ),
        migrations.AddConstraint(
            model_name='utlamnande',
            constraint=models.UniqueConstraint(condition=models.Q(('upphorde', None)), fields=('handling', 'till_namnd'), name='cases_utlamnande_en_gang_per_namnd', violation_error_message='Handlingen är redan utlämnad dit.'),
        ),
        migrations.AddConstraint(
            model_name='utlamnande',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('oppnad_at', None), ('oppnad_av', None)), models.Q(('oppnad_at__isnull', False), ('oppnad_av__isnull', False)), _connector='OR'), name='cases_utlamnande_oppnad_satts_helt'),
        ),
        migrations.AddConstraint(
            model_name='utlamnande',
            constraint=models.CheckConstraint(condition=models.Q(('upphorde', None), ('samtycke__isnull', False), _connector='OR'), name='cases_utlamnande_upphor_bara_med_samtycke'),
        ),
    ]
