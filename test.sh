#!/usr/bin/env bash
# Set-up and all tests of DataSync. The last line is "N passed, N failed, N skipped".
#   ./test.sh          everything that needs no n8n, under 10 minutes on 2 cores
#   ./test.sh --full   also what takes long; with DATASYNC_TEST_N8N_URL and _KEY also against that real n8n, which
#                      also needs _MCP_KEY (of its MCP server) and _TOOL (a script that starts others; see RealN8n.cs)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

filter='Category!=Guide&Category!=Full&Category!=RealN8n'
if [[ ${1:-} == --full ]]; then
  filter='Category!=Guide&Category!=RealN8n'
  [[ -n ${DATASYNC_TEST_N8N_URL:-} && -n ${DATASYNC_TEST_N8N_KEY:-} ]] && filter='Category!=Guide'
fi

# System programs the tests start themselves: a database server, a browser, a proxy, what runs an OpenID provider, an
# office suite.
missing=()
[[ -x /usr/sbin/mariadbd ]] || missing+=(mariadb-server)
[[ -x /usr/bin/chromium ]] || missing+=(chromium)
[[ -x /usr/sbin/nginx ]] || missing+=(nginx)
command -v npm >/dev/null || missing+=(npm)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui)
if ((${#missing[@]})); then
  sudo=
  ((EUID == 0)) || sudo='sudo -n'
  echo "Installing ${missing[*]} ..."
  if ! { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >/dev/null; then
    echo "The tests need these packages and may not install them: sudo apt-get install ${missing[*]}" >&2
    exit 2
  fi
fi

# The OpenID provider that single sign-on is tested against, and the linter of the API's document.
for folder in DataSync.Tests/Oidc DataSync.Tests/OpenApi; do
  [[ -d $folder/node_modules ]] ||
    (cd $folder && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
done

# Profiles that make the code of servers faster within hours only cost the tests time.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0
dotnet tool restore >/dev/null
dotnet csharpier check .
dotnet restore --locked-mode -v quiet
dotnet build --no-restore -c Release -v quiet

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
dotnet test DataSync.Tests --no-build -c Release --filter "$filter" --logger "trx;LogFileName=tests.trx" \
  --logger "console;verbosity=minimal" --results-directory "$results" || status=$?

if [[ ! -f $results/tests.trx ]]; then
  echo 'No test ran.'
  exit 1
fi
count() { grep -o "<Counters[^>]*" "$results/tests.trx" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+'; }
total=$(count total) passed=$(count passed) executed=$(count executed)
echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
exit "$status"
