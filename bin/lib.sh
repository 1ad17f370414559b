# What the scripts of bin/ share: steps, tools, a throw-away PostgreSQL.
left_out=()
failed=()
passed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/deedwell-test.XXXXXX")
chmod 755 "$work"
trap 'stop_postgres; rm -rf "$work"' EXIT

step() { printf '\n== %s  (%s)\n' "$*" "$(date +%H:%M:%S)"; }
have() { command -v "$1" >/dev/null 2>&1; }
leave_out() { left_out+=("$1: $2"); printf 'left out: %s (%s)\n' "$1" "$2"; }

can_install() { [ "$(id -u)" = 0 ] && have apt-get; }

# Debian packages, npm and PyPI packages for the browser and the oracles.
need_tools() {
  if have rustup; then
    cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt >/dev/null 2>&1 || true
    cargo clippy --version >/dev/null 2>&1 || rustup component add clippy >/dev/null 2>&1 || true
  fi
  if can_install; then
    local missing=()
    have chromium || missing+=(chromium)
    [ -n "$(postgres_bin)" ] || missing+=(postgresql)
    have mkfs.xfs || missing+=(xfsprogs)
    have mkfs.ext4 || missing+=(e2fsprogs)
    have curl || missing+=(curl)
    have node || missing+=(nodejs)
    have npm || missing+=(npm)
    have postfix || missing+=(postfix)
    have dovecot || missing+=(dovecot-imapd)
    { have python3 && python3 -c 'import ensurepip, venv'; } 2>/dev/null || missing+=(python3 python3-venv)
    { have python3 && python3 -m pip --version; } >/dev/null 2>&1 || missing+=(python3-pip)
    if [ ${#missing[@]} -gt 0 ]; then
      echo "installing ${missing[*]}"
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } \
        >"$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log"; leave_out "packages ${missing[*]}" "apt-get failed, see above"; }
    fi
  fi
  if have npm && have node; then
    # A lock file without the registries' names lacks the versions of what is optional on other machines,
    # and `npm ci` then refuses it; what is installed is the same.
    (cd e2e && { [ -d node_modules/posthog-node ] || npm ci --silent --no-audit --no-fund 2>/dev/null \
      || npm install --no-save --silent --no-audit --no-fund; }) \
      || leave_out "browser tests" "npm could not install"
  fi
  export DEEDWELL_TEST_CDNOW
  DEEDWELL_TEST_CDNOW=$(cdnow_wheel) || { DEEDWELL_TEST_CDNOW=; leave_out "CDNOW in the stories" "the wheel of lifetimes cannot be had"; }
  export DEEDWELL_TEST_PYTHON
  DEEDWELL_TEST_PYTHON=$(python_with_oracles) || { DEEDWELL_TEST_PYTHON=; leave_out "what asks DuckDB" "no Python with its packages can be had"; }
}

# The wheel with the CDNOW purchase history; kept beside the build.
cdnow_wheel() {
  local cache="${DEEDWELL_TEST_CACHE:-$HOME/.cache/deedwell-test}"
  local wheel="$cache/lifetimes-0.11.3-py3-none-any.whl"
  if [ ! -f "$wheel" ]; then
    mkdir -p "$cache/wheel"
    python3 -m pip download -q --no-deps -d "$cache/wheel" lifetimes==0.11.3 >/dev/null 2>&1 || return 1
    mv "$cache"/wheel/[Ll]ifetimes-0.11.3-*.whl "$wheel"
  fi
  echo "$wheel"
}

# A Python that has DuckDB with its extensions; in a virtual environment kept beside the build.
python_with_oracles() {
  have python3 || return 1
  local home="${DEEDWELL_TEST_CACHE:-$HOME/.cache/deedwell-test}/python"
  if ! "$home/bin/python" -c 'import duckdb, duckdb_extensions, pytz, segment.analytics, rudderstack.analytics, standardwebhooks, dkim, nacl, beancount, lifelines' >/dev/null 2>&1; then
    mkdir -p "$(dirname "$home")"
    python3 -m venv "$home" >/dev/null 2>&1 \
      && "$home/bin/pip" install -q -r e2e/requirements.txt >"$work/pip.log" 2>&1 || return 1
    "$home/bin/python" -c "from duckdb_extensions import import_extension as i
for x in ('ducklake', 'sqlite_scanner', 'postgres_scanner'): i(x)" >/dev/null 2>&1 || return 1
  fi
  echo "$home/bin/python"
}

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# A server of our own on a free port, whose role is no superuser: row-level security binds it.
start_postgres() {
  if [ -n "${DEEDWELL_TEST_POSTGRES:-}" ]; then return; fi
  local bin; bin=$(postgres_bin)
  if [ -z "$bin" ]; then leave_out "stories on PostgreSQL" "no server is installed"; return; fi
  pg_as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
  pg_home="$work/postgres"; mkdir -p "$pg_home"
  [ "$(id -u)" = 0 ] && chown postgres "$pg_home"
  local port=$((54000 + RANDOM % 1000))
  pg_as "$bin/initdb" -D "$pg_home/data" -A trust -U postgres --no-sync -E UTF8 >"$work/initdb.log" 2>&1
  pg_as "$bin/pg_ctl" -D "$pg_home/data" -w -l "$pg_home/log" \
    -o "-p $port -k $pg_home -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300" start >/dev/null
  pg_as "$bin/psql" -q -h "$pg_home" -p "$port" -U postgres \
    -c "create role deedwell login createdb" -c "create database deedwell owner deedwell"
  export DEEDWELL_TEST_POSTGRES="postgres://deedwell@127.0.0.1:$port/deedwell"
}

stop_postgres() {
  [ -n "${pg_home:-}" ] || return 0
  pg_as "$(postgres_bin)/pg_ctl" -D "$pg_home/data" -m immediate stop >/dev/null 2>&1 || true
}

# A step without which the rest means nothing: what was left out so far is still named.
must() { # NAME COMMAND…
  local name=$1; shift
  "$@" || { failed+=("$name"); finish; exit 1; }
}

# The first alone, for it is about speed; the others two at a time, for much of what they do is
# waiting. Each speaks when it has ended.
AT_ONCE=2
run_checks() { # CHECK…
  local check first=$1; shift
  run_check "$first"
  for check in "$@"; do
    [ -x "$check" ] || { leave_out "$(basename "$check")" "it is no program"; continue; }
    while [ "$(jobs -rp | wc -l)" -ge "$AT_ONCE" ]; do wait -n || true; done
    run_check "$check" &
  done
  wait
  for check in "$first" "$@"; do
    [ ! -x "$check" ] || tally "$(basename "$check")"
  done
}

run_check() {
  local name code=0 begun=$SECONDS
  name=$(basename "$1")
  "$1" >"$work/$name.log" 2>&1 || code=$?
  echo "$code" >"$work/$name.code"
  { printf '\n-- %s (%s s)\n' "$name" "$((SECONDS - begun))"; cat "$work/$name.log"; [ "$code" = 0 ] || [ "$code" = 77 ] || echo "FAILED: $name"; } \
    | flock "$work" cat
}

# A check is a program: 0 passed, 77 left out (its last line says why), anything else failed.
tally() { # NAME
  local code half
  code=$(cat "$work/$1.code")
  # A half of a check that was left out is named at the end, too.
  half=$(grep -i 'left out' "$work/$1.log" || true)
  [ "$code" != 0 ] || [ -z "$half" ] || left_out+=("$1: $half")
  case $code in
    0) passed=$((passed + 1)) ;;
    77) left_out+=("$1: $(tail -n 1 "$work/$1.log")") ;;
    *) failed+=("$1") ;;
  esac
}

finish() {
  step "Result"
  for words in "${left_out[@]:-}"; do [ -n "$words" ] && echo "left out: $words"; done
  for name in "${failed[@]:-}"; do [ -n "$name" ] && echo "failed: $name"; done
  echo "checks: $passed passed, ${#failed[@]} failed, ${#left_out[@]} skipped; $((SECONDS / 60)) min $((SECONDS % 60)) s in all"
  [ ${#failed[@]} -eq 0 ]
}
