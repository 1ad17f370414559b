"""What must be there before an operation can do its work: a fresh thing, another value, a browser.

A recipe takes the organisation and whoever will ask, and gives what differs from the usual:
`things` for the path, `fields` for the body (or the query of a GET; None leaves one out), and
`asker`, when somebody else must ask.
"""
import base64, hashlib, hmac, json, re, struct, time

from asking import Asker, guard
from bodies import FIELDS
from organisation import PASSWORD
from passkey import Device
from state import organisation_named, rows

RECIPES, AFTER = {}, {}


def recipe(*operations):
    def keep(make):
        for operation in operations: RECIPES[operation] = make
        return make
    return keep


def made(things=None, fields=None, asker=None):
    return things or {}, fields or {}, asker


def fresh(thing, make, *operations, **fields):
    for operation in operations:
        RECIPES[operation] = lambda o, a: made({thing: make(o)}, fields)


# Ideas, as customers see them

recipe("GET /ideas/{id}/edit", "POST /ideas/{id}/edit", "POST /ideas/{id}/withdrawal")(
    lambda o, a: made({"idea": o.own_idea(a) if a.cookies.get("deedwell-me") else o.things["own_idea"]}))
fresh("idea", lambda o: o.idea(), "POST /ideas/{id}/votes", "POST /ideas/{id}/followers")


@recipe("POST /ideas/{id}/votes/withdrawal", "POST /ideas/{id}/followers/withdrawal")
def voted(o, a):
    idea = o.idea()
    a.ask("post", f"/ideas/{idea}/votes", {})
    a.ask("post", f"/ideas/{idea}/followers", {})
    return made({"idea": idea})


@recipe("POST /ideas/{id}/comments/{comment}/withdrawal")
def own_comment(o, a):
    mine = a.cookies.get("deedwell-me")
    return made({"comment": o.own_comment(a, o.things["idea"]) if mine else o.things["own_comment"]})


fresh("comment", lambda o: o.comment(o.things["idea"]), "POST /ideas/{id}/comments/{comment}/thanks",
      "POST /console/ideas/{id}/comments/{comment}/hiding", "POST /api/ideas/{id}/comments/{comment}/thanks",
      "POST /api/ideas/{id}/comments/{comment}/hiding")


@recipe("POST /api/ideas/{id}/edit", "POST /api/ideas/{id}/withdrawal")
def idea_of_program(o, a):
    by = o.by()
    return made({"idea": o.idea(by=by)}, {"by": by})


@recipe("POST /api/ideas/{id}/comments/{comment}/withdrawal")
def comment_of_program(o, a):
    by = o.by()
    return made({"comment": o.comment(o.things["idea"], {"by": by})}, {"by": by})

# … and as staff and programs do

fresh("idea", lambda o: o.idea(), "POST /console/ideas/{id}/holding", "POST /console/ideas/{id}/spam",
      "POST /console/ideas/{id}/merge", "POST /api/ideas/{id}/merge", "POST /api/ideas/{id}/votes",
      "POST /api/ideas/{id}/holding", "POST /api/ideas/{id}/spam", "POST /api/ideas/{id}/votes/heard")
fresh("idea", lambda o: o.merged(), "POST /console/ideas/{id}/unmerging", "POST /api/ideas/{id}/unmerging")
fresh("idea", lambda o: o.idea(), "POST /console/ideas/{id}/answer", "POST /api/ideas/{id}/answer",
      reason=None, revisit_on=None, evidence=None)
recipe("POST /api/ideas/{id}/comments")(lambda o, a: made(fields={"staff": None}))
fresh("answer", lambda o: o.things["answer"], "POST /console/ideas/{id}/answers/{answer}/correction")
fresh("idea", lambda o: o.things["shipped"], "POST /console/ideas/{id}/money", "POST /console/ideas/{id}/credit",
      "POST /api/ideas/{id}/money", "POST /api/ideas/{id}/credit")
recipe("POST /console/ideas/{id}/money/{entry}/taking-back", "POST /api/ideas/{id}/money/{entry}/taking-back")(
    lambda o, a: made({"idea": o.things["shipped"], "entry": o.entry(o.things["shipped"])}))


@recipe("POST /console/ideas/{id}/clearing", "POST /api/ideas/{id}/clearing")
def held(o, a):
    idea = o.idea()
    o.owner.post(f"/console/ideas/{idea}/holding", removal_reason=o.new("reason"))
    return made({"idea": idea})


@recipe("POST /console/ideas/{id}/comments/{comment}/restoring", "POST /api/ideas/{id}/comments/{comment}/restoring")
def hidden(o, a):
    comment = o.comment(o.things["idea"])
    o.owner.post(f"/console/ideas/{o.things['idea']}/comments/{comment}/hiding", reason=o.new("reason"))
    return made({"comment": comment})


@recipe("POST /api/ideas/{id}/votes/removal")
def vote_of_program(o, a):
    idea, by = o.idea(), o.by()
    o.keys["write"].call(f"/api/ideas/{idea}/votes", {"by": by})
    return made({"idea": idea}, {"by": by})


@recipe("POST /console/ideas/{id}/votes/revocation", "POST /api/ideas/{id}/votes/revocation")
def vote_of_staff(o, a):
    idea = o.idea()
    o.owner.post(f"/console/ideas/{idea}/votes", person=o.things["person"], channel="phone", note=o.new("call"))
    return made({"idea": idea})


@recipe("POST /console/ideas/{id}/votes")
def vote_on_behalf(o, a):
    return made({"idea": o.idea()}, {"email": None, "name": None})


recipe("POST /console/ideas/{id}/board")(lambda o, a: made(fields={
    "board": o.things["board"], "name": None, "key": None, "intro": None, "unit": None, "place": None}))
recipe("POST /console/ideas/boards/{id}", "POST /api/ideas/boards/{id}")(lambda o, a: made(fields={"key": o.board_key}))
fresh("board", lambda o: o.board(), "POST /console/ideas/boards/{id}/closing", "POST /api/ideas/boards/{id}/closing")
fresh("release", lambda o: o.release(), "POST /console/ideas/releases/{id}/publication", "POST /api/ideas/releases/{id}/publication")
fresh("board", lambda o: o.board(), "POST /console/ideas/boards/{id}/reopening", "POST /api/ideas/boards/{id}/reopening")
recipe("POST /console/ideas/stages")(lambda o, a: made(fields={
    "label.<stage>": None, "used.<stage>": None, "label.planned": o.new("stage")[:30]}))


@recipe("POST /console/ideas/moves")
def all_moves(o, a):
    page = o.owner.get("/console/ideas/settings").text
    return made(fields={"move": re.findall(r'name="move"[^>]*value="([\w.]+)"', page) or re.findall(r'value="(\w+\.\w+)"', page)})


# People, units, keys, staff

@recipe("POST /console/people/tags/undo")
def tagged(o, a):
    tag = f"undo {o.new('tag')}"[:30]
    where = o.owner.post("/console/people/tags", tag=tag, person=o.things["person"], question="").where
    at = re.search(r"done=(\d+)", where)[1]
    return made(fields={"done": f"{at}.{tag}", "question": ""})


@recipe("POST /console/people/views/{id}/removal")
def own_view(o, a):
    return made({"view": o.view(a) if a in o.staff.values() and a is not o.staff["viewer"] else o.things["view"]})


# Who is one person, and what is said of them

recipe("POST /console/people/{id}/merge", "POST /console/people/{id}/apart")(
    lambda o, a: made({"person": o.known()}, {"other": o.known()}))
fresh("merge", lambda o: o.made_one(), "POST /console/people/merges/{id}/undo")
recipe("GET /console/people/{id}/merge")(lambda o, a: made(fields={"with": o.things["stranger"]}))


# Whoever is marked as a test earns nothing, and others need the person of the profile.
recipe("POST /console/people/{id}/test")(lambda o, a: made({"person": o.known()}))
recipe("POST /console/people/{id}/forget", "POST /api/people/{id}/erasure")(lambda o, a: made({"person": o.known()}))
# What is done in the background is waited for, or it would pass for a change by what is asked next.
AFTER["POST /console/people/{id}/forget"] = AFTER["POST /api/people/{id}/erasure"] = lambda o, a: o.all_forgotten()


@recipe("POST /console/people/{id}/links/removal")
def linked(o, a):
    person, link = o.known_twice()
    return made({"person": person}, {"link": link})


@recipe("POST /console/people/{id}/links")
def unlinked(o, a):
    person, link = o.known_twice()
    o.owner.post(f"/console/people/{person}/links/removal", link=link, reason=o.new("reason"))
    return made({"person": person}, {"link": link})


@recipe("POST /console/people/rules/blocked/removal")
def blocked(o, a):
    value = o.email(f"blocked{next(o.numbers)}")
    o.owner.post("/console/people/rules/blocked", kind="email", value=value)
    return made(fields={"value": value})


recipe("POST /console/people/{id}/profile")(lambda o, a: made(fields={"t.<key>": None, f"t.{o.things['field']}": o.new("value")}))


@recipe("POST /console/people/{id}/traits/removal")
def said(o, a):
    key = f"{o.word}_said_{next(o.numbers)}"
    o.keys["write"].call(f"/api/people/{o.things['person']}", {"traits": {key: o.new("trait")}})
    return made(fields={"key": key})


recipe("POST /console/people/{id}/holdings/removal")(lambda o, a: made(fields={"holding": o.holding(o.things["person"])}))
recipe("POST /console/profiles/fields/removal")(lambda o, a: made(fields={"key": o.field()}))
recipe("POST /console/profiles/purposes/closing")(lambda o, a: made(fields={"key": o.purpose()}))
recipe("GET /api/people")(lambda o, a: made(fields={"kind": "email", "value": o.email("owner")}))


@recipe("POST /console/accounts/{id}/closing", "POST /api/accounts/{id}/closing")
def open_account(o, a):
    return made({"account": o.account()})


@recipe("POST /console/accounts/{id}/reopening", "POST /api/accounts/{id}/reopening")
def closed_account(o, a):
    account = o.account()
    o.owner.post(f"/console/accounts/{account}/closing")
    return made({"account": account})


@recipe("POST /console/accounts/{id}/members")
def stranger(o, a):
    return made({"account": o.account()}, {"person": o.known()})


@recipe("POST /console/accounts/{id}/members/removal")
def belonging(o, a):
    account, person = o.account(), o.known()
    o.owner.post(f"/console/accounts/{account}/members", person=person, role="owner")
    return made({"account": account}, {"person": person})


@recipe("POST /api/accounts/{id}/members/removal")
def belonged(o, a):
    account = o.account()
    o.belongs(account)
    return made({"account": account})


recipe("POST /console/accounts/{id}/change")(lambda o, a: made({"account": o.account()}, {"version": None}))
recipe("GET /api/accounts")(lambda o, a: made(fields={"kind": "company", "scope": None, "cursor": None, "closed": "true"}))
recipe("GET /console/accounts", "GET /console/accounts/export")(lambda o, a: made(fields={"kind": "company", "sort": "name"}))

# What names mean, and what came in against it

NO_FACTS = {"fact_<n>_name": None, "fact_<n>_type": None, "fact_<n>_required": None}
recipe("GET /console/plan/name")(lambda o, a: made(fields={"name": o.things["plan_name"]}))
recipe("POST /console/plan/names")(lambda o, a: made(fields={
    **NO_FACTS, "fact_1_name": o.new("fact"), "fact_1_type": "money", "fact_1_required": "true"}))
recipe("POST /console/plan/removal", "POST /api/plan/names/removal")(lambda o, a: made(fields={"name": o.planned()}))


@recipe("POST /console/sources/wrong/mended")
def wrong(o, a):
    o.sends(o.sender_key, type="track")
    return made()


@recipe("POST /console/sources/{id}/held")
def held_back(o, a):
    o.owner.post(f"/console/sources/{o.things['sender']}/strictness", strictness="hold")
    event = o.new("unheard")
    o.sends(o.sender_key, type="track", event=event)
    o.owner.post("/console/plan/names", name=event, kind="lamps.lit", note="")
    return made({"source": o.things["sender"]})


fresh("unit", lambda o: o.unit(), "POST /console/settings/units/{id}/closing", "POST /console/settings/units/{id}/reopening")
fresh("key", lambda o: o.key(), "POST /console/keys/{id}/revocation", "POST /console/keys/{id}/rotation")
fresh("source", lambda o: o.source(), "POST /console/sources/{id}/keys", "POST /console/sources/{id}/about")
fresh("staff", lambda o: o.invited(), "POST /console/staff/{id}", "POST /console/staff/{id}/closing",
      "POST /console/staff/{id}/reopening", "POST /console/staff/{id}/invitation")


def spare(o):
    """A member who has come in, for what others do to them."""
    if "spare" not in o.things:
        o.member("agent", "spare")
        page = o.owner.get("/console/staff").text
        o.things["spare"] = re.search(r"/console/staff/([0-9a-f-]{36})[^<]*>\s*" + f"{o.word} spare", page)[1]
    return o.things["spare"]


fresh("staff", spare, "POST /console/staff/{id}/reset")


@recipe("POST /console/staff/{id}/factor/removal")
def spare_with_factor(o, a):
    them, browser = spare(o), o.sign_in("spare")
    browser.post("/console/me/factor", code=code_of(drafted(browser)), old=PASSWORD)
    return made({"staff": them})


recipe("POST /console/settings")(lambda o, a: made(fields={"organisation": f"Shop {o.word}"}))

fresh("webhook", lambda o: o.webhook(), "POST /console/webhooks/{id}/removal", "POST /api/webhooks/{id}/removal")
recipe("POST /console/webhooks", "POST /console/webhooks/{id}")(lambda o, a: made(fields={"kind": "ideas.voted", "doubtful": None}))
recipe("POST /api/webhooks/{id}/replay")(lambda o, a: made(fields={"since": "2026-01-01T00:00:00Z"}))


@recipe("POST /console/webhooks/{id}/closing", "POST /api/webhooks/{id}/closing")
def switched_on(o, a):
    o.owner.post(f"/console/webhooks/{o.things['webhook']}/reopening")
    return made()


@recipe("POST /console/webhooks/{id}/reopening", "POST /api/webhooks/{id}/reopening")
def switched_off(o, a):
    o.owner.post(f"/console/webhooks/{o.things['webhook']}/closing")
    return made()


@recipe("POST /console/webhooks/{id}/test", "POST /api/webhooks/{id}/test", "POST /console/webhooks/{id}/deliveries/{delivery}/replay",
        "POST /api/webhooks/{id}/deliveries/{delivery}/replay", "POST /console/webhooks/{id}/replay")
def open_webhook(o, a):
    o.owner.post(f"/console/webhooks/{o.things['webhook']}/reopening")
    return made()


def before(o): return f"1767225600000000.{o.things['delivery']}"


recipe("GET /console/webhooks/{id}/deliveries")(lambda o, a: made(fields={"before": before(o)}))
recipe("GET /api/webhooks/{id}/deliveries")(lambda o, a: made(fields={"cursor": before(o)}))


# One's own account

CHANGED = "a second walk along the wall"
recipe("POST /console/me/password")(lambda o, a: made(fields={"password": CHANGED, "again": CHANGED}))
AFTER["POST /console/me/password"] = lambda o, a: a.post("/console/me/password", old=CHANGED, password=PASSWORD, again=PASSWORD)


def code_of(secret):
    count = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7fffffff) % 1_000_000:06}"


def drafted(a):
    a.ask("post", "/console/me/factor/removal", {"old": PASSWORD})
    a.post("/console/me/factor/draft")
    return re.search(r"secret=([A-Z2-7]{32})", a.get("/console/me/factor").text)[1]


@recipe("POST /console/me/factor")
def code(o, a):
    return made(fields={"code": code_of(drafted(a)) if a in o.staff.values() else "000000"})


@recipe("POST /console/me/factor/draft")
def no_factor(o, a):
    if a in o.staff.values(): a.ask("post", "/console/me/factor/removal", {"old": PASSWORD})
    return made()


@recipe("POST /console/me/factor/codes", "POST /console/me/factor/removal")
def factor(o, a):
    if a in o.staff.values(): a.post("/console/me/factor", code=code_of(drafted(a)), old=PASSWORD)
    return made()


# Doors

def token_in(text):
    return re.search(r"token=([\w-]+)", text)[1]


@recipe("GET /console/invitation", "POST /console/invitation")
def invitation(o, a):
    n = next(o.numbers)
    return made(fields={"token": token_in(o.server.cli(
        "staff", "add", "-o", o.slug, "--name", f"{o.word} {n}", "--email", o.email(f"came{n}"), "--role", "viewer"))})


@recipe("GET /console/reset", "POST /console/reset")
def reset(o, a):
    spare(o)
    return made(fields={"token": token_in(o.server.cli("staff", "reset", "-o", o.slug, "--email", o.email("spare")))})


def guarded(path):
    """What the page gave: it says that the form is ours, once."""
    return lambda o: guard(Asker(o.server, o.slug).get(path).text, path)


recipe("POST /sign-in")(lambda o, a: made(fields={"password": None, "keep": None, "form": guarded("/sign-in")(o)}))
recipe("POST /topics")(lambda o, a: made(fields={"form": guarded("/topics")(o)}))
recipe("POST /console/sign-in")(lambda o, a: made(fields={"email": o.email("viewer"), "to": None}, asker=Asker(o.server, o.slug)))
recipe("GET /sign-in/token", "POST /sign-in/token")(
    lambda o, a: made(fields={"token": o.token("passer-by")}, asker=Asker(o.server, o.slug)))
recipe("POST /console/sign-out")(lambda o, a: made(asker=o.sign_in("viewer")))
recipe("POST /sign-out")(lambda o, a: made(asker=o.signed_in("passer-by")))


@recipe("POST /console/sign-in/code")
def second_lock(o, a):
    if not hasattr(o, "paper"):
        careful = o.member("viewer", "careful")
        codes = careful.post("/console/me/factor", code=code_of(drafted(careful)), old=PASSWORD).text
        o.paper = re.findall(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b", codes)
        assert o.paper, codes[-2000:]
    browser = Asker(o.server, o.slug)
    browser.post("/console/sign-in", email=o.email("careful"), password=PASSWORD)
    return made(fields={"code": o.paper.pop(), "to": None}, asker=browser)


@recipe("GET /console/sign-in/code")
def second_lock_shown(o, a):
    return made(asker=second_lock(o, a)[2])


@recipe("POST /sign-in/code")
def sent(o, a):
    email, browser = o.email(f"coder{next(o.numbers)}"), Asker(o.server, o.slug)
    browser.post("/sign-in", email=email)
    return made(fields={"email": email, "code": written(o, email, "code"), "to": None}, asker=browser)
recipe("GET /api/ideas/similar")(lambda o, a: made(fields={"title": "A bench"}))


# Orders

fresh("order", lambda o: o.order(), "POST /console/orders/{id}/refunds", "POST /api/orders/{id}/refunds", "POST /console/orders/{id}/cancellation",
      "POST /api/orders/{id}/cancellation")
fresh("shop", lambda o: o.shop(), "POST /console/orders/shops/{id}/closing", "POST /console/orders/shops/{id}/secret", "POST /console/orders/shops")


@recipe("GET /my-orders/{id}")
def own_order(o, a):
    """The customer's own: told with the address by which they signed in."""
    one = o.keys["write"].call("/api/orders", {"reference": o.new("number"), "currency": "USD", "lines": o.order_lines(), "customer": [{"kind": "email", "value": o.email("customer")}]})
    return made({"order": one["id"]})


# Letters

fresh("letter", lambda o: o.letter(), "POST /console/letters/all/{id}/cancel", "POST /api/letters/{id}/cancel")
fresh("topic", lambda o: o.topic(), "POST /console/letters/topics/{topic}/closing")
fresh("cap", lambda o: o.cap(), "POST /console/letters/limits/{id}/removal")
fresh("run", lambda o: o.run(), "POST /console/letters/runs/{id}/start", "POST /console/letters/runs/{id}/cancel")
fresh("run", lambda o: o.run("start"), "POST /console/letters/runs/{id}/pause")
fresh("run", lambda o: o.run("start", "pause"), "POST /console/letters/runs/{id}/resume")


@recipe("POST /console/letters/addresses/removal")
def released(o, a):
    return made(fields={"hash": o.suppressed()[1]})


@recipe("POST /api/suppressions/removal")
def released_by_program(o, a):
    return made(fields={"address": o.suppressed()[0]})


recipe("GET /console/letters/all")(lambda o, a: made(fields={"state": "reserved", "topic": "", "run": "", "before": o.things["letter"]}))
recipe("GET /api/letters")(lambda o, a: made(fields={"state": "reserved", "cursor": o.things["letter"]}))

# How letters are sent, and what came back
fresh("template", lambda o: o.template(), "POST /console/email/templates/{template}/closing", "POST /console/email/templates/{template}/test")
fresh("return", lambda o: o.returned(), "POST /console/email/returns/{id}/seen")


@recipe("POST /console/email/templates/{template}/reopening")
def put_away(o, a):
    template = o.template()
    o.owner.post(f"/console/email/templates/{template}/closing")
    return made({"template": template})


recipe("GET /console/email/templates/{template}/preview")(lambda o, a: made(fields={"language": "en"}))

# Points

recipe("POST /api/points/confirmations")(lambda o, a: made(fields={"of": o.earned(7)}))
recipe("POST /api/points/reversals")(lambda o, a: made(fields={"of": o.earned(0)}))
fresh("held", lambda o: o.held_points(), "POST /console/points/approvals/{id}/approval", "POST /console/points/approvals/{id}/refusal")
fresh("redemption", lambda o: o.redemption(), "POST /console/points/redemptions/{id}/honouring", "POST /console/points/redemptions/{id}/undoing",
      "POST /points/redemptions/{id}/undoing")
fresh("scheme", lambda o: o.scheme(), "POST /console/points/schemes/{id}/closing", "POST /console/points/schemes/{id}")
fresh("reward", lambda o: o.coded_reward(), "POST /console/points/rewards/{id}/codes")


@recipe("POST /console/points/schemes/{id}/reopening")
def closed_scheme(o, a):
    scheme = o.scheme()
    o.owner.post(f"/console/points/schemes/{scheme}/closing")
    return made({"scheme": scheme})


# My part: whoever ends something ends their own, so each time it is somebody new who does

def somebody_new(o, a):
    """Nobody else may; their refusal is looked at with what they are."""
    who = f"guest{next(o.numbers)}"
    return who, o.signed_in(who) if a.cookies.get("deedwell-me") else None


def written(o, email, what):
    """Of the last letter to an address, which waits for a mail server: its code, or its link."""
    kept = rows(o.server, organisation_named(o.server, o.slug))
    letter = max((row for table, row in kept if table == "letter" and row["address"] == email), key=lambda row: row["id"])
    text = next(row["text"] for table, row in kept if table == "letter_content" and row["id"] == letter["content"])
    return re.search(r"\b(\d{6})\b" if what == "code" else r"token=([^\s&\"]+)", text)[1]


@recipe("POST /my-part/sessions/ending")
def elsewhere(o, a):
    who, browser = somebody_new(o, a)
    if not browser: return made()
    o.signed_in(who)
    return made(fields={"session": re.findall(r'name="session" value="([^"]+)"', browser.get("/my-part/sessions").text)[0]}, asker=browser)


recipe("POST /my-part/sessions/others/ending", "POST /my-part/leaving")(lambda o, a: made(asker=somebody_new(o, a)[1]))


@recipe("POST /my-part/forgetting/code")
def about_to_go(o, a):
    who, browser = somebody_new(o, a)
    return made(fields={"email": o.email(who)}, asker=browser)


@recipe("POST /my-part/forgetting")
def going(o, a):
    who, browser = somebody_new(o, a)
    if not browser: return made(fields={"email": o.email(who)})
    browser.post("/my-part/forgetting/code", email=o.email(who))
    return made(fields={"email": o.email(who), "code": written(o, o.email(who), "code")}, asker=browser)


# How customers sign in: with a proof of this very session, which none of the world's customers has.

def proven(o, a):
    who, browser = somebody_new(o, a)
    if not browser: return who, None
    browser.post("/my-part/ways-in/code", email=o.email(who))
    browser.post("/my-part/ways-in/proof", email=o.email(who), code=written(o, o.email(who), "code"))
    return who, browser


@recipe("POST /my-part/ways-in/code")
def to_prove(o, a):
    who, browser = somebody_new(o, a)
    return made(fields={"email": o.email(who)}, asker=browser)


@recipe("POST /my-part/ways-in/proof")
def proving(o, a):
    who, browser = somebody_new(o, a)
    if not browser: return made(fields={"email": o.email(who)})
    browser.post("/my-part/ways-in/code", email=o.email(who))
    return made(fields={"email": o.email(who), "code": written(o, o.email(who), "code")}, asker=browser)


@recipe("POST /my-part/ways-in/password", "POST /my-part/ways-in/password/removing", "POST /my-part/ways-in/passkeys/asking")
def with_a_proof(o, a):
    who, browser = proven(o, a)
    return made(fields={"email": o.email(who)}, asker=browser)


@recipe("POST /sign-in/password")
def by_password(o, a):
    who = f"typist{next(o.numbers)}"
    browser = o.signed_in(who)
    browser.post("/my-part/ways-in/code", email=o.email(who))
    browser.post("/my-part/ways-in/proof", email=o.email(who), code=written(o, o.email(who), "code"))
    browser.post("/my-part/ways-in/password", email=o.email(who), password=PASSWORD, again=PASSWORD)
    return made(fields={"email": o.email(who), "password": PASSWORD, "to": None}, asker=Asker(o.server, o.slug))


def origin(o):
    return f"http://{o.slug}.test.localhost:{o.server.port}"


def with_a_passkey(o, a):
    """Somebody new, their device, and by what the page knows the passkey."""
    who, browser = proven(o, a)
    if not browser: return None, None, ""
    device = Device()
    fields = device.adds(json.loads(browser.post("/my-part/ways-in/passkeys/asking").text), origin(o))
    browser.post("/my-part/ways-in/passkeys", **fields)
    return browser, device, re.search(r'name="passkey" value="([^"]+)"', browser.get("/my-part/ways-in").text)[1]


@recipe("POST /my-part/ways-in/passkeys")
def adding(o, a):
    who, browser = proven(o, a)
    if not browser: return made()
    asked = json.loads(browser.post("/my-part/ways-in/passkeys/asking").text)
    return made(fields=Device().adds(asked, origin(o)), asker=browser)


@recipe("POST /my-part/ways-in/passkeys/name", "POST /my-part/ways-in/passkeys/removing")
def added(o, a):
    browser, _, passkey = with_a_passkey(o, a)
    return made(fields={"passkey": passkey}, asker=browser)


@recipe("POST /sign-in/passkey")
def by_passkey(o, a):
    who = f"holder{next(o.numbers)}"
    browser = o.signed_in(who)
    browser.post("/my-part/ways-in/code", email=o.email(who))
    browser.post("/my-part/ways-in/proof", email=o.email(who), code=written(o, o.email(who), "code"))
    device = Device()
    browser.post("/my-part/ways-in/passkeys", **device.adds(json.loads(browser.post("/my-part/ways-in/passkeys/asking").text), origin(o)))
    anybody = Asker(o.server, o.slug)
    return made(fields={**device.signs(json.loads(anybody.post("/sign-in/passkey/asking").text), origin(o)), "to": None}, asker=anybody)


AFTER["POST /my-part/forgetting"] = lambda o, a: o.all_forgotten()


@recipe("GET /forgotten/{id}")
def gone(o, a):
    if not hasattr(o, "own_receipt"):
        _, fields, browser = going(o, o.customer)
        o.own_receipt = browser.post("/my-part/forgetting", sure="yes", **fields).where.rsplit("/", 1)[-1]
        o.all_forgotten()
    return made({"erasure": o.own_receipt})


@recipe("GET /sign-in/link", "POST /sign-in/link")
def letter_opened(o, a):
    email, browser = o.email(f"linked{next(o.numbers)}"), Asker(o.server, o.slug)
    browser.post("/sign-in", email=email)
    return made(fields={"token": written(o, email, "link"), "to": None}, asker=browser)


# Complaints: each verb on one that stands where it may be done

GIVEN = ("messages", "assessment")


def complained(*steps, **fields):
    """Another complaint of somebody, so far."""
    return lambda o, a: made({"complaint": o.complaint(*steps)}, fields)


def mine(*steps):
    """Of somebody new who is signed in: nobody complains more than five times a day."""
    def make(o, a):
        if not a.cookies.get("deedwell-me"): return made()
        who, browser = somebody_new(o, a)
        return made({"complaint": o.complaint(*steps, by=address(o, who))}, asker=browser)
    return make


def address(o, who):
    return {"kind": "email", "value": o.email(who)}


CONSOLE, API = "POST /console/complaints/{id}", "POST /api/complaints/{id}"
recipe(f"{CONSOLE}/messages", f"{CONSOLE}/notes", f"{CONSOLE}/assignment", f"{CONSOLE}/cause", f"{CONSOLE}/spam")(complained())
recipe(f"{CONSOLE}/assessment", f"{API}/assessment")(complained("messages"))
# Of one that there is; a new one is opened in `problem_of_many`.
recipe(f"{CONSOLE}/problem")(lambda o, a: made({"complaint": o.complaint("messages")}, {"problem": o.things["problem"], "title": None, "text": None}))
recipe(f"{CONSOLE}/investigation", f"{CONSOLE}/offers", f"{API}/offers")(complained(*GIVEN))
recipe(f"{CONSOLE}/escalation")(complained(*GIVEN, "investigation"))
recipe(f"{CONSOLE}/closing", f"{CONSOLE}/offers/undo", f"{API}/closing")(complained(*GIVEN, "offers"))
recipe(f"{CONSOLE}/reopening")(complained(*GIVEN, "offers", "closing"))
recipe(f"{CONSOLE}/clearing")(complained("spam"))
recipe("POST /complaints/{id}/messages", "POST /complaints/{id}/withdrawal")(mine())
recipe("POST /complaints/{id}/reopening", "POST /complaints/{id}/rating")(mine(*GIVEN, "offers", "closing"))
recipe("POST /complaints/{id}/escalation")(mine(*GIVEN, "offers", "refuse"))


@recipe(f"{CONSOLE}/offers/approval")
def above_the_limit(o, a):
    """An agent offers more than agents may; somebody else agrees."""
    complaint = o.complaint(*GIVEN)
    o.staff["agent"].post(f"/console/complaints/{complaint}/offers", upheld="yes", redress="credit", amount="20.00", points="", order="", text=o.new("offer"))
    return made({"complaint": complaint}, asker=o.owner if a in o.staff.values() else None)


@recipe(f"{CONSOLE}/put-right", f"{API}/put-right")
def accepted(o, a):
    return made({"complaint": o.offered("accept", by=o.by())})


@recipe("POST /complaints/{id}/offers/{offer}/answer")
def own_offer(o, a):
    if not a.cookies.get("deedwell-me"): return made()
    who, browser = somebody_new(o, a)
    complaint = o.complaint(*GIVEN, "offers", by=address(o, who))
    return made({"complaint": complaint, "offer": o.offer_of(complaint)}, asker=browser)


@recipe(f"{API}/offers/{{offer}}/answer")
def offer_of_program(o, a):
    by = o.by()
    complaint = o.offered(by=by)
    return made({"complaint": complaint, "offer": o.offer_of(complaint)}, {"by": by})


@recipe(f"{API}/messages")
def more_of_program(o, a):
    by = o.by()
    return made({"complaint": o.complaint(by=by)}, {"by": by})


fresh("problem", lambda o: o.problem_of_many(), "POST /complaints/problems/{id}/voices", "POST /console/complaints/problems/{id}", "POST /console/complaints/problems/{id}/outcome")
fresh("cause", lambda o: o.cause(), "POST /console/complaints/causes/{id}", "POST /console/complaints/causes/{id}/fix")
fresh("words", lambda o: o.letter_words(), "POST /console/complaints/templates/{id}/removal", "POST /console/complaints/templates/{id}")


@recipe("POST /complaints/problems/{id}/voices/withdrawal")
def joined(o, a):
    problem = o.problem_of_many()
    a.ask("post", f"/complaints/problems/{problem}/voices", {})
    return made({"problem": problem})


def fixed(o):
    cause = o.cause()
    o.owner.post(f"/console/complaints/causes/{cause}/fix", evidence=o.new("evidence"))
    return cause


fresh("cause", fixed, "POST /console/complaints/causes/{id}/fix/undo")


@recipe("POST /console/complaints/causes/{id}/check")
def fixed_by_another(o, a):
    return made({"cause": fixed(o)}, asker=o.staff["manager"] if a is o.staff["owner"] else None)


@recipe("POST /console/calendar/days/removal")
def special_day(o, a):
    day = f"2028-{next(o.numbers) % 12 + 1:02}-{next(o.numbers) % 28 + 1:02}"
    o.owner.post("/console/calendar/days", day=day, name=o.new("holiday"), day_hours="")
    return made(fields={"day": day})


@recipe("POST /console/calendar/feeds/removal")
def feed(o, a):
    name = o.new("feed")
    o.owner.post("/console/calendar/feeds", feed_name=name, feed=FIELDS["feed"](o))
    return made(fields={"feed_name": name})


recipe("GET /api/calendar/due")(lambda o, a: made(fields={"count": "2", "unit": "business_days"}))


# Trust: each decision on somebody of whom nobody decided yet

fresh("quarantine", lambda o: o.quarantine(), "POST /console/trust/apart/{id}/decision", "POST /api/trust/apart/{id}/decision")
recipe("POST /console/trust/people/{person}/apart")(lambda o, a: made({"person": o.somebody()}))


@recipe("POST /my-part/trust/{id}/appeal")
def counted_apart(o, a):
    if not a.cookies.get("deedwell-me"): return made()
    who, browser = somebody_new(o, a)
    person = o.keys["write"].call("/api/people", {"identities": [address(o, who)]})["id"]
    return made({"quarantine": o.quarantine(person)}, asker=browser)


# Friends who are brought: each verb on one that stands where it may be done

fresh("referral", lambda o: o.waiting_friend(), "POST /console/referrals/{id}/approval", "POST /console/referrals/{id}/refusal", "POST /api/referrals/{id}/decision")
fresh("referral", lambda o: o.rewarded_friend(), "POST /console/referrals/{id}/claw-back", "POST /api/referrals/{id}/claw-back")
fresh("referral", lambda o: o.refused_friend(), "POST /my-friends/{id}/appeal", "POST /api/referrals/{id}/appeal")
# Whoever refused does not answer; a program answers in the owner's name.
recipe("POST /console/referrals/{id}/answer")(lambda o, a: made({"referral": o.appealed_friend("agent" if a is o.owner else "owner")}))
fresh("referral", lambda o: o.appealed_friend("agent"), "POST /api/referrals/{id}/answer")
fresh("friend_link", lambda o: o.closed_link(), "POST /console/referrals/links/{id}/closing")
recipe("GET /api/referrals")(lambda o, a: made(fields={"cursor": o.things["referral"]}))
for path in ("links", "tree"):
    recipe(f"GET /api/referrals/{path}")(lambda o, a: made(fields={"person": o.things["person"]}))


@recipe("POST /my-friends/code")
def told_by_a_friend(o, a):
    return made(asker=somebody_new(o, a)[1])
