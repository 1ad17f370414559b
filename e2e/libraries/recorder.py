"""Stands between a library and the server: hands everything on as it is, and keeps what went by.

    recorder.py SERVER FILE      prints the port it listens on; FILE gets a line of JSON for each call
"""
import gzip, http.client, http.server, json, sys, threading

SERVER, FILE = sys.argv[1:]
lock, out = threading.Lock(), open(FILE, "a")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        server = http.client.HTTPConnection(SERVER, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        server.request(self.command, self.path, body, {**headers, "Host": SERVER})
        answer = server.getresponse()
        told = answer.read()
        plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        with lock:
            print(json.dumps({"method": self.command, "path": self.path, "status": answer.status, "body": plain.decode()}), file=out, flush=True)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date"): self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = do_OPTIONS = pass_on
    def log_message(self, *_): pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
