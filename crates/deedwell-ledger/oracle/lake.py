"""Is the lake a DuckLake? Asks DuckDB, which is the judge.

    python3 lake.py --make target/debug/examples/make_lake --database URL [--reader ROLE] [-n 20000]

URL is sqlite:PATH or postgres://USER@HOST:PORT/NAME; the lakes are made beside it in a new folder under
/tmp. Exits with 1 on any failure. DuckDB runs in this process and the writer in another: two SQLite
libraries in one process do not go together.

    pip install duckdb==1.5.5 duckdb-extensions duckdb-extension-ducklake \
      duckdb-extension-sqlite-scanner duckdb-extension-postgres-scanner pytz
"""
import argparse, json, os, shutil, subprocess, sys, tempfile
from urllib.parse import urlparse

import duckdb
from duckdb_extensions import import_extension

FILTERS = [
    "seq > 15000", "seq between 3000 and 3100", "seq = 1", "name = 'Order Completed'",
    "name > 'ideas'", "channel = 'site'", "part = 'visitor'", "initiator <> 'customer'",
    "message is null", "message like 'ajs-next-a%'", "value is null", "value > 10000",
    "currency = 'GBP'", "unit is not null", "zone = 'Asia/Tokyo'", "zone is null",
    "about like 'order/%'", "counterpart is not null", "facts is null",
    "cast(facts->>'items' as int) = 5", "happened_at > timestamptz '2026-06-01 00:00:00+00'",
    "received_at < timestamptz '2026-05-29 00:00:00+00'", "happened_at > received_at",
    "subject = (select min(subject) from {t})", "subject > 'f0000000-0000-0000-0000-000000000000'",
    "id = (select max(id) from {t})", "name = (select max(name) from {t})",
    "message = (select max(message) from {t})", "about = (select min(about) from {t})",
]
ANSWER = ("count(*), sum(length(name) + coalesce(length(message), 0)), sum(value), min(seq), max(seq), "
          "min(happened_at), max(received_at), count(facts), bit_xor(hash(id, subject, zone, about, "
          "counterpart, unit, currency, facts::varchar))")
failures = []


def check(what, good, detail=""):
    print(("ok   " if good else "FAIL ") + what + (f": {detail}" if detail and not good else ""))
    if not good:
        failures.append(what)


def same(what, found, due):
    check(what, found == due, f"{found} where {due} was due")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


class Lake:
    """One organisation's lake, attached by one DuckDB."""

    def __init__(self, made, dsn, schema=None, data=None, writing=False):
        self.db = duckdb.connect()
        for extension in ("sqlite_scanner", "postgres_scanner", "ducklake"):
            self.db.execute(f"load {extension}")
        self.db.execute("set TimeZone = 'UTC'")
        options = [] if writing else ["READ_ONLY"]
        if schema:
            options.append(f"METADATA_SCHEMA '{schema}'")
        if data:
            options.append(f"DATA_PATH {quoted(data + '/')}, OVERRIDE_DATA_PATH true")
        where = f"postgres:{dsn}" if schema else f"sqlite:{dsn}"
        options = f" ({', '.join(options)})" if options else ""
        self.db.execute(f"attach {quoted('ducklake:' + where)} as lake{options}")
        self.made = made

    def all(self, sql):
        return self.db.execute(sql).fetchall()

    def one(self, sql):
        return self.all(sql)[0]


T = "lake.deedwell.actions"


def reading(lake):
    made = lake.made
    found = lake.one(f"select count(*), sum(length(name) + coalesce(length(message), 0))::bigint, "
                     f"sum(value)::bigint, max(seq), count(distinct id), count(distinct seq) from {T}")
    last = made["last"] - (1 if made["last"] % 1000 == 0 else 0)
    same("every action, once", found,
         (made["count"], made["letters"], made["value"], last, made["count"], made["count"]))
    same("count(*) from the catalogue alone", lake.one(f"select count(*) from {T}")[0], made["count"])
    types = [r[1] for r in lake.all(f"describe {T}")]
    same("types", types, ["BIGINT", "UUID", "VARCHAR", "TIMESTAMP WITH TIME ZONE",
         "TIMESTAMP WITH TIME ZONE", *["VARCHAR"] * 4, "UUID", "VARCHAR", "VARCHAR", "UUID", "BIGINT",
         "VARCHAR", "UUID", "JSON"])
    files = f"read_parquet([{', '.join(map(quoted, made['files']))}])"
    plain = [r[1] for r in lake.all(f"describe select * from {files}")]
    same("the same types in the files alone", plain, types)
    for condition in FILTERS:
        ours = lake.one(f"select {ANSWER} from {T} where {condition.format(t=T)}")
        due = lake.one(f"select {ANSWER} from {files} where {condition.format(t=files)}")
        same(f"where {condition}", ours, due)
    for bound in ("min", "max"):
        for column in ("seq", "id", "message", "happened_at", "subject", "name", "about", "value", "unit"):
            sql = f"select {bound}({column}) from "
            same(f"{bound}({column})", lake.one(sql + T), lake.one(sql + files))


def pruning(lake):
    for condition, most in ((f"seq > {lake.made['last'] - 50}", 1), ("seq = 7", 1)):
        plan = lake.all(f"explain analyze select count(id), sum(length(name)) from {T} where {condition}")
        text = "".join(str(r[-1]) for r in plan)
        check(f"pruned: {condition}", f"Total Files Read: {most}" in text, text)


def history(lake):
    made = lake.made
    for snapshot, count in enumerate(made["history"], 1):
        found = lake.one(f"select count(*), count(distinct seq), coalesce(sum(length(name)), 0) > 0 "
                         f"from {T} at (version => {snapshot})")
        same(f"version {snapshot}", found, (count, count, count > 0))
    same("now", lake.one(f"select count(id) from {T} at (timestamp => now())")[0], made["count"])
    snapshots = lake.all("from ducklake_snapshots('lake')")
    same("snapshots", len(snapshots), len(made["history"]) + 1)
    info = lake.db.execute("from ducklake_table_info('lake')").fetchdf().to_dict("records") \
        if has_pandas() else None
    if info is None:
        cursor = lake.db.execute("from ducklake_table_info('lake')")
        names = [d[0] for d in cursor.description]
        info = [dict(zip(names, row)) for row in cursor.fetchall()]
    info = next(i for i in info if i["table_name"] == "actions")
    same("table info", (info["file_count"], info["file_size_bytes"], info["delete_file_count"]),
         (len(made["files"]), made["bytes"], 0))
    changes = lake.one("select count(*), count(distinct rowid) from ducklake_table_changes('lake', "
                       "'deedwell', 'actions', 2, 2)")
    same("changes of the first seal", changes, (made["history"][1],) * 2)
    lake.all(f"select count(*) from ducklake_table_changes('lake', 'deedwell', 'actions', 2, "
             f"{len(made['history'])})")
    same("row ids", lake.one(f"select count(distinct rowid) from {T}")[0], made["count"])


def has_pandas():
    try:
        import pandas  # noqa: F401
        return True
    except ImportError:
        return False


def growing(lake, more):
    before = lake.one(f"select count(*), count(id), max(seq) from {T}")
    made = more()
    after = lake.one(f"select count(*), count(id), max(seq) from {T}")
    same("a running DuckDB sees what was sealed meanwhile", after,
         (before[0] + made["count"], before[1] + made["count"], made["last"]))
    same("and prunes by it", lake.one(f"select count(*) from {T} where seq = {made['last']}")[0], 1)


WRITING = [
    f"insert into {T} select * replace (seq + 1000000 as seq) from {T} where seq <= 100",
    f"delete from {T} where seq between 1 and 50",
    f"update {T} set name = 'renamed' where seq between 51 and 60",
    f"alter table {T} add column extra varchar",
    f"update {T} set extra = 'x' where seq between 61 and 70",
    "call ducklake_merge_adjacent_files('lake')",
    "call ducklake_rewrite_data_files('lake', delete_threshold => 0)",
    "call ducklake_expire_snapshots('lake', older_than => now())",
    "call ducklake_cleanup_old_files('lake', cleanup_all => true)",
]


def writing(lake, due):
    for sql in WRITING:
        try:
            lake.all(sql)
            check(sql[:60], True)
        except duckdb.Error as e:
            check(sql[:60], False, str(e)[:500])
    found = lake.one(f"select count(*), count(*) filter (name = 'renamed'), count(extra), "
                     f"count(*) filter (seq > 1000000), min(seq) from {T}")
    same("what was written is read", found, (due + 50, 10, 10, 100, 51))
    orphans = lake.all("call ducklake_delete_orphaned_files('lake', cleanup_all => true, dry_run => true)")
    same("orphaned files", orphans, [])
    try:
        lake.all("checkpoint lake")
        check("checkpoint", True)
    except duckdb.Error as e:
        check("checkpoint", False, str(e)[:500])
    same("after checkpoint", lake.one(f"select count(id) from {T}")[0], due + 50)


def untouched(lake):
    orphans = lake.all("call ducklake_delete_orphaned_files('lake', cleanup_all => true, dry_run => true)")
    same("no orphans before any foreign write", orphans, [])


def copy_schema(dsn, schema, copy):
    db = duckdb.connect()
    db.execute("load postgres_scanner")
    db.execute(f"attach '{dsn}' as pg (type postgres)")
    tables = db.execute(f"select tablename from postgres_query('pg', 'select tablename from pg_tables "
                        f"where schemaname = ''{schema}''')").fetchall()
    same("28 tables", len(tables), 28)
    sql = [f"drop schema if exists {copy} cascade", f"create schema {copy}"]
    for (t,) in tables:
        sql.append(f'create table {copy}."{t}" (like {schema}."{t}" including all)')
        sql.append(f'insert into {copy}."{t}" select * from {schema}."{t}"')
    db.execute("call postgres_execute('pg', '" + "; ".join(sql) + "')")


def reader(dsn, schema, role, made):
    db = duckdb.connect()
    db.execute("load postgres_scanner")
    db.execute(f"attach '{dsn}' as pg (type postgres)")
    db.execute(f"call postgres_execute('pg', 'grant usage on schema {schema} to {role}; "
               f"grant select on all tables in schema {schema} to {role}')")
    as_role = " ".join(p for p in dsn.split() if not p.startswith("user=")) + f" user={role}"
    same("a read-only role reads the lake",
         Lake(made, as_role, schema=schema).one(f"select count(id) from {T}")[0], made["count"])
    db.execute(f"attach '{as_role}' as theirs (type postgres, read_only)")
    for table in ("sealed", "block"):
        try:
            db.execute(f"from postgres_query('theirs', 'select * from public.{table}')").fetchall()
            check(f"the role is refused {table}", False, "it was let in")
        except duckdb.Error as e:
            check(f"the role is refused {table}", "permission denied" in str(e), str(e))


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("--make", required=True)
    parse.add_argument("--database", required=True)
    parse.add_argument("--reader")
    parse.add_argument("-n", type=int, default=20000)
    args = parse.parse_args()
    for extension in ("ducklake", "sqlite_scanner", "postgres_scanner"):
        import_extension(extension)
    work = tempfile.mkdtemp(prefix="lake-oracle-")
    data = os.path.join(work, "it's data")
    sqlite = args.database.startswith("sqlite:")
    url = urlparse(args.database)
    dsn = None if sqlite else f"host={url.hostname} port={url.port} dbname={url.path[1:]} user={url.username}"

    def make(*rest):
        out = subprocess.run([args.make, args.database, data, *rest], check=True, capture_output=True)
        return json.loads(out.stdout)

    lakes = make(str(args.n), "2")
    for made in lakes:
        print(f"-- {made['organisation']} on {'SQLite' if sqlite else 'PostgreSQL'}")
        def attach(): return Lake(made, dsn or made["catalogue"], schema=made["schema"] or None)
        lake = attach()
        reading(lake)
        pruning(lake)
        history(lake)
        if not sqlite and args.reader:
            reader(dsn, made["schema"], args.reader, made)
        copy = os.path.join(work, made["organisation"])
        shutil.copytree(made["folder"], copy)
        where, schema = os.path.join(copy, "ledger.ducklake"), None
        if not sqlite:
            where, schema = dsn, "copy_" + made["schema"]
            copy_schema(dsn, made["schema"], schema)
        foreign = Lake(made, where, schema=schema, data=copy, writing=True)
        untouched(foreign)
        writing(foreign, made["count"])
        growing(lake, lambda: make("500", "more", made["organisation"])[0])
    shutil.rmtree(work)
    print(f"{len(failures)} failures" + "".join(f"\n  {f}" for f in failures))
    sys.exit(1 if failures else 0)


main()
