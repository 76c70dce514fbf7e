"""One run of Schemathesis as one role on one face of a site, and what came of each operation."""

import json
import pathlib
import subprocess
import sys

from contract import ENVIRONMENT, EXCLUDED, EXCLUDED_OF_PAGES, REQUEST_SECONDS_MAX, faults

EXAMPLES, EXAMPLES_LONG = 3, 100
SECONDS_MAX, SECONDS_MAX_LONG = 240, 5400


def contract(roles, role, partner, face, asked, operations, member):
    """How often each operation was answered with what, and the faults."""
    server, is_long = roles.server, roles.is_long
    host = "localhost" if role == "operator" else partner.host
    base = f"http://127.0.0.1:{server.port}"
    counts = server.data / f"role-{role}-{face}.json"
    told = {"role": role, "face": face, "partner": partner.slug, "port": server.port, "data": str(server.data),
            "operator_token": server.operator_token, "counts": str(counts), "operators": roles.operators[face],
            "protected": [name for each in roles.operators.values() for name, _, _ in each],
            "paths": sorted({label.split(" ")[1] for label in operations}),
            "shown": [label.split(" ")[1] for label in asked if label.startswith("GET ")],
            "reservation": roles.reservations.get(partner.slug)}
    told |= {"key": [member.secret, member.id]} if role == "key" else {"email": member.email} if member else {}
    names = "|".join(each["operationId"] for each in asked.values())
    excluded, accepted = (EXCLUDED, "application/json") if face == "API" else (EXCLUDED_OF_PAGES, "text/html")
    run = subprocess.run(
        [pathlib.Path(sys.executable).with_name("schemathesis"), "run", f"{base}/openapi.json", "--url", base,
         "--checks", "all", "--exclude-checks", ",".join(excluded), "--seed", "1", "--request-timeout", REQUEST_SECONDS_MAX, "--warnings", "off", "--no-color",
         "--max-examples", str(EXAMPLES_LONG if is_long else EXAMPLES),
         "--phases", "examples,coverage,fuzzing" if is_long else "fuzzing",
         "--include-operation-id-regex", f"^({names})$", "--header", f"Host: {host}:{server.port}", "--header", f"Accept: {accepted}"],
        capture_output=True, text=True, cwd=server.data,
        env=ENVIRONMENT | {"SCHEMATHESIS_HOOKS": "role_hooks", "CHECKS_ROLE": json.dumps(told)},
        timeout=SECONDS_MAX_LONG if is_long else SECONDS_MAX)
    output = run.stdout + run.stderr
    if not counts.exists():
        return {}, [output[-3000:]]
    return json.loads(counts.read_text()), faults(output) if run.returncode else []
