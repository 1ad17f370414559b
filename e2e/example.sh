# Programs among the examples of a crate. bin/test has them built for its stories already; elsewhere they
# are built here.
example() { # CRATE NAME → where it stands
  local there="${DEEDWELL_TEST_EXAMPLES:-}/$2"
  if [ ! -x "$there" ]; then
    cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p "$1" --example "$2" >&2
    there="${CARGO_TARGET_DIR:-$root/target}/release/examples/$2"
  fi
  echo "$there"
}
