#!/bin/sh
# Adds a migration to both providers and writes mysql.sql again.
#   migrations/generate.sh NameOfTheMigration     after a change of the model
#   migrations/generate.sh                        only mysql.sql
set -eu
cd "$(dirname "$0")"
sqlite=DataSync.Migrations.Sqlite
mysql=DataSync.Migrations.MySql
dotnet tool restore >/dev/null
if [ $# -gt 0 ]; then
  dotnet ef migrations add "$1" --project $sqlite
  dotnet ef migrations add "$1" --project $mysql
fi
dotnet ef migrations script --idempotent --project $mysql --output mysql.sql
# dotnet ef begins the file with a byte order mark, which not every client skips.
sed -i '1s/^\xEF\xBB\xBF//' mysql.sql
