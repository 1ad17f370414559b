"""The libraries of Python, unmodified: COUNT messages of every sort each.

    send.py LIBRARY HOST KEY COUNT [PAUSE]     PAUSE: milliseconds between twenty and twenty of them
"""
import sys, time

LIBRARY, HOST, KEY, COUNT, PAUSE_MS = *sys.argv[1:4], int(sys.argv[4]), int((sys.argv[5:] or [0])[0])
failed = []


def say(client, n):
    user = f"u{n % 50}"
    properties = {"order_id": f"{LIBRARY}-{n}", "revenue": n / 100, "currency": "GBP", "words": "æ – ‹ü› 🙂", "nested": {"list": [1, 2.5, None, True]}}
    [lambda: client.track(user, "Order Completed", properties),
     lambda: client.identify(user, {"email": f"{user}@shop.example", "name": f"Ada {n}"}),
     lambda: client.page(user, "Home", "Shop", {"path": "/"}),
     lambda: client.screen(user, "Basket", "Shop", {"items": n}),
     lambda: client.group(user, f"g{n % 7}", {"name": "A household"}),
     lambda: client.alias(f"old{n % 50}", user)][n % 6]()


if LIBRARY.startswith("segment"):
    import segment.analytics as client
    client.write_key, client.host, client.gzip = KEY, HOST, LIBRARY.endswith("gzip")
else:
    import rudderstack.analytics as client
    client.write_key, client.dataPlaneUrl = KEY, HOST
client.on_error = lambda error, items: failed.append((error, len(items)))
for n in range(COUNT):
    say(client, n)
    if n % 20 == 19: time.sleep(PAUSE_MS / 1000)
client.flush()
client.shutdown()
if failed: sys.exit(f"not sent: {failed[:3]}")
