"""Letters a second: personalised, in a layout, signed twice, to a mail server on this machine.

    letters.py POST SINK WORK

Prints rows for bench/run: what each part takes by itself, and all of it together.
"""
import json, os, socket, subprocess, sys

post, sink, work = sys.argv[1:4]
os.makedirs(work, exist_ok=True)


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


def said(*words):
    return subprocess.run([post, *words], check=True, capture_output=True, text=True).stdout


def row(what, figure, command):
    print(f"| {what} | {figure} | `{command}` |")


at = port()
mail = subprocess.Popen([sink, at, f"{work}/ids"], stdout=subprocess.PIPE)
mail.stdout.readline()
try:
    alone = json.loads(said("alone", at, "2000"))
    row("a letter filled in and written as MIME, one processor", f"{alone['rendering_per_s']:,.0f} a second, {alone['letter_bytes']:,} bytes each", "post alone")
    row("signed twice (RSA-2048, Ed25519), one processor", f"{alone['signing_both_per_s']:,.0f} a second", "post alone")
    row("the same letter to the mail server again and again, 20 conversations", f"{alone['sink_per_s']:,.0f} a second", "post alone")
    os.unlink(f"{work}/ids")
    open(f"{work}/ids", "w").close()
    for people in (10_000, 100_000):
        url = f"sqlite:{work}/of{people}.db"
        said("fill", url, str(people), at)
        done = json.loads(said("send", url).splitlines()[-1])
        row(f"a run to {people:,}, each written down before and after", f"{done['per_s']:,.0f} letters a second; at most {done['peak_mb']} MB", f"post send, {people:,}")
finally:
    mail.kill()
