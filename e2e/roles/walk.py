"""The walk over all operations: what is asked, how often, and what was wrong."""
import collections, html, json, time, urllib.parse
from dataclasses import dataclass

from asking import Asker
from bodies import Filler, fill, places
from policy import may
from recipes import RECIPES
from state import differences, ids_of, kept, organisation_named


@dataclass
class Operation:
    method: str
    path: str
    what: dict

    @property
    def name(self): return f"{self.method.upper()} {self.path}"
    @property
    def needs(self): return self.what["description"]
    @property
    def open(self): return self.needs == "For anybody."
    @property
    def reads(self): return self.method == "get"
    def takes(self, header): return any(p["in"] == "header" and p["name"] == header for p in self.what.get("parameters", []))
    @property
    def places(self): return places(self.path)


class Walk:
    def __init__(self, one, two):
        self.one, self.two = one, two
        self.document = json.loads(Asker(one.server, one.slug).get("/openapi.json").text)
        self.filler = Filler(self.document)
        self.operations = [Operation(m, p, o) for p, ms in self.document["paths"].items() for m, o in ms.items()]
        self.counts, self.wrong = collections.Counter(), []
        self.id_of = {o.slug: organisation_named(o.server, o.slug) for o in (one, two)}
        self.foreign_ids = ids_of(two.server, self.id_of[two.slug])

    def operation(self, method, path):
        return next(o for o in self.operations if (o.method, o.path) == (method, path))

    def recipes(self):
        return [(o, RECIPES[o.name]) for o in self.operations if o.name in RECIPES]

    def kept(self, o):
        return kept(o.server, self.id_of[o.slug])

    def kept_at_rest(self, o):
        """Once the server has told webhooks of what was done before, which it does by itself."""
        last = self.kept(o)
        for _ in range(60):
            time.sleep(1)
            now = self.kept(o)
            if not differences(last, now): return now
            last = now
        raise SystemExit("the rows of an organisation do not come to rest")

    def complain(self, words):
        self.wrong.append(words)

    def insiders(self):
        """Everybody of organisation one, by what they are; each right's least holders last."""
        one = self.one
        return [*one.staff.items(), ("customer", one.customer), ("nobody", Asker(one.server, one.slug)),
                ("key to read", one.keys["read"]), ("key to write", one.keys["write"])]

    def able(self, operation):
        return [(name, asker) for name, asker in self.insiders() if may(name, operation.needs)]

    def usual(self, operation):
        """Path, body and media type with things of organisation one that are there anyway."""
        kind, body = self.filler.body(operation.what, self.one)
        return fill(operation.path, self.one.things), body, kind

    def prepared(self, operation, asker):
        """The same after whatever must come before: who asks, path, body and media type."""
        one, kind, body = self.one, *self.filler.body(operation.what, self.one)
        things, fields, other = {}, {}, None
        if operation.name in RECIPES: things, fields, other = RECIPES[operation.name](one, asker)
        body = {k: v for k, v in {**body, **fields}.items() if v is not None}
        path = fill(operation.path, {**one.things, **things})
        if operation.reads and body: path, body = f"{path}?{urllib.parse.urlencode(body)}", {}
        return other or asker, path, body, kind

    def ask(self, who, asker, operation, path, body=None, kind=None, more=None):
        """Asks, and looks whether anything of the other organisation shows, or something broke."""
        answer = asker.ask(operation.method, path, None if operation.reads else body or {}, kind, more)
        self.counts["asked"] += 1
        if answer.status >= 500: self.complain(f"{who} got {answer.status} from {operation.name} ({path}, {body})")
        for found in self.leaks(answer.text + answer.where, path, body):
            self.complain(f"{who} read {found!r} of the other organisation at {operation.method} {path} {body or ''}")
        return answer

    def leaks(self, text, path, body):
        """Words and ids of organisation two in an answer to one, but for an echo of the question."""
        found = [i for i in self.foreign_ids if i in text] + ([self.two.word] if self.two.word in text else [])
        if not found: return []
        for sent in sorted(said_in(path, body), key=len, reverse=True):
            # A name that is asked for is also the kind that it might be given.
            for spelt in {sent, sent.replace(" ", "_"), html.escape(sent), urllib.parse.quote(sent), urllib.parse.quote_plus(sent), urllib.parse.quote(sent, safe="")}:
                text = text.replace(spelt, "")
        return [f for f in found if f in text]


def said_in(path, body):
    """Every piece of text that a question holds."""
    pieces = [path] + [v for _, v in urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query)] + path.split("?")[0].split("/")
    todo = [body]
    while todo:
        one = todo.pop()
        if isinstance(one, dict): todo.extend(one.values())
        elif isinstance(one, list): todo.extend(one)
        elif one: pieces.append(str(one))
    return [p for p in pieces if len(p) > 3]
