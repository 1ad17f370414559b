"""Within one organisation: who may not is refused, who may gets in, and reading changes nothing."""
import base64, json, re, urllib.parse

from asking import Asker
from policy import may
from recipes import AFTER
from state import differences

# Operations that nobody can be let into here, and why.
SHUT = {
    "GET /set-up": "only before there is an organisation; e2e/checks/10-newcomer and 70-browser",
    "POST /set-up": "only before there is an organisation; e2e/checks/70-browser",
    "POST /console/letters/release": "only after a restore; stories of ground/sending",
    "POST /console/letters/all/{id}/decision": "only of a letter that a crash left unclear; stories of ground/sending and e2e/letters",
    **{f"{method} {path}": "by the link of a letter that was sent; stories of ground/sending" for method in ("GET", "POST")
       for path in ("/u/{token}", "/sent/{token}", "/topics/confirm/{token}")},
}


def outsiders(walk):
    """Those whom no operation may know: what they show was never valid, or is no longer."""
    one, two, server = walk.one, walk.two, walk.one.server
    closed, ended = one.member("owner", "closed"), one.sign_in("viewer")
    one.owner.post(f"/console/staff/{staff_id(one, 'closed')}/closing")
    ended.ask("post", "/console/sign-out", {})
    ended = Asker(server, one.slug, {"deedwell-staff": ended.cookies.get("deedwell-staff") or "x"})
    left = one.signed_in("leaver")
    cookies = dict(left.cookies); left.post("/sign-out"); left.cookies = cookies
    lowered = one.member("owner", "lowered")
    one.owner.post(f"/console/staff/{staff_id(one, 'lowered')}", name=f"{one.word} lowered", role="viewer", title="", unit="")
    revoked = one.keyed("write")
    known = json.loads(server.cli("key", "list", "-o", one.slug, "--format", "json"))
    server.cli("key", "revoke", "-o", one.slug, max(k["id"] for k in known if k["kind"] == "server"))
    staff, me = one.owner.cookies["deedwell-staff"], one.customer.cookies["deedwell-me"]
    invitation = server.cli("staff", "add", "-o", one.slug, "--name", f"{one.word} link", "--email", one.email("link"), "--role", "owner")
    link = invitation.split("token=")[1].split()[0]
    unsigned = base64.urlsafe_b64encode(json.dumps({"sub": "customer"}).encode()).decode()
    show = lambda **cookies: Asker(server, one.slug, {f"deedwell-{k}": v for k, v in cookies.items()})
    return [
        ("somebody closed", closed), ("somebody signed out", ended), ("a customer who left", left),
        ("an owner of before", lowered), ("a key revoked", revoked), ("a made-up cookie", show(staff=staff[:-1] + "x", me=me[:-1] + "x")),
        ("cookies swapped", show(staff=me, me=staff)), ("a link as a cookie", show(staff=link, me=link)),
        ("an unsigned token", show(staff=unsigned, me=unsigned)), ("the shop's secret as a key", Asker(server, one.slug, key=one.secret)),
        ("a session as a key", Asker(server, one.slug, key=staff)),
        ("the other's owner", two.owner.like(one.slug)), ("the other's customer", two.customer.like(one.slug)),
        ("the other's key", two.keys["write"].like(one.slug)), ("all of the other's", Asker(
            server, one.slug, {**two.owner.cookies, **two.customer.cookies}, two.keys["write"].key)),
    ]


def staff_id(o, name):
    page = o.owner.get("/console/staff").text
    return page[:page.index(f"{o.word} {name}")].rsplit("/console/staff/", 1)[1][:36]


def refuse(walk):
    """Nobody gets in where the policy says no, with a body that could be used; nothing changes."""
    strangers = outsiders(walk)
    before = walk.kept(walk.one)
    for operation in walk.operations:
        if operation.open: continue
        path, body, kind = walk.usual(operation)
        for name, asker in walk.insiders() + strangers:
            if may(name, operation.needs): continue
            answer = walk.ask(name, asker, operation, path, body, kind)
            walk.counts["refusals"] += 1
            if not answer.refused: walk.complain(f"{name} got {answer.status} from {operation.name}: {answer.said[:120]}")
    for line in differences(before, walk.kept(walk.one)): walk.complain(f"a refusal changed something: {line}")


def admit(walk):
    """Whoever may gets in, and the operation does its work."""
    for operation in sorted(walk.operations, key=lambda o: ("/sign-out" in o.path, o.reads)):
        if operation.name in SHUT: continue
        asking = walk.able(operation)
        if operation.open: asking = [(n, a.like(a.slug)) for n, a in asking if n in ("owner", "customer", "nobody", "key to write")]
        for name, asker in asking:
            someone, path, body, kind = walk.prepared(operation, asker)
            answer = walk.ask(name, someone, operation, path, body, kind)
            walk.counts["admissions"] += 1
            if answer.status in (200, 303) and not (answer.refused and not operation.open): walk.counts["done"] += 1
            else: walk.complain(f"{name} got {answer.status} {answer.where} from {operation.name} ({path}, {body}): {answer.said}")
            if operation.name in AFTER: AFTER[operation.name](walk.one, asker)


# What whoever sends a body might add to it: rows have these, no question does.
SURPLUS = {"organisation": "x", "id": "x", "role": "owner", "person": "x", "votes": 99, "points": 99, "proven_at": 1, "created_at": 1,
           "is_admin": True, "anything": "x"}


def surplus(walk):
    """A field that a body does not have is refused, and nothing is done."""
    before = walk.kept(walk.one)
    for operation in walk.operations:
        path, body, kind = walk.usual(operation)
        if not body or operation.name in SHUT: continue
        asker = walk.able(operation)[0][1]
        for name, what in SURPLUS.items():
            if name in body: continue
            answer = walk.ask("somebody", asker, operation, path, {**body, name: what}, kind)
            walk.counts["surplus fields"] += 1
            if answer.status in (200, 303): walk.complain(f"{operation.name} took the field {name}: {answer.status} {answer.where}")
    for line in differences(before, walk.kept(walk.one)): walk.complain(f"a surplus field changed something: {line}")


def read(walk):
    """A GET changes nothing, whatever it asks; only that a file left the house is written down."""
    before = walk.kept(walk.one)
    for operation in walk.operations:
        if not operation.reads: continue
        for name, asker in walk.able(operation):
            path, _, _ = walk.usual(operation)
            asked = walk.filler.questions(operation.what, walk.one)
            for question in [{}, *({k: v} for k, v in asked.items())]:
                walk.ask(name, asker.like(asker.slug) if operation.open else asker, operation, with_query(path, question))
                walk.counts["read"] += 1
    for line in differences(before, walk.kept(walk.one)):
        if not (line.startswith("+ audit") and re.search(r"'deed': '\w+\.(\w+_)?exported'", line)):
            walk.complain(f"a GET changed something: {line}")


def with_query(path, question):
    return f"{path}?{urllib.parse.urlencode(question)}" if question else path
