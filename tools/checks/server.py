"""A `travelhub dev` of the checks' own: free ports, a temporary data directory, gone at the end."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

from name_server import NameServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 30


def free_port(base):
    """The first free one from `base` on."""
    for port in range(base, base + 1000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit(f"no free port from {base} on")


class Server:
    def __init__(self, binary, base_port, settings=None):
        self.settings = settings or {}
        self.binary = pathlib.Path(binary).resolve()
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="travelhub-checks-"))
        # As root the servers run as an unprivileged user, who has to get in.
        self.data.chmod(0o755)
        self.port = free_port(base_port)
        self.management_port = free_port(self.port + 1)
        self.names = NameServer()

    @property
    def environment(self):
        return os.environ | {
            "ENVIRONMENT": "development", "DATA_DIRECTORY": str(self.data), "HTTP_PORT": str(self.port),
            "HTTP_MANAGEMENT_PORT": str(self.management_port), "DNS_SERVERS": f"127.0.0.1:{self.names.port}",
            "STRIPE_SANDBOX_PORT": "0", "HTTP_TRUSTED_PROXIES": "127.0.0.1/32", "DOMAINS_TARGETS": "127.0.0.1"} | self.settings

    @property
    def operator_token(self):
        return (self.data / "secrets/operator.token").read_text().strip()

    @property
    def has_viewer(self):
        return (self.data / "docs-viewer").exists()

    def url(self, host, path=""):
        return f"http://{host}:{self.port}/{path}"

    def __enter__(self):
        self.log = (self.data / "log").open("w")
        subprocess.run([ROOT / "tools/docs-viewer"], cwd=ROOT, env=self.environment, check=True, capture_output=True)
        self.process = subprocess.Popen(
            [self.binary, "dev"], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"travelhub dev ended:\n{(self.data / 'log').read_text()[-2000:]}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.management_port}/readyz", timeout=2).close()
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"not ready after {START_SECONDS_MAX} s:\n{(self.data / 'log').read_text()[-2000:]}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        self.names.close()
        shutil.rmtree(self.data, ignore_errors=True)

    def tenant(self, verb, slug):
        """Changes a site's state as an operator would."""
        subprocess.run(
            [self.binary, "tenant", verb, slug], cwd=ROOT, env=self.environment, check=True, capture_output=True)
