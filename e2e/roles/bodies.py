"""Fills what an operation takes, from its schema in the OpenAPI file, with words that it can use."""
import base64, datetime, json, uuid

from asking import FORM, JSON
from organisation import PASSWORD

# What stands in a place of a path or in a field when it is the id of a thing. A field that bears
# the name of a thing takes ids; a foreign one is put there by `foreign`.
THINGS = {"idea": "shipped", "into": "into", "person": "person", "shown": "person", "unit": "unit", "reply_to": "comment",
          "comment": "comment", "answer": "answer", "entry": "entry", "ideas": "shipped", "reward": "reward"}
BEFORE = {"ideas": "idea", "people": "person", "staff": "staff", "units": "unit", "keys": "key", "boards": "board", "sources": "source", "webhooks": "webhook",
          "comments": "comment", "releases": "release", "views": "view", "merges": "merge", "accounts": "account", "erasures": "erasure", "orders": "order", "shops": "shop", "products": "good", "my-orders": "order", "forgotten": "erasure",
          "all": "letter", "letters": "letter", "runs": "run", "letter-runs": "run", "limits": "cap", "returns": "return",
          "schemes": "scheme", "rules": "rule", "rewards": "reward", "approvals": "held", "redemptions": "redemption",
          "referrals": "referral", "my-friends": "referral", "links": "friend_link", "complaints": "complaint", "causes": "cause", "problems": "problem", "templates": "words", "apart": "quarantine", "trust": "quarantine"}
NO_IDS = {"{programme}": "ideas", "{token}": "none", "{call}": "track", "{key}": "none", "{stage}": "planned", "{letter}": "a", "{name}": "deedwell.css"}

FEED = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:DAY\r\nSUMMARY:May Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
# What other fields take: what is said of the organisation `o`, or a constant.
FIELDS = {
    "again": PASSWORD, "password": PASSWORD, "old": PASSWORD, "username": "",
    "by": lambda o: o.by(), "staff": lambda o: o.email("owner"), "email": lambda o: o.email(f"new{next(o.numbers)}"),
    "title": lambda o: o.new("title"), "body": lambda o: o.new("body"), "name": lambda o: o.new("name"),
    "text": lambda o: o.new("text"), "note": lambda o: o.new("note"), "grade_note": lambda o: o.new("grade"),
    "intro": lambda o: o.new("intro"), "key_name": lambda o: o.new("key"), "source_name": lambda o: o.new("source"), "sends_from": "server", "origins": "", "no_addresses": "true", "unit_name": lambda o: o.new("unit"),
    "organisation": lambda o: f"Shop {o.word}", "reason": lambda o: o.new("reason"), "removal_reason": lambda o: o.new("reason"),
    "evidence": lambda o: o.new("evidence"), "label.<stage>": "", "used.<stage>": "", "move": "",
    "board": lambda o: o.board_key, "slug": lambda o: o.slug, "host": "", "key": lambda o: f"{o.word}-{next(o.numbers)}",
    "unit_key": lambda o: f"v{next(o.numbers)}", "unit_currency": "USD", "currency": "USD", "zone": "Europe/London",
    "tag": lambda o: f"{o.word} tag {next(o.numbers)}", "tags": lambda o: f"{o.word} tag", "language": "en", "theme": "dark", "to": "/ideas", "keep": "1",
    "address": "https://hooks.example.com/told", "description": lambda o: o.new("endpoint"), "kinds": lambda o: ["ideas.voted"], "doubtful": "", "since": "2026-01-01",
    "role": "viewer", "place": "1", "stage": "planned", "revisit_on": lambda o: str(datetime.date.today() + datetime.timedelta(90)),
    "verb": "tag", "is_test": "true", "question": "q=a", "publish": "now", "promise_days": "14", "moderated": "", "grade": "4", "opens": "read",
    "amount": "12.50", "basis": "claimed", "kind": "earned", "share": "100", "channel": "phone", "seen": "1", "anyway": "1",
    "all": None, "q": "a", "done": lambda o: f"untag.{o.things['idea']}.bikes", "token": "none", "code": "000000",
    "comment": lambda o: o.new("comment"), "label": lambda o: o.new("stage")[:30], "used": "1", "moves": lambda o: [],
    "shares": lambda o: [{"person": o.things["person"], "millionths": 1_000_000}],
    "other": lambda o: o.things["stranger"], "link": lambda o: o.things["link"], "holding": lambda o: o.things["holding"],
    "source": lambda o: o.things["sender"], "problem": "event_missing", "library": "", "fact": "", "strictness": "mark", "consent": lambda o: o.new("category"),
    "most": "7", "value": lambda o: o.email(f"shared{next(o.numbers)}"), "choices": "", "about": lambda o: o.new("purpose"),
    "purpose": lambda o: o.things["purpose"], "given": "true", "words": lambda o: o.new("words"), "reference": lambda o: o.new("number"),
    "until": "2026-12-31", "t.<key>": lambda o: [], "t": lambda o: [], "fact_<n>_name": "", "fact_<n>_type": "", "fact_<n>_required": "", "file": lambda o: o.plan_file(),
    "way": "", "credential": "none", "client_data": "none", "authenticator_data": "none", "signature": "none", "handle": "none", "attestation": "none",
    "passkey": "none", "passkey_name": lambda o: o.new("key")[:40],
    "form": "", "second_subject": "", "decision": "lift",
    "why": "asked", "sure": "yes", "left_why": "unsaid", "session": "0" * 24, "how": "day", "seen_until": "1795000000000000", "pseudonym": lambda o: o.new("pen")[:40],
    "number": lambda o: o.new("order"), "placed_at": "2026-03-01T09:00:00Z", "changed_at": "2026-03-01T09:00:00Z", "customer": lambda o: [{"kind": "login", "value": o.new("buyer"), "scope": "x"}],
    "customer_name": lambda o: o.new("buyer"), "lines": lambda o: o.order_lines(), "discount": "0", "shipping": "5.00", "tax": "0", "tax_included": False, "total": "25.00",
    "product": lambda o: o.new("good"), "category": lambda o: o.new("goods"), "variant": "", "variant_name": "", "sku": lambda o: o.new("sku"), "price": "10.00", "cost": "4.00",
    "wire": "shopify", "prefix": "", "secret": "a-secret-of-the-shop",
    "topic": lambda o: o.things["topic"], "fewer": "as_usual", "pause_days": "0", "List-Unsubscribe": "One-Click", "subject": lambda o: o.new("subject"), "html": "", "service": None,
    "template": None, "data": lambda o: {}, "due_at": None, "page": "/checkout", "peer": "192.0.2.7", "agent": lambda o: o.new("browser"), "what": "leave", "rate_per_s": "0.01",
    "quiet_from": "", "quiet_until": "", "span": "day", "hours": "", "table": lambda o: o.email(f"listed{next(o.numbers)}"), "twice": "true", "hash": "none",
    "port": "587", "tls": "required", "login": "", "sender_name": lambda o: o.new("sender"), "sender_address": "", "answers_to": "", "return_address": "", "per_s": "", "domain_per_s": "",
    "logo": "", "colour": "", "footer": lambda o: o.new("footer"), "postal_address": lambda o: o.new("street"), "layout": "", "format": "words", "sample": "{}",
    "message": lambda o: base64.b64encode(f"Subject: back\r\n\r\n{o.new('bounce')}".encode()).decode(),
    "wish": lambda o: o.new("wish"), "order": "", "from": "", "rating": "4", "reply": "accept", "severity": "2", "vulnerable": "", "upheld": "yes", "redress": "apology", "points": "0",
    "cause": lambda o: o.things["cause"], "parent": "", "outcome": lambda o: o.new("outcome"), "ombudsman": lambda o: o.new("ombudsman"), "ombudsman_address": lambda o: o.new("street"),
    "agent_limit": "10", "host_limit": "50", "agent_points": "", "host_points": "", "acknowledgement": "1", "acknowledgement_unit": "business_days", "answer": "5", "answer_unit": "business_days",
    "end": "40", "end_unit": "days", "monday": "09:00-17:00", "tuesday": "09:00-17:00", "wednesday": "09:00-17:00", "thursday": "09:00-17:00", "friday": "09:00-12:30, 13:30-17:00", "saturday": "", "sunday": "",
    "day": lambda o: str(datetime.date(2028, 3, 1) + datetime.timedelta(next(o.numbers) % 250)), "day_hours": "", "feed_name": lambda o: o.new("feed"),
    # A day of each feed’s own: one that two feeds bring is the first one’s.
    "feed": lambda o: FEED.replace("DAY", f"{datetime.date(2027, 1, 1) + datetime.timedelta(next(o.numbers) % 400):%Y%m%d}"),
    "confirmed": True, "identities": lambda o: [o.sign()], "change": lambda o: o.change(), "people": lambda o: [{"identities": [o.sign()], "change": o.change()}],
    "traits": lambda o: o.change()["traits"], "tags_added": lambda o: [f"{o.word} tag"], "tags_removed": lambda o: [f"{o.word} tag"],
    "consents": lambda o: o.change()["consents"], "holdings": lambda o: o.change()["holdings"], "names": lambda o: json.loads(o.plan_file())["names"],
    "friends_code": lambda o: o.things["code"], "recommended": "", "recommended_to": lambda o: o.new("friend"), "known_by": "self_report", "granted": "yes",
    "is_open": "true", "referrer_reward": "2", "friend_reward": "1", "return_days": "0", "visit_days": "90", "month_cap": "0", "day_limit": "1", "strangers": "20",
    "stranger_hours": "24", "anyway_percent": "0", "saved": "0.00", "yearly_percent": "10",
}
# A rule of points as its form has it.
# A kind that nobody does here: what is earned by a rule is earned a moment later, beside what is asked next.
POINTS_RULE = {"scheme": "points", "kind": "reviews.written", "per": "deed", "amount": "1", "step": "", "least": "", "pending_days": "0", "cap_day": "", "cap_month": "", "cap_ever": "",
               "approve_above": "", "undone_by": "", "ends_on": ""}
POINTS_SCHEME = {"key": lambda o: f"s{next(o.numbers)}", "unit": "stars", "currency": "", "worth_amount": "", "worth": "", "expiry": "never", "expiry_days": "", "period_first": "", "period_months": "",
                 "roll_over": "", "shortfall": "negative", "approve_above": "", "most_by_hand": "1000", "credit": "", "pay_out_least": "1", "charity": "", "match_percent": "0"}
# What programs say of points; each key is new.
POINTS_NEW = {"key": lambda o: o.new("key"), "sign": None, "scheme": "points", "amount": "1", "kind": "ideas.voted", "about": "idea/1", "pending_days": 0}
# A field that is something else in the bodies of this name.
ELSEWHERE = {
    "ComplaintDeskToForm": {"to": ""}, "ComplaintDeskProblemForm": {"problem": ""}, "ComplaintDeskOfferForm": {"amount": "", "points": ""},
    "ComplaintHeardForm": {"person": lambda o: o.things["person"], "email": ""}, "ComplaintsComplaintNew": {"from": None, "staff": None, "channel": None},
    "ComplaintsOfferNew": {"amount": None, "currency": None, "order": None}, "ComplaintsMessageNew": {"staff": None},
    "SchemeForm": POINTS_SCHEME, "RuleForm": POINTS_RULE, "BudgetForm": {"programme": "reviews", "a_month": "5"}, "CodesForm": {"codes": lambda o: o.new("code").replace(" ", "-")},
    "RewardForm": {"scheme": "points", "cost": "5", "stock": "", "honoured_by": "staff", "closed": None, "words": ""},
    "AdjustForm": {"scheme": "points", "amount": "1", "key": lambda o: str(uuid.uuid4())}, "PressForm": {"key": lambda o: f"press/{uuid.uuid4()}"},
    "PayOutForm": {"scheme": "points", "amount": "1", "to": "charity", "key": lambda o: f"press/{uuid.uuid4()}"},
    "EarnNew": POINTS_NEW, "SpendNew": POINTS_NEW, "PayOutNew": {**POINTS_NEW, "to": "charity"}, "RedeemNew": POINTS_NEW,
    "ConfirmNew": {"of": lambda o: o.things["pending_key"]}, "ReverseNew": {"of": lambda o: o.things["active_key"], "part": None, "amount": None, "why": ""},
    "PlanNameForm": {"kind": "lamps.lit"}, "PlanNameNew": {"name": lambda o: {"name": o.new("act"), "kind": "lamps.lit", "note": o.new("note")}},
    "PlanNameGone": {"name": lambda o: o.things["plan_name"]}, "PlanRemovalForm": {"name": lambda o: o.things["plan_name"]},
    "Limit": {"kind": "email"}, "Blocked": {"kind": "email"}, "MendedForm": {"name": ""}, "Held": {"kind": lambda o: o.new("kind")},
    "OneTrait": {"key": lambda o: o.things["trait"]}, "FieldForm": {"kind": "text", "key": lambda o: f"{o.word}_{next(o.numbers)}"},
    "OrderNew": {"stage": "placed"}, "RefundNew": {"amount": "1.00", "lines": lambda o: []}, "RefundForm": {"amount": "1.00"},
    "AccountFields": {"kind": "company", "reference": lambda o: o.new("number"), "version": None},
    "AccountNew": {"kind": "company", "reference": lambda o: {"value": o.new("number")}},
    "AccountChanged": {"kind": "company", "reference": lambda o: {"value": o.new("number")}},
    "MemberNew": {"by": lambda o: o.belonger(), "role": "owner"}, "MemberGone": {"by": lambda o: o.belonger()}, "NewMember": {"role": "owner"},
    "TopicForm": {"key": lambda o: f"t_{o.slug}_{next(o.numbers)}", "basis": "opt_out", "channel": lambda o: ["email"], "name": lambda o: o.new("topic")[:50]},
    "RunForm": {"name": lambda o: o.new("run")}, "CapForm": {"channel": ""},
    "AddressAddForm": {"address": lambda o: o.email(f"off{next(o.numbers)}")}, "AddressReleaseForm": {"channel": "email", "reason": "staff"},
    "AddressTaken": {"address": lambda o: o.email(f"off{next(o.numbers)}"), "channel": "email"},
    "AddressReleased": {"address": lambda o: o.email("off"), "channel": "email", "reason": "staff"},
    "LetterNew": {"address": lambda o: o.email("customer"), "person": None, "channel": "email", "service": "receipt", "topic": None, "about": "order/1", "until": None},
    "SubscriptionTaken": {"channel": "email"},
    "EmailSettingsForm": {"host": "mail.example.com", "sender_address": lambda o: f"hello@{o.slug}.example"},
    "FriendsShareForm": {"channel": "chat"}, "FriendsCodeForm": {"code": lambda o: o.things["code"]}, "FriendFindForm": {"code": lambda o: o.things["code"]},
    "ReferralTermsForm": {"scheme": "points", "least": "1.00"}, "ReferralDeskClawBackForm": {"reason": "chargeback"}, "ReferralDeskAnswerForm": {"answer": lambda o: o.new("answer")},
    "ReferralsDecisionNew": {"decision": "approve"}, "ReferralsClawBackNew": {"reason": "chargeback"}, "ReferralsAppealNew": {"by": lambda o: o.customers_sign()},
    "ReferralsAppealAnswerNew": {"granted": True, "answer": lambda o: o.new("answer")}, "ReferralsRecommendationNew": {"channel": "survey"},
    "PurposeForm": {"key": lambda o: o.things["purpose"]}, "Key": {"key": lambda o: o.things["field"]},
}
# What queries take, where that is not what forms take.
ASKED = {
    "idea": lambda o: o.things["idea"], "who": lambda o: o.things["staff"], "about": lambda o: f"idea/{o.things['idea']}",
    "with": lambda o: o.things["person"], "into": lambda o: o.things["into"], "unit": lambda o: o.things["unit"],
    "before": lambda o: o.things["idea"], "tag": lambda o: f"{o.word} tag", "q": lambda o: o.word, "title": lambda o: f"{o.word} wish",
    "done": lambda o: f"tag.{o.things['idea']}.bikes", "token": "none", "answered": "true", "order": "new", "page": "1", "tab": "all",
    "sort": "new", "since": "28d", "window": "28d", "from": "2026-01-01", "to": "2026-12-31", "kind": "ideas.voted", "met": "28d", "seen": "28d",
    "limit": "10", "notes": "true", "cursor": lambda o: f"{0:016x}{o.things['idea']}", "show": "all", "channel": "site", "deed": "staff.invited", "stage": "planned", "board": lambda o: o.board_key,
    "topic": lambda o: o.things["topic"], "run": lambda o: o.things["run"], "key": "none", "reason": "staff",
    "language": "en", "version": "1", "part": "text", "tried": lambda o: o.things["letter"], "placed": "no",
    "shop": lambda o: o.things["shop"], "person": lambda o: o.things["person"], "unknown": "1",
    "source": lambda o: o.things["source"], "problem": "claimed", "writeKey": "none", "anonymousId": "a", "event": "x", "messageId": "m", "state": "waiting",
    "reference": lambda o: o.things["account_number"], "closed": "1", "find": "a", "instead_of": lambda o: o.things["key"],
    "decided": "open", "which": "all", "severity": "2", "to": "me", "cause": lambda o: o.things["cause"], "days": "90", "template": lambda o: o.things["words"], "at": "2026-11-20T09:00:00Z", "count": "2",
    "code": lambda o: o.things["code"],
    "scheme": "points", "month": "2026-11", "on": "2026-11-01",
    "name": lambda o: o.things["plan_name"], "meant": "own", "stamp": "0.0.0", "value": lambda o: o.email("two-signs"), "scope": "shop",
}


def of(table, name, o):
    return table[name](o) if callable(table[name]) else table[name]


def value(name, o, called):
    if name in ELSEWHERE.get(called, {}): return of(ELSEWHERE[called], name, o)
    if name in FIELDS: return of(FIELDS, name, o)
    if name in THINGS: return o.things[THINGS[name]]
    raise SystemExit(f"nobody knows what to write into the field {name!r}: say so in e2e/roles/bodies.py")


def schema_of(document, operation):
    """Its media type, what the body is called in the file, and what it holds."""
    content = operation.get("requestBody", {}).get("content", {})
    for kind, media in content.items():
        called = media["schema"]["$ref"].split("/")[-1]
        return kind, called, document["components"]["schemas"][called]
    return FORM, "", {}


def is_id(name, field):
    """Whether a field takes the id of a thing, as its description or its name says."""
    words = field.get("description", "").lower()
    return name in ("into", "person", "shown", "reply_to") or words.startswith(("the id", "ids of"))


# Fields that name a thing of the organisation, whatever their description says.
NAMING = ("board", "unit", "staff", "by", "done", "slug", "other", "link", "holding", "source", "purpose", "consents")
# What is called like a thing and is a word: in what points are counted.
NO_ID = {("SchemeForm", "unit")}
# What stands in a field of a foreign body that we leave empty.
EMPTY = {"parent": "cause", "to": "staff", "order": "order", "problem": "problem"}


def typed(one, kind):
    """JSON knows numbers and yes and no, forms only words."""
    if "integer" in kind: return int(one)
    return bool(one) if "boolean" in kind else one


class Filler:
    def __init__(self, document):
        self.document = document

    def body(self, operation, o):
        """Every field of the schema; None where the operation takes no body."""
        kind, called, schema = schema_of(self.document, operation)
        if "write key" in operation.get("description", ""): return JSON, {}
        if not schema: return kind, {}
        fields = {}
        for name, field in schema.get("properties", {}).items():
            if is_id(name, field) and name in THINGS and name not in ELSEWHERE.get(called, {}): one = o.things[THINGS[name]]
            else: one = value(name, o, called)
            if kind == JSON: one = typed(one, field.get("type", ""))
            many = "array" in field.get("type", "")
            fields[name] = [one] if many and not isinstance(one, list) else one
        return kind, fields

    def ids(self, operation):
        """The fields of the body that take ids."""
        _, called, schema = schema_of(self.document, operation)
        return [n for n, f in schema.get("properties", {}).items() if (is_id(n, f) or n in NAMING) and (called, n) not in NO_ID]

    def theirs(self, operation, o):
        """A body with ids of another organisation, also where our own leaves a field empty."""
        return {name: one if one or name not in EMPTY else o.things[EMPTY[name]] for name, one in self.body(operation, o)[1].items()}

    def questions(self, operation, o):
        """What the query may ask, with values of the organisation."""
        names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        unknown = [n for n in names if n not in ASKED]
        if unknown: raise SystemExit(f"nobody knows what to ask of {unknown}: say so in e2e/roles/bodies.py")
        return {n: of(ASKED, n, o) for n in names}


def places(path):
    """The places of a path that take ids, each with the thing that stands there."""
    out, before = [], ""
    for part in path.split("/"):
        if part.startswith("{") and part not in NO_IDS:
            name = part.strip("{}")
            thing = name if name != "id" else BEFORE.get(before)
            if thing is None: raise SystemExit(f"nobody knows what stands for {part} in {path}: say so in e2e/roles/bodies.py")
            out.append((part, thing))
        before = part
    return out


def fill(path, things):
    """The path with ids in its places, and words where no id is meant."""
    for place, thing in places(path):
        path = path.replace(place, things[thing], 1)
    for place, word in NO_IDS.items():
        path = path.replace(place, word)
    return path
