"""After every migrate: history triggers nobody can silence or forge, logs nobody can change."""

from django.conf import settings
from django.db.backends.utils import CursorWrapper

# As invoker, the application could write events itself or switch a trigger off through
# pgtrigger's session setting: the functions run as the owner, and the setting is ignored.
_TRIGGERS = """
do $body$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p
           where p.prorettype = 'trigger'::regtype and p.proname like 'pgtrigger_%' loop
    execute format('alter function %s security definer set search_path = public, pg_temp', f);
  end loop;
  if exists (select from pg_proc where proname = '_pgtrigger_should_ignore') then
    create or replace function _pgtrigger_should_ignore(trigger_name name) returns boolean
      language sql immutable as 'select false';
  end if;
end $body$
"""
_UNUSED = """
do $body$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename like 'guardian_%' loop
    execute format('revoke all on %I from {app}', t);
  end loop;
end $body$
"""


def harden(cursor: CursorWrapper) -> None:
    """Idempotent; run as the owner at the end of every migrate."""
    cursor.execute(_TRIGGERS)
    cursor.execute(_UNUSED.replace("{app}", settings.DATABASE_APP_ROLE))
