"""Schemathesis against what /openapi.json promises: on a partner's host everything, on the platform's what operators
read, and what anybody may ask there. Then each open operation of both with what its edge refuses: a credential that is
none, and a write that another site's page sent."""

import json
import os
import pathlib
import re
import subprocess
import sys

from plain_http import request
from server import ROOT

# Every other check of Schemathesis's is made; what it may take for accepted nonsense and is none, `contract_hooks.py` says.
EXCLUDED = {
    "positive_data_acceptance":
        "a schema cannot say all of a field: that a language is the site's, a colour readable, a host a partner's own; "
        "such a request is 422 with the field named, and `roles.py` demands that enough requests succeed",
    "use_after_free":
        "it judges what follows from an operation before, which its stateful phase alone sends; the suite and the "
        "isolation sweep hold that what was taken away is gone",
    "ensure_resource_availability": "the same: it judges a reading that follows a creation, in the stateful phase",
}
ENVIRONMENT = os.environ | {"COLUMNS": "160", "PYTHONPATH": str(ROOT / "tools/checks"), "PYTHONDONTWRITEBYTECODE": "1"}
EXAMPLES, EXAMPLES_LONG = 8, 200
# Two passwords are hashed for one request, on a machine that does much else.
REQUEST_SECONDS_MAX = "60"
SECONDS_MAX, SECONDS_MAX_LONG = 120, 3600

# Of pages, besides.
EXCLUDED_OF_PAGES = EXCLUDED | {
    "negative_data_rejection":
        "a page that is asked for something odd leads to its sign-in form or is shown without it, and does not stop "
        "a reader; what a form sends is 422 or shown again, which `walk_console.py` and the sweep hold",
}


def contract(server, host, is_long, *options, version=1, excluded=EXCLUDED):
    """Faults of one host, and how much was asked."""
    base = f"http://127.0.0.1:{server.port}"
    run = subprocess.run(
        [pathlib.Path(sys.executable).with_name("schemathesis"), "run", f"{base}/openapi.json?version={version}", "--url", base,
         "--checks", "all", "--exclude-checks", ",".join(excluded), "--max-examples", str(EXAMPLES_LONG if is_long else EXAMPLES), "--seed", "1", "--request-timeout", REQUEST_SECONDS_MAX, "--warnings", "off",
         "--phases", "examples,coverage,fuzzing", "--header", f"Host: {host}:{server.port}", "--no-color", *options],
        capture_output=True, text=True, cwd=server.data, env=ENVIRONMENT | {"SCHEMATHESIS_HOOKS": "contract_hooks"},
        timeout=SECONDS_MAX_LONG if is_long else SECONDS_MAX)
    output = run.stdout + run.stderr
    asked = re.search(r"(\d+) generated", output)
    return faults(output) if run.returncode else [], f"{asked.group(1)} requests" if asked else "nothing asked"


def faults(output):
    """One line a fault from a report that shows each at length."""
    found, operation = [], ""
    for line in output.splitlines():
        if heading := re.fullmatch(r"_{3,} (.+?) _{3,}", line):
            operation = heading[1]
        elif fault := re.match(r"- (ST\d+ .+)", line):
            found.append(f"{operation}: {fault[1]}")
        elif found and (detail := re.match(r"\s+(Received|Documented): (.+)", line)):
            found[-1] += f"; {detail[1].lower()} {detail[2]}"
    return found or [output[-3000:]]


def partner_api(server, is_long):
    # A provider sends browsers back to its callback: a page.
    return contract(
        server, "severny.localhost", is_long, "--include-path-regex", "^/(api(?!/auth/oidc/)|livez|readyz|healthz|openapi)")


def partner_versions(server, is_long):
    """What differs between the versions, each against its own description."""
    found, asked = [], []
    for version in (2, 3):
        faults, detail = contract(
            server, "severny.localhost", is_long, "--include-path-regex", "^/api/hotels", version=version)
        found += [f"version {version}: {fault}" for fault in faults]
        asked.append(f"version {version} {detail}")
    return found, ", ".join(asked)


def partner_pages(server, is_long):
    return contract(
        server, "severny.localhost", is_long, "--exclude-path-regex", "^/(api(?!/auth/oidc/)|livez|readyz|healthz|openapi)",
        excluded=EXCLUDED_OF_PAGES)


def platform(server, is_long):
    return contract(
        server, "localhost", is_long, "--include-method", "GET", "--exclude-path-regex", "^/(desk|sign-in)", "--header",
        f"Authorization: Bearer {server.operator_token}")


def platform_pages(server, is_long):
    return contract(
        server, "localhost", is_long, "--include-path-regex", "^/(desk|sign-in)",
        excluded=EXCLUDED_OF_PAGES)


def platform_open(server, is_long):
    """What anybody may ask of the platform, writes too. Where it is asked nobody can sign in for a while after."""
    names = "|".join(told["operationId"] for _, _, told in open_operations(server, "localhost"))
    return contract(server, "localhost", is_long, "--include-operation-id-regex", f"^({names})$")


def open_operations(server, host):
    """Method, path and description of what needs no credential of any kind."""
    document = json.loads(request(server, host, "/openapi.json").text)
    return [(method.upper(), path, told) for path, methods in document["paths"].items()
            for method, told in methods.items() if told["x-permission"] == "anyone" and path.startswith("/api/")]


def refusals(server, is_long):
    """Each answer's status and code stand at its operation."""
    found, asked = [], 0
    foreign = {"Origin": "https://elsewhere.example"}
    for host in ("severny.localhost", "localhost"):
        for method, path, told in open_operations(server, host):
            for name, fields in (
                    ("Bearer", {"Authorization": "Bearer nobody"}), ("Basic", {"Authorization": "Basic bm86Ym9keQ=="}),
                    ("key", {"Authorization": f"Bearer sk_live_{'0' * 64}"}), ("Origin", foreign), ("version", {"X-API-Version": "9"}),
                    ("nothing", {}), ("type", {"Content-Type": "text/plain"})):
                has_body = method not in ("GET", "DELETE")
                answer = request(
                    server, host, re.sub(r"\{[a-z_]+\}", "nothing", path), method, "{}" if has_body else None,
                    ({"Content-Type": "application/json"} if has_body else {}) | fields)
                asked += 1
                label = f"{host} {method} {path} with {name}"
                described = told["responses"].get(str(answer.status))
                if described is None:
                    found.append(f"{label}: {answer.status} is not described")
                elif answer.header("Content-Type") == "application/problem+json":
                    code = json.loads(answer.text)["code"]
                    if code not in described["content"]["application/problem+json"]["examples"]:
                        found.append(f"{label}: {code} is not described at {answer.status}")
                if name == "Origin" and has_body and "403" in told["responses"] and answer.status != 403:
                    found.append(f"{label}: {answer.status}, not 403")
                if name in ("Bearer", "Basic", "key") and host != "localhost" and answer.status != 401:
                    found.append(f"{label}: {answer.status}, not 401")
    return found, f"{asked} requests"
