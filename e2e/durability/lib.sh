# What the durability checks share. They need root, loop devices and XFS; where one is missing they
# are left out, by name.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target="${CARGO_TARGET_DIR:-$root/target}"
bin="${DEEDWELL_TEST_BIN:-$target/release/deedwell}"

leave_out() { echo "$*"; exit 77; }
fail() { echo "FAILED: $*"; exit 1; }

. "$here/../example.sh"
log_workload() { example deedwell-store log_workload; }
lake_workload() { example deedwell-ledger lake_workload; }

# A number between $1 and $2, in thousandths of a second, as seconds.
random_s() { awk -v lo="$1" -v hi="$2" -v r="$RANDOM" 'BEGIN { printf "%.3f", (lo + (hi - lo) * r / 32767) / 1000 }'; }

# Until a workload has something acknowledged; a busy machine takes its time to start one.
await_ack() { # FILE LINES-BEFORE
  for _ in $(seq 600); do
    [ "$(grep -c '^ack' "$1" || true)" -le "$2" ] || return 0
    sleep 0.05
  done
  fail "nothing was acknowledged within 30 s"
}

field() { sed -n "s/.*\b$1 \([0-9]*\).*/\1/p" <<<"$2"; }

# Adds up a field over runs: tally[missing] and so on.
declare -A tally
count() { # WHAT OUTPUT
  local what
  for what in $1; do tally[$what]=$((${tally[$what]:-0} + $(field "$what" "$2"))); done
}

. "$here/../postgres.sh"
