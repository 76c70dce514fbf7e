"""The viewer at /docs in a real browser: it draws this host's description, calls the API, breaks no policy.

A description this large is drawn where the reader is, so the page is read from top to end as a reader would.
"""

import re

from chromium import browser, fresh_page

STEP_PIXELS = 500
STEPS_MAX = 1_200
STILL_MAX = 12
DRAWN_MILLISECONDS = 80
# The description is read and drawn by the browser itself, beside the other checks.
BEGUN_MILLISECONDS = 60_000


def begin(page, server):
    page.goto(server.url("severny.localhost", "docs"))
    page.evaluate("scrollTo(0, 0)")
    page.locator("#viewer .opblock").first.wait_for(state="attached", timeout=BEGUN_MILLISECONDS)


def down(page):
    """One step on; false at the end of the page, which on a busy machine grows a while after it was come to."""
    before = page.evaluate("scrollY")
    for _ in range(STILL_MAX):
        page.mouse.wheel(0, STEP_PIXELS)
        page.wait_for_timeout(DRAWN_MILLISECONDS)
        if page.evaluate("scrollY") > before:
            return True
    return False


def shown(page):
    return set(page.evaluate("[...document.querySelectorAll('#viewer [data-path]')].map(one => one.dataset.path)"))


def viewer(server):
    faults, drawn = [], set()
    with browser() as opened, fresh_page(opened) as page:
        page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: faults.append(f"asks elsewhere: {request.url}")
                if not request.url.startswith((server.url("severny.localhost"), "data:")) else None)
        begin(page, server)
        site = page.locator("#viewer .opblock", has=page.locator("[data-path='/api/site']")).first
        for _ in range(STEPS_MAX):
            if site.count() or not down(page):
                break
        site.locator(".opblock-summary-control, .opblock-summary").first.click()
        site.get_by_role("button", name=re.compile("try it out", re.I)).click()
        site.get_by_role("button", name=re.compile("^execute$", re.I)).click()
        answer = site.locator(".live-responses-table tbody").first
        answer.wait_for()
        if "severny" not in answer.inner_text():
            faults.append(f"the call was not answered: {answer.inner_text()[:200]}")
        begin(page, server)
        for _ in range(STEPS_MAX):
            drawn |= shown(page)
            if not down(page):
                break
        told = set(page.evaluate("fetch('/openapi.json').then(answer => answer.json()).then(all => Object.keys(all.paths))"))
        faults += [f"never drawn: {path}" for path in sorted(told - drawn)]
    return faults, f"{len(drawn)} paths drawn, one called"
