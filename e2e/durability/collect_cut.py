"""Sends to a server until the power is cut, and looks at what the disk held then.

    collect_cut.py write DEEDWELL DATA KEY SEED     a line for each batch that is acknowledged, a tenth sent again
    collect_cut.py check DEEDWELL DATA SAID         the lines that were said before the cut
"""
import ctypes, signal, sys, threading

from collect import EVENTS, SENDERS, Batches, Server, basic, in_ledger

PR_SET_PDEATHSIG = 1


def write(binary, data, key, seed):
    server = Server(binary, data, "none")
    # In the end nobody stops the server: it dies with whoever began it, as by a cut.
    server.before = lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    server.start()
    batches = Batches(server, basic(key), seed)
    batches.tell = lambda number: print("ack", number, flush=True)
    senders = [threading.Thread(target=batches.send) for _ in range(SENDERS)]
    [s.start() for s in senders]
    [s.join() for s in senders]


def check(binary, data, said):
    numbers = [int(line.split()[1]) for line in open(said) if line.startswith("ack ") and line.endswith("\n")]
    acknowledged, there = set(numbers), in_ledger(binary, data)
    missing = sum(max(EVENTS - there[n], 0) for n in acknowledged)
    doubled = sum(max(count - EVENTS, 0) for count in there.values())
    halved = sum(n not in acknowledged and count < EVENTS for n, count in there.items())
    print(f"acknowledged {len(acknowledged) * EVENTS} missing {missing} doubled {doubled} halved {halved} again {len(numbers) - len(acknowledged)}")


{"write": write, "check": check}[sys.argv[1]](*sys.argv[2:])
