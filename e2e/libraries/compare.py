"""What went over the wire and what is kept: the same messages, each as often.

    compare.py LIBRARY RECORD STATE.db LEAST [ACTIONS]

ACTIONS: the ledger's lines, of a server's library.
"""
import collections, gzip, json, sqlite3, sys

LIBRARY, RECORD, STATE, LEAST = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def messages(call):
    body = json.loads(call["body"])
    return body["batch"] if "batch" in body else [body]


def plain(message): return json.dumps(message, sort_keys=True)


calls = [json.loads(line) for line in open(RECORD)]
taken = [c for c in calls if c["method"] == "POST" and c["path"].split("?")[0] not in ("/flags/", "/v1/m")]
assert all(c["status"] == 200 for c in taken), collections.Counter((c["path"], c["status"]) for c in taken)
sent = collections.Counter(plain(m) for c in taken for m in messages(c))
db = sqlite3.connect(f"file:{STATE}?mode=ro", uri=True)
lines = [json.loads(line) for (bytes_,) in db.execute("select bytes from sent order by id") for line in gzip.decompress(bytes_).decode().splitlines()]
kept = collections.Counter(plain(line["message"]) for line in lines)
missing, more = sent - kept, kept - sent
assert not missing and not more, f"{LIBRARY}: {sum(missing.values())} missing, {sum(more.values())} too many: {list(missing)[:2]} {list(more)[:2]}"
assert sum(sent.values()) >= LEAST, f"{LIBRARY}: only {sum(sent.values())} went by"
kinds = collections.Counter(line["call"] for line in lines)
# What was understood of it: the call that the library made. PostHog's have other names.
wrong = [line for line in lines if "type" in line["message"] and not LIBRARY.startswith("posthog") and line["message"]["type"] != line["call"]]
assert not wrong, f"{LIBRARY}: {len(wrong)} taken for another call: {wrong[:2]}"
due = {"identify", "track", "group", "alias"} | (set() if LIBRARY.startswith("posthog") else {"page"}) | (set() if LIBRARY in ("posthog-node", "segment-browser") else {"screen"})
assert due <= set(kinds), f"{LIBRARY}: no {due - set(kinds)}"
# What each call is in the ledger. Belonging to an account counts once, so groups are not counted there.
KINDS = {"identify": "customers.identified", "alias": "customers.aliased", "page": "pages.viewed", "screen": "screens.viewed", "track": "orders.placed"}
if len(sys.argv) > 5:
    acts = collections.Counter(json.loads(line)["kind"] for line in open(sys.argv[5]))
    off = {call: (kinds[call], acts[kind]) for call, kind in KINDS.items() if kinds[call] != acts[kind]}
    assert not off, f"{LIBRARY}: kept and in the ledger: {off}"
print(f"  E2 {LIBRARY}: {sum(sent.values())} sent in {len(taken)} calls, {sum(kept.values())} kept, 0 missing, 0 too many; "
      + ", ".join(f"{n} {k}" for k, n in sorted(kinds.items())))
