"""The five partners as the browser checks meet them."""

PORT = 8080
CHROMIUM = "/usr/bin/chromium"
# Host, language, Paris in that language, a phone number of the country.
SITES = [
    ("aurelia", "de", "Paris", "+43 664 1234567"),
    ("hinode", "ja", "パリ", "090-1234-5678"),
    ("diwan", "ar", "باريس", "+965 5000 0000"),
    ("severny", "ru", "Париж", "+7 912 345-67-89"),
    ("halfway", "en", "PAR", "+44 7400 123456"),
]


def url(slug, path):
    return f"http://{slug}.localhost:{PORT}/{path}"
