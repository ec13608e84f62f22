"""Walls of the database between tables of casework: an open case has a responsible coach when a transaction ends."""

from tasmat.tenancy.ddl import DdlConstraint

# At the end of the transaction no organisation is set any more: the row says which one it is of, and
# row-level security lets the function see that one's rows alone. The lock makes two transactions that
# together would leave a case without a coach wait for each other (PostgreSQL, 13.2.1: each statement
# of a READ COMMITTED transaction sees what was committed before it).
_FUNCTION = """
CREATE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $wall$
DECLARE
  before text := current_setting('tasmat.organisation', true);
  orphan uuid;
BEGIN
  PERFORM set_config('tasmat.organisation', coalesce(NEW.organisation_id, OLD.organisation_id)::text, true);
  PERFORM FROM clients_case WHERE id IN (NEW.@case, OLD.@case) ORDER BY id FOR NO KEY UPDATE;
  SELECT c.id INTO orphan FROM clients_case c
   WHERE c.id IN (NEW.@case, OLD.@case) AND NOT c.awaits_coach
     AND EXISTS (SELECT FROM clients_stay s
                  WHERE s.organisation_id = c.organisation_id AND s.case_id = c.id AND s.exit_on IS NULL)
     AND NOT EXISTS (SELECT FROM clients_assignment a
                      WHERE a.organisation_id = c.organisation_id AND a.case_id = c.id
                        AND a.role = 'responsible' AND a.until_on IS NULL);
  PERFORM set_config('tasmat.organisation', coalesce(before, ''), true);
  IF orphan IS NOT NULL THEN
    RAISE EXCEPTION 'the open case %% has no responsible coach', orphan
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $wall$
"""
_TRIGGER = (
    "CREATE CONSTRAINT TRIGGER %(name)s AFTER @events ON %(table)s"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION %(name)s()"
)


def _watch(events: str, case: str = "case_id") -> tuple[str, ...]:
    """The statements for a table whose column `case` names the case, after events that could leave it alone."""
    return _FUNCTION.replace("@case", case), _TRIGGER.replace("@events", events)


class _OpenCaseHasCoach(DdlConstraint):
    undo = ("DROP TRIGGER IF EXISTS %(name)s ON %(table)s", "DROP FUNCTION IF EXISTS %(name)s()")


class StayHasCoach(_OpenCaseHasCoach):
    """A stay begins or goes on only in a case that somebody is responsible for."""

    do = _watch("INSERT OR UPDATE OF exit_on, case_id")


class CoachStays(_OpenCaseHasCoach):
    """The responsible coach of an open case leaves only when another one begins."""

    do = _watch("UPDATE OR DELETE")


class CoachIsNamed(_OpenCaseHasCoach):
    """A case waits no more for a coach only when it has one."""

    do = _watch("UPDATE OF awaits_coach", case="id")
