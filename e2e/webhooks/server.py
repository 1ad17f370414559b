"""A server of ours for a check: begun, killed, begun again at the same address."""
import json, os, signal, socket, subprocess, time, urllib.error, urllib.request

STAFF = "ishbel@one.example"


def free_port(within=None):
    for port in within or [0]:
        with socket.socket() as s:
            try:
                s.bind(("0.0.0.0", port))
                return s.getsockname()[1]
            except OSError:
                continue
    raise SystemExit("no port is free")


class Server:
    def __init__(self, binary, data, key, *flags):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.key, self.process = key, None
        # What the process does before it is the server.
        self.before = None
        self.command = [binary, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", "--seal-every-s", "1", *flags]
        self.errors = f"{data}.{self.port}.err"

    def start(self):
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=errors, preexec_fn=self.before)
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"{self.url}/openapi.json").close()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(open(self.errors).read())
                time.sleep(0.05)
        raise SystemExit("the server did not come up")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait(timeout=40) != 0:
            raise SystemExit("the server did not end cleanly")

    def ask(self, path, body=None, key=None):
        """Status and JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": key or f"Bearer {self.key}", "content-type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            text = refused.read()
            return refused.code, json.loads(text) if text.startswith((b"{", b"[")) else text.decode()
