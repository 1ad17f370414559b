"""Asking the server over HTTP, as a browser or a program would."""
import http.client, itertools, json, re, subprocess, time, urllib.parse
from dataclasses import dataclass, field

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Server:
    binary: str
    data: str
    port: int
    database: str | None
    log: str                                    # codes for customers stand there
    addresses: itertools.count = field(default_factory=itertools.count)

    def cli(self, *args):
        where = ["--data", self.data] + (["--database", self.database] if self.database else [])
        done = subprocess.run([self.binary, *args, *where], capture_output=True, text=True)
        assert done.returncode == 0, (args, done.stdout, done.stderr)
        return done.stdout

    def address(self):
        """A caller's address of their own: limits for strangers are not what is looked at here."""
        n = next(self.addresses)
        return f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"


@dataclass
class Answer:
    status: int
    text: str
    where: str                                  # Location
    replayed: bool = False                      # it is the answer that was kept
    shown: str = ""                             # the secret that the next page shows

    @property
    def said(self):
        """What a person would read of it, shortened."""
        main = self.text.partition("<main")[2].partition("</main>")[0] or self.text
        return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:400]

    @property
    def refused(self):
        return self.status in (401, 403) or (self.status == 303 and "/sign-in" in self.where)


def encoded(fields):
    """A form; a list repeats its field."""
    pairs = [(k, v) for k, vs in fields.items() for v in (vs if isinstance(vs, list) else [vs])]
    return urllib.parse.urlencode(pairs)


# Forms that machines are kept from: what their page gave goes with them, and some nobody fills in at once.
GUARDED = {"/sign-in": 0, "/topics": 2.1}


def guard(page, path):
    time.sleep(GUARDED[path])
    return re.search(r'name="form" value="([^"]+)"', page)[1]


class Asker:
    """Somebody with their own cookies or key."""

    def __init__(self, server, slug, cookies=None, key=None):
        self.server, self.slug, self.key = server, slug, key
        self.cookies, self.address, self.line = dict(cookies or {}), server.address(), None

    def like(self, slug):
        """The same cookies and key, shown to another organisation's host."""
        return Asker(self.server, slug, self.cookies, self.key)

    def headers(self, kind):
        headers = {"Host": f"{self.slug}.test.localhost:{self.server.port}", "Sec-Fetch-Site": "same-origin",
                   "X-Forwarded-For": self.address}
        if self.cookies: headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.key: headers["Authorization"] = f"Bearer {self.key}"
        if kind: headers["Content-Type"] = kind
        return headers

    def ask(self, method, path, fields=None, kind=FORM, more=None):
        """`fields` may be a text, sent as it stands; `more`: headers beside the usual ones."""
        body = fields if fields is None or isinstance(fields, str) else json.dumps(fields) if kind == JSON else encoded(fields)
        for last in (False, True):              # a kept connection may have been closed meanwhile
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            try:
                self.line.request(method.upper(), path, body, {**self.headers(kind if body is not None else None), **(more or {})})
                answer = self.line.getresponse()
                break
            except (http.client.HTTPException, ConnectionError):
                self.line = None
                if last: raise
        return self.read(answer)

    def read(self, answer):
        stream = "event-stream" in (answer.getheader("content-type") or "")
        text = "" if stream else answer.read().decode("utf-8", "replace")
        if stream: self.line.close(); self.line = None
        shown = ""
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, kept = value.split(";")[0].split("=", 1)
                # Neither how far the log must be read (every page would wait) nor what was just done.
                if key == "deedwell-shown": shown = kept
                elif key not in ("deedwell-seen", "deedwell-said"): self.cookies[key] = kept
        return Answer(answer.status, text, answer.getheader("location") or "", answer.getheader("idempotent-replayed") == "true", shown)

    def get(self, path):
        return self.ask("get", path)

    def post(self, path, **fields):
        """A form that must be taken."""
        if path in GUARDED and "form" not in fields: fields = {**fields, "form": guard(self.get(path).text, path)}
        answer = self.ask("post", path, fields)
        assert answer.status in (200, 303), (self.slug, path, fields, answer.status, answer.said)
        return answer

    def call(self, path, body):
        answer = self.ask("post", path, body, JSON)
        assert answer.status == 200, (self.slug, path, body, answer.status, answer.said)
        return json.loads(answer.text)
