"""No address inside is called: written down, changed, tested or sent to, in any spelling.

    inside.py BINARY DATA KEY

A canary listens on every address of this machine; a connection is a hit. The control, a server that is
allowed to call it, has to hit it, or nothing was proved.
"""
import socket, sqlite3, sys, threading, time

from server import STAFF, Server, free_port

binary, data, key = sys.argv[1:4]
port = free_port(range(8000, 10000))
hits = []


def listen(family, address):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    s.bind((address, port))
    s.listen(64)

    def take():
        while True:
            connection, where = s.accept()
            hits.append(where)
            connection.close()

    threading.Thread(target=take, daemon=True).start()


listen(socket.AF_INET, "0.0.0.0")
try:
    listen(socket.AF_INET6, "::")
except OSError:
    print("    this machine has no IPv6; its forms are tried all the same")

HOSTS = """127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0177.0.0.01 017700000001 127.0.0.1. 127.0.0.2
127.255.255.254 %31%32%37.0.0.1 １２７.０.０.１ 127。0。0。1 ⑫7.0.0.1 0 0.0.0.0 0x0 10.0.0.5 167772165 0xa000005 012.0.0.5 100.64.0.1 100.100.100.200
168.63.129.16 169.254.169.254 2852039166 0xa9fea9fe 0xA9.0xFE.0xA9.0xFE 0251.0376.0251.0376 172.16.0.1 172.31.255.255 192.0.0.192
192.0.2.1 192.88.99.1 192.168.1.1 192.168.257 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
[::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::a00:5]
[2002:7f00:1::] [2001:0:7f00:1::] [fc00::1] [fd00:ec2::254] [fe80::1] [ff02::1] [2001:db8::1] [100::1] [3fff::1]
localhost LOCALHOST localhost. x.localhost ip6-localhost ip6-loopback metadata.google.internal""".split()
HOSTS.append(socket.gethostname())
forms = [f"{scheme}://{host}:{port}/x" for host in HOSTS for scheme in ("https", "http")]
forms += [f"https://ada:secret@127.0.0.1:{port}/", f"https://@127.0.0.1:{port}/", f"https://example.com@127.0.0.1:{port}/", f"https://127.0.0.1:{port}#@example.com/",
          f"https://127.0.0.1:{port}\\@example.com/", f"https:127.0.0.1:{port}/", f"https:///127.0.0.1:{port}/", f"//127.0.0.1:{port}/", f"gopher://127.0.0.1:{port}/", f"https://127.0.0.1:{port}\t/",
          "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://127.0.0.1:22/", "http://[::1]:25/"]
assert len(HOSTS) >= 60
counts = {"saved": 0, "refused": 0, "tested": 0}


def sent(server, home, address):
    """A test to this address, put past all that looks when it is written down; why it failed."""
    with sqlite3.connect(f"{data}/deedwell.db", timeout=10) as db:
        db.execute("update webhook_endpoint set address = ?", (address,))
    status, delivery = server.ask(f"{home}/test", {"staff": STAFF})
    assert status == 200, delivery
    for _ in range(400):
        attempts = server.ask(f"{home}/deliveries/{delivery['id']}/attempts")[1]
        if attempts:
            return attempts[-1]
        time.sleep(0.025)
    raise SystemExit(f"nothing came of {address}")


server = Server(binary, data, key)
server.start()
status, made = server.ask("/api/webhooks", {"staff": STAFF, "address": "https://hooks.example.com/"})
assert status == 200, made
home = f"/api/webhooks/{made['endpoint']['id']}"
wrong = []
for address in forms:
    for path in ("/api/webhooks", home):
        status, answer = server.ask(path, {"staff": STAFF, "address": address})
        counts["saved" if status == 200 else "refused"] += 1
        if status not in (200, 422):
            wrong.append(f"{address} at {path}: {status} {answer}")
        # A name can be written down, for where it leads is found out by each call.
        if status == 200:
            server.ask(path if path == home else f"/api/webhooks/{answer['endpoint']['id']}/removal", {"staff": STAFF, **({"address": "https://hooks.example.com/"} if path == home else {})})
for address in forms:
    attempt = sent(server, home, address)
    counts["tested"] += 1
    known = ("outbound.not_public", "outbound.userinfo", "outbound.unreadable", "outbound.scheme")
    if attempt["failure"] not in known or attempt["answer"]:
        wrong.append(f"{address} came to {attempt}")
found = len(hits)
server.stop()

control = Server(binary, data, key, "--outbound-allow", "127.0.0.0/8")
control.start()
sent(control, home, f"http://127.0.0.1:{port}/")
control.stop()
print(f"  R5: {len(forms)} forms of address written down and changed ({counts['refused']} refused, {counts['saved']} kept to be looked at by the call), {counts['tested']} tested and sent to: {found} hits of the canary; the control hit it {len(hits) - found} time(s)")
if found: wrong.append("the canary was hit")
if len(hits) == found: wrong.append("the control never hit the canary")
if wrong:
    sys.exit("  FAILED: " + "\n    ".join(wrong))
