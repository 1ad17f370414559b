# What the checks share: a server of their own in a fresh directory, and ways to leave a check out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
bin="${DEEDWELL_TEST_BIN:-${CARGO_TARGET_DIR:-$root/target}/release/deedwell}"
python="${DEEDWELL_TEST_PYTHON:-}"
cache="${DEEDWELL_TEST_CACHE:-$HOME/.cache/deedwell-test}"
work=$(mktemp -d "${TMPDIR:-/tmp}/deedwell-check.XXXXXX")
server=
cleanup() { [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$work"; }
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
