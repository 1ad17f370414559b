"""A server held at its limit while unmodified libraries report to it.

    overload.py DEEDWELL DATA KEY LIBRARY=KEY…

The disk stalls: for two seconds another program holds the file to which everything is written, then it
rests for two. What waits to be written may be 32 MB, and what a batch says of all its events at once counts
for each of them. So sixty senders fill that room to its brim: who is refused sends less the next time. Then
everybody who brings anything is told to come back.

The libraries of RudderStack and PostHog for Node try four times, a second and three seconds apart, and give
up then; whenever they begin, one of four tries falls into a rest. Segment's would go on for hours.

In the end what every library was given to report is there once, as is what the senders were acknowledged;
what was refused to them is not.
"""
import base64, collections, gzip, http.client, json, os, re, sqlite3, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "webhooks"))
from server import Server

SENDERS = 60
# Events of a batch and bytes around them: from five million bytes of what waits down to a thousand.
BATCHES = ((600, 8100), (80, 8100), (10, 8100), (1, 8100), (1, 0))
STALL_S, REST_S, REFUSED_S = 2, 2, 0.03
EVENT = b'{"type":"track","event":"Lamp Lit","userId":"u%d","messageId":"load-%d-%d"}'
BATCH = b'{"context":{"note":"%s"},"batch":[%s]}'
# Of a library: ten seconds of reporting, so that it meets both.
MESSAGES, PAUSE_MS, LONGEST_S = 1000, 200, 120
# The least that a library must have been refused, or nothing was tried.
LEAST_REFUSED = 1


class Press:
    def __init__(self, port, key):
        self.port, self.key = port, base64.b64encode(f"{key}:".encode()).decode()
        self.lock, self.now, self.ended = threading.Lock(), threading.Event(), False
        self.number, self.acknowledged, self.refused, self.wrong = 0, {}, 0, []
        self.threads = [threading.Thread(target=self.go_on) for _ in range(SENDERS)]
        [t.start() for t in self.threads]

    def go_on(self):
        wire, place = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), 0
        while not self.ended:
            if not self.now.wait(0.2):
                continue
            try:
                is_taken = self.send(wire, *BATCHES[place])
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"a sender: {error!r}")
                return
            if not is_taken and place == len(BATCHES) - 1: time.sleep(REFUSED_S)
            place = 0 if is_taken else min(place + 1, len(BATCHES) - 1)

    def send(self, wire, events, around):
        with self.lock:
            self.number += 1
            number = self.number
        body = BATCH % (b"x" * around, b",".join(EVENT % ((number + n) % 997, number, n) for n in range(events)))
        wire.request("POST", "/v1/batch", body, {"authorization": f"Basic {self.key}", "content-type": "application/json"})
        answer = wire.getresponse()
        answer.read()
        with self.lock:
            if answer.status == 200:
                self.acknowledged[number] = events
            elif answer.status == 429 and re.fullmatch(r"[1-9]\d*", answer.getheader("retry-after") or ""):
                self.refused += 1
            else:
                self.wrong.append(f"a sender was answered {answer.status}, come back after {answer.getheader('retry-after')}")
        return answer.status == 200

    def pulse(self, data):
        """Stalls and rests until it is told to end."""
        disk = sqlite3.connect(f"{data}/deedwell.db", isolation_level=None, timeout=30)
        while not self.ended:
            disk.execute("begin immediate")
            self.now.set()
            time.sleep(STALL_S)
            self.now.clear()
            disk.execute("rollback")
            time.sleep(REST_S)

    def end(self):
        self.ended = True
        [t.join() for t in self.threads]


def program(library, host, key):
    node = library.endswith("node")
    return [*(["node", f"{HERE}/send.mjs"] if node else [sys.executable, f"{HERE}/send.py"]), library, host, key, str(MESSAGES), str(PAUSE_MS)]


class Library:
    def __init__(self, server, data, name, key):
        self.name, self.wire = name, f"{data}/{name}.wire"
        self.recorder = subprocess.Popen([sys.executable, f"{HERE}/recorder.py", server, self.wire],
                                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.host, self.key, self.process = f"http://127.0.0.1:{self.recorder.stdout.readline().strip()}", key, None

    def start(self):
        self.said = open(f"{self.wire}.said", "w+")
        self.process = subprocess.Popen(program(self.name, self.host, self.key), stdout=self.said, stderr=self.said)

    def wait(self, until):
        try:
            return self.process.wait(timeout=max(1, until - time.monotonic())) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            return False
        finally:
            self.recorder.kill()

    def words(self):
        self.said.seek(0)
        return self.said.read()[-600:]

    def calls(self):
        """Ids of the messages of each call, and how it was answered."""
        for line in open(self.wire):
            call = json.loads(line)
            if call["method"] == "POST" and call["path"].split("?")[0] not in ("/flags/", "/v1/m"):
                body = json.loads(call["body"])
                yield [name_of(m) for m in body.get("batch", [body])], call["status"]


def name_of(message): return message.get("messageId") or message.get("uuid")


def kept(data):
    db = sqlite3.connect(f"file:{data}/deedwell.db?mode=ro", uri=True)
    names = collections.Counter()
    for (packed,) in db.execute("select bytes from sent"):
        names.update(name_of(json.loads(line)["message"]) for line in gzip.decompress(packed).decode().splitlines())
    return names


def in_ledger(binary, data):
    out = subprocess.run([binary, "export", "actions", "--data", data, "--format", "json"], capture_output=True, check=True, text=True)
    return sum(json.loads(line)["part"] in ("customer", "visitor") for line in out.stdout.splitlines())


def drill(server, data, press, libraries):
    """Goes on until every library has said what it had to."""
    begun = time.monotonic()
    pulse = threading.Thread(target=press.pulse, args=[data])
    pulse.start()
    while not press.refused and time.monotonic() < begun + STALL_S:
        time.sleep(0.01)
    [one.start() for one in libraries]
    ended = [one.wait(begun + LONGEST_S) for one in libraries]
    press.ended = True
    pulse.join()
    press.end()
    most = re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{server.process.pid}/status").read())[1]
    return ended, int(most) // 1024, time.monotonic() - begun


def judge(binary, data, press, libraries, ended):
    wrong = list(press.wrong)
    due = {f"load-{n}-{k}" for n, events in press.acknowledged.items() for k in range(events)}
    for one, is_well in zip(libraries, ended):
        calls = list(one.calls())
        names, refused = {n for call, _ in calls for n in call}, sum(status == 429 for _, status in calls)
        print(f"    {one.name}: {len(names)} messages in {len(calls)} calls, {refused} of which were told to come back")
        if not is_well: wrong.append(f"{one.name} did not end well: {one.words()}")
        if len(names) < MESSAGES: wrong.append(f"{one.name} sent only {len(names)} of {MESSAGES}")
        if refused < LEAST_REFUSED: wrong.append(f"{one.name} was never refused: the server was not at its limit")
        due |= names
    there, lines = kept(data), in_ledger(binary, data)
    missing, more, again = due - there.keys(), there.keys() - due, sum(there.values()) - len(there)
    doubled = lines - len(there)
    print(f"  overload: {len(due)} events due, missing {len(missing)}, doubled {doubled}, {again} sent again; kept though refused {len(more)}; "
          f"{press.refused} batches refused, {len(press.acknowledged)} acknowledged")
    if missing or doubled or more: wrong.append(f"{list(missing)[:3]} {list(more)[:3]}, {lines} in the ledger")
    return wrong


def main(binary, data, key, *libraries):
    server = Server(binary, data, "none")
    server.start()
    press = Press(server.port, key)
    libraries = [Library(f"127.0.0.1:{server.port}", data, *one.split("=", 1)) for one in libraries]
    ended, megabytes, seconds = drill(server, data, press, libraries)
    server.stop()
    wrong = judge(binary, data, press, libraries, ended)
    print(f"  at most {megabytes} MB of memory, {seconds:.0f} s")
    if wrong: raise SystemExit("\n".join(wrong))


main(*sys.argv[1:])
