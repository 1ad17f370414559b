# What the durability checks share. They need root, loop devices and XFS; where one is missing they
# are left out, by name.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target="${CARGO_TARGET_DIR:-$root/target}"

workload() {
  cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p deedwell-store --example log_workload >&2
  echo "$target/release/examples/log_workload"
}

# A number between $1 and $2, in thousandths of a second, as seconds.
random_s() { awk -v lo="$1" -v hi="$2" -v r="$RANDOM" 'BEGIN { printf "%.3f", (lo + (hi - lo) * r / 32767) / 1000 }'; }

leave_out() { echo "$*"; exit 77; }

field() { sed -n "s/.*\b$1 \([0-9]*\).*/\1/p" <<<"$2"; }
