"""A million people: how long their pages take, and the start. Prints rows of bench/FIGURES.md.

    people.py DEEDWELL MILLION WORK [DATABASE_URL [PEOPLE [ACTIONS]]]

One client, signed in as staff, one question after the other. What was made in WORK is used again.
"""
import itertools, json, os, random, re, statistics, subprocess, sys, threading, time, urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "e2e" / "roles"))
from asking import Asker, Server

PASSWORD = "a walk along the wall by night"
ASKED = 200
BAR_MS, START_S = 60, 3
# Acts that others report meanwhile, a second.
MEANWHILE = 20


def row(what, figure):
    print(f"| {what} | {figure} | `bench/run people` |", flush=True)


def main(binary, million, work, database="", people="1000000", actions="5000000"):
    Path(work).mkdir(parents=True, exist_ok=True)
    where = ["--data", f"{work}/data"] + (["--database", database] if database else [])
    name = "PostgreSQL" if database else "SQLite"
    whom = made(binary, million, Path(work), where, database, people, actions, name)
    process, port, seconds = started(binary, where, Path(work) / "serve.err")
    try:
        rest, most = memory(process.pid)
        row(f"{name}, {int(people):,} people, {int(actions):,} actions: from start until it answers",
            f"{seconds * 1000:,.0f} ms (asked: {START_S * 1000:,}); {rest} MB at rest, {most} MB at most")
        staff, program, key = doors(Server(binary, f"{work}/data", port, database or None, ""))
        first, _ = timed(staff, ["/console/people"], process.pid, 1)
        row(f"{name}, the list, asked for right after the start", f"{first[0]:,.0f} ms")
        if os.environ.get("ONLY") != "nothing": measure(name, process.pid, staff, program, whom)
        with busy(port, key):
            for what, paths in lists(whom)[:2]:
                told(f"{name}, {what}, while {MEANWHILE} actions a second come in", *timed(staff, paths, process.pid))
    finally:
        process.terminate()
        process.wait()


def made(binary, million, work, where, database, people, actions, name):
    """The organisation, made once; whom to ask for."""
    kept = work / "whom.json"
    if kept.exists(): return json.loads(kept.read_text())
    run(binary, "organisation", "add", *where, "--name", "One", "--slug", "one", "--owner-name", "Ishbel",
        "--owner-email", "ishbel@one.example", "--currency", "USD")
    whom = json.loads(run(million, database or f"sqlite:{work}/data/deedwell.db", people, actions))
    began = time.monotonic()
    run(binary, "seal", *where, "--compact")
    row(f"{name}: {int(people):,} people taken in, then {int(actions):,} actions, then sealed",
        f"{whom['people_s']:.0f} s, {whom['actions_s']:.0f} s, {time.monotonic() - began:.0f} s")
    # The first start of a server writes the checkpoint from which the next begins.
    process, _, _ = started(binary, where, work / "serve.err")
    for _ in range(600):
        if list(work.glob("data/ledger/*/checkpoint.bin")): break
        time.sleep(0.1)
    process.terminate()
    process.wait()
    kept.write_text(json.dumps(whom))
    return whom


def started(binary, where, errors):
    port = free_port()
    command = [binary, "serve", *where, "--listen", f"127.0.0.1:{port}", "--base-domain", "test.localhost",
               "--trusted-proxies", "127.0.0.1", "--seal-every-s", "5"]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=open(errors, "w"), text=True)
    if not process.stdout.readline(): raise SystemExit(Path(errors).read_text())
    anybody = Asker(Server(binary, "", port, None, ""), "one")
    while True:
        try:
            if anybody.get("/openapi.json").status == 200: return process, port, time.monotonic() - began
        except OSError:
            time.sleep(0.002)


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def memory(pid):
    """At rest and at most, in megabytes."""
    said = Path(f"/proc/{pid}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+)", said)[1]) // 1024 for name in ("VmRSS", "VmHWM"))


def doors(server):
    """Staff who is signed in, a program that reads, the key of a source."""
    name = f"mary{time.time_ns()}"
    token = re.search(r"token=([\w-]+)", server.cli("staff", "add", "--name", "Mary", "--email", f"{name}@one.example", "--role", "owner"))[1]
    staff = Asker(server, "one")
    staff.post("/console/invitation", token=token, password=PASSWORD, again=PASSWORD)
    staff.post("/console/sign-in", email=f"{name}@one.example", password=PASSWORD)
    assert staff.cookies.get("deedwell-staff")
    program = Asker(server, "one", key=server.cli("key", "add", "--name", name, "--scope", "read").strip())
    key = server.cli("source", "add", "--name", name, "--sends-from", "server").strip().splitlines()[-1].strip()
    return staff, program, key


def asked(path, **fields):
    return f"{path}?{urllib.parse.urlencode(fields)}"


def lists(whom):
    """What is asked of the list, and the addresses."""
    people, sorts = "/console/people", ("seen", "actions", "spent", "name", "newest", "oldest")
    dice = random.Random(7)
    some = whom["some"]
    words = lambda word: [asked(people, q=word(one)) for one in some if word(one)]
    part = lambda text: text[(at := dice.randrange(len(text) - 4)):at + 4]
    family = lambda one: one["name"].split()[-1]
    yield_ = [("the list in its usual order", [people]),
              ("the list by deeds, first pages", [asked(people, sort=s, page=n) for s in sorts[:3] for n in range(1, 9)])]
    yield_ += [(f"the list by {s}, pages 1 to 8", [asked(people, sort=s, page=n) for n in range(1, 9)]) for s in sorts[3:]]
    yield_ += [(f"the list by {s}, pages up to 10,000", [asked(people, sort=s, page=dice.randrange(100, 10_000)) for _ in range(50)]) for s in sorts]
    yield_ += [
        ("with a tag", [asked(people, tag=t, sort=s) for t in ("newsletter", "early bird") for s in ("seen", "newest")]),
        ("known by a telephone number", [asked(people, kind="phone", sort=s) for s in ("seen", "newest", "name")]),
        ("seen within 28 days", [asked(people, seen="28d", sort=s) for s in ("seen", "newest", "spent")]),
        ("met within a year", [asked(people, met="year", sort=s) for s in ("seen", "newest", "name")]),
        ("search: whole name", words(lambda p: p["name"])),
        ("search: e-mail address", words(lambda p: p["email"])),
        ("search: telephone number", words(lambda p: p["phone"])),
        ("search: id", words(lambda p: p["id"])),
        ("search: family name", words(family)),
        ("search: four letters out of an address", words(lambda p: part(p["email"].split("@")[0]))),
        ("search: four digits", words(lambda p: p["phone"] and p["phone"][-4:])),
        ("search: nothing found", [asked(people, q=f"{one['email'].split('@')[0]}x@nowhere") for one in some]),
        ("search: what most have (example)", [asked(people, q="example", sort=s) for s in sorts]),
        ("search: two letters (an)", [asked(people, q="an", sort=s) for s in ("seen", "newest", "name")]),
        ("search: a name by name", [asked(people, q=family(one), sort="name") for one in some]),
        ("the palette: first letters of a name", [asked("/console/find", q=p["name"][:n]) for p in some for n in (2, 3, 5)]),
    ]
    return yield_


def pages(whom):
    ids = [one["id"] for one in whom["some"]]
    pairs = list(zip(ids, reversed(ids)))
    busiest = f"/console/people/{whom['busiest']}"
    return [
        ("the page of somebody", [f"/console/people/{i}" for i in ids]),
        ("the page of who did 10,000 things", [busiest, asked(busiest, show="all")]),
        ("why this is one person", [f"/console/people/{i}/why" for i in ids]),
        ("two people side by side", [asked(f"/console/people/{a}/merge", **{"with": b}) for a, b in pairs]),
        ("the profile", [f"/console/people/{i}/profile" for i in ids]),
    ]


def programs(whom):
    some = whom["some"]
    return [
        ("API: the list", [asked("/api/people", cursor=n) for n in range(1, 200)]),
        ("API: by an address", [asked("/api/people", kind="email", value=p["email"]) for p in some]),
        ("API: search", [asked("/api/people", q=p["name"]) for p in some]),
        ("API: a profile", [f"/api/people/{p['id']}" for p in some]),
    ]


def measure(name, pid, staff, program, whom):
    every = [(staff, *one) for one in itertools.chain(lists(whom), pages(whom))] + [(program, *one) for one in programs(whom)]
    only = os.environ.get("ONLY", "")
    for asker, what, paths in every:
        if re.search(only, what): told(f"{name}, {what}", *timed(asker, paths, pid))


def processor(pid):
    """Milliseconds that a process has worked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def timed(asker, paths, pid, times=ASKED):
    """Milliseconds of each question, and how many the server worked for one."""
    found, before = [], processor(pid)
    for path in itertools.islice(itertools.cycle(paths), times):
        began = time.perf_counter()
        answer = asker.get(path)
        found.append((time.perf_counter() - began) * 1000)
        # Who was made one with somebody is found where that one is.
        assert answer.status in (200, 303), (path, answer.status, answer.said)
    return found, (processor(pid) - before) / times


def told(what, found, work):
    p95 = statistics.quantiles(found, n=20)[-1]
    bar = "" if p95 <= BAR_MS else f" **over {BAR_MS}**"
    row(what, f"p50 {statistics.median(found):.1f} ms, p95 {p95:.1f} ms{bar}, at most {max(found):.1f} ms; {work:.1f} ms of a processor")


class busy:
    """Acts come in while this lasts."""

    def __init__(self, port, key):
        self.asker, self.over = Asker(Server("", "", port, None, ""), "one"), threading.Event()
        self.thread = threading.Thread(target=self.send, args=(key,))

    def send(self, key):
        self.asker.key = None
        import base64
        door = base64.b64encode(f"{key}:".encode()).decode()
        headers = self.asker.headers
        self.asker.headers = lambda kind: {**headers(kind), "Authorization": f"Basic {door}"}
        for n in itertools.count():
            if self.over.wait(1 / MEANWHILE): return
            answer = self.asker.ask("post", "/v1/track", {"userId": f"new-{n % 500}", "event": "Page Viewed", "messageId": f"{time.time_ns()}"}, "application/json")
            assert answer.status == 200, answer.said

    def __enter__(self): self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def run(*args):
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True)
    if done.returncode: raise SystemExit(f"{args}: {done.stdout}{done.stderr}")
    return done.stdout


main(*sys.argv[1:])
