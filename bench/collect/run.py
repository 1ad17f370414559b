"""P1: processor seconds a million acknowledged events, of Deedwell and of a Fastify server with the same
guarantee, at the same offered rate and with the same ready-made bodies; and how many a second at most.
P2: what the syncs cost. `run.py DEEDWELL LOAD WORK [SECONDS]`; prints rows for bench/FIGURES.md."""
import json, os, re, shutil, subprocess, sys, time, urllib.error, urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "e2e", "webhooks"))
from server import Server, free_port

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")
# Events a request, bytes an event, connections, offered events a second, the ratio that is asked. With few
# connections, each waiting for its answer, the most is what a commit lets through and not what the server can.
SHAPES = [("single events of 300 bytes", 1, 300, 64, 2000, 0.5), ("batches of 100 of 600 bytes", 100, 600, 32, 10000, 0.4)]


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def load(tool, port, key, events, size, connections, rate, seconds):
    said = subprocess.run([tool, f"127.0.0.1:{port}", key, *map(str, (events, size, connections, rate, seconds))],
                          capture_output=True, text=True)
    if said.returncode: raise SystemExit(said.stderr)
    return json.loads(said.stdout)


def measure(tool, pid, port, key, shape, rate, seconds):
    load(tool, port, key, *shape[1:4], rate, 2)
    before = cpu(pid)
    said = load(tool, port, key, *shape[1:4], rate, seconds)
    said["cpu"] = (cpu(pid) - before) / said["acknowledged"] * 1e6
    said["rate"] = said["acknowledged"] / said["seconds"]
    return said


def deedwell(binary, work, name="collect"):
    data = f"{work}/{name}"
    subprocess.run([binary, "organisation", "add", "--data", data, "--name", "One", "--slug", "one", "--owner-name", "I",
                    "--owner-email", "i@one.example", "--currency", "USD"], check=True, capture_output=True)
    key = subprocess.run([binary, "source", "add", "--data", data, "--name", "s", "--sends-from", "server"], check=True,
                         capture_output=True, text=True).stdout.strip().splitlines()[-1].strip()
    return Server(binary, data, "none"), key


def without_sync(work):
    """A library that is asked before the system's, and lets no sync through."""
    code = b"int fsync(int f) { return 0; } int fdatasync(int f) { return 0; }"
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-o", f"{work}/no-sync.so", "-"], input=code, check=True)
    return ["env", f"LD_PRELOAD={work}/no-sync.so"]


def syncs(tool, binary, work, ours, key, most, seconds):
    """P2: the most with syncs and without, one after the other, twice; and the wait at half of the most."""
    shape = SHAPES[1]
    other, other_key = deedwell(binary, work, "no-sync")
    other.command = [*without_sync(work), *other.command]
    other.start()
    rates = {True: [most["rate"]], False: []}
    for synced in (False, True, False):
        server, its_key = (ours, key) if synced else (other, other_key)
        rates[synced].append(measure(tool, server.process.pid, server.port, its_key, shape, 0, seconds)["rate"])
    other.stop()
    half = measure(tool, ours.process.pid, ours.port, key, shape, int(max(rates[True]) / 2), seconds)
    said = subprocess.run([sys.executable, f"{HERE}/../yardstick.py", f"{work}/sync"], check=True, capture_output=True, text=True).stdout
    disk_ms = float(re.match(r"p50 ([\d.]+) ms", said)[1])
    with_sync, without = (sum(r) / len(r) for r in (rates[True], rates[False]))
    print(f"| {shape[0]}, as many as it takes, synced and not | {with_sync:,.0f} events a second, without syncs {without:,.0f}: **{with_sync / without:.2f}** | `bench/run collect` |")
    print(f"| {shape[0]}, at half of the most, {half['rate']:,.0f} a second | 99 % acknowledged within {half['p99_ms']:.1f} ms, "
          f"an fdatasync of 4 KB takes {disk_ms:.2f} ms: **{half['p99_ms'] / disk_ms:.1f}** times as long | `bench/run collect` |", flush=True)


def peer(work):
    for name in ("package.json", "peer.mjs"): shutil.copy(f"{HERE}/{name}", work)
    subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund"], cwd=work, check=True, capture_output=True)
    port = free_port()
    process = subprocess.Popen(["node", "peer.mjs", str(port), f"{work}/peer.log"], cwd=work)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/")
        except urllib.error.HTTPError:
            return process, port
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the peer did not come up")


def main(binary, tool, work, seconds="20"):
    seconds = float(seconds)
    ours, key = deedwell(binary, work)
    ours.start()
    theirs, port = peer(work)
    for shape in SHAPES:
        a = measure(tool, ours.process.pid, ours.port, key, shape, shape[4], seconds)
        b = measure(tool, theirs.pid, port, "none", shape, shape[4], seconds)
        most = measure(tool, ours.process.pid, ours.port, key, shape, 0, seconds)
        fastify = measure(tool, theirs.pid, port, "none", shape, 0, seconds)
        print(f"| {shape[0]}, at {shape[4]:,} a second | {a['cpu']:.1f} processor seconds a million events, Fastify {b['cpu']:.1f}: "
              f"**{a['cpu'] / b['cpu']:.2f}** (asked: {shape[5]}); acknowledged after {a['p50_ms']:.1f} ms (99 %: {a['p99_ms']:.1f}), "
              f"Fastify {b['p50_ms']:.1f} ({b['p99_ms']:.1f}) | `bench/run collect` |")
        print(f"| {shape[0]}, as many as it takes | {most['rate']:,.0f} events a second (99 % within {most['p99_ms']:.0f} ms), "
              f"Fastify {fastify['rate']:,.0f}; {most['cpu']:.1f} and {fastify['cpu']:.1f} processor seconds a million | `bench/run collect` |", flush=True)
    theirs.terminate()
    syncs(tool, binary, work, ours, key, most, seconds)
    ours.stop()


main(*sys.argv[1:])
