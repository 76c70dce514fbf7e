"""Debian's Chromium under Playwright; `*.localhost` reaches 127.0.0.1 in it by itself."""

from contextlib import contextmanager
import shutil

from playwright.sync_api import sync_playwright

WAIT_MS = 15_000


def installed():
    return shutil.which("chromium")


@contextmanager
def browser():
    with sync_playwright() as playwright:
        # As root, in a container, Chromium's own sandbox cannot start.
        opened = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def fresh_page(opened, **options):
    context = opened.new_context(**options)
    context.set_default_timeout(WAIT_MS)
    try:
        yield context.new_page()
    finally:
        context.close()
