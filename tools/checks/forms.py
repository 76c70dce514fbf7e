"""The forms of a page as a browser would send them untouched."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """`found`: by where each is sent, what its fields hold."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.fields, self.select, self.text = {}, None, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.fields = self.found.setdefault(given.get("action", ""), {})
        elif self.fields is None:
            return
        elif tag == "input" and given.get("name"):
            self.input(given)
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.text = given.get("name")
            self.fields[self.text] = ""

    def input(self, given):
        is_choice = given.get("type") in ("checkbox", "radio")
        # Of choices none of which is taken the first one stands for all.
        if given.get("type") != "file" and (not is_choice or "checked" in given or given["name"] not in self.fields):
            self.fields[given["name"]] = given.get("value") or ("on" if is_choice else "")

    def handle_data(self, data):
        if self.text:
            self.fields[self.text] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None
