"""R4: every operation of the OpenAPI file × everybody who might ask × two organisations.

    python3 e2e/roles BINARY DATA PORT LOG ONE TWO [DATABASE]

See e2e/checks/50-roles, which starts the server with the organisations ONE and TWO.
"""
import sys, time

import between, inside, pages, twice
from asking import Server
from organisation import Organisation
from policy import ROLES
from state import differences, put_off
from walk import Walk

# Fewer than this, and the walk did not go where it should have gone.
LEAST = {"operations": 270, "refusals": 5500, "admissions": 700, "read": 1100, "surplus fields": 1200, "foreign places": 350, "foreign fields": 130,
         "foreign questions": 700, "foreign tokens": 6, "sent twice": 59, "stale versions": 3, "neighbours": 8, "links": 100, "files and pages of one": 95}

def main():
    binary, data, port, log, first, second, *database = sys.argv[1:]
    server = Server(binary, data, int(port), database[0] if database else None, log)
    begun = time.monotonic()
    put_off(server, "notices.tell", 2)
    one = Organisation(server, first, "erstling", ROLES).furnish()
    two = Organisation(server, second, "zweitling", ["owner", "viewer"]).furnish()
    walk = Walk(one, two)
    walk.counts["operations"] = len(walk.operations)
    shown = settled(walk, two)
    before = walk.kept_at_rest(two)
    for phase in (inside.refuse, inside.surplus, inside.admit, twice.programs, inside.read, between.places, between.bodies, between.neighbours,
                  between.unmixed, pages.exports, pages.links, between.questions):
        phase(walk)
        if "-v" in sys.argv: print(f"{time.monotonic() - begun:.1f} s", phase.__name__)
    untouched(walk, before, shown)
    between.tokens(walk)
    between.live(walk)
    tell(walk, time.monotonic() - begun)


def settled(walk, organisation):
    """What it shows once the ledger's readers have caught up with what was put there."""
    shown = pages.seen_by(walk, organisation)
    for _ in range(20):
        time.sleep(1)
        again = pages.seen_by(walk, organisation)
        moving = [name for name, text in shown.items() if again[name] != text and "audit" not in name]
        if not moving: return again
        last, shown = shown, again
    raise SystemExit("what an organisation shows does not come to rest:\n" + "\n".join(f"{name}: {first_difference(last[name], again[name])}" for name in moving))


def untouched(walk, before, shown):
    """Organisation two is as it was, in its rows and in its own eyes."""
    after = walk.kept(walk.two)
    for line in differences(before, after): walk.complain(f"organisation two was changed: {line}")
    for name, text in pages.seen_by(walk, walk.two).items():
        # The audit tells that its files were fetched, by this very comparison.
        if text != shown[name] and "audit" not in name: walk.complain(f"organisation two sees another {name}:\n{first_difference(shown[name], text)}")
    walk.counts["rows of two the same"] = len(after)


def first_difference(old, new):
    at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    return f"    {old[max(0, at - 60):at + 100]!r}\n    {new[max(0, at - 60):at + 100]!r}"


def tell(walk, seconds):
    few = [f"{name}: {walk.counts[name]} where at least {least} are due" for name, least in LEAST.items() if walk.counts[name] < least]
    wrong = few + walk.wrong
    print("  R4: " + ", ".join(f"{number} {name}" for name, number in walk.counts.items()) + f"; {len(wrong)} wrong; {seconds:.0f} s")
    for operation, why in inside.SHUT.items(): print(f"  nobody gets in: {operation}: {why}")
    for words in wrong[:60]: print("  ", words)
    sys.exit(1 if wrong else 0)


main()
