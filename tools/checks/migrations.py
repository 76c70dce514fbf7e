"""squawk over migrations/: nothing in them may lock a running fleet. Exceptions stand in squawk.toml."""

import pathlib
import subprocess
import sys

from server import ROOT

CONFIGURATION = pathlib.Path(__file__).with_name("squawk.toml")


def migrations():
    files = sorted((ROOT / "migrations").rglob("*.sql"))
    squawk = pathlib.Path(sys.executable).with_name("squawk")
    run = subprocess.run(
        [squawk, "--config", CONFIGURATION, "--reporter", "gcc", *files], capture_output=True, text=True)
    return [line for line in run.stdout.splitlines() if line.strip()] if run.returncode else [], f"{len(files)} scripts"
