"""What axe cannot see: the keyboard, forced colours, reduced motion, a hold's end said in time, paper."""

import datetime
import io

import pypdf

from chromium import browser, fresh_page
from partners import PARTNERS, stay_query
from walk import Walk

TABS_MAX = 150
KEYBOARD_PAGES = ("", f"/hotels?destination=PAR&{stay_query()}", "/manage")
# What has the focus: whether a ring is drawn, and whether anything else lies over its middle.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const top = document.elementFromPoint(x, Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    return {
        name: element.outerHTML.slice(0, 90), isSkip: element.classList.contains("skip-link"),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        free: !!top && (element.contains(top) || top.contains(element)),
    };
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0.01)
        || style.scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 90))"""
# In forced colours a thing to press must not rest on its background alone.
UNFRAMED = """() => [...document.querySelectorAll("main :is(.button, input:not([type=hidden]), select, textarea)")]
    .filter((element) => !parseFloat(getComputedStyle(element).borderBottomWidth) && element.getClientRects().length
        && !element.closest(".visually-hidden") && element.type !== "checkbox" && element.type !== "radio")
    .map((element) => element.outerHTML.slice(0, 90))"""


def comforts(server):
    faults = []
    with browser() as opened:
        for partner in PARTNERS:
            where = f"{partner.slug}/{partner.locales[0]}"
            for check in (keyboard, preferences, hold_and_paper):
                with fresh_page(opened, viewport={"width": 1280, "height": 800}) as page:
                    try:
                        found = list(check(page, server, partner))
                    except Exception as error:
                        found = [f"stopped at {page.url}: {str(error).splitlines()[0]}"]
                faults += [f"{where} {check.__name__}: {fault}" for fault in found]
    return faults


def keyboard(page, server, partner):
    """Consent is still asked for: what sticks to the edge must not hide what has the focus."""
    for path in KEYBOARD_PAGES:
        page.goto(server.url(partner.host, partner.locales[0] + path))
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUS)
        if not (first and first["isSkip"] and first["seen"]):
            yield f"{path}: the first stop is no visible skip link: {first}"
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "main":
            yield f"{path}: the skip link does not lead to the content"
        page.reload()
        for _ in range(TABS_MAX):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUS)
            if stop is None:
                break
            for word in ("ring", "seen", "free"):
                if not stop[word]:
                    yield f"{path}: focus not {word}: {stop['name']}"


def preferences(page, server, partner):
    home = server.url(partner.host, partner.locales[0])
    for path in KEYBOARD_PAGES:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        page.goto(home + path)
        yield from (f"{path}: no border in forced colours: {text}" for text in page.evaluate(UNFRAMED))
        yield from (f"{path}: moves: {text}" for text in page.evaluate(MOVING))


def hold_and_paper(page, server, partner):
    """Up to the review on a clock that the check winds, and on to the paper."""
    walk = Walk(page, server, partner, partner.locales[0])
    walk.go(f"/hotels?destination=LON&{stay_query()}")
    steps = (kind for part in (walk.hotel(), walk.booking()) for kind, _ in part)
    while next(steps) != "review":
        pass
    yield from hold_end(page)
    while next(steps) != "confirmation":
        pass
    sheets = len(pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    if sheets != 1:
        yield f"the confirmation prints on {sheets} sheets"


def hold_end(page):
    hold = page.locator("[data-hold-ends]")
    ends = datetime.datetime.fromisoformat(hold.get_attribute("data-hold-ends"))
    said = hold.locator("[role=status]")
    for seconds_left, word in ((400, None), (299, "five"), (59, "one"), (-1, "ended")):
        page.clock.set_fixed_time(ends - datetime.timedelta(seconds=seconds_left))
        page.reload()
        page.wait_for_function("document.querySelector('.hold-left').textContent")
        wanted = hold.get_attribute(f"data-{word}") if word else ""
        if said.text_content().strip() != wanted:
            yield f"{seconds_left} s before the end it says “{said.text_content().strip()}”, not “{wanted}”"
