"""A partner's brand changed on its console by the keyboard alone: a colour that cannot be read is refused with the
pair, the ratio and one that can; that one is published, is on the site within a second, and is taken back. Then its
logo, layout, font and shape are changed, seen in the frame of the editor by nobody else, published, and taken back.

The owner signs in with a second factor. The short form goes through it once, without JavaScript, and comes to the colours in each of the five languages, by
turns on a telephone and a desktop, in the light and the dark, with axe on every page of the way. The long one goes the
whole way in each of them."""

import json
import re
import threading
import time

from authenticator import code
from chromium import browser, fresh_page
from english import English, catalogue
from inspection import Inspection
from owners import PASSWORD, factor, owner
from partners import PARTNERS
from plain_http import request

TABS_MAX = 160
SEEN_SECONDS_MAX = 1
GIVE_UP_SECONDS = 20
LOOK_SECONDS = 0.005
# Bright yellow below white words, which nobody can read.
UNREADABLE = "#ffe14d"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><rect width="400" height="100" fill="#888888"/></svg>'
# In the order of the list.
FONTS = ("system", "humanist", "classical-humanist", "geometric", "neo-grotesque", "industrial", "rounded",
         "transitional", "old-style", "didone", "slab", "antique", "mincho", "gothic", "naskh", "monospace")
MODES = ((320, "light"), (1280, "dark"), (320, "dark"), (1280, "light"), (320, "light"))
IS_ON = "selector => document.activeElement !== document.body && document.activeElement.matches(selector)"


def luminance(colour):
    """WCAG 2.2, relative."""
    channels = (int(colour[start:start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


class Shown:
    """Watches, beside the browser, from when on a site's visitors see a colour: in the style of its pages and from
    its API."""

    def __init__(self, server, partner, colour):
        self.server, self.partner, self.colour = server, partner, colour
        self.seen = {}
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while len(self.seen) < 2 and time.monotonic() < deadline:
            for where, look in (("API", self.on_api), ("page", self.on_page)):
                if where not in self.seen and look():
                    self.seen[where] = time.monotonic()
            time.sleep(LOOK_SECONDS)

    def on_api(self):
        tokens = json.loads(self.ask("/api/site"))["branding"]["tokens"]
        return self.colour in json.dumps(tokens)

    def on_page(self):
        page = self.ask(f"/{self.partner.locales[0]}")
        return any(self.colour in self.ask(path) for path in re.findall(r'href="(/brand/[^"]+\.css)"', page))

    def ask(self, path):
        return request(self.server, self.partner.host, path).text

    def after(self, published):
        self.thread.join()
        return {where: max(0.0, seen - published) for where, seen in self.seen.items()}


class BrandWalk:
    def __init__(self, page, server, partner, locale, inspection=None, mode=None):
        self.page, self.server, self.partner, self.locale = page, server, partner, locale
        self.inspection, self.mode = inspection, mode
        self.words, self.english = catalogue(partner, locale), English(partner, locale)
        self.faults, self.times, self.looks = [], [], 0
        self.published = None
        page.on("response", self.note)

    def note(self, response):
        if response.request.method == "POST" and response.url.endswith("/publish") and response.status == 303:
            self.published = time.monotonic()

    def want(self, condition, text):
        if not condition:
            self.faults.append(f"{self.locale}: {text} at {self.page.url}")

    def tab_to(self, selector):
        for _ in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(IS_ON, selector):
                return
        raise RuntimeError(f"the keyboard does not reach {selector}")

    def type(self, selector, text):
        self.tab_to(selector)
        self.retype(text)

    def retype(self, text):
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def enter(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, selector):
        self.tab_to(selector)
        self.enter()

    def run(self):
        before, present = self.come()
        self.type("[name=light_accent]", UNREADABLE)
        self.enter()
        self.publish(self.refused())
        self.look()
        self.follow(f'main a[href="{present}"]')
        self.publish(before)
        self.dress(present)

    def dress(self, present):
        """Everything but colours: chosen, sent, previewed, published, seen and taken back."""
        self.page.goto(self.server.url(self.partner.host, "admin/brand/edit"))
        for name, index in (("preview_scheme", 1), ("preview_direction", 1), ("preview_width", 1), ("layout", 0)):
            self.choose(name, index)
        self.type("[name=radius_pixels]", "1")
        self.choose("text_font", FONTS.index("slab"))
        for name in ("logo", "logo_dark"):
            self.tab_to(f"[name={name}]")
            self.page.set_input_files(f"[name={name}]", {"name": "x", "mimeType": "text/plain", "buffer": LOGO})
        self.type("[name=light_accent]", self.light()["accent"])
        self.enter()
        self.want("preview_width=phone" in self.page.url, "the preview is not what was asked for")
        self.look()
        self.framed()
        self.want(self.family() != "club", "what is only previewed is on the site")
        self.follow("main form[enctype] button:not([name])")
        self.look()
        self.follow('main a[href$="/publish"]')
        self.follow("main form button")
        self.comes(lambda: self.family() == "club" and LOGO.decode() in self.logo(), "the look that was made")
        self.page.goto(self.server.url(self.partner.host, self.locale))
        wide = self.page.locator(".masthead .brand-logo:visible").evaluate("it => it.naturalWidth / it.naturalHeight")
        self.want(wide == 4, f"the logo of the site is not the one that was sent: {wide}")
        self.page.goto(self.server.url(self.partner.host, present.lstrip("/") + "/publish"))
        self.follow("main form button")
        self.comes(lambda: self.family() != "club", "the earlier look")

    def choose(self, name, index):
        """As a keyboard does in a list that is not open."""
        self.tab_to(f"[name={name}]")
        self.page.keyboard.press("Home")
        for _ in range(index):
            self.page.keyboard.press("ArrowDown")

    def framed(self):
        frame = self.page.frame_locator("iframe.frame.narrow")
        seen = frame.locator("html").evaluate("""root => [root.dataset.family, root.dataset.scheme, root.dir,
            getComputedStyle(root).getPropertyValue("--radius"), getComputedStyle(document.body).fontFamily,
            innerWidth < 420, [...document.querySelectorAll(".masthead .brand-logo")].filter(
                it => it.offsetWidth).map(it => it.naturalWidth / it.naturalHeight).join()]""")
        self.want(seen[:4] == ["club", "dark", "rtl", "1px"] and "Rockwell" in seen[4] and seen[5], f"the frame is {seen}")

    def family(self):
        page = request(self.server, self.partner.host, f"/{self.locale}").text
        return re.search(r'data-family="(\w+)"', page)[1]

    def logo(self):
        page = request(self.server, self.partner.host, f"/{self.locale}").text
        return request(self.server, self.partner.host, re.search(r'"(/brand/logo\.[^"]+)"', page)[1]).text

    def comes(self, holds, what):
        deadline = time.monotonic() + SEEN_SECONDS_MAX
        while not (seen := holds()) and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        self.want(seen, f"{what} is not on the site after {SEEN_SECONDS_MAX} s")

    def come(self):
        """To the form of the colours; gives the accent as it is and where the look that is published stands."""
        address = owner(self.server, self.partner, self.locale)
        secret = factor(self.server, self.partner, address)
        self.page.goto(self.server.url(self.partner.host, "admin"))
        self.look()
        self.type("[name=email]", address)
        self.type("[name=password]", PASSWORD)
        self.enter()
        self.show_code(secret)
        self.follow('.menu a[href="/admin/brand"]')
        self.look()
        before = self.light()["accent"]
        present = self.page.locator(".badge.good").locator("xpath=ancestor::tr").locator("a").get_attribute("href")
        self.follow('main a[href$="/brand/edit"]')
        self.look()
        return before, present

    def show_code(self, secret):
        """Of the second factor: one that is wrong, then the one that is shown next."""
        for digits, is_right in (("000000", False), (code(secret, steps_ahead=1), True)):
            self.want(self.page.url.split("?")[0].endswith("/admin/sign-in/code"), "no code is asked for")
            self.look()
            self.type("[name=code]", digits)
            self.enter()
            refused = self.page.locator(".notice.fault").count()
            self.want(refused == (0 if is_right else 1), f"{refused} refusals of the code")
        self.look()

    def light(self):
        return json.loads(request(self.server, self.partner.host, "/api/site").text)["branding"]["tokens"]["light"]

    def refused(self):
        """Takes what is offered for each pair, one after the other; gives the accent that this leads to."""
        accent = UNREADABLE
        told = self.page.locator(".notice.fault").inner_text()
        names = [self.words[f"console.brand.token.{name}"] for name in ("accent_text", "accent")]
        self.want(all(name in told for name in names), f"the refusal does not name {names}: {told}")
        ratio = contrast(UNREADABLE, self.light()["accent_text"])
        # Cut off and not rounded.
        self.want(f"{int(ratio * 100) / 100:.2f}" in told, f"the refusal does not name {ratio:.4f}: {told}")
        self.look()
        for _ in range(8):
            if not self.page.locator(".notice.fault").count():
                break
            place = self.page.locator(".notice.fault a").first.get_attribute("href")
            offered = self.page.locator("main .facts .code").first.inner_text()
            self.want(re.fullmatch(r"#[0-9a-f]{6}", offered), f"no colour is offered: {offered}")
            self.tab_to(f'.notice.fault a[href="{place}"]')
            self.page.keyboard.press("Enter")
            self.page.wait_for_function(IS_ON, arg=place)
            self.retype(offered)
            self.enter()
            accent = offered if place == "#field-light_accent" else accent
        # The enter key previews; what is seen is kept by its own button.
        self.follow("main form[enctype] button:not([name])")
        self.want("/admin/brand/releases/" in self.page.url, "what is offered is not taken")
        self.want(accent != UNREADABLE, "what could not be read was kept")
        self.look()
        return accent

    def publish(self, colour):
        self.follow('main a[href$="/publish"]')
        self.look()
        shown = Shown(self.server, self.partner, colour)
        self.follow("main form button")
        times = shown.after(self.published)
        self.want(len(times) == 2, f"{colour} is not seen after {GIVE_UP_SECONDS} s: {times}")
        for where, seconds in times.items():
            self.times.append(seconds)
            self.want(seconds <= SEEN_SECONDS_MAX, f"{where} shows {colour} after {seconds:.2f} s")

    def look(self):
        self.faults += [f"{self.locale}: {fault} at {self.page.url}" for fault in self.english.faults(self.page)]
        language, direction = self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        self.want((language, direction) == (self.locale, "rtl" if self.locale == "ar" else "ltr"),
                  f"the page is {language} {direction}")
        if self.inspection:
            self.looks += 1
            found = [*self.inspection.look(*self.mode), *self.inspection.heard_faults()]
            self.faults += [f"{self.locale}: {fault} at {self.page.url} {self.mode}" for fault in found]


def console(server, is_long):
    partner = next(partner for partner in PARTNERS if partner.slug == "halfway")
    walks = []
    with browser() as opened:
        with fresh_page(opened, java_script_enabled=False, locale="en") as page:
            walks.append(walked(BrandWalk(page, server, partner, "en"), BrandWalk.run))
        for locale, mode in zip(partner.locales, MODES, strict=True):
            with fresh_page(opened, locale=locale) as page:
                walk = BrandWalk(page, server, partner, locale, Inspection(page), mode)
                walks.append(walked(walk, BrandWalk.run if is_long else BrandWalk.come))
    looks = sum(walk.looks for walk in walks)
    times = [seconds for walk in walks for seconds in walk.times]
    figures = f"seen on the site after {max(times) * 1000:.0f} ms at most" if times else "never seen on the site"
    detail = f"{len(walks)} walks by keyboard, {looks} looks with axe, {figures}"
    return [fault for walk in walks for fault in walk.faults], detail


def walked(walk, way):
    try:
        way(walk)
    except Exception as error:  # what the other languages show is still worth knowing
        walk.faults.append(f"{walk.locale} stopped at {walk.page.url}: {str(error).splitlines()[0]}")
    return walk
