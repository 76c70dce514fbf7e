"""Finds words that nobody translated: keys, and English patterns on a page of another language."""

import re

import yaml

from partners import UNKNOWN_PLACE
from server import ROOT

MISSING = "⟦"
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
# A pattern says something of its own only with a word in it.
WORD = re.compile(r"[A-Za-z]{3,}")
LATIN_WORD = re.compile(r"[A-Z]?[a-z]{2,}")
LATIN_SHARE_MAX = 0.6
HOST = re.compile(r"[a-z0-9.-]+\.example(\.com)?")
OTHER_LETTERS = ("ar", "ja", "ru")
# Latin in every language: a standard's name, a word that is borrowed, the place that the walk makes up.
BORROWED = ("Web Content Accessibility Guidelines", "cookie", "Cookie", "Mail", "Wi-Fi", "DNS", "Stripe", "Visa",
            "Deutsch", "English", "guest", "account:", UNKNOWN_PLACE)
# Every text that a reader sees or hears. Names and addresses stand in <bdi>, what
# machines write in <code>, other languages say so themselves.
VISIBLE = """() => {
    const page = document.documentElement.lang, texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.nodeType === 1 ? node : node.parentElement;
        if (element.closest(`bdi, code, script, [lang]:not([lang="${page}"])`)) continue;
        if (node.nodeType === 3) texts.push(node.data);
        else for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(node.getAttribute(name));
    }
    return texts.filter((text) => text && text.trim()).map((text) => text.trim().replace(/\\s+/g, " "));
}"""


def flattened(tree, prefix=""):
    if not isinstance(tree, dict):
        return {prefix: str(tree)}
    return {key: text for name, branch in tree.items()
            for key, text in flattened(branch, f"{prefix}.{name}" if prefix else str(name)).items()}


def catalogue(partner, locale):
    """The site's words: the platform's, with the partner's own over them."""
    files = sorted((ROOT / "locales" / locale).glob("*.yml")) + [ROOT / "tenants" / partner.slug / f"texts/{locale}.yml"]
    words = {}
    for file in files:
        words |= flattened(yaml.safe_load(file.read_text()) or {})
    return words


def names(partner):
    """What the partner's own texts and labels hold of proper names: brand, company, address."""
    definition = yaml.safe_load((ROOT / "tenants" / partner.slug / "tenant.yml").read_text())
    legal = definition["legal"]
    return [*definition["name"].values(), legal["company"], *legal["address"]]


def alternatives(pattern):
    """The texts that a message can become: a plural or select in each of its branches, an argument as NUL."""
    start = pattern.find("{")
    if start < 0:
        return [pattern.replace("#", "\0")]
    end = closing(pattern, start)
    parts = pattern[start + 1:end].split(",", 2)
    options = ["\0"] if len(parts) < 3 else [
        text for branch in branches(parts[2]) for text in alternatives(branch)]
    return [pattern[:start] + option + rest for option in options for rest in alternatives(pattern[end + 1:])]


def closing(text, start):
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place
    raise ValueError(f"no closing brace: {text}")


def branches(text):
    start = text.find("{")
    if start < 0:
        return []
    end = closing(text, start)
    return [text[start + 1:end], *branches(text[end + 1:])]


def expressions(pattern):
    """What is read when the message is shown; nothing for a message that has no word of its own."""
    return [re.compile(".+".join(map(re.escape, text.strip().split("\0"))))
            for text in alternatives(pattern.replace("''", "'")) if WORD.search(text)]


class English:
    """Made once a site and language: what must not be read there."""

    def __init__(self, partner, locale):
        own = set(catalogue(partner, locale).values())
        self.has_other_letters = locale in OTHER_LETTERS
        # Longest first: a company has the brand in its name.
        self.names = sorted([*BORROWED, *names(partner)], key=len, reverse=True)
        self.patterns = [] if locale == "en" else [
            (key, expression) for key, text in catalogue(partner, "en").items() for expression in expressions(text)
            if not any(expression.fullmatch(word) for word in own | set(BORROWED))]

    def faults(self, page):
        for text in dict.fromkeys(page.evaluate(VISIBLE)):
            if MISSING in text or KEY.fullmatch(text):
                yield f"untranslated: {text}"
            # Within a title the brand follows; within a label a colon.
            said = text.rsplit(" – ", 1)[0].rstrip(":")
            yield from (f"English: {text} ({key})" for key, expression in self.patterns if expression.fullmatch(said))
            if self.has_other_letters and self.is_latin(text):
                yield f"Latin letters: {text}"

    def is_latin(self, text):
        """Whether what is no name in a text is mostly Latin; addresses of mail may be."""
        text = HOST.sub("", text)
        for name in self.names:
            text = text.replace(name, "")
        letters = [letter for letter in text if letter.isalpha()]
        return (bool(LATIN_WORD.search(text)) and "@" not in text
                and sum(map(str.isascii, letters)) > len(letters) * LATIN_SHARE_MAX)
