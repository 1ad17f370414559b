"""Many who dawdle, and one who does not: what does it cost her?

    slow_clients.py DEEDWELL DATA KEY

Six hundred connections from three places on the net send a letter a second, half of them within a head and
half within a body; a few send letter by letter, but fast. Whoever is let go comes back. The three may hold
three quarters of all connections.
Meanwhile an honest program reports, now and then over a new connection: 99 of 100 times within three times
as long as without them, to a server that needs at most half as much memory again.
"""
import asyncio, base64, collections, http.client, json, os, re, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "webhooks"))
from server import Server

PLACES, EACH, PLACE_MOST = ("127.0.0.2", "127.0.0.3", "127.0.0.4"), 200, 128
# Of each place; what a server keeps for a letter must not be a page.
HASTY, HASTE_S = 2, 0.002
# Of reporting before, among them and after; a server that has just begun needs more memory by and by.
BEFORE_S, SLOW_S, AFTER_S = 15, 14, 5
TIMES, MEMORY = 3, 1.5
# Shorter than this is no wait at all, on a machine that does other things as well.
NO_WAIT_S = 0.025
HEAD = b"POST /v1/batch HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n"
BODY = HEAD + b"content-length: 100000\r\n\r\n{"


class Slow:
    """Runs in a process of its own, so that it takes no time from whoever measures."""

    def __init__(self, port):
        self.port, self.open, self.most, self.ends = port, 0, 0, collections.Counter()

    async def dawdle(self, place, words, letter, pause=1):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(place, 0))
            except OSError:
                await asyncio.sleep(0.5)
                continue
            self.open += 1
            begun = time.monotonic()
            answer = await self.drip(reader, writer, words, letter, pause)
            self.open -= 1
            self.ends[answer or f"let go after {round(time.monotonic() - begun)} s"] += 1
            writer.close()
            await asyncio.sleep(1)

    async def drip(self, reader, writer, words, letter, pause):
        """Until the other side ends it → what it said of it."""
        writer.write(words)
        while True:
            try:
                said = await asyncio.wait_for(reader.read(64), pause)
                return said[9:12].decode()
            except asyncio.TimeoutError:
                self.most = max(self.most, self.open)
                writer.write(letter)
            except OSError:
                return ""

    async def all(self):
        for place in PLACES * HASTY: asyncio.ensure_future(self.dawdle(place, BODY, b" ", HASTE_S))
        for n in range(EACH):
            for place in PLACES:
                asyncio.ensure_future(self.dawdle(place, *((HEAD, b"x") if n % 2 else (BODY, b" "))))
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        print(json.dumps([self.most, self.ends]))


def memory(pid): return int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{pid}/status").read())[1]) / 1024


class Honest:
    def __init__(self, server, key):
        self.server, self.number = server, 0
        self.head = {"authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode(), "content-type": "application/json"}

    def reports(self, seconds):
        """→ how long 99 of 100 took at most, in seconds; the most memory meanwhile; how many."""
        with open(f"/proc/{self.server.process.pid}/clear_refs", "w") as peak: peak.write("5")
        waits, wire, until = [], None, time.monotonic() + seconds
        while time.monotonic() < until:
            begun = time.monotonic()
            if wire is None or self.number % 10 == 0: wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
            self.number += 1
            batch = [{"type": "track", "event": "Lamp Lit", "userId": f"u{n}", "messageId": f"{self.number}-{n}"} for n in range(20)]
            wire.request("POST", "/v1/batch", json.dumps({"batch": batch}), self.head)
            answer = wire.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            waits.append(time.monotonic() - begun)
            time.sleep(0.005)
        waits.sort()
        return waits[len(waits) * 99 // 100], memory(self.server.process.pid), len(waits)


def main(binary, data, key):
    server = Server(binary, data, "none")
    server.start()
    honest = Honest(server, key)
    alone, before, _ = honest.reports(BEFORE_S)
    slow = subprocess.Popen([sys.executable, __file__, str(server.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    time.sleep(1)
    among, peak, count = honest.reports(SLOW_S)
    most, ends = json.loads(slow.communicate()[0])
    after, _, _ = honest.reports(AFTER_S)
    server.stop()
    alone = max(alone, after)
    print(f"  {count} reports among {most} who dawdle: 99 % within {among * 1e3:.1f} ms, without them {alone * 1e3:.1f} ms; "
          f"memory {peak:.0f} MB, without them {before:.0f} MB; who dawdled was told or {', '.join(f'{e} ({n})' for e, n in sorted(ends.items()))}")
    wrong = []
    if most < len(PLACES) * PLACE_MOST: wrong.append(f"only {most} dawdled at one time")
    if not any(end.startswith("let go after") for end in ends) or not ends.get("503"): wrong.append("nobody was let go, or nobody was too many")
    if among > max(alone * TIMES, NO_WAIT_S): wrong.append("they held up the honest one")
    if peak > before * MEMORY: wrong.append("they cost too much memory")
    if wrong: raise SystemExit("\n".join(wrong))


if len(sys.argv) == 2: asyncio.run(Slow(int(sys.argv[1])).all())
else: main(*sys.argv[1:])
