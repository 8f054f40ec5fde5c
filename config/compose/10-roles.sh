#!/bin/bash
# Run once by the PostgreSQL image when its volume is empty; database.sql runs after it.
# The owner builds the schema and loads files. The application owns nothing and is bound by row-level security.
set -euo pipefail
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=owner_password="$OWNER_DB_PASSWORD" --set=app_password="$APP_DB_PASSWORD" <<'SQL'
CREATE ROLE jobbakten_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE jobbakten_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
ALTER DATABASE jobbakten OWNER TO jobbakten_owner;
ALTER DATABASE jobbakten SET default_text_search_config = 'pg_catalog.swedish';
REVOKE ALL ON DATABASE jobbakten FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE jobbakten TO jobbakten_app;
SQL
