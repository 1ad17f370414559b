"""Walks every operation of the OpenAPI file with everybody who might ask; see checks/50-roles."""
import http.client, json, re, subprocess, sys, urllib.parse

BIN, DATA, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])
ROLES = ["owner", "manager", "marketer", "agent", "host", "analyst", "viewer"]
RIGHTS = {  # crates/deedwell-web/src/roles.rs, written down a second time on purpose
    "owner": "see_home see_people change_people export_people see_measures host_programmes manage_programmes book_money see_staff manage_staff manage_settings manage_keys see_audit",
    "manager": "see_home see_people change_people export_people see_measures host_programmes manage_programmes book_money see_staff manage_staff manage_settings see_audit",
    "marketer": "see_home see_people change_people see_measures see_staff",
    "agent": "see_home see_people change_people host_programmes see_staff",
    "host": "see_home see_people see_measures host_programmes manage_programmes book_money see_staff",
    "analyst": "see_home see_people export_people see_measures book_money see_staff",
    "viewer": "see_home see_measures",
}
PASSWORD = "a walk along the wall by night"


def cli(*args):
    return subprocess.run([BIN, *args, "--data", DATA], check=True, capture_output=True, text=True).stdout


class Asker:
    def __init__(self, host): self.host, self.cookies, self.key = host, {}, None

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        headers = {"Host": f"{self.host}.test.localhost:{PORT}", "Sec-Fetch-Site": "same-origin"}
        if self.cookies: headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.key: headers["Authorization"] = f"Bearer {self.key}"
        if body is not None: headers["Content-Type"] = kind
        c.request(method, path, body, headers)
        r = c.getresponse()
        text = "" if "event-stream" in (r.getheader("content-type") or "") else r.read().decode("utf-8", "replace")
        for name, value in r.getheaders():
            if name.lower() == "set-cookie":
                k, v = value.split(";")[0].split("=", 1)
                if v: self.cookies[k] = v
        c.close()
        return r.status, text, r.getheader("location") or ""


def form(**fields): return urllib.parse.urlencode(fields)


def staff(slug, role):
    if role == "owner":
        out = cli("staff", "add", "-o", slug, "--name", f"Second {slug}", "--email", f"second@{slug}.example", "--role", "owner")
        email = f"second@{slug}.example"
    else:
        email = f"{role}@{slug}.example"
        out = cli("staff", "add", "-o", slug, "--name", role.title(), "--email", email, "--role", role)
    token = re.search(r"token=([\w-]+)", out)[1]
    a = Asker(slug)
    status, text, _ = a.ask("POST", "/console/invitation", form(token=token, password=PASSWORD, again=PASSWORD))
    assert status == 303, (status, text[:600])
    status, text, where = a.ask("POST", "/console/sign-in", form(email=email, password=PASSWORD))
    assert status == 303 and "deedwell-staff" in a.cookies, (status, where, text[:600])
    return a


def customer(slug):
    secret = cli("key", "add", "-o", slug, "--name", "shop", "--sign-in").strip()
    ids = json.loads(cli("key", "list", "-o", slug, "--format", "json"))
    kid = next(k["id"] for k in ids if k["kind"] == "sign_in")
    import base64, hashlib, hmac, time
    b64 = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode()
    now = int(time.time())
    head = b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = {"iss": kid, "sub": f"cust-{slug}", "name": f"Customer {slug}", "email": f"c@{slug}.example",
              "email_verified": True, "iat": now, "exp": now + 300, "jti": f"j-{slug}"}
    load = b64(json.dumps(claims).encode())
    token = f"{head}.{load}." + b64(hmac.new(secret.encode(), f"{head}.{load}".encode(), hashlib.sha256).digest())
    a = Asker(slug)
    status, text, _ = a.ask("POST", "/sign-in/token", form(token=token))
    assert status == 303 and "deedwell-me" in a.cookies, (status, text[:400])
    return a


def keyed(slug, scope):
    a = Asker(slug); a.key = cli("key", "add", "-o", slug, "--name", scope, "--scope", scope).strip(); return a


def real_ids(owner, who):
    """One of each thing that this organisation has, by the collection it stands in."""
    ids = {}
    owner.ask("POST", "/console/settings/units", form(key="unit", name="Secret unit", currency="USD"))
    made = owner.ask("POST", "/console/ideas/boards", form(key="board", name="Board", intro="", unit="", place="1"))
    assert made[0] == 303, made[1][:800]
    owner.ask("POST", "/console/keys", form(name="k", kind="server", scope="read"))
    status, text, where = who.ask("POST", "/ideas", form(board="board", title=f"Secret wish of {who.host}", body="", tags=""))
    found = re.search(r"/ideas/([0-9a-f-]{36})", where)
    assert found, (status, text[:800])
    ids["idea"] = found[1]
    who.ask("POST", f"/ideas/{found[1]}/comments", form(body=f"Secret comment of {who.host}"))
    c = re.search(r"/comments/([0-9a-f-]{36})", who.ask("GET", f"/ideas/{found[1]}")[1])
    if c: ids["comment"] = c[1]
    for path, name, pattern in [("/console/ideas/boards", "board", r"/console/ideas/boards/([0-9a-f-]{36})"),
                                ("/console/people", "person", r"/console/people/([0-9a-f-]{36})"),
                                ("/console/staff", "staff", r"/console/staff/([0-9a-f-]{36})"),
                                ("/console/settings", "unit", r"/console/settings/units/([0-9a-f-]{36})"),
                                ("/console/keys", "key", r"/console/keys/([0-9a-f-]{36})")]:
        found = re.search(pattern, owner.ask("GET", path)[1])
        if found: ids[name] = found[1]
    return ids


def fill(path, ids):
    """The path with this organisation's real ids; what stands for what is told by the word before."""
    out, before = [], ""
    for part in path.split("/"):
        if part.startswith("{"):
            word = {"ideas": "idea", "people": "person", "staff": "staff", "units": "unit", "keys": "key", "boards": "board",
                    "comments": "comment"}.get(before, before)
            part = {"{programme}": "ideas", "{letter}": "a", "{name}": "deedwell.css"}.get(part) or ids.get(word) or \
                ids.get(part.strip("{}")) or ids.get("idea") or "01930000-0000-7000-8000-000000000000"
        out.append(part); before = part if not re.fullmatch(r"[0-9a-f-]{36}", part) else before
    return "/".join(out)


def main():
    one = {r: staff("one", r) for r in ROLES}
    two_owner = staff("two", "owner")
    cust = {s: customer(s) for s in ("one", "two")}
    keys = {("one", "read"): keyed("one", "read"), ("one", "write"): keyed("one", "write"), ("two", "write"): keyed("two", "write")}
    ids = {"one": real_ids(one["owner"], cust["one"]), "two": real_ids(two_owner, cust["two"])}
    assert "idea" in ids["one"] and "idea" in ids["two"] and "person" in ids["two"], ids
    document = json.loads(Asker("one").ask("GET", "/openapi.json")[1])
    nobody = Asker("one")
    probed, operations, wrong = 0, 0, []
    order = sorted(((p, m) for p, ms in document["paths"].items() for m in ms), key=lambda x: x[1] != "get")
    for path, method in order:
        operation = document["paths"][path][method]
        operations += 1
        needs = operation["description"]
        if path == "/live" : pass
        media = next(iter(operation.get("requestBody", {}).get("content", {})), None)
        body = None if method == "get" else ("{}" if media == "application/json" else "")
        kind = media or "application/x-www-form-urlencoded"
        right = re.search(r"right (\w+)", needs)
        def may(who):
            name, a = who
            if needs == "For anybody.": return True
            if needs == "For a signed-in customer.": return name == "customer"
            if needs == "For staff.": return name in ROLES
            if right: return name in ROLES and right[1] in RIGHTS[name].split()
            if needs == "For a server key.": return name in ("key read", "key write")
            if needs == "For a server key that may write.": return name == "key write"
            raise SystemExit(f"{method} {path}: nobody knows what {needs!r} means")
        people = [(r, a) for r, a in one.items()] + [("customer", cust["one"]), ("nobody", nobody),
                  ("key read", keys["one", "read"]), ("key write", keys["one", "write"])]
        for who in people:
            name, a = who
            if may(who): continue
            status, text, where = a.ask(method.upper(), fill(path, ids["one"]), body, kind)
            probed += 1
            refused = status in (401, 403) or (status == 303 and "sign-in" in where)
            if not refused: wrong.append(f"{name} got {status} from {method} {path}")
        # The same operation, by whoever may, with the other organisation's ids.
        if "{" in path and needs != "For anybody." or path.startswith("/ideas/{"):
            able = [w for w in people if may(w)]
            for name, a in able[:1] + [w for w in able if w[0] in ("customer", "key write")]:
                foreign = fill(path, ids["two"])
                if foreign == fill(path, ids["one"]): continue
                status, text, where = a.ask(method.upper(), foreign, body, kind)
                probed += 1
                if "of two" in text or "Secret" in text or (status in (200, 303) and method != "get" and "sign-in" not in where):
                    wrong.append(f"{name} of one got {status} {where} from {method} {foreign} of two")
    # Whatever a page links or posts to is in the file.
    shapes = [re.compile("^" + re.sub(r"\\{[^/]*\\}", ".+" if "{name}" in p else "[^/]+", re.escape(p)) + "$") for p in document["paths"]]
    known = lambda path: any(s.match(path) for s in shapes)
    seen, queue = set(), ["/", "/ideas", "/console", "/console/people", "/console/measures", "/console/ideas", "/console/staff",
                          "/console/settings", "/console/keys", "/console/audit", "/console/me", fill("/ideas/{id}", ids["one"]),
                          fill("/console/ideas/{id}", ids["one"]), fill("/console/people/{id}", ids["one"])]
    both = Asker("one"); both.cookies = {**one["owner"].cookies, **cust["one"].cookies}
    while queue and len(seen) < 300:
        path = queue.pop().split("?")[0].split("#")[0]
        if path in seen: continue
        seen.add(path)
        if not known(path): wrong.append(f"{path} is linked and not in the file"); continue
        if path.startswith(("/assets", "/live")): continue
        page = both.ask("GET", path)[1]
        for link in re.findall(r'(?:href|action|hx-post|hx-get)="(/[^"]*)"', page): queue.append(link.replace("&#38;", "&"))
    print(f"  R4: {operations} operations, {probed} refusals probed, {len(seen)} addresses followed, {len(wrong)} wrong")
    for w in wrong[:40]: print("  ", w)
    sys.exit(1 if wrong or probed < operations else 0)


main()
