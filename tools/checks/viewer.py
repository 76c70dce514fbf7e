"""The viewer at /docs in a real browser: it draws this host's description, calls the API, breaks no policy."""

import re

from chromium import browser, fresh_page


def viewer(server):
    faults, asked = [], 0
    with browser() as opened, fresh_page(opened) as page:
        page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: faults.append(f"asks elsewhere: {request.url}")
                if not request.url.startswith((server.url("severny.localhost"), "data:")) else None)
        page.goto(server.url("severny.localhost", "docs"))
        page.locator("#viewer .opblock").first.wait_for()
        asked = page.locator("#viewer .opblock").count()
        site = page.locator("#viewer .opblock", has=page.locator("[data-path='/api/site']")).first
        site.locator(".opblock-summary-control, .opblock-summary").first.click()
        site.get_by_role("button", name=re.compile("try it out", re.I)).click()
        site.get_by_role("button", name=re.compile("^execute$", re.I)).click()
        answer = site.locator(".live-responses-table tbody").first
        answer.wait_for()
        if "severny" not in answer.inner_text():
            faults.append(f"the call was not answered: {answer.inner_text()[:200]}")
    return faults, f"{asked} operations drawn, one called"
