"""What is held against a page that a browser shows: axe, overflow, language, console, sub-requests."""

import pathlib
import re

import axe_playwright_python

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
# `preload` would fetch style sheets again; target size (WCAG 2.2) is off in axe unless asked for.
RUN_AXE = """() => axe.run(document, {resultTypes: ["violations"], preload: false,
    rules: {"target-size": {enabled: true}}}).then(({violations}) => violations.map(
        ({id, impact, nodes}) => [impact, `${id} at ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`]))"""

# Fifty screens: one long value that is set letter below letter makes a page of a thousand.
HEIGHT_MAX = 40_000
SAMPLE_IS_STILL = re.compile(r"Blocked script execution in '[^']*/(?:admin/mail/letters|preview/look)/[^']*' because the document's frame is sandboxed")
# A letter that was kept shows no picture from anywhere; the console tells of it, so that `failed` need not.
LETTER_IS_STILL = re.compile(r"Loading the image '[^']*' violates the following Content Security Policy directive: \"img-src data:\"")


class Inspection:
    """Listens to one page from its beginning; `faults` empties what was heard so far."""

    def __init__(self, page):
        self.page, self.heard, self.moderate = page, [], set()
        # As an init script, axe needs no hole in the site's policy.
        page.add_init_script(AXE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _failed(self, request):
        # The browser gives up what it was still fetching when the walk goes on to the next page.
        if request.failure not in ("net::ERR_ABORTED", "csp"):
            self.heard.append(f"failed: {request.url} {request.failure}")

    def _console(self, message):
        # The browser also notes the status of a page that is meant to be a 404, and that a frame of a letter's sample
        # or of a look, in which nothing may run, does not run axe either.
        is_expected = message.text.startswith("Failed to load resource") or SAMPLE_IS_STILL.match(message.text) or LETTER_IS_STILL.match(message.text)
        if message.type in ("error", "warning") and not is_expected:
            self.heard.append(f"console: {message.text}")

    def _response(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.heard.append(f"{response.status}: {response.url}")

    def heard_faults(self):
        heard, self.heard = list(dict.fromkeys(self.heard)), []
        return heard

    def look(self, width, scheme, with_axe=True):
        """Faults of the page as it stands, at one width in one palette."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)
        scroll, height = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        if scroll > width:
            yield f"scrolls to {scroll}"
        if height > HEIGHT_MAX:
            yield f"is {height} high"
        for impact, text in self.page.evaluate(RUN_AXE) if with_axe else []:
            if impact in ("serious", "critical"):
                yield f"{impact}: {text}"
            else:
                self.moderate.add(f"{impact}: {text}")
