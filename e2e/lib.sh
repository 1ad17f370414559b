# What the checks share: a server of their own in a fresh directory, and ways to leave a check out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
bin="${DEEDWELL_TEST_BIN:-${CARGO_TARGET_DIR:-$root/target}/release/deedwell}"
python="${DEEDWELL_TEST_PYTHON:-}"
cache="${DEEDWELL_TEST_CACHE:-$HOME/.cache/deedwell-test}"
work=$(mktemp -d "${TMPDIR:-/tmp}/deedwell-check.XXXXXX")
server=
made_databases=()
# Tidying up decides nothing: what was found before stands, also where a database cannot be dropped.
cleanup() {
  local code=$?
  set +e
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  for name in "${made_databases[@]}"; do psql -q "$DEEDWELL_TEST_POSTGRES" -c "drop database $name with (force)" 2>/dev/null; done
  rm -rf "$work"
  exit "$code"
}
trap cleanup EXIT
cd "$work"

leave_out() { echo "$*"; exit 77; }
fail() { echo "FAILED: $*"; exit 1; }
same() { [ "$2" = "$3" ] && echo "  $1: $2" || fail "$1: $2 where $3 was due"; }

[ -x "$bin" ] || fail "there is no binary at $bin; cargo build --release first"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# serve DATA [more flags] → $url, $server
serve() {
  local data=$1; shift
  local port; port=$(free_port); url="http://127.0.0.1:$port"
  "$bin" serve --data "$data" --listen "127.0.0.1:$port" "$@" >"$work/serve.out" 2>"$work/serve.err" & server=$!
  await
}

# demo DATA [more flags] → $url, $server, $link
demo() {
  local data=$1; shift
  local port; port=$(free_port); url="http://127.0.0.1:$port"
  "$bin" demo --data "$data" --listen "127.0.0.1:$port" "$@" >"$work/serve.out" 2>"$work/serve.err" & server=$!
  await
  link=$(grep -o "$url/demo?token=[A-Za-z0-9_-]*" "$work/serve.out")
}

await() {
  for _ in $(seq 1200); do
    curl -fsS -o /dev/null "$url/openapi.json" 2>/dev/null && return
    kill -0 "$server" 2>/dev/null || { cat "$work/serve.out" "$work/serve.err"; fail "the server ended"; }
    sleep 0.05
  done
  fail "the server did not come up"
}

stop() { kill "$server"; wait "$server" || fail "the server did not end cleanly"; server=; }

# organisation DATA SLUG
organisation() {
  "$bin" organisation add --data "$1" --name "Shop $2" --slug "$2" --owner-name Ishbel \
    --owner-email "ishbel@$2.example" --currency USD >/dev/null
}

# killed DATA ALL MORE WORDS…: runs deedwell, kills it once so many more actions are kept, and fails
# unless the kill struck in the middle of what was left ($kept before, of ALL) → $kept
kept=0
killed() {
  local data=$1 all=$2 more=$3 before=$kept; shift 3
  more=$(python3 "$here/kill_at.py" KILL "$data/deedwell.db" "$more" "$bin" "$@" --data "$data") || fail "it could not be killed in the middle"
  kept=$((before + more))
  [ "$more" -gt 0 ] && [ "$kept" -lt "$all" ] || fail "the kill did not strike in the middle: $kept of $all were kept"
  echo "  killed with $kept of $all kept"
}

# measured WORDS…: runs deedwell to its end → $seconds, $busy (of a
# processor), $megabytes (its largest)
measured() {
  python3 - "$work/measured" "$bin" "$@" <<'PY' || fail "deedwell $*"
import resource, subprocess, sys, time
begun = time.monotonic()
code = subprocess.run(sys.argv[2:]).returncode
took, used = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{took:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss // 1024}\n")
sys.exit(code)
PY
  read -r seconds busy megabytes <"$work/measured"
}

cdnow_wheel() {
  local wheel="$cache/lifetimes-0.11.3-py3-none-any.whl"
  if [ ! -f "$wheel" ]; then
    mkdir -p "$cache/wheel"
    python3 -m pip download -q --no-deps -d "$cache/wheel" lifetimes==0.11.3 >/dev/null 2>&1 || return 1
    mv "$cache"/wheel/[Ll]ifetimes-0.11.3-*.whl "$wheel"
  fi
  echo "$wheel"
}

need_python() { [ -n "$python" ] || leave_out "$1: no Python with DuckDB"; }
need_browser() {
  command -v chromium >/dev/null || leave_out "$1: no Chromium"
  [ -d "$here/node_modules/playwright-core" ] || leave_out "$1: npm packages are not installed"
}

# own_postgres NAME: a database of its own on the server of the tests → $postgres; 1 if there is none.
own_postgres() {
  local name="check_$1_$$"
  [ -n "${DEEDWELL_TEST_POSTGRES:-}" ] || { echo "  $1 on PostgreSQL left out: no server"; return 1; }
  psql -q "$DEEDWELL_TEST_POSTGRES" -c "create database $name" 2>"$work/psql" \
    || fail "no database on the server of the tests: $(head -n 1 "$work/psql")"
  made_databases+=("$name")
  postgres="${DEEDWELL_TEST_POSTGRES%/*}/$name"
}
