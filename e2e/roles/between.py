"""Between two organisations: ids, words, tokens and cookies of one open nothing of the other."""
import http.client

from asking import Asker
from bodies import fill
from inside import with_query
from state import differences, ids_of, rows

# Fields whose foreign value is taken all the same, and why that is right.
TAKEN = {
    "by": "the same log-in may be known to both: each has a person of its own, as the rows show",
}


def places(walk):
    """Ids of organisation two in every place of a path, alone and all together: there is no such thing."""
    one, two = walk.one, walk.two
    for operation in walk.operations:
        # What only another company’s signature opens is told by its own stories.
        if not operation.places or not walk.able(operation): continue
        own, body, kind = prepared(walk, operation)
        mixed = [{**one.things, thing: two.things[thing]} for _, thing in operation.places]
        paths = {fill(operation.path, things) for things in mixed + [two.things]}
        for name, asker in walk.able(operation):
            for path in sorted(paths):
                answer = walk.ask(name, asker, operation, path, body, kind)
                walk.counts["foreign places"] += 1
                if answer.status not in (404, 403): walk.complain(f"{name} got {answer.status} {answer.where} from {operation.name} with {path} {answer.said}")


def prepared(walk, operation):
    """One good question: whatever is refused now is refused for what is foreign in it."""
    asker = walk.able(operation)[0][1]
    _, path, body, kind = walk.prepared(operation, asker)
    return path, body, kind


def bodies(walk):
    """Ids and keys of organisation two in every field that takes one."""
    for operation in walk.operations:
        fields = walk.filler.ids(operation.what)
        if operation.reads or not fields: continue
        theirs = walk.filler.theirs(operation.what, walk.two)
        for name, asker in walk.able(operation):
            if operation.open and name not in ("customer", "nobody", "key to write"): continue
            for field in fields:
                _, path, body, kind = walk.prepared(operation, asker)
                if field not in theirs or (field not in body and field != "shown"): continue
                body = {**body, field: theirs[field]}
                if field == "shown": body["all"] = "1"      # else nobody looks at it
                if field == "by": body["by"]["name"] = walk.one.new("buyer")
                answer = walk.ask(name, asker, operation, path, body, kind)
                walk.counts["foreign fields"] += 1
                if answer.status in (200, 303) and field not in TAKEN:
                    walk.complain(f"{name} got {answer.status} {answer.where} from {operation.name} with {field} = {body[field]!r} of two")


def questions(walk):
    """Ids and words of organisation two in every query."""
    for operation in walk.operations:
        if not operation.reads: continue
        path = fill(operation.path, walk.one.things)
        for field, value in walk.filler.questions(operation.what, walk.two).items():
            for name, asker in walk.able(operation):
                walk.ask(name, asker.like(asker.slug) if operation.open else asker, operation, with_query(path, {field: value}))
                walk.counts["foreign questions"] += 1


def tokens(walk):
    """What opens a door of organisation two opens none of one: each is right at home and shown next door."""
    one, two = walk.one, walk.two
    doors = [(operation, recipe) for operation, recipe in walk.recipes() if operation.open and not operation.reads
             and operation.path in ("/console/invitation", "/console/reset", "/sign-in/token", "/sign-in/code", "/console/sign-in/code", "/console/sign-in")]
    assert len(doors) == 6, [o.name for o, _ in doors]
    for operation, recipe in doors:
        _, fields, asker = recipe(two, two.customer)
        kind, body = walk.filler.body(operation.what, two)
        body = {k: v for k, v in {**body, **fields}.items() if v is not None}
        stranger = (asker or Asker(one.server, two.slug)).like(one.slug)
        held = {name: stranger.cookies.get(name) for name in ("deedwell-staff", "deedwell-me")}
        answer = walk.ask("whoever holds the other's token", stranger, operation, operation.path, body, kind)
        walk.counts["foreign tokens"] += 1
        if any(stranger.cookies.get(n) not in (None, "", v) for n, v in held.items()):
            walk.complain(f"a token of two signed somebody in at one: {operation.name} {answer.status}")
        at_home = Asker(one.server, two.slug, (asker or Asker(one.server, two.slug)).cookies)
        control = at_home.ask("post", operation.path, body, kind)
        if control.status != 303: walk.complain(f"the same token was not good at home: {operation.name} {control.status} {control.said}")


def neighbours(walk):
    """Within one organisation: nobody changes what another customer wrote, or forgets a colleague's list."""
    one, other = walk.one, walk.one.neighbour
    mine = {**one.things, "idea": one.things["own_idea"]}
    said = {"idea": one.things["idea"], "comment": one.things["own_comment"]}
    before = walk.kept_at_rest(one)
    for method, path, things in [
        ("get", "/ideas/{id}/edit", mine), ("post", "/ideas/{id}/edit", mine), ("post", "/ideas/{id}/withdrawal", mine),
        ("post", "/ideas/{id}/comments/{comment}/withdrawal", said),
    ]:
        operation = walk.operation(method, path)
        kind, body = walk.filler.body(operation.what, one)
        answer = walk.ask("a neighbour", other, operation, fill(path, things), body, kind)
        walk.counts["neighbours"] += 1
        if answer.status not in (403, 404, 409): walk.complain(f"a neighbour got {answer.status} from {operation.name}: {answer.said}")
    forget = walk.operation("post", "/console/people/views/{id}/removal")
    answer = walk.ask("a colleague", one.staff["manager"], forget, fill(forget.path, one.things))
    if answer.status != 404: walk.complain(f"a colleague got {answer.status} from {forget.name}")
    for line in differences(before, walk.kept(one)): walk.complain(f"a neighbour changed something: {line}")
    higher(walk)


def higher(walk):
    """Nobody makes more of themselves or of others than they are."""
    one, manager = walk.one, walk.one.staff["manager"]
    invite, change = walk.operation("post", "/console/staff/invitations"), walk.operation("post", "/console/staff/{id}")
    owner = {"name": "x", "email": one.email("higher"), "role": "owner", "title": "", "unit": ""}
    known = ids_of(one.server, walk.id_of[one.slug])
    for operation, path in [(invite, invite.path), (change, fill(change.path, one.things))]:
        body = {k: v for k, v in owner.items() if operation is invite or k != "email"}
        answer = walk.ask("a manager", manager, operation, path, body)
        if answer.status == 303: walk.complain(f"a manager made an owner by {operation.name}")
    assert one.things["staff"] in known
    for slug_of, who in [("two", walk.two.email("owner")), ("one", one.email("viewer"))]:
        answered = walk.operation("post", "/api/ideas/{id}/answer")
        body = {"staff": who, "stage": "planned", "text": "Said in a name that may not."}
        answer = walk.ask("a key", one.keys["write"], answered, fill(answered.path, {**one.things, "idea": one.idea()}), body, "application/json")
        if answer.status == 200: walk.complain(f"a key answered in the name of {who} of {slug_of}")
    walk.counts["neighbours"] += 4


def live(walk):
    """The stream of one says nothing of what happens in two."""
    one, two = walk.one, walk.two
    line = http.client.HTTPConnection("127.0.0.1", one.server.port, timeout=2.5)
    line.request("GET", "/live", headers=one.staff["viewer"].headers(None))
    stream = line.getresponse()
    first = event(stream)
    two.idea(); two.comment(two.things["idea"])
    quiet = event(stream)
    line.close()
    if not first: walk.complain("the live stream says nothing at all")
    if quiet: walk.complain(f"the live stream of one spoke when something happened in two: {quiet!r}")
    line = http.client.HTTPConnection("127.0.0.1", one.server.port, timeout=10)
    line.request("GET", "/live", headers=one.staff["viewer"].headers(None))
    stream = line.getresponse(); event(stream)
    one.idea()
    if not event(stream): walk.complain("the live stream of one is silent when something happens there")
    line.close()


def event(stream):
    """The next line of data, or None once it was silent for as long as the line allows."""
    try:
        while True:
            line = stream.readline().decode()
            if not line: return None
            if line.startswith("data:"): return line.strip()
    except TimeoutError:
        return None


def unmixed(walk):
    """No row of one names anything of two."""
    for table, row in rows(walk.one.server, walk.id_of[walk.one.slug]):
        text = str({k: v for k, v in row.items() if not isinstance(v, bytes)})
        for found in [i for i in walk.foreign_ids if i in text]:
            walk.complain(f"a row of one holds {found} of two: {table} {text[:300]}")
