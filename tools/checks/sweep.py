"""Every kind of public page, five hosts, light and dark, phone and desktop: axe finds nothing serious,
nothing scrolls sideways, no text is untranslated; exits 1 otherwise."""

import datetime
import pathlib
import sys

import axe_playwright_python
from playwright.sync_api import sync_playwright

from sites import CHROMIUM, SITES, url

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


def paths():
    arrival = datetime.date.today() + datetime.timedelta(days=20)
    stay = f"check_in={arrival}&check_out={arrival + datetime.timedelta(days=3)}&room_1_adults=2"
    return ["", f"/hotels?destination=PAR&{stay}", "/manage", "/legal/terms", "/cookies", "/no-such-page"]


def faults(page, width):
    found = []
    scroll = page.evaluate("document.documentElement.scrollWidth")
    if scroll > width:
        found.append(f"scrolls to {scroll}")
    if "⟦" in page.inner_text("body"):
        found.append("untranslated text")
    page.evaluate(AXE)
    for violation in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        if violation["impact"] in ("serious", "critical"):
            found.append(f"{violation['id']} at {violation['nodes'][0]['target']}")
    return found


def main():
    pages, failed = 0, 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for slug, locale, _, _ in SITES:
            for scheme in SCHEMES:
                for width in WIDTHS:
                    # axe is injected, which the sites' own policy rightly refuses.
                    context = browser.new_context(
                        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
                    page = context.new_page()
                    for path in paths():
                        page.goto(url(slug, locale + path))
                        pages += 1
                        for fault in faults(page, width):
                            failed += 1
                            print(f"{slug} /{locale}{path} {scheme} {width}: {fault}")
                    context.close()
        browser.close()
    print(f"{pages} pages, {failed} faults")
    return 1 if failed else 0


sys.exit(main())
