"""Business time, worked out a second time: by zoneinfo and dateutil, and by another way than the product's.

The product walks stretches of equal offset. Here every moment at which anything could change (an edge of a
day's hours under any offset in use, a jump of the wall clock) cuts time into pieces, and for the middle of
each piece zoneinfo is asked what the clock on the wall says.
"""
import bisect
import concurrent.futures
import datetime as dt
import json
import random
import subprocess
import sys
import zoneinfo

from dateutil import rrule

S = 1_000_000
DAY = 86_400
FIRST, LAST = dt.date(2009, 12, 1), dt.date(2033, 2, 1)
# Clocks that jump by half an hour, over midnight, by a whole day, often, or not at all.
ODD = ["Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "America/Havana",
       "Asia/Kathmandu", "Pacific/Chatham", "America/Sao_Paulo", "Asia/Tehran", "Europe/London", "Asia/Beirut",
       "America/New_York", "Asia/Gaza", "America/Asuncion", "Antarctica/Troll", "UTC", "Europe/Berlin"]


def utc(day):
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc).timestamp())


class Zone:
    def __init__(self, name):
        self.zone = zoneinfo.ZoneInfo(name)
        self.jumps = []
        at, end = utc(FIRST), utc(LAST)
        before = self.offset(at)
        while at < end:
            after = self.offset(at + DAY // 2)
            if after != before:
                low, high = at, at + DAY // 2
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if self.offset(middle) == before else (low, middle)
                self.jumps.append(high)
            before, at = after, at + DAY // 2

    def local(self, second):
        return dt.datetime.fromtimestamp(second, self.zone)

    def offset(self, second):
        return int(self.local(second).utcoffset().total_seconds())


class Model:
    def __init__(self, zone, week, days):
        self.zone, self.week, self.days = zone, week, days

    def spans(self, day):
        return self.days.get(day, self.week[day.weekday()])

    def is_open(self, micro):
        """By the wall clock alone."""
        local = self.zone.local(micro // S)
        minute = local.hour * 60 + local.minute
        return any(a <= minute < b for a, b in self.spans(local.date()))

    def pieces(self, start, end):
        """(from, to, local day) of business time between two seconds, in order."""
        jumps = self.zone.jumps
        cuts = set(jumps[bisect.bisect_left(jumps, start):bisect.bisect_right(jumps, end)])
        offsets = {self.zone.offset(start), self.zone.offset(end)}
        for jump in cuts:
            offsets |= {self.zone.offset(jump - 1), self.zone.offset(jump)}
        day = self.zone.local(start).date() - dt.timedelta(2)
        while utc(day) <= end + 2 * DAY:
            for a, b in self.spans(day):
                for offset in offsets:
                    cuts |= {utc(day) + a * 60 - offset, utc(day) + b * 60 - offset}
            # Midnight parts one day's time from the next.
            cuts |= {utc(day) - offset for offset in offsets}
            day += dt.timedelta(1)
        cuts = [start] + sorted(c for c in cuts if start < c < end) + [end]
        for a, b in zip(cuts, cuts[1:]):
            middle = (a + b) // 2
            if self.is_open(middle * S):
                yield a, b, self.zone.local(middle).date()


def model(case, zones):
    week = [hours(text) for text in case["week"]]
    days = {dt.date.fromisoformat(day): hours(text) for day, text in case["days"].items()}
    m = Model(zones[case["zone"]], week, days)
    start, to = case["from"], case["to"]
    low, high = min(start, to), max(start, to)
    between = sum(max(0, min(b * S, high) - max(a * S, low))
                  for a, b, _ in m.pieces(low // S, -(-high // S)))
    # As far ahead as anything asked for here can be, doubled until it is found.
    for ahead in (30, 120):
        ahead = list(m.pieces(start // S, start // S + ahead * DAY))
        after, opening, left = None, None, case["length"]
        for a, b, _ in ahead:
            a, b = max(a * S, start), b * S
            if a >= b:
                continue
            opening = a if opening is None else opening
            if after is None and b - a >= left:
                after = a + left
            left -= b - a
        if case["length"] == 0:
            after = start
        today = m.zone.local(start // S).date()
        ends = {}
        for a, b, day in ahead:
            if b * S > start:
                ends[day] = max(ends.get(day, 0), b * S)
        later = sorted(day for day in ends if day > today)
        if case["count"] == 0:
            first = min(ends, default=None)
            after_days = ends[first] if ends else None
        else:
            after_days = ends[later[case["count"] - 1]] if len(later) >= case["count"] else None
        if None not in (after, opening, after_days) and len(later) > case["count"] + 2:
            break
    return {"is_open": m.is_open(start), "between": between if start <= to else -between,
            "after": after, "after_days": after_days, "opening": opening}


def hours(text):
    spans = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        a, b = part.split("-")
        spans.append(tuple(int(x[:2]) * 60 + int(x[3:]) for x in (a, b)))
    return spans


def random_hours(chance):
    n = chance.choice([1, 1, 1, 2, 2, 3])
    edges = sorted(chance.sample(range(0, 1441, chance.choice([1, 15, 30])), 2 * n))
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in zip(edges[::2], edges[1::2]))


def case(chance, names, zones):
    name = chance.choice(names)
    zone = zones[name]
    if chance.random() < .6 and zone.jumps:
        # Near a jump of the wall clock.
        start = chance.choice(zone.jumps) + chance.randint(-3 * DAY, 2 * DAY)
    else:
        start = chance.randint(utc(dt.date(2010, 2, 1)), utc(dt.date(2032, 6, 1)))
    start = min(max(start, utc(dt.date(2010, 2, 1))), utc(dt.date(2032, 6, 1)))
    week = [random_hours(chance) if chance.random() < (.9 if i < 5 else .3) else "" for i in range(7)]
    week[chance.randrange(7)] = random_hours(chance)
    today = zone.local(start).date()
    days = {}
    for _ in range(chance.randint(0, 6)):
        day = today + dt.timedelta(chance.randint(-2, 12))
        days[day.isoformat()] = "" if chance.random() < .7 else random_hours(chance)
    start = start * S + chance.choice([0, chance.randrange(S)])
    return {"zone": name, "week": week, "days": days, "from": start,
            "to": start + chance.randint(-2 * DAY * S, 12 * DAY * S),
            "length": chance.choice([0, chance.randint(0, 8) * 3_600 * S, chance.randint(0, 20 * 3_600 * S)]),
            "count": chance.randint(0, 6)}


def random_rule(chance):
    freq = chance.choice(["YEARLY"] * 6 + ["MONTHLY", "MONTHLY", "WEEKLY", "DAILY"])
    parts = [f"FREQ={freq}"]
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    if chance.random() < .3:
        parts.append(f"INTERVAL={chance.randint(1, 4)}")
    if chance.random() < .5 or freq == "DAILY":
        parts.append("BYMONTH=" + ",".join(map(str, sorted(chance.sample(range(1, 13), chance.randint(1, 3))))))
    if chance.random() < .4 and freq in ("YEARLY", "MONTHLY"):
        parts.append("BYMONTHDAY=" + ",".join(map(str, chance.sample([*range(1, 32), -1, -2, -7], chance.randint(1, 7)))))
    if chance.random() < .5:
        n = ["", "", "1", "2", "4", "-1", "-2"] if freq in ("YEARLY", "MONTHLY") else [""]
        numbered = chance.random() < .6
        parts.append("BYDAY=" + ",".join((chance.choice(n[2:] or [""]) if numbered else "") + d
                                         for d in chance.sample(days, chance.randint(1, 3))))
    if chance.random() < .2:
        parts.append(f"COUNT={chance.randint(1, 9)}")
    elif chance.random() < .2:
        parts.append(f"UNTIL={chance.randint(2018, 2029)}0{chance.randint(1, 9)}15")
    start = dt.date(2015, 1, 1) + dt.timedelta(chance.randrange(3_000))
    return {"rule": ";".join(parts), "start": start.isoformat(), "last": "2030-12-31"}


def falls(asked):
    start = dt.datetime.fromisoformat(asked["start"])
    last = dt.datetime.fromisoformat(asked["last"])
    rule = rrule.rrulestr(asked["rule"], dtstart=start)
    days = []
    for day in rule:
        if day > last:
            break
        days.append(day.date().isoformat())
    return days


def work(job):
    program, seed, cases, names = job
    chance = random.Random(seed)
    zones = {name: Zone(name) for name in names}
    asked = [case(chance, names, zones) for _ in range(cases)]
    rules = [random_rule(chance) for _ in range(cases // 50)]
    lines = "\n".join(json.dumps(a) for a in asked + rules)
    said = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == len(asked) + len(rules), (len(said), len(asked), len(rules))
    wrong, jumps = [], 0
    for a, told in zip(asked, said):
        due = model(a, zones)
        low, high = sorted((a["from"] // S, a["to"] // S))
        jumps += any(low <= j <= high for j in zones[a["zone"]].jumps)
        if json.loads(told) != due:
            wrong.append((a, json.loads(told), due))
    for a, told in zip(rules, said[len(asked):]):
        if json.loads(told) != falls(a):
            wrong.append((a, json.loads(told), falls(a)))
    return len(asked), jumps, len(rules), wrong


def main():
    program, cases = sys.argv[1], int(sys.argv[2])
    chance = random.Random(20_261_123)
    every = sorted(n for n in zoneinfo.available_timezones() if "/" in n and not n.startswith("Etc"))
    parts = 20
    jobs = [(program, seed, cases // parts, chance.sample(every, 12) + chance.sample(ODD, 8)) for seed in range(parts)]
    asked = jumps = rules = 0
    wrong = []
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for a, j, r, w in pool.map(work, jobs):
            asked, jumps, rules, wrong = asked + a, jumps + j, rules + r, wrong + w
    for one, told, due in wrong[:3]:
        print(json.dumps(one), "\n  said", told, "\n  due ", due)
    print(f"  business time: {asked} cases, {jumps} of them over a jump of the clock, "
          f"{rules} rules of holidays; {len(wrong)} differences")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
