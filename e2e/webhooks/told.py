"""Acts are reported, the server is killed, the receiver is down half the time: everything arrives.

    told.py BINARY DATA KEY SOURCE COUNT SERVERS [--database URL]

A receiver verifies with the unmodified library `standardwebhooks`. Every tenth act is reported twice.
Prints what was due, delivered and verified; fails unless all three are one.
"""
import base64, collections, http.server, json, random, sys, threading, time

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from server import STAFF, Server

binary, data, key, source, count, servers = *sys.argv[1:5], int(sys.argv[5]), int(sys.argv[6])
rng = random.Random(7)
DOWN_S = 1.0
# Short, and long enough that each meets the receiver up as well as down.
PAUSES = ",".join(["1"] * 6 + ["2"] * 6 + ["3"] * 8)


class Heard:
    def __init__(self):
        self.lock, self.secret = threading.Lock(), None
        self.taken, self.refused, self.unverified, self.followed = [], 0, 0, 0


heard, begun = Heard(), time.monotonic()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self.path == "/elsewhere":
            heard.followed += 1
            return self.answer(204)
        try:
            told = Webhook(heard.secret).verify(body, dict(self.headers))
        except WebhookVerificationError:
            with heard.lock:
                heard.unverified += 1
            return self.answer(400)
        if int((time.monotonic() - begun) / DOWN_S) % 2:
            with heard.lock:
                heard.refused += 1
                way = heard.refused % 4
            if way == 0:  # hangs up without a word
                self.close_connection = True
                return
            if way == 1:
                return self.answer(302, location=f"http://127.0.0.1:{port}/elsewhere")
            return self.answer(503 if way == 2 else 500)
        with heard.lock:
            heard.taken.append((self.headers["webhook-id"], told))
        self.answer(204)

    do_GET = do_POST

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Listening(http.server.ThreadingHTTPServer):
    request_queue_size = 256

    def handle_error(self, *_):  # a server that is killed hangs up
        pass


receiver = Listening(("127.0.0.1", 0), Receiver)
port = receiver.server_address[1]
threading.Thread(target=receiver.serve_forever, daemon=True).start()

flags = ["--outbound-allow", "127.0.0.1/32", "--webhook-pauses-s", PAUSES, *sys.argv[7:]]
ours = [Server(binary, data, key, *flags) for _ in range(servers)]
ours[0].start()
status, made = ours[0].ask("/api/webhooks", {"staff": STAFF, "address": f"http://127.0.0.1:{port}/hooks", "kinds": ["orders.placed"]})
assert status == 200, made
heard.secret, home = made["secret"], f"/api/webhooks/{made['endpoint']['id']}"
for one in ours[1:]:
    one.start()

basic = "Basic " + base64.b64encode(f"{source}:".encode()).decode()
kills = 0


def report(orders):
    """Until it is taken: whoever is not sure sends again, under the same ids."""
    global kills
    batch = [{"type": "track", "event": "Order Completed", "userId": f"u{n % 97}", "messageId": f"m-{n}",
              "properties": {"order_id": f"o-{n}", "revenue": 1 + n / 100, "currency": "USD"}} for n in orders]
    while True:
        one = rng.choice(ours)
        try:
            status, _ = one.ask("/v1/batch", {"batch": batch}, basic)
            if status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)


def killing(at_least):
    """Kills servers in the middle, until the reporting is done and so often at least."""
    global kills
    while kills < at_least or not reported.is_set():
        time.sleep(rng.uniform(0.5, 2.5))
        one = rng.choice(ours)
        one.kill()
        kills += 1
        time.sleep(rng.uniform(0.0, 0.5))
        one.start()


reported = threading.Event()
killer = threading.Thread(target=killing, args=(6,))
killer.start()
orders, at = list(range(count)), 0
while at < count:
    size = rng.randint(1, max(2, count // 40))
    some = orders[at:at + size]
    report(some)
    again = [n for n in some if n % 10 == 0]
    if again:
        report(again)
    at += size
    time.sleep(0.05)
reported.set()
killer.join()

deadline = time.monotonic() + 240 + count / 20
while True:
    waiting = ours[0].ask(f"{home}/deliveries?state=waiting&limit=1")[1]["deliveries"]
    if len({i for i, _ in heard.taken}) >= count and not waiting:
        break
    if time.monotonic() > deadline:
        print("    not all of it arrived in time")
        break
    time.sleep(0.25)
# Whatever were told twice would be told now.
time.sleep(2)

delivered = collections.Counter()
cursor = ""
while True:
    page = ours[0].ask(f"{home}/deliveries?limit=100{cursor}")[1]
    delivered.update(d["state"] for d in page["deliveries"])
    if not page["next"]:
        break
    cursor = f"&cursor={page['next']}"
ids = collections.defaultdict(set)
for i, told in heard.taken:
    ids[told["data"]["facts"]["order_id"]].add(i)
numbers = [told["data"]["sequence"] for _, told in {i: (i, t) for i, t in heard.taken}.values()]
twice = sum(len(i) > 1 for i in ids.values())
repeated = len(heard.taken) - len({i for i, _ in heard.taken})
for one in ours:
    one.stop()
due = sum(delivered.values())
print(f"    due {due} of {count} acts, delivered {delivered['delivered']}, arrived {len(ids)}; delivered ÷ due = {delivered['delivered'] / due:g}")
print(f"    taken {len(heard.taken)}, refused {heard.refused}, not verified {heard.unverified}; verified ÷ delivered = {len(heard.taken) / (len(heard.taken) + heard.unverified):g}")
print(f"    told under two ids {twice}, again under the same id {repeated}; {kills} kills of {servers} server(s); redirects followed {heard.followed}")
wrong = []
if due != count or delivered["delivered"] != count or len(ids) != count: wrong.append("what was due is not what arrived")
if heard.unverified or not heard.refused: wrong.append("something was not verified, or the receiver was never down")
if twice or len(set(numbers)) != count: wrong.append("something was told under two ids")
if heard.followed: wrong.append("a redirect was followed")
if wrong:
    sys.exit("    FAILED: " + "; ".join(wrong))
