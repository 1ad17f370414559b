"""Pages: what they link to is in the file, and what organisation two sees of itself stays as it was."""
import re

from asking import Asker
from bodies import fill
from organisation import ID

MOST = 400
# What a page shows of the moment, of the asker's session, or of chance.
PASSING = [r"just now|\d+ min ago|1 h ago", r"<time[^>]*>[^<]*</time>", r"<updated>[^<]*</updated>", r'"(from|to|up_to|made_at)": ?"[^"]*"', r"read to [^<]*",
           r"window_(from|to) = timestamptz (&#39;|')[^&']*",
           # By what a form is known that is pressed twice; when somebody is here who is here now.
           r'<input type="hidden" name="(key|reference|seen_until|form|token)" value="[^"]*">', r'"opens_at": ?"[^"]*"', r"in \d+ business (hours?|days?)</dt><dd>[^<]*",
           # A letter is tried again and again while its mail server is not there.
           r'"(next_at|handed_over_at)": ?"[^"]*"', r'"attempts": ?\d+', r"so often</dt><dd>\d+", r"the first [^<]*",
           r'<li><div class="grow"><b>The other side asked to come again\..*?</li>', r"due in [^<]*",
           # Whoever waits longer moves a median of waiting times.
           r'"median_s": ?(null|[0-9.e-]+)', r"median [^<]*|under half[^<]*", r"(?<=median</dt>)<dd>[^<]*</dd>",
           r'"median_(low_|high_)?hours": ?(null|[0-9.e-]+)', r"Half are answered within [^<]*|Not yet half are answered\.", r'"read_to": ?"[^"]*"']


def links(walk):
    """Whatever a page links or posts to is in the file, with that method."""
    one = walk.one
    both = Asker(one.server, one.slug, {**one.owner.cookies, **one.customer.cookies})
    shapes = [(o.method, re.compile("^" + re.sub(r"\\\{[^/]*\\\}", ".+" if "{name}" in o.path else "[^/]+", re.escape(o.path)) + "$"))
              for o in walk.operations]
    known = lambda method, path: any(m == method and s.match(path) for m, s in shapes)
    seen, queue = set(), [fill(o.path, one.things) for o in walk.operations if o.reads and o.path != "/live"]
    while queue and len(seen) < MOST:
        path = queue.pop(0).split("?")[0].split("#")[0]
        if path in seen: continue
        seen.add(path)
        if not known("get", path): walk.complain(f"GET {path} is linked and not in the file"); continue
        if path.startswith(("/assets", "/live")): continue
        html = both.get(path).text
        queue += [link.replace("&#38;", "&") for link in re.findall(r'(?:href|hx-get|src)="(/[^"]*)"', html)]
        for form in re.findall(r"<form\b[^>]*>", html):
            action, method = re.search(r'action="(/[^"?]*)', form), re.search(r'method="(\w+)"', form)
            if action and not known((method[1] if method else "get").lower(), action[1]):
                walk.complain(f"{form} on {path} is not in the file")
    walk.counts["links"] = len(seen)


def seen_by(walk, o):
    """Every page, file and feed of an organisation as its own owner, customer and key see them."""
    found = {}
    for operation in walk.operations:
        if not operation.reads or operation.path in ("/live", "/assets/{name}", "/openapi.json"): continue
        who = next((a for n, a in [("owner", o.owner), ("customer", o.customer), ("key", o.keys["read"])]
                    if allowed(n, operation.needs)), None)
        text = who.get(fill(operation.path, o.things)).text
        for pattern in PASSING: text = re.sub(pattern, "", text)
        found[operation.path] = text
    for what in ("people", "identities", "units", "tags", "actions"):
        found[f"export {what}"] = o.server.cli("export", what, "-o", o.slug, "--format", "csv")
    found["report"] = o.server.cli("report", "kinds", "-o", o.slug, "--format", "csv")
    return found


def allowed(name, needs):
    return needs == "For anybody." or (name == "owner" and "staff" in needs) or (name in needs)


def exports(walk):
    """What the command line writes out of one holds nothing of two."""
    for name, text in seen_by(walk, walk.one).items():
        walk.counts["files and pages of one"] += 1
        if walk.two.word in text or any(i in text for i in walk.foreign_ids):
            walk.complain(f"{name} of one shows something of two")
