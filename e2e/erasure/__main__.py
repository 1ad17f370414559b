"""R11: somebody leaves words of theirs in every place that keeps any; all of it is exported; they are
forgotten; within a minute nothing answers with a word of theirs, and in the end none is on the disk.
`erasure DEEDWELL WORK [PostgreSQL]`."""
import atexit, json, os, re, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "roles"), os.path.join(HERE, "..", "webhooks")]
from asking import Asker, Server
from server import free_port
from planting import Echo, Planting
from searching import Search

PASSWORD = "a walk along the wall by night"


class Running:
    def __init__(self, binary, data, database):
        self.binary, self.data, self.database, self.port = binary, data, database, free_port()
        self.log = f"{data}.err"
        self.server = Server(binary, data, self.port, database, self.log)

    def start(self):
        command = [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--base-domain", "test.localhost",
                   "--seal-every-s", "1", "--outbound-allow", "127.0.0.0/8", *(["--database", self.database] if self.database else [])]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        atexit.register(self.process.kill)
        for _ in range(600):
            try:
                if Asker(self.server, "one").get("/openapi.json").status == 200: return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server did not come up: " + open(self.log).read())

    def stop(self):
        self.process.terminate()
        if self.process.wait(40): raise SystemExit("the server did not end cleanly")


def owner(server):
    token = re.search(r"token=([\w-]+)", server.cli("staff", "add", "--name", "Owner", "--email", "owner@one.example", "--role", "owner"))[1]
    browser = Asker(server, "one")
    browser.post("/console/invitation", token=token, password=PASSWORD, again=PASSWORD)
    browser.post("/console/sign-in", email="owner@one.example", password=PASSWORD)
    return browser


def until(what, seconds, ask):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if found := ask(): return found, time.monotonic() - begun
        time.sleep(0.2)
    raise SystemExit(f"not within {seconds} s: {what}")


def fail(what, words):
    raise SystemExit(f"FAILED: {what}: " + ", ".join(sorted(words)))


def main(binary, work, database=None):
    data = f"{work}/data"
    at = ["--database", database] if database else []
    subprocess.run([binary, "organisation", "add", "--data", data, *at, "--name", "One", "--slug", "one", "--owner-name", "I",
                    "--owner-email", "i@one.example", "--currency", "USD"], check=True, capture_output=True)
    echo = Echo()
    running = Running(binary, data, database)
    running.start()
    server = running.server
    key = Asker(server, "one", key=server.cli("key", "add", "--name", "k", "--scope", "write").strip())
    staff = owner(server)
    planting = Planting(server, staff, key, echo.address)
    person = planting.everywhere()
    search = Search(data, database)

    # Everything that can be exported is; and everything is found where it lies, or the search is blind.
    exported = staff.get(f"/console/people/{person}/export").text + staff.get(f"/console/people/{person}/sent").text
    missing = {w for w in planting.exported if w not in exported}
    if missing: fail("not exported", missing)
    until("sealed", 30, lambda: search.in_files())
    lie = search.everywhere(planting.words)
    # Another took its place; whether that left anything lies with the database.
    blind = set(planting.words) - set(lie) - {planting.replaced}
    if blind: fail("planted and not found on the disk before", blind)
    print(f"  {len(planting.words)} words planted; exported: {len(planting.exported)} of {len(planting.exported)} of theirs; found before in {len(set().union(*lie.values()))} places")

    # Each place that is looked at afterwards is there, and shows something of theirs in sum.
    shown = planting.answers(person, (200, 303))
    if not any(w.lower() in text.lower() for text in shown.values() for w in planting.words): fail("no page shows a word before", [])
    receipt = key.call(f"/api/people/{person}/erasure", {"why": "asked"})["id"]
    read = lambda: json.loads(key.get(f"/api/erasures/{receipt}").text)
    gone, took = until("unreadable", 60, lambda: (r := read())["unreadable_at"] and r)
    answers = planting.answers(person)
    told = {w: where for where, text in answers.items() for w in planting.words if w.lower() in text.lower()}
    if told: fail("still answered", {f"{w} at {where}" for w, where in told.items()})
    print(f"  unreadable after {took:.1f} s: {gone['people']} persons, {gone['identities']} identities, {gone['actions']} actions; none of {len(answers)} answers has a word of theirs")

    # Ten minutes pass.
    running.stop()
    search.let_pass(20 * 60)
    running.start()
    until("gone", 90, lambda: read()["gone_at"])
    running.stop()
    left = search.everywhere(planting.words)
    if left: fail("bytes left", {f"{w} in {', '.join(sorted(places))}" for w, places in left.items()})
    said = subprocess.run([binary, "doctor", "--data", data, *at], capture_output=True, text=True)
    if said.returncode: fail("the doctor", {said.stdout + said.stderr})
    print(f"  gone: 0 of {len(planting.words)} words in {search.looked} places; the doctor is content")


main(*sys.argv[1:])
