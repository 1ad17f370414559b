"""R8: what is sent twice is done once, and what was read by somebody before a change changes nothing."""
import json, urllib.parse

from recipes import AFTER
from state import differences

# The kept answer itself, and who is told of what was done before: that is found out meanwhile.
MEANWHILE = ("once", "webhook_delivery")


def changed(before, after, path=""):
    """What changed, but for what is done meanwhile; what webhooks are asked to send counts."""
    apart = MEANWHILE[:1] if "/webhooks" in path else MEANWHILE
    return [line for line in differences(before, after) if line.split(" ", 2)[1] not in apart]


def programs(walk):
    """Every route of a key that may write, with a word for the request: again, and with another body."""
    routes = [o for o in walk.operations if o.path.startswith("/api/") and not o.reads]
    asker = walk.one.keys["write"]
    for place, operation in enumerate(routes):
        if not operation.takes("Idempotency-Key"): walk.complain(f"{operation.name} knows no Idempotency-Key")
        one_request(walk, operation, asker, {"Idempotency-Key": f"r8-{place}"})
        if operation.takes("If-Match"): as_read(walk, operation, asker)
    if walk.counts["sent twice"] != len(routes): walk.complain(f"{walk.counts['sent twice']} of {len(routes)} routes were sent twice")


def one_request(walk, operation, asker, word):
    _, path, body, kind = walk.prepared(operation, asker)
    before = walk.kept(walk.one)
    first = walk.ask("a program", asker, operation, path, body, kind, word)
    if operation.name in AFTER: AFTER[operation.name](walk.one, asker)
    between = walk.kept(walk.one)
    if first.status != 200: return walk.complain(f"{operation.name} with a key: {first.status} {first.said}")
    if not changed(before, between, operation.path): walk.complain(f"{operation.name} changed nothing the first time")
    again = walk.ask("a program", asker, operation, path, body, kind, word)
    if (again.status, again.text, again.replayed) != (200, first.text, True):
        walk.complain(f"{operation.name} sent again: {again.status} {again.said}, where it said {first.said}")
    other = walk.ask("a program", asker, operation, path, different(body), kind, word)
    if other.status != 409 or "api.key_used" not in other.text:
        walk.complain(f"{operation.name} with another body: {other.status} {other.said}")
    for line in changed(between, walk.kept(walk.one), operation.path): walk.complain(f"{operation.name} sent again changed {line}")
    walk.counts["sent twice"] += 1


def different(body):
    """Another body that the route could use as well: a word more, or at least other bytes."""
    for name in ("title", "body", "text", "note", "name", "reason", "role"):
        if isinstance(body.get(name), str): return {**body, name: f"{body[name]} too"}
    return f" {json.dumps(body)}"


def as_read(walk, operation, asker):
    """Whoever read an older version changes nothing; whoever read this one does."""
    _, path, body, kind = walk.prepared(operation, asker)
    if operation.name == "POST /api/accounts": body["reference"] = {"value": walk.one.things["account_number"]}
    before = walk.kept(walk.one)
    stale = walk.ask("a program", asker, operation, path, body, kind, {"If-Match": '"0"'})
    if stale.status != 409: walk.complain(f"{operation.name} took a version of before: {stale.status} {stale.said}")
    for line in changed(before, walk.kept(walk.one)): walk.complain(f"{operation.name} as of before changed {line}")
    fresh = walk.ask("a program", asker, operation, path, body, kind, {"If-Match": f'"{version(walk, path, asker)}"'})
    if fresh.status != 200: walk.complain(f"{operation.name} refused the version that stands: {fresh.status} {fresh.said}")
    walk.counts["stale versions"] += 1


def version(walk, path, asker):
    """Of what stands at the path, or of the account that the body names."""
    if path == "/api/accounts":
        found = asker.get(f"{path}?reference={urllib.parse.quote(walk.one.things['account_number'])}")
        path = f"{path}/{json.loads(found.text)['accounts'][0]['id']}"
    return json.loads(asker.get(path).text)["version"]
