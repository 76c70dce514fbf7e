"""A `travelhub stripe-sandbox` of the checks' own, and what stands around it: an endpoint for events, a browser's form."""

import contextlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import stripe

from server import ROOT

START_SECONDS_MAX = 20
WAIT_SECONDS_MAX = 20


class Sandbox:
    """A process of its own, which can be killed and started again on the same directory."""

    def __init__(self, binary):
        self.binary, self.directory = pathlib.Path(binary).resolve(), pathlib.Path(tempfile.mkdtemp(prefix="stripe-sandbox-"))

    def start(self):
        (self.directory / "sandbox.json").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [self.binary, "stripe-sandbox", "--port", "0", "--directory", self.directory, "--account", "aurelia",
             "--account", "halfway=sk_test_halfway0123"],
            cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=(self.directory / "log").open("w"))
        deadline = time.monotonic() + START_SECONDS_MAX
        while not (self.directory / "sandbox.json").exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the sandbox does not start: {(self.directory / 'log').read_text()}")
            time.sleep(0.05)
        self.place = json.loads((self.directory / "sandbox.json").read_text())
        stripe.api_base = self.place["url"].replace("localhost", "127.0.0.1")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def remove(self):
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def key(self, name):
        return next(account["secretKey"] for account in self.place["accounts"] if account["name"] == name)

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            f"{stripe.api_base}/_sandbox/{path}", json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Bearer {self.place['controlToken']}"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


@contextlib.contextmanager
def endpoint():
    """Takes events, and keeps body and signature of each."""
    letters = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            letters.append((body, self.headers["stripe-signature"]))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_GET(self):
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/hook", letters
    finally:
        server.shutdown()
        server.server_close()


def post_form(address, fields):
    """What a browser without script does; gives where it is led."""
    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    address = address.replace("//localhost", "//127.0.0.1", 1) if address.startswith("http://localhost:") else address
    try:
        urllib.request.build_opener(NoRedirect).open(address, urllib.parse.urlencode(fields).encode(), timeout=10)
    except urllib.error.HTTPError as answer:
        if answer.code == 303:
            return answer.headers["location"]
        raise
    raise AssertionError(f"{address} leads nowhere")


def wait(condition):
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
