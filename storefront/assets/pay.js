// The card form of our payment partner on our page. Its own script draws the fields in a frame of its own: this page
// never sees the number. Loaded on the payment page alone.
(() => {
  const form = document.querySelector("[data-card-form]");
  if (!form) return;
  const { key, secret, language, error } = form.dataset;
  const button = form.querySelector("button");
  const fault = form.querySelector("[data-card-fault]");
  const say = (text) => {
    fault.textContent = text;
    fault.hidden = !text;
  };
  const partner = document.createElement("script");
  partner.src = "https://js.stripe.com/v3/";
  partner.onerror = () => say(error);
  partner.onload = () => {
    const stripe = window.Stripe(key, { locale: language });
    const elements = stripe.elements({ clientSecret: secret });
    const fields = elements.create("payment");
    fields.on("ready", () => { button.disabled = false; });
    fields.mount(form.querySelector("[data-card-place]"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      say("");
      const outcome = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: new URL(form.dataset.return, location.href).href },
      });
      // Only where nobody was led away.
      if (outcome.error) say(outcome.error.message || error);
      button.disabled = false;
    });
  };
  document.head.append(partner);
})();
