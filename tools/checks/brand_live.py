"""The brand editor while somebody types, in Chromium, left to right and right to left, on a desktop and a telephone:
a colour typed by keyboard is in the frame without a button being pressed, one that cannot be read is told with pair,
ratio and a colour that would do, half a colour is told beside its field; every page that can be chosen is shown; none
of it is seen on the site, or kept by a reader who is signed out meanwhile.

On a server with a limit for the editor the script says that it waits, and asks nothing meanwhile; the long form waits
with it, until the last value has its turn. The way without JavaScript is the console's check."""

import time

from playwright.sync_api import Error

from chromium import browser, fresh_page
from console import LOOK_SECONDS, UNREADABLE, BrandWalk, contrast
from inspection import Inspection
from partners import PARTNERS
from server import Server

SHOWN_SECONDS_MAX = 1.5
GIVE_UP_SECONDS = 10
READABLE, OTHER = "#5a1f7a", "#1d3a5c"
ACCENT = "root => getComputedStyle(root).getPropertyValue('--accent')"
# What tells each page that can be looked at from the others.
MARKS = (("results", ".offers, .empty"), ("hotel", "a[href*=openstreetmap]"), ("sign_in", "[type=password]"),
         ("confirmation", ".confirmation"), ("front", "[name=destination]"))
WALKS = (("en", 1280, "light"), ("ar", 390, "dark"))
WALKS_LONG = (*WALKS, ("ar", 1280, "light"), ("en", 390, "dark"), ("de", 1280, "dark"), ("ru", 390, "light"),
              ("ja", 1280, "light"))
# The shortest window there is.
LIMIT_SECONDS = 60
LIMIT = {"LIMITS_ENDPOINTS": f"POST /admin/brand/edit=2/{LIMIT_SECONDS}"}
QUIET_SECONDS = 2


class LiveWalk(BrandWalk):
    def __init__(self, *given):
        super().__init__(*given)
        self.posts = []
        self.page.on("response", self.note_post)
        self.page.set_viewport_size({"width": self.mode[0], "height": 800})

    def note_post(self, response):
        if response.request.method == "POST" and response.url.endswith("/brand/edit"):
            self.posts.append((time.monotonic(), response))

    def word(self, key):
        return self.words[f"console.brand.{key}"]

    def accent(self):
        """Of what the frame shows; empty while it goes from one page to the next."""
        try:
            return self.page.frame_locator("iframe.frame").locator("html").evaluate(ACCENT).strip()
        except Error:
            return ""

    def until(self, holds, what, seconds=SHOWN_SECONDS_MAX):
        """Counts from here, which is where the last key was pressed."""
        begun = time.monotonic()
        while not (seen := holds()) and time.monotonic() < begun + max(seconds, GIVE_UP_SECONDS):
            time.sleep(LOOK_SECONDS)
        took = time.monotonic() - begun
        self.want(seen and took <= seconds, f"{what} after {took:.2f} s")
        return took

    def come(self):
        """The console's own check has looked at the pages of the way."""
        inspection, self.inspection = self.inspection, None
        super().come()
        self.inspection = inspection

    def run(self):
        self.come()
        site, address = self.light(), self.page.url
        self.tab_to("[name=light_accent]")
        for colour in (READABLE, OTHER):
            self.retype(colour)
            self.times.append(self.until(lambda: self.accent() == colour, f"{colour} in the frame"))
        self.unreadable()
        self.half()
        self.pages()
        self.want(self.page.url == address and self.light() == site, "what was typed has left the editor")
        self.page.reload()
        self.until(lambda: self.accent() == OTHER, f"{OTHER} in the frame of a page that is opened anew", GIVE_UP_SECONDS)
        self.gone()

    def unreadable(self):
        self.retype(UNREADABLE)
        told = self.page.locator(".told")
        self.times.append(self.until(lambda: told.locator("li").count(), "a fault told"))
        text, ratio = told.inner_text(), contrast(UNREADABLE, self.light()["accent_text"])
        for part in (self.word("token.accent_text"), self.word("token.accent"), f"{int(ratio * 100) / 100:.2f}", "4.50"):
            self.want(part in text, f"the fault does not name {part}: {text}")
        offered = told.locator(".facts .code").last.inner_text()
        self.want(contrast(UNREADABLE, offered) >= 4.5, f"{offered} is offered on {UNREADABLE}")
        beside = self.page.locator("#field-light_accent_text-error").inner_text()
        self.want(offered in beside, f"{offered} is not told beside its field: {beside}")
        self.marked("light_accent_text", True)
        self.until(lambda: self.accent() == UNREADABLE, "what cannot be read in the frame")
        self.look()
        self.retype(OTHER)
        self.until(lambda: not told.locator("li").count(), "the fault gone")
        self.marked("light_accent_text", False)

    def marked(self, name, is_wrong):
        seen = self.page.locator(f"#field-{name}").evaluate(
            """it => [it.getAttribute("aria-invalid") === "true", it.closest(".field").classList.contains("wrong"),
                (it.getAttribute("aria-describedby") ?? "").includes(`${it.id}-error`)]""")
        self.want(seen == [is_wrong] * 3, f"{name} is marked {seen}, not {is_wrong}")

    def half(self):
        self.retype("#1d3")
        self.page.keyboard.type("a")
        self.until(lambda: self.page.locator("#field-light_accent-error").count(), "half a colour told")
        self.marked("light_accent", True)
        self.look()
        self.page.keyboard.type(OTHER[5:])
        self.until(lambda: not self.page.locator("#field-light_accent-error").count(), "the whole colour taken")

    def pages(self):
        names = self.page.locator("[name=preview_page] option").evaluate_all("all => all.map(({value}) => value)")
        self.want(sorted(names) == sorted(name for name, _ in MARKS), f"pages to be looked at are {names}")
        for name, mark in MARKS:
            self.page.select_option("[name=preview_page]", name)
            frame = self.page.frame_locator("iframe.frame")
            self.until(lambda: frame.locator(mark).count(), f"{name} in the frame", GIVE_UP_SECONDS)
            self.want(frame.locator(".preview").count() == (name == "confirmation"), f"{name} and the mark of a sample")
            self.until(lambda: self.accent() == OTHER, f"the accent on {name}")
        self.look()

    def gone(self):
        """Signed out in another window."""
        self.page.context.clear_cookies()
        self.type("[name=light_accent]", READABLE)
        state = self.page.locator(".state")
        self.until(lambda: state.inner_text() == self.word("live_away"), "that it is not kept told")
        self.want(self.accent() == OTHER, "somebody signed out has changed the preview")

    def waits(self):
        self.come()
        self.tab_to("[name=light_accent]")
        for colour in ("#402060", "#204060"):
            self.retype(colour)
            self.until(lambda: self.accent() == colour, f"{colour} in the frame")
        self.retype(READABLE)
        state = self.page.locator(".state")
        self.until(lambda: state.inner_text() == self.word("live_waiting"), "that it waits told")
        self.retype(OTHER)
        self.page.wait_for_timeout(QUIET_SECONDS * 1000)
        statuses = [response.status for _, response in self.posts]
        self.want(statuses == [200, 200, 429], f"the answers are {statuses}")
        self.faults += self.inspection.look(*self.mode)

    def waits_on(self):
        self.waits()
        self.until(lambda: self.accent() == OTHER, f"{OTHER} in its turn", LIMIT_SECONDS + SHOWN_SECONDS_MAX)
        statuses = [response.status for _, response in self.posts]
        self.want(statuses == [200, 200, 429, 200], f"the answers are {statuses}")
        (refused_at, refused), (taken_at, _) = self.posts[2:4]
        pause, wanted = taken_at - refused_at, int(refused.headers["retry-after"])
        self.want(pause >= wanted - 0.1, f"asked again after {pause:.1f} s, and not {wanted}")
        self.want(not self.page.locator(".state").inner_text(), "it still says that it waits")


def brand_live(server, is_long):
    partner = next(partner for partner in PARTNERS if partner.slug == "halfway")
    walks = []
    with browser() as opened:
        def walk(server, way, locale, *mode):
            with fresh_page(opened, locale=locale) as page:
                walks.append(LiveWalk(page, server, partner, locale, Inspection(page), mode))
                try:
                    way(walks[-1])
                except Exception as error:  # what the other languages show is still worth knowing
                    walks[-1].faults.append(f"{locale} stopped at {page.url}: {str(error).splitlines()[0]}")

        for locale, *mode in WALKS_LONG if is_long else WALKS:
            walk(server, LiveWalk.run, locale, *mode)
        with Server(server.binary, server.port, LIMIT) as limited:
            walk(limited, LiveWalk.waits_on if is_long else LiveWalk.waits, "en", 1280, "light")
    times = [seconds for walk in walks for seconds in walk.times]
    shown = f"shown {max(times) * 1000:.0f} ms after the last key at most" if times else "never shown"
    detail = f"{len(walks)} walks, {sum(walk.looks for walk in walks)} looks with axe, {shown}"
    return [fault for walk in walks for fault in walk.faults], detail
