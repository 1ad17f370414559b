"""Real software at the other end: a letter goes to Postfix, is read from Dovecot by IMAP, both of its
signatures are verified by dkimpy; what bounces later and who complains find their letter; scanners that
follow every link change nothing.

    arrive.py BINARY WORK
"""
import email, email.policy, imaplib, json, pathlib, re, subprocess, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "roles"))
from asking import Asker, Server
from postfix import Mail, port, waits_for
import dkim

binary, work = sys.argv[1], pathlib.Path(sys.argv[2])
data, log, at = f"{work}/data", open(f"{work}/serve.err", "w"), port()
server = Server(binary, data, at, None, f"{work}/serve.err")
PASSWORD = "a lamp in every window"


def cli(*words): return server.cli(*words)


def until(found, seconds=30, what="it did not happen"):
    end = time.time() + seconds
    while time.time() < end:
        got = found()
        if got: return got
        time.sleep(0.2)
    raise SystemExit(f"{what}\n{mail.log()[-3000:]}\n{open(server.log).read()[-2000:]}")


def letters():
    box = imaplib.IMAP4("127.0.0.1", mail.imap)
    box.login("ada@lamps.example", "lamp")
    box.select("INBOX")
    _, found = box.search(None, "ALL")
    raw = [box.fetch(n, "(RFC822)")[1][0][1] for n in found[0].split()]
    box.logout()
    return raw


def letter(id): return json.loads(key.get(f"/api/letters/{id}").text)


def sent(name, address, **more):
    return key.call("/api/letters", {"key": name, "address": address, "subject": f"About {name}", "text": "Dear Ada,\n.\nFrom us, ü.\n", **more})["id"]


cli("organisation", "add", "--name", "Lamps", "--slug", "lamps", "--owner-name", "Ishbel", "--owner-email", "ishbel@lamps.example", "--currency", "USD")
# Postfix runs no pipe as root, and what is ours belongs to root here: so what comes back goes the other way
# that there is, to the API. `deedwell mail take` reads the complaint below.
(work / "take.py").write_text(f"""import base64, http.client, json, sys
line = http.client.HTTPConnection("127.0.0.1", {at}, timeout=20)
head = {{"Host": "lamps.test.localhost:{at}", "Authorization": "Bearer " + open("{work}/key").read().strip(), "Content-Type": "application/json", "X-Forwarded-For": "10.9.9.9"}}
line.request("POST", "/api/email/returns", json.dumps({{"message": base64.b64encode(sys.stdin.buffer.read()).decode()}}), head)
sys.exit(0 if line.getresponse().status == 200 else 75)
""")
mail = Mail(work / "mail", ["/usr/bin/python3", str(work / "take.py")])
running = subprocess.Popen([binary, "serve", "--data", data, "--listen", f"127.0.0.1:{at}", "--base-domain", "test.localhost", "--trusted-proxies", "127.0.0.1",
                            "--outbound-allow", "127.0.0.1/32"], stdout=subprocess.DEVNULL, stderr=log)
try:
    waits_for(at)
    token = re.search(r"token=([\w-]+)", cli("staff", "add", "--name", "Mary", "--email", "mary@lamps.example", "--role", "owner"))[1]
    mary = Asker(server, "lamps")
    mary.post("/console/invitation", token=token, password=PASSWORD, again=PASSWORD)
    mary.post("/console/sign-in", email="mary@lamps.example", password=PASSWORD)
    key = Asker(server, "lamps", key=cli("key", "add", "--name", "k", "--scope", "write").strip().splitlines()[0])
    (work / "key").write_text(key.key)
    mary.post("/console/email", host="127.0.0.1", port=str(mail.smtp), tls="none", login="", password="", sender_name="Lämps & Co", sender_address="hello@lamps.example",
              answers_to="", return_address="bounces@lamps.example", per_s="", domain_per_s="")
    mary.post("/console/email/keys")
    page = mary.get("/console/email").text
    records = dict(re.findall(r'<h3 class="said">([^<]+\._domainkey\.lamps\.example)</h3>.*?<code>([^<]+)</code>', page.replace("&#x2B;", "+").replace("&#43;", "+").replace("&#61;", "=").replace("&#x3D;", "=")))
    if len(records) != 2: raise SystemExit(f"two records are due: {records}")

    # A receipt to Ada, as real software takes it, keeps it and hands it out.
    first = sent("receipt", "ada@lamps.example", service="receipt")
    until(lambda: letter(first)["state"] == "accepted", what="the letter was not accepted")
    raw = until(letters, what="nothing lies in the box")[0]
    read = email.message_from_bytes(raw, policy=email.policy.default)
    names = lambda name, timeout=5: next((text.encode() for known, text in records.items() if name.decode().rstrip(".") == known), None)
    for nth, algorithm in ((0, b"ed25519-sha256"), (1, b"rsa-sha256")):
        one = dkim.DKIM(raw)
        good = one.verify(idx=nth, dnsfunc=names)
        if not good or one.signature_fields[b"a"] != algorithm: raise SystemExit(f"signature {nth} is {one.signature_fields.get(b'a')}: {good}")
        forged = dkim.DKIM(raw.replace(b"About receipt", b"About money"))
        try: forged = forged.verify(idx=nth, dnsfunc=names)
        except dkim.DKIMException: forged = False
        if forged: raise SystemExit("a forged letter is believed")
    body = read.get_body(("plain",)).get_content().replace("\r\n", "\n")
    if not body.startswith("Dear Ada,\n.\nFrom us, ü."): raise SystemExit(f"the text came to {body!r}")
    if read["From"] != "Lämps & Co <hello@lamps.example>" or letter(first)["message_id"] != read["Message-ID"]: raise SystemExit(f"{read['From']} {read['Message-ID']}")
    print("  Postfix took it, Dovecot hands it out, dkimpy believes both signatures and no forged letter")

    # What Postfix takes and cannot deliver comes back by itself, to the sealed address, through the pipe.
    gone = sent("gone", "grace@gone.example", service="receipt")
    until(lambda: letter(gone)["bounced_at"], what="the bounce did not find its letter")
    if letter(gone)["bounce"] != "hard": raise SystemExit(f"the bounce is {letter(gone)['bounce']}")
    again = sent("again", "grace@gone.example", service="receipt")
    until(lambda: letter(again)["state"] == "suppressed", what="a dead address is written to")
    print("  a bounce found its letter; the address is written to no more")

    # Somebody says that it is spam: their provider's report comes to the same address.
    complained = f"""From: fbl@provider.example
To: bounces@lamps.example
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1

--b
Content-Type: message/rfc822

{raw.decode('ascii', 'replace')}
--b--
"""
    took = subprocess.run([binary, "mail", "take", "--data", data], input=complained.encode(), capture_output=True)
    if took.returncode or not took.stdout.startswith(b"complaint"): raise SystemExit(f"mail take: {took.returncode} {took.stdout} {took.stderr}")
    until(lambda: letter(first)["complained_at"], what="the complaint did not find its letter")
    print("  a complaint found its letter")

    # Scanners follow every link of a letter about a topic: nothing changes. One POST without cookies does.
    mary.post("/console/letters/topics", key="news", name="News", about="", basis="opt_out", words="Yes, news.", channel="email")
    key.call("/api/people", {"identities": [{"kind": "email", "value": "alan@lamps.example"}], "change": {"name": "Alan"}})
    def about(name): return sent(name, "alan@lamps.example", topic="news")
    before = len(letters())
    news = about("news-1")
    until(lambda: letter(news)["state"] == "accepted", what=f"the news did not go: {letter(news)}")
    raw = until(lambda: letters()[before:], what="the news did not arrive")[0]
    read = email.message_from_bytes(raw, policy=email.policy.default)
    if read["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click": raise SystemExit("no one-click")
    signed = [dkim.DKIM(raw) for _ in range(2)]
    for nth, one in enumerate(signed):
        if not one.verify(idx=nth, dnsfunc=names): raise SystemExit(f"signature {nth} of the news")
        heads = [h.strip().lower() for h in one.signature_fields[b"h"].split(b":")]
        if not {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(heads): raise SystemExit(f"not signed: {heads}")
    out = read["List-Unsubscribe"].strip().strip("<>")
    html = read.get_body(("html",)).get_content().replace("&amp;", "&")
    links = {out} | set(re.findall(r'href="(http[^"]+)"', html))
    path = lambda link: "/" + link.split("/", 3)[3] if link.count("/") > 2 else "/"
    for link in links:
        for method in ("get", "head", "get"): Asker(server, "lamps").ask(method, path(link))
    second = about("news-2")
    until(lambda: letter(second)["state"] == "accepted", what=f"a scanner unsubscribed somebody: {letter(second)}")
    Asker(server, "lamps").ask("post", path(out), {"List-Unsubscribe": "One-Click"})
    third = about("news-3")
    until(lambda: letter(third)["state"] == "suppressed", what=f"one POST did not unsubscribe: {letter(third)}")
    print(f"  {len(links)} links followed by scanners changed nothing; one POST unsubscribed; both headers are signed")
finally:
    running.terminate(); running.wait(20)
    mail.stop()
