"""Deedwell beside others, in one run on one machine; prints rows of bench/FIGURES.md.

    peers.py log LOG_WORKLOAD WORK      record_many, and a row an action in SQLite, both synced
    peers.py columns KERNELS WORK       kernels, and DuckDB on the same actions
    peers.py lake MAKE_LAKE WORK        bytes an action, and DuckDB's Parquet of the same columns
    peers.py import DEEDWELL WORK       a million lines of CSV, and DuckDB's read_csv
    peers.py edit                       how long an edited rule takes
"""
import json, os, random, re, resource, sqlite3, statistics, subprocess, sys, time
from pathlib import Path

ROUNDS = 5
WEEK_US = 7 * 86_400 * 1_000_000


def row(what, figure, command):
    print(f"| {what} | {figure} | `{command}` |")


def run(*args, **more):
    return subprocess.run([str(a) for a in args], check=True, capture_output=True, text=True, **more).stdout


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_ms(work):
    work()
    return statistics.median(timed(work) for _ in range(ROUNDS)) * 1000


def rows_in_sqlite(path, batch, seconds):
    """What one would write who kept an action as a row: the same fields, the same sync."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    db.execute("create table if not exists action (id text primary key, message text, subject text, at integer, "
               "received_at integer, channel text, initiator text, part text, name text, facts text)")
    chance, count, began = random.Random(1), 0, time.perf_counter()
    facts = '{"items":3,"filler":"0123456789abcdef0123456789abcdef"}'
    while time.perf_counter() - began < seconds:
        now = time.time_ns() // 1000
        ids = [f"{now // 1000:012x}-{count + n:012x}-{chance.getrandbits(32):08x}" for n in range(batch)]
        db.execute("begin immediate")
        db.executemany("insert into action values (?, ?, ?, ?, ?, 'api', 'customer', 'customer', 'orders.placed', ?)",
                       [(id, f"r-{n}", id, now, now, facts) for n, id in enumerate(ids)])
        db.execute("commit")
        count += batch
    return count / (time.perf_counter() - began)


def log(tool, work):
    for batch in (100, 1000, 10000):
        ours, theirs = [], []
        for n in range(3):
            said = run(tool, "rate", f"sqlite:{work}/ours-{batch}.db", "full", batch, 3)
            ours.append(float(re.search(r": (\d+) actions/s", said).group(1)))
            theirs.append(rows_in_sqlite(f"{work}/rows-{batch}.db", batch, 3))
        a, b = statistics.median(ours), statistics.median(theirs)
        row(f"record_many on SQLite, full sync, batches of {batch:,}; Python's SQLite with a row an action",
            f"{a:,.0f} actions a second; {b:,.0f}: {a / b:.1f} times", f"log_workload rate sqlite:… full {batch} 3")


def columns(tool, work):
    import duckdb
    folder = Path(work, "columns")
    folder.mkdir()
    count = 2_000_000
    said = run(tool, count, folder)
    ours = {m[1].strip(): float(m[2]) for m in re.finditer(r"(?m)^(.{32}) +([\d.]+) ms", said)}
    db = duckdb.connect()
    db.execute("load sqlite_scanner; load ducklake; set TimeZone = 'UTC'")
    [catalogue] = folder.glob("lake/*/ledger.ducklake")
    db.execute(f"attach 'ducklake:sqlite:{catalogue}' as lake (read_only)")
    db.execute("create table warm as select subject, happened_at, part, name, value, currency from lake.deedwell.actions")
    # As literals: arithmetic on moments with a zone would be done again for every row.
    to, month, start = (f"timestamptz '{day} 00:00:00+00'" for day in ("2026-06-01", "2026-05-04", "2024-12-02"))
    questions = {
        "counts, 28 days": f"select name, part, count(distinct subject), count(*), sum(value) from {{t}} "
                           f"where happened_at >= {month} and happened_at < {to} group by all",
        # As the kernel does: the 26 weeks, and the 52 before them.
        "weeks, 26": f"select (epoch_us(happened_at) - epoch_us({start})) // {WEEK_US} as week, "
                     f"count(distinct subject), count(*) from {{t}} "
                     f"where happened_at >= {start} and happened_at < {to} and part = 'customer' group by all",
    }
    for name, sql in questions.items():
        lake, warm = (median_ms(lambda: db.execute(sql.format(t=t)).fetchall()) for t in ("lake.deedwell.actions", "warm"))
        row(f"{name}, {count:,} actions; DuckDB on the sealed files; DuckDB on a table in memory",
            f"{ours[name]:.1f} ms; {lake:.1f} ms: {lake / ours[name]:.1f} times; {warm:.1f} ms: {warm / ours[name]:.1f} times",
            f"kernels {count}")
    total = re.search(r"answer counts people (\d+) actions (\d+)", said)
    theirs = db.execute(f"select count(distinct subject), count(*) from warm where part = 'customer' "
                        f"and happened_at >= {month} and happened_at < {to}").fetchone()
    assert theirs == (int(total[1]), int(total[2])), f"{theirs} where {total[0]}"
    total = re.search(r"answer weeks people (\d+) actions (\d+)", said)
    weeks = [row for row in db.execute(questions["weeks, 26"].format(t="warm")).fetchall() if row[0] >= 52]
    theirs = (sum(row[1] for row in weeks), sum(row[2] for row in weeks))
    assert theirs == (int(total[1]), int(total[2])), f"{theirs} where {total[0]}"
    for name in ("grid, 28 days", "entries, all", "catch up, one action", "seal", "start from files", "start from the checkpoint"):
        row(f"{name}, {count:,} actions", f"{ours[name]:.1f} ms", f"kernels {count}")


def lake(tool, work):
    import duckdb
    made = json.loads(run(tool, f"sqlite:{work}/lake.db", f"{work}/lake", 200_000, 1, 4))[0]
    files = "read_parquet([" + ", ".join(f"'{f}'" for f in made["files"]) + "])"
    duckdb.execute(f"copy (from {files}) to '{work}/theirs.parquet' (format parquet, compression zstd)")
    ours = made["bytes"] / made["count"]
    theirs = os.path.getsize(f"{work}/theirs.parquet") / made["count"]
    row("bytes an action; DuckDB's Parquet of the same columns with ZSTD", f"{ours:.1f}; {theirs:.1f}: {ours / theirs:.2f} of it",
        "make_lake … 200000 1 4")


def many_lines(path, lines):
    chance = random.Random(1)
    with open(path, "w") as f:
        f.write("id,person,at,kind,value,currency,channel\n")
        for i in range(lines):
            f.write(f"{i},c{chance.randrange(lines // 10)},2025-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T10:00:00Z,"
                    f"orders.placed,{chance.randrange(100, 20000) / 100:.2f},USD,shop\n")


def import_(tool, work):
    import duckdb
    lines, path = 1_000_000, f"{work}/many.csv"
    many_lines(path, lines)
    ours, theirs, again = [], [], []
    for n in range(3):
        data = f"{work}/import-{n}"
        run(tool, "organisation", "add", "--data", data, "--name", "Bench", "--slug", "bench", "--owner-name", "I",
            "--owner-email", "i@bench.example", "--currency", "USD")
        ours.append(timed(lambda: run(tool, "import", "actions", path, "--data", data)))
        again.append(timed(lambda: run(tool, "import", "actions", path, "--data", data)))
        db = duckdb.connect(f"{work}/theirs-{n}.duckdb")
        theirs.append(timed(lambda: (db.execute(f"create table actions as from read_csv('{path}')"), db.execute("checkpoint"))))
        db.close()
    rss = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    a, b, c = map(statistics.median, (ours, theirs, again))
    row(f"{lines:,} lines of CSV, {lines // 10:,} people; DuckDB's read_csv into a table",
        f"{a:.1f} s, at most {rss} MB; {b:.1f} s: {a / b:.1f} times as long", "deedwell import actions many.csv")
    row("the same file again, which adds nothing", f"{c:.1f} s", "deedwell import actions many.csv")


def edit():
    """How many votes an hour somebody may give is another number, then stories run (on SQLite); afterwards it is as it was."""
    path, kept = Path("programmes/ideas/src/idea.rs"), Path("programmes/ideas/src/idea.rs").read_text()
    env = {k: v for k, v in os.environ.items() if k != "DEEDWELL_TEST_POSTGRES"}

    def stories(package, *which):
        # Of the rules, the story of this very limit fails, as it should.
        said = subprocess.run(["cargo", "test", "-p", package, "--lib", "--", *which], env=env, capture_output=True, text=True)
        ended = r"FAILED\. [1-9]\d* passed; 1 failed" if package == "deedwell-ideas" else r"ok\. [1-9]\d* passed"
        assert re.search(ended, said.stdout), said.stdout

    def median_s(*which):
        took = []
        for most in (101, 102, 103):
            text = kept.replace("VOTES_PER_HOUR: u32 = 100", f"VOTES_PER_HOUR: u32 = {most}")
            assert text != kept
            path.write_text(text)
            took.append(timed(lambda: stories(*which)))
        return statistics.median(took)

    try:
        print(f"{median_s('deedwell-ideas', 'voices::'):.1f} s the stories of voices; "
              f"{median_s('deedwell-ideas', '--skip', 'un_merging_puts_everything_back'):.1f} s all stories of rules, tables and "
              f"verbs but the one of random merges; {median_s('deedwell-ideas-pages'):.1f} s those of pages, built on the edited rule")
    finally:
        path.write_text(kept)


what, *rest = sys.argv[1:]
{"log": log, "columns": columns, "lake": lake, "import": import_, "edit": edit}[what](*rest)
