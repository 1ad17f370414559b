"""Kills the sealer again and again; nothing may be lost, nothing twice, nothing left over.

    python3 kill.py --make target/debug/examples/make_lake --database URL [--rounds 40]
"""
import argparse, json, random, shutil, subprocess, sys, tempfile, time

parse = argparse.ArgumentParser()
parse.add_argument("--make", required=True)
parse.add_argument("--database", required=True)
parse.add_argument("--rounds", type=int, default=40)
args = parse.parse_args()
data = tempfile.mkdtemp(prefix="lake-kill-")


def run(*rest):
    out = subprocess.run([args.make, args.database, data, *rest], capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"{rest} failed: {out.stderr}")
    return json.loads(out.stdout)[0]


organisation = run("3000", "1")["organisation"]
began = time.time()
run("4000", "more", organisation)
whole = time.time() - began
last, orphans, unsealed = 7000, 0, 0
for n in range(args.rounds):
    killed = subprocess.Popen([args.make, args.database, data, "4000", "more", organisation],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0, whole))
    killed.kill()
    killed.wait()
    found = run("0", "mend", organisation)
    due = found["sequence"] - found["sequence"] // 1000
    if not (found["rows"] == found["numbers"] == due and found["sequence"] >= last):
        sys.exit(f"round {n}: {found}, {due} rows were due after {last}")
    last, orphans = found["sequence"], orphans + found["orphans"]
    unsealed += found["sequence"] - found["from"]
shutil.rmtree(data)
print(f"{args.rounds} kills: {last} actions, each once; {orphans} orphans swept, {unsealed} sealed after a kill")
