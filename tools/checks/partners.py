"""The five partners as the checks meet them."""

from dataclasses import dataclass
import datetime


@dataclass(frozen=True)
class Partner:
    slug: str
    locales: tuple[str, ...]  # its own language first
    city: str  # Paris in that language
    phone: str  # a number of the partner's country

    @property
    def host(self):
        return f"{self.slug}.localhost"


PARTNERS = (
    Partner("aurelia", ("de", "en"), "Paris", "+43 664 1234567"),
    Partner("hinode", ("ja", "en"), "パリ", "090-1234-5678"),
    Partner("diwan", ("ar", "en"), "باريس", "+965 5000 0000"),
    Partner("severny", ("ru", "en"), "Париж", "+7 912 345-67-89"),
    Partner("halfway", ("en", "de", "ru", "ar", "ja"), "PAR", "+44 7400 123456"),
)
GUEST_EMAIL = "anna@example.com"
# Nights with rooms everywhere; and nights that no seeded calendar reaches.
SOON, NEVER = 20, 362
NIGHTS = 3
UNKNOWN_PLACE = "Qqxyzzy"


def stay(days_ahead=SOON, nights=NIGHTS):
    """Arrival and departure as a form takes them."""
    arrival = datetime.date.today() + datetime.timedelta(days=days_ahead)
    return str(arrival), str(arrival + datetime.timedelta(days=nights))


def stay_query(days_ahead=SOON):
    arrival, departure = stay(days_ahead)
    return f"check_in={arrival}&check_out={departure}&room_1_adults=2"
