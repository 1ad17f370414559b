"""What an organisation keeps, row by row, so that a change that should not have been is seen."""
import glob, json, sqlite3, subprocess, time

# What moves by itself: when somebody was last seen.
MOVING = {"session": {"seen_at"}, "api_key": {"used_at"}, "staff_seen": {"seen_at"},
          # What the server keeps up by itself each minute; whose rows there are is compared all the same.
          "job": {"due_at", "run_at", "leased_until", "lease", "attempts", "done_at"}, "idea_rank": {"top", "lot"}, "idea_ranked": {"active_at", "day"},
          # What the sender of webhooks does meanwhile.
          "webhook_delivery": {"attempts", "next_at", "ended_at", "state", "lease", "leased_until"},
          "webhook_endpoint": {"read_tx", "read_block", "failing_since_at", "paused_until"}}
# What is left of what was begun before goes when its time is over.
# Each minute a server says that it runs.
MOVING["sending_setting"] = {"generation", "beat_at"}
# Rules of points read the ledger on; levels and clusters are looked for; what came of something is told.
MOVING["points_reader"] = {"read_tx", "read_block", "within"}
MOVING["notice_reader"] = {"looked_to"}
# What the channels do meanwhile, and looking for what is over.
MOVING["letter"] = {"lease", "next_at", "reason", "detail", "state", "attempts", "handed_over_at", "answered_at"}
MOVING["letter_run"] = {"allowance", "allowed_at", "state", "listed_at", "finished_at"}
MOVING["erasure"] = {"gone_at"}
# What came of looking once more: a first look adds a row.
GROWING = {"webhook_attempt", "idea_people", "complaint_people", "referral_reader", "trust_secret", "trust_level", "idea_unlooked", "idea_apart", "notice_reader", "letter_note", "letter_turn",
           # What happened is told each minute, and then by letter.
           "notice", "notice_cause"}


def rows(server, organisation):
    """Every row that an organisation has: (table, row)."""
    all_rows = of_postgres(server.database, organisation) if server.database else of_sqlite(server.data)
    return [(table, row) for table, row in all_rows if row.get("organisation") == organisation]


def of_sqlite(data):
    [path] = glob.glob(f"{data}/*.db")
    line = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    line.row_factory = sqlite3.Row
    tables = [r[0] for r in line.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")]
    found = [(t, dict(r)) for t in tables for r in line.execute(f'select * from "{t}"')]
    line.close()
    return found


def of_postgres(url, organisation):
    said = psql(url, organisation, """
      select format('select %L, to_jsonb(t) from %I t', table_name, table_name) from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' \\gexec""")
    return [(table, json.loads(row)) for table, row in said]


def put_off(server, kind, organisations):
    """Work that recurs waits until we have gone: what it does each minute is not what was asked for meanwhile."""
    later = f"update job set run_at = run_at + 86400000000 where kind = '{kind}'"
    for _ in range(60):
        if server.database: done = len(psql(server.database, "*", f"{later} returning id, 1"))
        else: done = at_once(server.data, later)
        if done >= organisations: return
        time.sleep(1)
    raise SystemExit(f"there is no work {kind}")


def at_once(data, sql):
    [path] = glob.glob(f"{data}/*.db")
    line = sqlite3.connect(path, timeout=30)
    with line: done = line.execute(sql).rowcount
    line.close()
    return done


def psql(url, organisation, asked):
    asked = f"set deedwell.organisation = '{organisation}'; {asked}"
    said = subprocess.run(["psql", url, "-qAtX", "-F", "\t"], input=asked, capture_output=True, text=True, check=True)
    return [line.split("\t", 1) for line in said.stdout.splitlines()]


def organisation_named(server, slug):
    """The id of an organisation."""
    if server.database:
        return psql(server.database, "*", f"select organisation, 1 from organisation where slug = '{slug}'")[0][0]
    return next(row["organisation"] for table, row in of_sqlite(server.data) if table == "organisation" and row["slug"] == slug)


def kept(server, organisation):
    """What one organisation keeps, in an order of its own: two equal ones are the same text."""
    lines = []
    for table, row in rows(server, organisation):
        if table in GROWING: continue
        moves = MOVING.get(table, set())
        lines.append(f"{table} " + str({k: v for k, v in sorted(row.items()) if k not in moves}))
    return sorted(lines)


def ids_of(server, organisation):
    """The ids of all that an organisation has, its own apart."""
    return {row["id"] for _, row in rows(server, organisation) if isinstance(row.get("id"), str)}


def differences(before, after):
    old, new = set(before), set(after)
    return [f"- {line[:300]}" for line in sorted(old - new)] + [f"+ {line[:300]}" for line in sorted(new - old)]
