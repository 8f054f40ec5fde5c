"""The reading log, partitioned by month. The months are made after migrate and every night (app.skapa_lasningsmanader);
what finds no month ends up in cases_lasning_ovrig, which Systemstatus watches."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SLAG = "'visad', 'traff', 'pdf', 'export', 'api', 'nekad'"
GRUND = "'uppdrag', 'enhet', 'namngiven', 'nodoppning', 'registeransvar', 'ingen'"

# A sequence of its own, not an identity column: a partition that is attached later shares it by its default
CREATE = f"""
CREATE SEQUENCE cases_lasning_id_seq;
CREATE TABLE cases_lasning (
    id bigint NOT NULL DEFAULT nextval('cases_lasning_id_seq'),
    skedde_at timestamptz NOT NULL,
    user_id bigint NOT NULL,
    roll varchar(20) NOT NULL,
    enhet_id bigint,
    namnd_id bigint,
    aspirant_id bigint,
    objekt varchar(60) NOT NULL,
    vy varchar(80) NOT NULL,
    slag varchar(10) NOT NULL,
    grund varchar(20) NOT NULL,
    referens varchar(20) NOT NULL,
    PRIMARY KEY (id, skedde_at),
    CONSTRAINT cases_lasning_bara_nekad_utan_person CHECK (slag = 'nekad' OR aspirant_id IS NOT NULL),
    CONSTRAINT cases_lasning_kant_slag CHECK (slag IN ({SLAG})),
    CONSTRAINT cases_lasning_kand_grund CHECK (grund IN ({GRUND}))
) PARTITION BY RANGE (skedde_at);
ALTER SEQUENCE cases_lasning_id_seq OWNED BY cases_lasning.id;
CREATE INDEX cases_lasning_aspirant ON cases_lasning (aspirant_id, skedde_at);
CREATE TABLE cases_lasning_ovrig PARTITION OF cases_lasning DEFAULT;
ALTER TABLE cases_lasning_ovrig ENABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_utlamnande_med_ogonblicksbild'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP TABLE cases_lasning")],
            state_operations=[
                migrations.CreateModel(
                    name='Lasning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('skedde_at', models.DateTimeField()),
                        ('roll', models.CharField(blank=True, choices=[('socialsekreterare', 'Socialsekreterare'), ('coach', 'Coach'), ('samordnare', 'Samordnare'), ('enhetschef', 'Enhetschef'), ('controller', 'Controller'), ('registeransvarig', 'Registeransvarig'), ('systemforvaltare', 'Systemförvaltare')], max_length=20)),
                        ('aspirant_id', models.BigIntegerField(null=True)),
                        ('objekt', models.CharField(blank=True, max_length=60, verbose_name='det som efterfrågades')),
                        ('vy', models.CharField(max_length=80, verbose_name='sidans namn i koden')),
                        ('slag', models.CharField(choices=[('visad', 'Öppnad'), ('traff', 'I en lista eller sökning'), ('pdf', 'Som PDF'), ('export', 'Som fil'), ('api', 'Genom ett annat system'), ('nekad', 'Nekad')], max_length=10)),
                        ('grund', models.CharField(choices=[('uppdrag', 'Eget uppdrag'), ('enhet', 'Arbetar på en enhet som har personen'), ('namngiven', 'Namngiven på personens lista'), ('nodoppning', 'Nödöppning'), ('registeransvar', 'Registeransvar'), ('ingen', 'Saknar tillgång')], max_length=20)),
                        ('referens', models.CharField(blank=True, max_length=20, verbose_name='begärans referens')),
                        ('enhet', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enhet')),
                        ('namnd', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.namnd')),
                        ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lasningar', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'läsning',
                        'verbose_name_plural': 'läsningar',
                        'ordering': ['-skedde_at', '-id'],
                        'indexes': [models.Index(fields=['aspirant_id', 'skedde_at'], name='cases_lasning_aspirant')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('slag', 'nekad'), ('aspirant_id__isnull', False), _connector='OR'), name='cases_lasning_bara_nekad_utan_person', violation_error_message='Bara en nekad läsning kan sakna person.'), models.CheckConstraint(condition=models.Q(('slag__in', ['visad', 'traff', 'pdf', 'export', 'api', 'nekad'])), name='cases_lasning_kant_slag', violation_error_message='Okänt slag av läsning.'), models.CheckConstraint(condition=models.Q(('grund__in', ['uppdrag', 'enhet', 'namngiven', 'nodoppning', 'registeransvar', 'ingen'])), name='cases_lasning_kand_grund', violation_error_message='Okänd grund för läsningen.')],
                    },
                ),
            ],
        ),
    ]
