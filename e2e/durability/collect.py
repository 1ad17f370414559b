"""Batches over HTTP, each with its number in the names of its events, some of them sent again, also after
the server was killed and began again. In the end each batch that was acknowledged stands in the ledger
once and whole; of the others all or nothing."""
import collections, json, os, random, subprocess, sys, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "webhooks"))
from server import Server

EVENTS, SENDERS = 50, 4


class Batches:
    def __init__(self, server, key, seed):
        self.server, self.key, self.dice = server, key, random.Random(seed)
        self.lock, self.sent, self.acknowledged, self.again, self.stop = threading.Lock(), [], set(), 0, False
        self.tell = lambda number: None

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
                status, _ = self.server.ask("/v1/batch", self.body(number), self.key)
            except OSError:
                time.sleep(0.02)
                continue
            if status == 200:
                with self.lock:
                    self.acknowledged.add(number)
                    self.tell(number)
            elif status != 429:
                raise SystemExit(f"batch {number} was answered {status}")


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
        time.sleep(dice.uniform(0.5, 2.0))
        server.kill()
        server.start()
    time.sleep(1)
    batches.stop = True
    [s.join() for s in senders]
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
    if missing or doubled or batches.again * 20 < len(batches.sent) or len(batches.acknowledged) < 50:
        raise SystemExit("FAILED")


if __name__ == "__main__": main(*sys.argv[1:])
