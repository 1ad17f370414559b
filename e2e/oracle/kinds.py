"""Does an organisation's lake say what the report says, and does it hold nothing but that organisation's?

    kinds.py ATTACH MINE THEIRS REPORT FROM TO

ATTACH is what follows `attach` in DuckDB; MINE and THEIRS are `deedwell export identities` of the
organisation and of the other one; REPORT is `deedwell report kinds` of the days FROM until TO. Every
line of the report must agree: kind, part, people, actions, sums in every currency.
"""
import csv, sys
from collections import defaultdict

import duckdb

attach, mine, theirs, report, start, end = sys.argv[1:]
lake = duckdb.connect()
lake.execute("load sqlite_scanner; load postgres_scanner; load ducklake; set TimeZone = 'UTC'")
lake.execute(f"attach {attach}")
for name, path in (("mine", mine), ("theirs", theirs)):
    lake.execute(f"create table {name} as select id::uuid as id, person::uuid as person from read_csv(?, header = true, all_varchar = true)", [path])


def one(sql, *values):
    return lake.execute(sql, list(values)).fetchone()


def due():
    kinds = {}
    for line in csv.DictReader(open(report)):
        sums = {}
        for part in filter(None, line["value"].split(" + ")):
            amount, currency = part.split(" ")
            sums[currency] = round(float(amount) * 100)
        kinds[line["kind"], line["by"]] = (int(line["people"]), int(line["actions"]), sums)
    return kinds


def found():
    within = "happened_at >= ?::timestamptz and happened_at < ?::timestamptz"
    sums = defaultdict(dict)
    for name, part, currency, value in lake.execute(
            f"select name, part, currency, sum(value)::bigint from lake.deedwell.actions "
            f"where currency is not null and {within} group by all", [start, end]).fetchall():
        sums[name, part][currency] = value
    rows = lake.execute(
        f"select name, part, count(distinct coalesce(person, subject)), count(*) from lake.deedwell.actions "
        f"left join mine on mine.id = subject where {within} group by all", [start, end]).fetchall()
    return {(name, part): (people, actions, sums[name, part]) for name, part, people, actions in rows}


ours, said = found(), due()
for kind in sorted(ours.keys() | said.keys()):
    assert ours.get(kind) == said.get(kind), f"{kind}: the lake has {ours.get(kind)}, the report {said.get(kind)}"
rows, foreign, strangers, ids = one(
    "select count(*), count(*) filter (subject in (select id from theirs)), "
    "count(*) filter (part = 'customer' and subject not in (select id from mine)), count(distinct id) "
    "from lake.deedwell.actions")
assert rows == ids, f"{rows} actions have {ids} ids"
assert foreign == 0, f"{foreign} actions are of the other organisation's people"
assert strangers == 0, f"{strangers} actions are of customers whom the organisation does not know"
counted = sum(actions for _, actions, _ in ours.values())
print(f"{len(said)} kinds, {counted} actions agree; of {rows} in the lake 0 are another's")
