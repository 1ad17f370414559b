"""Runs a command and ends it in the middle of its work.

    kill_at.py KILL|INT STATE ACTIONS COMMAND…

STATE is the SQLite file in which actions are kept. As soon as it has ACTIONS more than in the beginning,
the command is killed without warning, or interrupted as by Control-C. Prints how many more there are in
the end; fails when the command ended by itself first, or not as it should.
"""
import signal, sqlite3, subprocess, sys, time

how, state, due, command = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
CODES = {"KILL": -signal.SIGKILL, "INT": 130}


def kept():
    try:
        with sqlite3.connect(f"file:{state}?mode=ro", uri=True, timeout=0.2) as db:
            return db.execute("select coalesce(sum(count), 0) from block").fetchone()[0]
    except sqlite3.OperationalError:  # not there yet, or busy for a moment
        return 0


before = kept()
work = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
while kept() - before < due:
    if work.poll() is not None:
        sys.exit(f"it ended by itself with {kept() - before} actions kept, before {due} were")
    time.sleep(0.002)
work.send_signal(signal.Signals[f"SIG{how}"])
code = work.wait(timeout=30)
if code != CODES[how]:
    sys.exit(f"it ended with {code} where {CODES[how]} was due")
print(kept() - before)
