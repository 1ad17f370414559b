"""An organisation with people of every role, customers, keys, and at least one of everything."""
import base64, hashlib, hmac, itertools, json, re, time

from asking import Asker

PASSWORD = "a walk along the wall by night"
ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Organisation:
    """Whatever is written in it bears its word, so that it is known wherever it shows."""

    def __init__(self, server, slug, word, roles):
        self.server, self.slug, self.word, self.numbers = server, slug, word, itertools.count(1)
        self.staff = {role: self.member(role) for role in roles}
        self.owner = self.staff["owner"]
        self.keys = {scope: self.keyed(scope) for scope in ("read", "write")}
        self.secret = server.cli("key", "add", "-o", slug, "--name", f"{word} shop", "--sign-in").strip()
        known = json.loads(server.cli("key", "list", "-o", slug, "--format", "json"))
        self.issuer = next(k["id"] for k in known if k["kind"] == "sign_in")
        self.customer, self.neighbour = self.signed_in("customer"), self.signed_in("neighbour")

    def new(self, what):
        """Words that nobody wrote before."""
        return f"{self.word} {what} {next(self.numbers)}"

    def email(self, who):
        return f"{who}@{self.word}.example"

    # People

    def member(self, role, name=None):
        name = name or role
        said = self.server.cli("staff", "add", "-o", self.slug, "--name", f"{self.word} {name}",
                               "--email", self.email(name), "--role", role)
        token = re.search(r"token=([\w-]+)", said)[1]
        browser = Asker(self.server, self.slug)
        browser.post("/console/invitation", token=token, password=PASSWORD, again=PASSWORD)
        return self.sign_in(name, browser)

    def sign_in(self, name, browser=None):
        browser = browser or Asker(self.server, self.slug)
        browser.post("/console/sign-in", email=self.email(name), password=PASSWORD)
        assert browser.cookies.get("deedwell-staff"), name
        return browser

    def keyed(self, scope):
        key = self.server.cli("key", "add", "-o", self.slug, "--name", f"{self.word} {scope}", "--scope", scope)
        return Asker(self.server, self.slug, key=key.strip())

    def token(self, who):
        """What the shop signs for a customer: a JSON Web Token."""
        coded = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode()
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": who, "name": f"{self.word} {who}", "email": self.email(who),
                  "email_verified": True, "iat": now, "exp": now + 300, "jti": self.new("token")}
        both = ".".join(coded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        return f"{both}." + coded(hmac.new(self.secret.encode(), both.encode(), hashlib.sha256).digest())

    def signed_in(self, who):
        browser = Asker(self.server, self.slug)
        browser.post("/sign-in/token", token=self.token(who))
        assert browser.cookies.get("deedwell-me"), who
        return browser

    # Things: each verb makes a fresh one and gives its id

    def by(self, who=None):
        # The log-in does not bear the word: another organisation may know the same one.
        return {"kind": "login", "value": who or f"login-{self.slug}-{next(self.numbers)}", "scope": "shop", "name": self.new("buyer")}

    def idea(self, stage=None, **more):
        made = self.keys["write"].call("/api/ideas", {
            "board": self.board_key, "title": self.new("wish"), "body": self.new("wish in full"),
            "tags": [f"{self.word} tag"], "by": self.by(), **more})
        if stage: self.answered(made["id"], stage)
        return made["id"]

    def answered(self, idea, stage="planned"):
        for step in {"shipped": ["planned", "shipped"]}.get(stage, [stage]):
            self.keys["write"].call(f"/api/ideas/{idea}/answer", {
                "staff": self.email("owner"), "stage": step, "text": self.new("answer"),
                **({"evidence": self.new("evidence")} if step == "shipped" else {})})
        found = json.loads(self.keys["read"].get(f"/api/ideas/{idea}").text)
        return found["answers"][-1]["id"]

    def comment(self, idea, by=None):
        by = by or {"by": self.by()}
        return self.keys["write"].call(f"/api/ideas/{idea}/comments", {"body": self.new("comment"), **by})["id"]

    def own_idea(self, browser):
        where = browser.post("/ideas", board=self.board_key, title=self.new("own wish"), body="", tags="", anyway="1").where
        return re.search(ID, where)[0]

    def own_comment(self, browser, idea):
        before = set(re.findall(rf"/comments/({ID})/withdrawal", browser.get(f"/ideas/{idea}").text))
        browser.post(f"/ideas/{idea}/comments", body=self.new("own comment"))
        after = set(re.findall(rf"/comments/({ID})/withdrawal", browser.get(f"/ideas/{idea}").text))
        return (after - before).pop()

    def newest(self, page, pattern, do, browser=None):
        """The id that a page shows after a deed and did not show before."""
        browser = browser or self.owner
        before = set(re.findall(pattern, browser.get(page).text))
        do()
        new = set(re.findall(pattern, browser.get(page).text)) - before
        assert new, (page, pattern, browser.get(page).text[-3000:])
        return new.pop()

    def board(self, name=None):
        n = next(self.numbers)
        return self.newest("/console/ideas/boards", rf"/console/ideas/boards/({ID})", lambda: self.owner.post(
            "/console/ideas/boards", key=name or f"{self.word}-{n}", name=self.new("board"), intro=self.new("intro"), unit="", place="1"))

    def unit(self):
        return self.newest("/console/settings", rf"/console/settings/units/({ID})", lambda: self.owner.post(
            "/console/settings/units", unit_key=f"u{next(self.numbers)}", unit_name=self.new("unit"), unit_currency="USD"))

    def source(self):
        def opened():
            self.write_key = self.owner.post("/console/sources", source_name=self.new("source"), sends_from="server").shown
        return self.newest("/console/sources", rf"/console/sources/({ID})", opened)

    def sends(self, key, **message):
        """A shop's server reports something."""
        return Asker(self.server, self.slug).call("/v1/batch", {"writeKey": key, "batch": [{"userId": self.new("buyer"), "messageId": self.new("message"), **message}]})

    def webhook(self):
        """Another program that is told; there may only be twenty, so older ones go."""
        page, kept = "/console/webhooks", getattr(self, "things", {}).get("webhook")
        old = [i for i in set(re.findall(rf"{page}/({ID})\"", self.owner.get(page).text)) if i != kept]
        for one in old if len(old) > 10 else []:
            self.owner.post(f"{page}/{one}/removal")
        return self.newest(page, rf"{page}/({ID})\"", lambda: self.owner.post(
            page, address="https://hooks.example.com/told", description=self.new("endpoint"), kind="orders.returned"))

    def delivery(self):
        """A test, which arrives nowhere."""
        home = f"/console/webhooks/{self.things['webhook']}"
        return re.search(ID, self.owner.post(f"{home}/test").where.split("/deliveries/")[1])[0]

    def key(self):
        return self.newest("/console/keys", rf"/console/keys/({ID})", lambda: self.owner.post(
            "/console/keys", key_name=self.new("key"), opens="read"))

    def invited(self, role="viewer"):
        n = next(self.numbers)
        return self.newest("/console/staff", rf"/console/staff/({ID})", lambda: self.owner.post(
            "/console/staff/invitations", name=self.new("invited"), email=self.email(f"invited{n}"), role=role, title="", unit=""))

    def release(self):
        return self.newest("/console/ideas/releases", rf"/console/ideas/releases/({ID})/publication", lambda: self.owner.post(
            "/console/ideas/releases", title=self.new("release"), body=self.new("release in full"),
            idea=self.things["shipped"], publish="draft"))

    def view(self, browser):
        return self.newest("/console/people", rf"/console/people/views/({ID})", lambda: browser.post(
            "/console/people/views", name=self.new("view"), question="q=a"), browser)

    def entry(self, idea):
        page = f"/console/ideas/{idea}/money"
        return self.newest(page, rf"/money/({ID})/taking-back", lambda: self.owner.post(
            page, kind="earned", basis="claimed", amount="12.50", currency="USD", note=self.new("reckoning")))

    def merged(self, into=None):
        idea = self.idea()
        self.owner.post(f"/console/ideas/{idea}/merge", into=into or self.idea())
        return idea

    # Who somebody is, and what is said of them

    def sign(self, value=None):
        return {"kind": "login", "value": value or f"login-{self.slug}-{next(self.numbers)}", "scope": "shop"}

    def change(self):
        """What a program says of somebody."""
        things = self.things
        return {"name": self.new("buyer"), "traits": {things["trait"]: self.new("trait")}, "tags_added": [f"{self.word} tag"],
                "consents": [{"purpose": things["purpose"], "given": True, "words": self.new("words")}],
                "holdings": [{"name": self.new("lamp"), "reference": self.new("number")}]}

    def known(self, *signs):
        """Somebody whom a program knows by these."""
        return self.keys["write"].call("/api/people", {"identities": list(signs) or [self.sign()], "change": {"name": self.new("buyer")}})["id"]

    def known_twice(self):
        """Somebody with two signs, and the link that ties them."""
        who = self.known(self.sign(), {"kind": "email", "value": self.email(f"twice{next(self.numbers)}")})
        return who, re.search(r'name="link" value="([^"]+)"', self.owner.get(f"/console/people/{who}/why").text)[1]

    def made_one(self):
        """Two whom staff made one."""
        kept, other = self.known(), self.known()
        return self.newest("/console/people/merges", rf"/console/people/merges/({ID})/undo", lambda: self.owner.post(
            f"/console/people/{kept}/merge", other=other, reason=self.new("reason")))

    def forgotten(self):
        """The receipt of somebody who was forgotten."""
        receipt = self.keys["write"].call(f"/api/people/{self.known()}/erasure", {"why": "asked"})["id"]
        self.all_forgotten()
        return receipt

    def all_forgotten(self):
        for _ in range(600):
            said = json.loads(self.keys["read"].get("/api/erasures").text)["erasures"]
            if all(one["unreadable_at"] for one in said): return
            time.sleep(0.1)
        raise SystemExit("somebody is not forgotten")

    def holding(self, person):
        page = f"/console/people/{person}/profile"
        return self.newest(page, rf'name="holding" value="({ID})"', lambda: self.owner.post(
            f"/console/people/{person}/holdings", name=self.new("lamp"), kind=self.new("sort"), reference="", since="2026-01-01", until=""))

    def purpose(self):
        key = f"{self.word}_purpose_{next(self.numbers)}"
        self.owner.post("/console/profiles/purposes", key=key, name=self.new("purpose"), about=self.new("about"))
        return key

    def field(self):
        key = f"{self.word}_field_{next(self.numbers)}"
        self.owner.post("/console/profiles/fields", key=key, name=self.new("field"), kind="text", choices="", note=self.new("note"))
        return key

    def planned(self):
        name = self.new("act")
        self.owner.post("/console/plan/names", name=name, kind="lamps.lit", note=self.new("note"))
        return name

    def plan_file(self):
        return json.dumps({"plan": 1, "names": [{"name": self.things["plan_name"], "kind": "lamps.lit", "note": self.new("note")}]})

    def account(self):
        """A company, and the number by which programs know it."""
        number = self.new("number")
        one = self.keys["write"].call("/api/accounts", {"reference": {"value": number}, "name": self.new("company"), "kind": "company"})
        self.things["account_number"] = number
        return one["id"]

    def order_lines(self):
        return [{"reference": "1", "product": self.new("good"), "name": self.new("good"), "quantity": 2, "amount": "20.00"}]

    def topic(self):
        """What letters are about; whoever says nothing gets it."""
        key = f"t_{self.slug}_{next(self.numbers)}"
        self.owner.post("/console/letters/topics", key=key, name=self.new("topic")[:50], about="", basis="opt_out", words=self.new("words"), channel="email")
        return key

    def letter(self):
        return self.keys["write"].call("/api/letters", {"key": self.new("letter"), "address": self.email("customer"), "service": "receipt",
            "subject": self.new("subject"), "text": self.new("text")})["id"]

    def run(self, *steps):
        """One message to many, with all its recipients written down, so slow that it does not end."""
        page = "/console/letters"
        run = self.newest(page, rf"{page}/runs/({ID})", lambda: self.owner.post(
            f"{page}/runs", name=self.new("run"), topic=self.things["topic"], subject=self.new("subject"), text=self.new("text"), rate_per_s="0.01"))
        for _ in range(60):
            if f"/runs/{run}/start" in self.owner.get(f"{page}/runs/{run}").text: break
            time.sleep(1)
        for step in steps: self.owner.post(f"{page}/runs/{run}/{step}")
        return run

    def mail(self):
        """A mail server that is not there, so that letters wait."""
        self.owner.post("/console/email", host="mail.example.com", port="587", tls="required", login="", password="", sender_name=self.new("sender"),
                        sender_address=f"hello@{self.slug}.example", answers_to="", return_address="", per_s="", domain_per_s="")

    def template(self):
        key = f"{self.word}-t{next(self.numbers)}"
        self.owner.post("/console/email/templates", key=key, name=self.new("template"))
        return key

    def returned(self):
        """Something that came back and that no letter is meant by."""
        raw = base64.b64encode(f"Subject: back\r\n\r\n{self.new('bounce')}".encode()).decode()
        return self.newest("/console/email/returns", rf"/console/email/returns/({ID})", lambda: self.keys["write"].call("/api/email/returns", {"message": raw}))

    def cap(self):
        page = "/console/letters/limits"
        return self.newest(page, rf"{page}/({ID})/removal", lambda: self.owner.post(page, most="900", span="day", hours="", channel=""))

    def suppressed(self):
        """An address that gets nothing, and the hash by which its line is known."""
        address = self.email(f"off{next(self.numbers)}")
        page = "/console/letters/addresses"
        self.owner.post(page, address=address, note=self.new("note"))
        text = self.owner.get(f"{page}?q={address.split('@')[0]}").text
        return address, re.search(r'name="hash" value="([0-9a-f]{64})"', text)[1]

    def order(self):
        """An order that a program tells."""
        return self.keys["write"].call("/api/orders", {"reference": self.new("number"), "number": self.new("number"), "currency": "USD", "lines": self.order_lines(),
            "customer": [{"kind": "login", "value": self.new("buyer"), "scope": "x"}], "customer_name": self.new("buyer")})["id"]

    def good(self):
        return self.keys["write"].call("/api/products", {"reference": self.new("good"), "name": self.new("good"), "currency": "USD", "price": "9.00"})["id"]

    def shop(self):
        """One that tells of orders; there may be fifty, so older ones go."""
        page, kept = "/console/orders/shops", getattr(self, "things", {}).get("shop")
        old = [i for i in set(re.findall(rf"{page}/({ID})\"", self.owner.get(page).text)) if i != kept]
        for one in old if len(old) > 30 else []:
            self.owner.post(f"{page}/{one}/closing")
        return self.newest(page, rf"{page}/({ID})\"", lambda: self.owner.post(page, wire="shopify", name=self.new("shop"), secret="a-secret-of-the-shop", prefix="", unit=""))

    # Complaints, and when we are here

    def complaint(self, *steps, by=None):
        """A complaint that a program brings, and what staff then do with it."""
        id = self.keys["write"].call("/api/complaints", {"by": by or self.by(), "title": self.new("complaint"), "text": self.new("complaint in full"), "wish": self.new("wish")})["id"]
        forms = {"messages": {"text": self.new("answer")}, "assessment": {"severity": "2"}, "closing": {"text": self.new("closing")},
                 "offers": {"upheld": "yes", "redress": "replacement", "amount": "", "points": "", "order": "", "text": self.new("offer")}}
        for step in steps:
            if step in ("accept", "refuse"): self.keys["write"].call(f"/api/complaints/{id}/offers/{self.offer_of(id)}/answer", {"by": by, "reply": step, "text": self.new("reply")})
            else: self.owner.post(f"/console/complaints/{id}/{step}", **forms.get(step, {}))
        return id

    def offered(self, *more, by=None):
        return self.complaint("messages", "assessment", "offers", *more, by=by)

    def own_complaint(self, *steps):
        """Of the customer who is signed in."""
        return self.complaint(*steps, by=self.customers_sign())

    def customers_sign(self):
        return {"kind": "email", "value": self.email("customer")}

    def offer_of(self, complaint):
        return json.loads(self.keys["read"].get(f"/api/complaints/{complaint}").text)["offers"][-1]["id"]

    def cause(self):
        page = "/console/complaints/causes"
        return self.newest(page, rf"{page}/({ID})\"", lambda: self.owner.post(page, name=self.new("cause"), parent=""))

    def problem_of_many(self):
        """What went wrong for many, opened from a complaint."""
        page = "/console/complaints/causes"
        return self.newest(page, rf"/complaints/problems/({ID})", lambda: self.owner.post(
            f"/console/complaints/{self.complaint('messages')}/problem", problem="", title=self.new("problem"), text=self.new("problem in full")))

    def letter_words(self):
        page = "/console/complaints/settings"
        return self.newest(page, rf"/templates/({ID})\"", lambda: self.owner.post("/console/complaints/templates", name=self.new("words"), body=self.new("words in full")))

    # Friends who are brought

    TERMS = {"is_open": "true", "scheme": "points", "referrer_reward": "2", "friend_reward": "1", "least": "1.00", "return_days": "0", "visit_days": "90", "month_cap": "0",
             "day_limit": "1", "strangers": "20", "stranger_hours": "24", "anyway_percent": "0", "saved": "0.00", "yearly_percent": "10"}

    def friends(self, many=64):
        """A customer who brings more friends in a day than people do: each waits for staff."""
        call = self.keys["write"].call
        self.owner.post("/console/referrals/terms", **self.TERMS)
        link = call("/api/referrals/links", {"by": self.customers_sign()})
        self.things["code"], self.things["friend_link"] = link["code"], link["id"]
        self.brought = []
        for _ in range(many):
            sign = self.sign()
            call("/api/orders", {"reference": self.new("number"), "number": self.new("number"), "currency": "USD", "lines": self.order_lines(), "customer": [sign], "customer_name": self.new("friend")})
            self.brought.append(call("/api/referrals", {"by": {**sign, "name": self.new("friend")}, "friends_code": link["code"]})["id"])
        for _ in range(180):
            stages = {json.loads(self.keys["read"].get(f"/api/referrals/{one}").text)["stage"] for one in self.brought}
            if stages == {"review"}: break
            time.sleep(1)
        assert stages == {"review"}, stages
        self.things["referral"] = self.brought.pop()

    def waiting_friend(self):
        assert self.brought, "more friends are needed: Organisation.friends"
        return self.brought.pop()

    def rewarded_friend(self):
        id = self.waiting_friend()
        self.owner.post(f"/console/referrals/{id}/approval", why="")
        return id

    def refused_friend(self, by="owner"):
        id = self.waiting_friend()
        self.staff[by].post(f"/console/referrals/{id}/refusal", why=self.new("refusal"))
        return id

    def appealed_friend(self, by="owner"):
        id = self.refused_friend(by)
        self.keys["write"].call(f"/api/referrals/{id}/appeal", {"by": self.customers_sign(), "why": self.new("appeal")})
        return id

    def closed_link(self):
        return self.keys["write"].call("/api/referrals/links", {"by": self.by()})["id"]

    def care(self):
        """One of everything of complaints."""
        things = self.things
        self.owner.post("/console/complaints/settings", ombudsman=self.new("ombudsman"), ombudsman_address=self.new("street"), agent_limit="10", host_limit="50", agent_points="", host_points="")
        things["cause"], things["problem"], things["words"] = self.cause(), self.problem_of_many(), self.letter_words()
        things["complaint"] = self.own_complaint("messages", "assessment", "offers")
        things["offer"] = self.offer_of(things["complaint"])
        self.owner.post("/console/calendar/days", day="2027-03-01", name=self.new("holiday"), day_hours="")

    def somebody(self):
        return self.keys["write"].call("/api/people", {"identities": [self.sign()], "change": {"name": self.new("somebody")}})["id"]

    def quarantine(self, person=None):
        """Somebody of whom all is counted apart."""
        page = "/console/trust"
        return self.newest(page, rf"{page}/apart/({ID})/decision", lambda: self.owner.post(f"{page}/people/{person or self.somebody()}/apart", note=self.new("note")))

    def scheme(self, key=None, **more):
        """Points of a kind of their own."""
        said = self.owner.post("/console/points/schemes", **{"key": key or f"s{next(self.numbers)}", "name": self.new("points"), "unit": "stars", "expiry": "never", "shortfall": "negative",
            "most_by_hand": "1000", "pay_out_least": "1", "match_percent": "0", **more})
        return re.search(ID, said.where)[0]

    def points(self):
        """What earns what, what it is spent on, and somebody who has much of it."""
        things, page = self.things, "/console/points"
        self.scheme("credit", currency="GBP", unit="")
        things["scheme"] = self.scheme("points", charity="Lifeboats", approve_above="500000")
        rule = {"scheme": "points", "name": self.new("rule"), "kind": "reviews.written", "per": "deed", "amount": "5", "pending_days": "0"}
        things["rule"] = re.search(ID, self.owner.post(f"{page}/rules", **rule).where)[0]
        things["reward"] = self.reward("staff")
        self.earned(0, {"kind": "email", "value": self.email("customer")}, "400000")
        self.earned(0, amount="400000")
        things["held"], things["redemption"] = self.held_points(), self.redemption()
        things["pending_key"], things["active_key"] = self.earned(7), self.earned(0)

    def reward(self, by):
        return re.search(ID, self.owner.post("/console/points/rewards", scheme="points", name=self.new("reward"), cost="5", stock="", honoured_by=by).where)[0]

    def coded_reward(self):
        return self.reward("code")

    def told_points(self, what, body):
        return self.keys["write"].call(f"/api/points/{what}", {"key": self.new("key"), "scheme": "points", **body})

    def earned(self, pending_days, sign=None, amount="5"):
        """The key under which somebody earned; the person of the profile unless said otherwise."""
        key, whom = self.new("key"), {"sign": sign} if sign else {"person": self.things["person"]}
        self.told_points("earnings", {"key": key, "amount": amount, "kind": "ideas.voted", "about": "idea/1", "pending_days": pending_days, **whom})
        return key

    def held_points(self):
        return self.told_points("earnings", {"person": self.things["person"], "amount": "500001", "kind": "ideas.voted", "about": "idea/1"})["entry"]

    def redemption(self):
        whom = {"sign": {"kind": "email", "value": self.email("customer")}}
        return self.keys["write"].call("/api/points/redemptions", {"key": self.new("key"), "reward": self.things["reward"], **whom})["id"]

    def belonger(self):
        """Somebody who belongs to an account, as a program names them."""
        return self.sign(f"member-{self.slug}")

    def belongs(self, account=None):
        self.keys["write"].call(f"/api/accounts/{account or self.things['account']}/members", {"by": self.belonger(), "role": "owner"})

    def profiles(self):
        """Who was made one, what ties signs, what is said of people, what names mean."""
        things = self.things
        things["trait"], things["field"], things["purpose"] = f"{self.word}_trait", self.field(), self.purpose()
        things["person"], things["link"] = self.known_twice()
        things["stranger"], things["merge"] = self.known(), self.made_one()
        things["account"], things["erasure"] = self.account(), self.forgotten()
        self.known(self.sign(f"member-{self.slug}"))
        self.belongs()
        things["holding"], things["plan_name"] = self.holding(things["person"]), self.planned()
        self.points()
        self.friends()
        self.keys["write"].call(f"/api/people/{things['person']}", self.change())
        self.owner.post(f"/console/people/{things['person']}/profile", **{f"t.{things['field']}": self.new("value")})
        self.owner.post(f"/console/people/{things['stranger']}/apart", other=things["person"], reason=self.new("reason"))
        self.owner.post("/console/people/rules/blocked", kind="email", value=self.email("nobody"))
        things["sender"], self.sender_key = self.source(), self.write_key
        self.sends(self.sender_key, type="track", event=things["plan_name"], properties={"word": self.new("property")})
        self.sends(self.sender_key, type="track")

    def furnish(self):
        """One of everything, by the name under which forms and paths speak of it."""
        self.board_key = f"{self.word}-board"
        things = self.things = {"board": self.board(self.board_key)}
        things["idea"], things["into"], things["shipped"] = self.idea(), self.idea(), self.idea("shipped")
        idea = things["idea"]
        things["answer"], things["comment"], things["entry"] = self.answered(idea), self.comment(idea), self.entry(things["shipped"])
        things["unit"], things["key"], things["release"] = self.unit(), self.key(), self.release()
        things["source"] = self.source()
        things["webhook"] = self.webhook()
        things["topic"] = self.topic()
        self.mail()
        things["template"], things["return"] = self.template(), self.returned()
        things["letter"], things["run"], things["cap"] = self.letter(), self.run(), self.cap()
        things["order"], things["good"], things["shop"] = self.order(), self.good(), self.shop()
        things["delivery"] = self.delivery()
        things["staff"], things["view"] = self.invited(), self.view(self.owner)
        self.profiles()
        self.care()
        things["quarantine"] = self.quarantine()
        things["merged"], things["own_idea"] = self.merged(), self.own_idea(self.customer)
        things["own_comment"] = self.own_comment(self.customer, idea)
        self.owner.post(f"/console/ideas/{idea}/notes", note=self.new("note"))
        self.owner.post(f"/console/ideas/{idea}/grade", grade="4", grade_note=self.new("grade"))
        self.owner.post(f"/console/ideas/{things['shipped']}/credit", person=things["person"], share="100")
        self.owner.post(f"/console/people/{things['person']}/tags", tag=f"{self.word} person")
        self.owner.post(f"/console/ideas/{things['into']}/votes", person=things["person"], channel="phone", note=self.new("call"))
        return self
