-- The three roles of the database and the database itself; run by psql as a superuser, any number of times.
-- Used by the embedded server (tasmat/embedded.py) and by the postgres container at its first start.
--   tasmat_owner   owns the tables, runs migrations; row-level security does not bind it
--   tasmat_app     web and worker; holds what the migrations grant and nothing else
--   tasmat_backup  reads everything, for pg_dump
-- Passwords come from the environment; where they are not set, the server must trust its socket.

\set ON_ERROR_STOP on
\getenv owner_password TASMAT_OWNER_PASSWORD
\getenv app_password TASMAT_APP_PASSWORD
\getenv backup_password TASMAT_BACKUP_PASSWORD

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['tasmat_owner', 'tasmat_app', 'tasmat_backup']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE tasmat_owner LOGIN NOSUPERUSER NOCREATEROLE BYPASSRLS;
ALTER ROLE tasmat_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS;
ALTER ROLE tasmat_backup LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS;
GRANT pg_read_all_data TO tasmat_backup;

\if :{?owner_password}
ALTER ROLE tasmat_owner PASSWORD :'owner_password';
\endif
\if :{?app_password}
ALTER ROLE tasmat_app PASSWORD :'app_password';
\endif
\if :{?backup_password}
ALTER ROLE tasmat_backup PASSWORD :'backup_password';
\endif

-- The built-in locale is the same on every machine; an operating system's locale changes with its upgrades.
SELECT 'CREATE DATABASE tasmat OWNER tasmat_owner TEMPLATE template0 ENCODING ''UTF8'''
    ' LOCALE ''C'' LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'''
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'tasmat')
\gexec

REVOKE ALL ON DATABASE tasmat FROM PUBLIC;
GRANT CONNECT ON DATABASE tasmat TO tasmat_app, tasmat_backup;
