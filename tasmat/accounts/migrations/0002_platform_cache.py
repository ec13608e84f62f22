"""The table of Django's database cache, where allauth counts sign-ins."""

from django.db import migrations

CREATE = """
create table platform_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index platform_cache_expires on platform_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "drop table platform_cache")]
