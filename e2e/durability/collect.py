"""Batches over HTTP, each with its number in the names of its events, some of them sent again, also after
the server was killed and began again. In the end each batch that was acknowledged stands in the ledger
once and whole; of the others all or nothing."""
import collections, json, os, random, subprocess, sys, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "webhooks"))
from server import Server

EVENTS, SENDERS = 50, 4
# How many batches are acknowledged between two kills at least, and how long that may take.
BETWEEN, PATIENCE_S = 20, 60


class Batches:
    def __init__(self, server, key, seed):
        self.server, self.key, self.dice = server, key, random.Random(seed)
        self.lock, self.sent, self.acknowledged, self.again, self.stop = threading.Lock(), [], set(), 0, False
        self.tell = lambda number: None
        # What else the senders were answered; it ends them.
        self.wrong = []

    def body(self, number):
        batch = [{"type": "track", "event": f"b{number}", "userId": f"u{(number * EVENTS + n) % 997}",
                  "messageId": f"m-{number}-{n}", "properties": {"n": n}} for n in range(EVENTS)]
        return {"batch": batch}

    def next(self):
        """A new one, or in one of ten cases one that was sent before."""
        with self.lock:
            if self.sent and self.dice.random() < 0.1:
                self.again += 1
                return self.dice.choice(self.sent)
            self.sent.append(len(self.sent))
            return self.sent[-1]

    def send(self):
        while not self.stop:
            number = self.next()
            try:
                status, said = self.server.ask("/v1/batch", self.body(number), self.key)
            except OSError:
                time.sleep(0.02)
                continue
            if status == 200:
                with self.lock:
                    self.acknowledged.add(number)
                    self.tell(number)
            elif status != 429:
                self.wrong.append(f"batch {number} was answered {status}: {said}")
                return

    def until(self, many):
        """Waits until so many are acknowledged: on a slow machine the kills come later, not the work less."""
        end = time.monotonic() + PATIENCE_S
        while len(self.acknowledged) < many and not self.wrong:
            if time.monotonic() > end: raise SystemExit(f"{len(self.acknowledged)} batches acknowledged, waiting for {many}")
            time.sleep(0.01)


def basic(key):
    import base64
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def in_ledger(binary, data, *database):
    """How many events of each batch are in the ledger."""
    lines = subprocess.run([binary, "export", "actions", "--data", data, *database, "--format", "json"],
                           capture_output=True, check=True, text=True).stdout.splitlines()
    kinds = (json.loads(line)["kind"] for line in lines)
    return collections.Counter(int(kind.removeprefix("imported.b")) for kind in kinds if kind.startswith("imported.b"))


def main(binary, data, source, kills, *flags):
    server = Server(binary, data, "none", *flags)
    batches = Batches(server, basic(source), 7)
    server.start()
    senders = [threading.Thread(target=batches.send) for _ in range(SENDERS)]
    [s.start() for s in senders]
    dice = random.Random(3)
    for _ in range(int(kills)):
        batches.until(len(batches.acknowledged) + BETWEEN)
        time.sleep(dice.uniform(0, 1.5))
        server.kill()
        server.start()
    batches.until(len(batches.acknowledged) + BETWEEN)
    batches.stop = True
    [s.join() for s in senders]
    if batches.wrong: raise SystemExit("\n".join(batches.wrong))
    # Everything that is in doubt, and a tenth of the rest, once more.
    doubtful = [n for n in batches.sent if n not in batches.acknowledged]
    for number in doubtful + batches.dice.sample(sorted(batches.acknowledged), len(batches.acknowledged) // 10):
        status, _ = server.ask("/v1/batch", batches.body(number), basic(source))
        assert status == 200, status
        batches.again += 1
    server.stop()
    database = flags[flags.index("--database"):][:2] if "--database" in flags else ()
    counts = in_ledger(binary, data, *database)
    there = {n: counts.get(n, 0) for n in batches.sent}
    missing = sum(EVENTS - min(c, EVENTS) for c in there.values())
    doubled = sum(max(c - EVENTS, 0) for c in there.values())
    print(f"  {len(batches.sent)} batches of {EVENTS}, {batches.again} sent again, {kills} kills: "
          f"acknowledged {len(batches.acknowledged)}, missing {missing}, doubled {doubled}")
    if missing or doubled or batches.again * 20 < len(batches.sent):
        raise SystemExit("FAILED")


if __name__ == "__main__": main(*sys.argv[1:])
