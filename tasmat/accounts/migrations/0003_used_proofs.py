"""A solved challenge of the public form counts once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_platform_cache'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'proof')), fields=('key',), name='accounts_attempt_proof_once'),
        ),
    ]
