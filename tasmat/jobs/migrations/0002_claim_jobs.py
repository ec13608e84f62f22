"""The one function that looks over all organisations: it hands out ids of waiting jobs, nothing more."""

from django.conf import settings
from django.db import migrations

CREATE = f"""
create function claim_jobs(how_many int, lease interval) returns table (job uuid, organisation uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with waiting as (
    select id from public.jobs_job
    where state = 'queued' or (state = 'running' and lease_until < now())
    order by created_at limit how_many for update skip locked)
  update public.jobs_job as claimed
  set state = 'running', lease_until = now() + lease, attempts = attempts + 1
  from waiting where claimed.id = waiting.id
  returning claimed.id, claimed.organisation_id $$;
revoke all on function claim_jobs(int, interval) from public;
grant execute on function claim_jobs(int, interval) to "{settings.DATABASE_APP_ROLE}";
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "drop function claim_jobs(int, interval)")]
