"""A card saved and paid with again on each of the five hosts, in the site's own language, JavaScript off: a traveller
with an account ticks that the card is saved, pays, books again and pays with the saved one, whose bank asks them; then
takes it back. Each step is what the page says, and a guest is offered none of it."""

from chromium import browser, fresh_page
from members import Member
from paid import ASKED, PaidJourney
from partners import PARTNERS

PASSWORD = Member.password
DAYS_AHEAD = 40


class SavedJourney(PaidJourney):
    days_ahead = DAYS_AHEAD

    def run(self):
        self.sign_in()
        self.choose()
        self.hold()
        self.save()
        self.choose()
        self.hold()
        self.pay_again()
        self.find_again()
        self.take_back()
        return [f"{self.partner.slug}: {fault}" for fault in self.faults]

    def go(self, path):
        self.page.goto(self.server.url(self.partner.host, self.partner.locales[0]) + path)

    def sign_in(self):
        member = Member(self.server, self.partner, "traveller")
        self.go("/sign-in")
        self.page.fill("main [name=email]", member.email)
        self.page.fill("main [name=password]", PASSWORD)
        self.page.locator('main form[action$="/sign-in"] button').first.click()
        self.go("/account/payment-methods")
        self.want(self.page.locator("main .panel h2 bdi").count() == 0, "an account begins with cards")
        self.look("no saved cards")

    def hold(self):
        # The account's own name stands there already, in one; the journey types its parts.
        for field in self.page.locator('.checkout-form [name^="traveller_"][name$="_full"]').all():
            field.fill("")
        super().hold()

    def save(self):
        self.want(not self.page.is_checked("[name=save]"), "saving is ticked unasked")
        self.page.check("[name=save]")
        self.page.locator(".another-card button").click()
        self.look("payment with another card")
        self.card(ASKED)
        self.page.locator('button[value="complete"], button').first.click()
        self.want(self.page.url.endswith("/confirmation"), "no confirmation")

    def pay_again(self):
        self.want(self.page.locator(".saved-cards li").count() == 1, "the saved card is not offered")
        self.page.locator(".saved-cards button").click()
        self.want(self.page.url.endswith("/payment"), "the bank's question led elsewhere")
        self.look("the bank asks")
        self.page.locator("section.pay a.button-large").click()
        self.page.locator('button[value="fail"]').click()
        self.want(self.page.locator(".notice").count() == 1, "nothing says that the bank's check failed")
        self.look("the bank's check failed")
        self.page.locator(".saved-cards button").click()
        self.page.locator("section.pay a.button-large").click()
        self.page.locator('button[value="complete"]').click()
        self.want(self.page.url.endswith("/confirmation"), "no confirmation of the saved card's payment")
        self.look("confirmation")

    def find_again(self):
        self.go("/account/payments")
        moves = self.page.locator("main .trip")
        self.want(moves.count() == 2, "not both payments are told")
        self.look("payments")
        self.page.fill("main [name=until]", "2020-01-01")
        self.page.locator("main .money-filters button").click()
        self.want(moves.count() == 0, "payments are told of days on which none were made")
        self.page.fill("main [name=from]", "2020-01-02")
        self.page.locator("main .money-filters button").click()
        self.want(self.page.locator("main .fault").count() == 1, "nothing says that the days are turned round")
        self.look("payments of no day")
        self.page.fill("main [name=until]", "")
        self.page.locator("main .money-filters button").click()
        self.want(moves.count() == 2, "the payments since a day are not told")

    def take_back(self):
        self.go("/account/payment-methods")
        self.want(self.page.locator("main .panel h2 bdi").count() == 1, "the saved card is not told")
        self.look("saved cards")
        self.page.locator('main a[href$="/remove"]').click()
        self.look("removal of a card")
        self.page.locator("main form .button-danger").click()
        self.want(self.page.locator(".notice").count() == 1, "nothing says that the card is removed")
        self.want(self.page.locator("main .panel h2 bdi").count() == 0, "the removed card is still told")


def saved(server, look=None, partners=PARTNERS):
    faults = []
    with browser() as opened:
        for partner in partners:
            with fresh_page(opened, java_script_enabled=False) as page:
                journey = SavedJourney(page, server, partner, look and look(page, partner))
                try:
                    faults += journey.run()
                except Exception as error:
                    faults += journey.faults
                    faults.append(f"{partner.slug} stopped at {page.url}: {str(error).splitlines()[0]}")
    return faults, "five cards saved and paid with again, the bank asked and refused once each, and taken back"
