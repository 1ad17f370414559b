"""Words that mean one person, left in every place that keeps any."""
import http.server, json, re, threading, time

from asking import Asker

ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Echo:
    """What is told of somebody, and answers with it."""

    def __init__(self):
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_): pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.address = f"http://127.0.0.1:{self.server.server_port}/told"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Planting:
    def __init__(self, server, staff, key, echo):
        self.server, self.staff, self.key, self.echo = server, staff, key, echo
        self.words, self.exported = [], []

    def word(self, where, exported=True):
        """A word that stands nowhere else. Lower case, as addresses are kept."""
        word = f"zq{len(self.words)}{where}qz"
        self.words.append(word)
        if exported: self.exported.append(word)
        return word

    def everywhere(self):
        self.staff.post("/console/ideas/boards", key="b", name="Board", intro="", unit="", place="1")
        self.staff.post("/console/webhooks", address=self.echo, description="", kind="")
        self.email = f"{self.word('mail')}@example.org"
        self.login, self.browser = self.word("login"), self.word("browser")
        by = {"kind": "email", "value": self.email}
        self.replaced = self.word("name", False)
        self.words.append("441632960011")
        self.exported.append("441632960011")
        self.person = self.key.call("/api/people", {"identities": [by, {"kind": "phone", "value": "+441632960011"}], "change": {"name": self.replaced}})["id"]
        self.profile(by)
        self.reported()
        self.ideas(by)
        self.signs_in()
        self.made_one()
        self.in_a_household(by)
        # Told of them, and answered.
        time.sleep(3)
        return self.person

    def profile(self, by):
        self.staff.post("/console/profiles/purposes", key="news", name="News", about="")
        one = f"/api/people/{self.person}"
        self.key.call(one, {
            "traits": {"wish": self.word("trait")},
            "tags_added": [self.word("tag")], "consents": [{"purpose": "news", "given": True, "words": self.word("consent")}],
            "holdings": [{"name": self.word("holding"), "kind": self.word("holdingkind"), "reference": self.word("contract")}]})
        # Called otherwise before: the log of staff's acts.
        self.staff.post(f"/console/people/{self.person}/name", name=self.word("renamed"))

    def reported(self):
        opened = self.staff.post("/console/sources", source_name="Server", sends_from="server")
        sender, source = opened.shown, re.search(rf"/console/sources/({ID})", opened.where)[1]
        who = {"userId": self.login, "anonymousId": self.browser}
        call = lambda batch: Asker(self.server, "one").call("/v1/batch", {"writeKey": sender, "batch": batch})
        call([{**who, "type": "identify", "messageId": self.word("message"), "traits": {"email": self.email, "email_verified": True, "said": self.word("told")}},
              {**who, "type": "track", "event": "Lamp Lit", "messageId": "m2", "properties": {"note": self.word("fact")}, "context": {"page": {"url": f"https://shop.example/{self.word('address')}"}}},
              {"anonymousId": self.browser, "type": "page", "messageId": "m3", "name": "x", "properties": {"title": self.word("title")}},
              # What was wrong with it is shown with a sample.
              {**who, "type": "track", "messageId": "m4", "properties": {"lost": self.word("wrong", False)}}])
        # Held until its name is planned.
        self.staff.post(f"/console/sources/{source}/strictness", strictness="hold")
        call([{**who, "type": "track", "event": "Nobody Planned This", "messageId": "m5", "properties": {"held": self.word("held")}}])

    def ideas(self, by):
        by = {**by, "name": "x"}
        idea = self.key.call("/api/ideas", {"board": "b", "title": self.word("idea", False), "body": self.word("body", False), "by": by})["id"]
        other = self.key.call("/api/ideas", {"board": "b", "title": "Somebody else's", "body": "", "by": {"kind": "login", "value": "kurt", "scope": "x", "name": "Kurt"}})["id"]
        self.idea, self.other = idea, other
        self.key.call(f"/api/ideas/{other}/comments", {"body": self.word("comment", False), "by": by})
        self.key.call(f"/api/ideas/{other}/votes", {"by": by})
        self.key.call(f"/api/ideas/{idea}/votes", {"by": {"kind": "login", "value": "kurt", "scope": "x", "name": "Kurt"}})
        third = self.key.call("/api/ideas", {"board": "b", "title": "A third", "body": "", "by": {"kind": "login", "value": "kurt", "scope": "x", "name": "Kurt"}})["id"]
        self.staff.post(f"/console/ideas/{third}/votes", person=self.person, channel="phone", note=self.word("call", False), email="", name="")

    def signs_in(self):
        browser = Asker(self.server, "one")
        browser.post("/sign-in", email=self.email)

    def made_one(self):
        also = self.key.call("/api/people", {"identities": [{"kind": "card", "value": self.word("card"), "scope": "shop"}], "change": {"name": self.word("other")}})["id"]
        self.staff.post(f"/console/people/{self.person}/merge", other=also, reason=self.word("reason", False))
        self.also = also

    def in_a_household(self, by):
        made = self.key.call("/api/accounts", {"reference": {"value": "house1"}, "name": "A household", "kind": "household"})["id"]
        self.key.call(f"/api/accounts/{made}/members", {"by": by, "role": self.word("role", False)})
        self.account = made

    def answers(self, person, statuses=(200, 303, 404)):
        """Every page and answer that showed a word of theirs, and may no longer; what stands there at all."""
        def asked(asker, page):
            answer = asker.get(page)
            assert answer.status in statuses, (page, answer.status, answer.said)
            return answer.text + answer.where

        pages = ["/console", "/console/people", f"/console/people?q={self.login}", "/console/people/merges", "/console/people/forgotten", "/console/people/export",
                 "/console/audit", "/console/audit.csv", "/console/sources", "/console/sources/wrong", "/console/plan", "/console/accounts", f"/console/accounts/{self.account}",
                 "/console/ideas", f"/console/ideas/{self.idea}", f"/console/ideas/{self.other}", "/console/webhooks", "/console/measures", "/ideas", f"/ideas/{self.idea}", f"/ideas/{self.other}"]
        pages += [f"/console/people/{p}{rest}" for p in (person, self.also) for rest in ("", "/why", "/profile", "/export", "/sent", "/forget")]
        hooks = re.search(rf"/console/webhooks/({ID})", self.staff.get("/console/webhooks").text)[1]
        pages += [f"/console/webhooks/{hooks}", f"/console/webhooks/{hooks}/deliveries"]
        told = {page: asked(self.staff, page) for page in pages}
        api = ["/api/people", f"/api/people?q={self.login}", f"/api/people/{person}", f"/api/people?kind=email&value={self.email.replace('@', '%40')}",
               "/api/ideas", f"/api/ideas/{self.idea}", f"/api/ideas/{self.other}", "/api/accounts", f"/api/accounts/{self.account}", f"/api/accounts/{self.account}/members", "/api/erasures"]
        told |= {page: asked(self.key, page) for page in api}
        # What was asked for echoes in the question's own field.
        for page in list(told):
            if "q=" in page or "value=" in page: told[page] = re.sub(rf'value="[^"]*"|{re.escape(self.login)}', "", told[page])
        return told
