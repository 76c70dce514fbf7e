"""The README's picture: five home pages side by side, as they are."""

import io

from PIL import Image

from chromium import browser, fresh_page
from partners import PARTNERS
from server import ROOT

VIEW = {"width": 1120, "height": 1400}
WIDTH, GAP, GROUND, COLOURS = 480, 16, "#e8e8e6", 256


def pictures(server):
    """Draws docs/sites.png."""
    height = WIDTH * VIEW["height"] // VIEW["width"]
    sheet = Image.new("RGB", (GAP + (WIDTH + GAP) * len(PARTNERS), height + 2 * GAP), GROUND)
    with browser() as opened:
        for number, partner in enumerate(PARTNERS):
            with fresh_page(opened, viewport=VIEW) as page:
                page.goto(server.url(partner.host, partner.locales[0]))
                page.locator('.consent [value="none"]').click()
                page.wait_for_load_state("networkidle")
                shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                sheet.paste(shot.resize((WIDTH, height), Image.LANCZOS), (GAP + (WIDTH + GAP) * number, GAP))
    sheet.quantize(COLOURS).save(ROOT / "docs/sites.png", optimize=True)
