"""R7: a notice to many, the sender killed again and again, paused, re-rated. Nobody is left out; whoever
gets it twice is among those who were reported unclear, and gets it under the same Message-ID.

    kills.py POST SINK STATE PEOPLE KILLS [DATABASE]

POST and SINK are the examples of deedwell-email: the sender is the server's own, the mail server takes
everything and writes each Message-ID down before it answers.
"""
import collections, json, os, random, signal, socket, subprocess, sys, time

post, sink, state, people, kills = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
url = sys.argv[6] if len(sys.argv) > 6 else f"sqlite:{state}.db"
chance = random.Random(7)


def run(*words):
    done = subprocess.run([post, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"post {words[0]} failed: {done.stderr[-600:]}")
    return done.stdout


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def taken():
    """What the mail server took: (address, Message-ID), as often as it did."""
    with open(f"{state}.ids") as lines:
        return [tuple(line.split()) for line in lines]


listening = port()
mail = subprocess.Popen([sink, str(listening), f"{state}.ids"], stdout=subprocess.PIPE)
mail.stdout.readline()
try:
    run("fill", url, str(people), str(listening))
    # Every kill leaves some that nobody knows of; they are asked for right after it.
    reported, struck, begun = {}, 0, time.time()
    said = lambda: {tuple(one) for one in json.loads(run("tell", url))["unclear"]}
    while struck < kills:
        sender = subprocess.Popen([post, "send", url], stdout=subprocess.PIPE, text=True)
        sender.stdout.readline()
        before, wait = len(taken()), chance.uniform(0.05, max(0.4, people / 1500 / kills))
        time.sleep(wait)
        if struck % 7 == 3:
            run("pause", url)
            time.sleep(1.5)
            still = len(taken())
            time.sleep(1)
            after = len(taken())
            if after != still:
                sys.exit(f"{after - still} letters went while the run was paused")
            run("speed", url, "400")
            run("resume", url)
            time.sleep(0.3)
            run("speed", url, "0")
        if sender.poll() is not None:
            sys.exit(f"all was sent after {struck} kills: give it more people")
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        struck += 1
        # Told by the next start; here it is made to tell.
    last = subprocess.run([post, "send", url], capture_output=True, text=True, timeout=1800)
    if last.returncode:
        sys.exit(f"the last run failed: {last.stderr[-600:]}")
    told = json.loads(run("tell", url))
    unclear = {tuple(one) for one in told["unclear"]}
    ids = taken()
    got = collections.Counter(address for address, _ in ids)
    missing = {f"c{n}@d{n % 40}.example" for n in range(people)} - set(got) - {address for address, _ in unclear}
    doubled = {address for address, count in got.items() if count > 1}
    print(f"  {people} people, {struck} kills, pauses and other speeds between, {time.time() - begun:.0f} s: {told['counts']}")
    print(f"  left out: {len(missing)}; got it twice before anybody decided: {len(doubled)}; reported unclear: {len(unclear)}, of whom {len([1 for a, _ in unclear if a in got])} had it")
    if missing or doubled:
        sys.exit(f"left out: {sorted(missing)[:5]}; twice: {sorted(doubled)[:5]}")
    # Those that were begun, and those whose answers were being written down.
    if len(unclear) > struck * 240:
        sys.exit(f"{len(unclear)} unclear after {struck} kills: more than could be in a conversation")
    # Staff decide that they go again: nobody is left out now, and whoever has it twice has the same one.
    run("again", url)
    subprocess.run([post, "send", url], check=True, stdout=subprocess.DEVNULL, timeout=600)
    ids = taken()
    got, named = collections.Counter(a for a, _ in ids), collections.defaultdict(set)
    for address, message in ids:
        named[address].add(message)
    twice = {address for address, count in got.items() if count > 1}
    others = [address for address, messages in named.items() if len(messages) > 1]
    strangers = twice - {address for address, _ in unclear}
    counts = json.loads(run("tell", url))["counts"]
    print(f"  after they went again: {len(got)} got it, {len(twice)} twice, all of them reported: {not strangers}, each under one Message-ID: {not others}; {counts}")
    if len(got) != people or strangers or others or counts != {"accepted": people}:
        sys.exit("not everybody once, or not as it was reported")
finally:
    mail.kill()
