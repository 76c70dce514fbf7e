"""Caddy before the server, as deploy/Caddyfile sets it up, with its own authority: a partner's own domain is claimed,
proved by a DNS record, and answers over TLS with a certificate got in the handshake; a host that is nobody's gets none."""

import http.client
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

from plain_http import request
from server import ROOT, free_port

PARTNER, HOST, OTHER_HOST = "aurelia", "reisen.kunde-eins.example", "www.kunde-eins.example"
UNKNOWN = "nobody.kunde-eins.example"
START_SECONDS_MAX = 30
KNOWN_SECONDS_MAX = 1.0
TIMEOUT_SECONDS = 15


def installed():
    return shutil.which("caddy") is not None


class Caddy:
    """deploy/Caddyfile with ports of its own and a local authority, trusted by nobody but us."""

    def __init__(self, server):
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="travelhub-caddy-"))
        self.port = free_port(server.port + 40)
        source = (ROOT / "deploy/Caddyfile").read_text()
        for old, new in (
            ("127.0.0.1:9464", f"127.0.0.1:{server.management_port}"),
            ("127.0.0.1:8080", f"127.0.0.1:{server.port}"),
            ("https:// {", f"https://:{self.port} {{\n\tbind 127.0.0.1"),
            ("{\n\ton_demand_tls", "{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https "
                                   "disable_redirects\n\ton_demand_tls"),
        ):
            assert old in source, f"deploy/Caddyfile does not say {old!r}"
            source = source.replace(old, new)
        (self.data / "Caddyfile").write_text(source)

    def __enter__(self):
        environment = {"HOME": str(self.data), "XDG_DATA_HOME": str(self.data), "XDG_CONFIG_HOME": str(self.data)}
        self.log = (self.data / "log").open("w")
        self.process = subprocess.Popen(
            ["caddy", "run", "--config", str(self.data / "Caddyfile"), "--adapter", "caddyfile"],
            env=environment | {"PATH": "/usr/bin:/bin"}, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + START_SECONDS_MAX
        while not (self.root.exists() and self._listens()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                text = (self.data / "log").read_text()[-2000:]
                self.__exit__()
                raise RuntimeError(f"Caddy does not start:\n{text}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(START_SECONDS_MAX)
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def root(self):
        return self.data / "caddy/pki/authorities/local/root.crt"

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def get(self, host, path, headers=None):
        """Over TLS, its certificate checked against Caddy's root and the host's name."""
        context = ssl.create_default_context(cafile=str(self.root))
        with socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT_SECONDS) as plain:
            with context.wrap_socket(plain, server_hostname=host) as secure:
                names = {value for kind, value in secure.getpeercert()["subjectAltName"] if kind == "DNS"}
                connection = http.client.HTTPConnection(host, self.port)
                connection.sock = secure
                connection.request("GET", path, headers={"Host": f"{host}:{self.port}"} | (headers or {}))
                answer = connection.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read().decode(), names


class Check:
    def __init__(self, server):
        self.server, self.faults = server, []

    def want(self, condition, text):
        if not condition:
            self.faults.append(text)

    def operate(self, method, path, body=None):
        answer = request(
            self.server, "localhost", f"/api/platform/tenants/{PARTNER}/domains{path}", method,
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self.server.operator_token}", "Content-Type": "application/json"})
        return answer.status, json.loads(answer.text or "null")

    def claim(self, host):
        status, claim = self.operate("POST", "", {"host": host})
        self.want(status == 201, f"claiming {host}: {status} {claim}")
        return claim

    def prove(self, claim):
        """As its records say."""
        for record in claim["records"]:
            self.server.names.records[(record["name"], record["type"])] = [record["value"]]
        status, checked = self.operate("POST", f"/{claim['id']}/verify", {})
        self.want(status == 200 and checked["ownership"]["state"] == "verified", f"verifying: {status} {checked}")
        self.want(checked["routing"] == "here", f"{claim['host']} leads elsewhere: {checked['checks']}")

    def refused(self, caddy, host, when):
        try:
            status = caddy.get(host, "/")[0]
            self.want(False, f"{host} {when}: the handshake was not refused, the answer is {status}")
        except ssl.SSLError as error:
            self.want("ALERT" in str(error).upper(), f"{host} {when}: {error}")

    def served(self, caddy, host):
        deadline = time.monotonic() + KNOWN_SECONDS_MAX
        while (answer := request(self.server, host, "/api/site")).status != 200 and time.monotonic() < deadline:
            time.sleep(0.02)
        self.want(answer.status == 200, f"{host}: {answer.status} a second after it was proved")
        status, headers, body, names = caddy.get(host, "/api/site")
        self.want(status == 200 and json.loads(body)["tenant"]["slug"] == PARTNER, f"{host} over TLS: {status}")
        self.want(names == {host}, f"{host}: the certificate is for {names}")
        self.want("strict-transport-security" in {name.lower() for name in headers}, f"{host}: no HSTS")

    def pages(self, caddy, claim):
        status, _ = self.operate("POST", f"/{claim['id']}/primary", {})
        self.want(status == 200, f"making {HOST} primary: {status}")
        deadline = time.monotonic() + KNOWN_SECONDS_MAX
        wanted = f"https://{HOST}:{caddy.port}/de/manage?x=1"
        while time.monotonic() < deadline:
            status, headers, _, _ = caddy.get(OTHER_HOST, "/de/manage?x=1", {"Accept": "text/html"})
            if status == 308:
                break
        self.want((status, headers.get("Location")) == (308, wanted), f"{OTHER_HOST}: {status} {headers.get('Location')}")
        status, headers, body, _ = caddy.get(HOST, "/de", {"Accept": "text/html"})
        canonical = f'rel="canonical" href="https://{HOST}:{caddy.port}/de"'
        self.want(status == 200 and canonical in body, f"{HOST}: page {status} is not its own canonical one")
        cookie = headers.get("Set-Cookie", "")
        self.want(cookie.startswith("__Host-") and "Secure" in cookie, f"{HOST}: cookie {cookie!r}")

    def run(self):
        with Caddy(self.server) as caddy:
            claims = [self.claim(host) for host in (HOST, OTHER_HOST)]
            self.refused(caddy, HOST, "before it is proved")
            for claim in claims:
                self.prove(claim)
                self.served(caddy, claim["host"])
            self.pages(caddy, claims[0])
            self.refused(caddy, UNKNOWN, "that nobody claimed")
            self.want(
                caddy.get("localhost", "/internal/tls/ask?domain=localhost")[0] == 404,
                "/internal/tls/ask answers strangers through the proxy")
            for claim in claims:
                status, _ = self.operate("DELETE", f"/{claim['id']}")
                self.want(status == 204, f"letting go of {claim['host']}: {status}")
        return self.faults


def caddy(server):
    return Check(server).run()
