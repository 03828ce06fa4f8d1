#!/bin/sh
# One database and one login per service; a login reaches only its own database.
set -eu
for service in policy claims complaints notifications; do
  password=$(cat "/run/secrets/yinbao/${service}_password")
  psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres -v service="$service" -v password="$password" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres -c 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'
