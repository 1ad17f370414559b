# PostgreSQL for the checks: a schema of their own on the server that DEEDWELL_TEST_POSTGRES names, or a
# server of their own. Sourced by those that have made the folder $work.
pg=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
pg_free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# → $own_url
own_schema() { # NAME
  own="$1_$$"
  "$pg/psql" -q "$DEEDWELL_TEST_POSTGRES" -c "create schema $own"
  own_url="$DEEDWELL_TEST_POSTGRES?options[search_path]=$own"
}
# The schema goes, and the lakes' catalogues beside it.
drop_own_schema() {
  [ -n "${own:-}" ] || return 0
  "$pg/psql" -qAt "$DEEDWELL_TEST_POSTGRES" >/dev/null 2>&1 <<SQL || true
select format('drop schema %I cascade', nspname) from pg_namespace
 where nspname = '$own' or starts_with(nspname, '${own}_') \gexec
SQL
  own=
}

# A server that syncs as a shop's would, with the role and the database deedwell.
pg_make() { # DATA [more for initdb]
  local data=$1; shift
  mkdir -p "$data"; [ "$(id -u)" != 0 ] || chown postgres "$data"
  as_postgres "$pg/initdb" -D "$data" -A trust -U postgres -E UTF8 --no-locale "$@" >/dev/null
  cat >>"$data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
wal_level = minimal
max_wal_senders = 0
max_wal_size = 64MB
min_wal_size = 32MB
shared_buffers = 32MB
CONF
  pg_start "$data"
  pg_admin -c "create role deedwell login" -c "create database deedwell owner deedwell"
  pg_stop fast
}
pg_admin() { "$pg/psql" -qAt "postgres://postgres@127.0.0.1:$pg_port/${pg_of:-postgres}" "$@"; }
pg_start() { # DATA → $pg_url
  pg_data=$1 pg_port=$(pg_free_port)
  pg_url="postgres://deedwell@127.0.0.1:$pg_port/deedwell"
  mkdir -p "$work/sockets"; chmod 777 "$work/sockets"
  as_postgres "$pg/pg_ctl" -D "$pg_data" -w -t 60 -l "$work/sockets/log" \
    -o "-p $pg_port -k $work/sockets" start >/dev/null
}
pg_stop() { # fast|immediate
  [ -n "${pg_data:-}" ] || return 0
  as_postgres "$pg/pg_ctl" -D "$pg_data" -m "$1" -w stop >/dev/null 2>&1 || true
  pg_data=
}
