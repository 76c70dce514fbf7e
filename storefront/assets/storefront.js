// Small comforts on pages that work without them: menus that close, one press per form, the end of a hold said aloud.
"use strict";

for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The server takes one booking for one key anyway; this spares the reader a second answer.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
}

const summary = document.getElementById("errors");
if (summary) summary.focus();

const checkIn = document.querySelector("input[name=check_in]");
const checkOut = document.querySelector("input[name=check_out]");
if (checkIn && checkOut) {
  checkIn.addEventListener("change", () => {
    const day = checkIn.valueAsDate;
    if (!day) return;
    day.setUTCDate(day.getUTCDate() + 1);
    checkOut.min = day.toISOString().slice(0, 10);
    if (checkOut.value && checkOut.value < checkOut.min) checkOut.value = checkOut.min;
  });
}

const hold = document.querySelector("[data-hold-ends]");
if (hold) {
  const ends = Date.parse(hold.dataset.holdEnds);
  const left = hold.querySelector(".hold-left");
  const announcement = hold.querySelector(".hold-announcement");
  const language = document.documentElement.lang;
  // Browsers no longer agree on the digits of Arabic; the rest of the page has its own.
  const numerals = language.split("-")[0] === "ar" ? { numberingSystem: "arab" } : {};
  const digits = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, ...numerals });
  const words = [[0, hold.dataset.ended], [60, hold.dataset.one], [300, hold.dataset.five]];
  const tick = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    left.textContent = `${digits.format(Math.floor(seconds / 60))}:${digits.format(seconds % 60)}`;
    const due = words.find(([limit]) => seconds <= limit);
    if (due && announcement.textContent !== due[1]) announcement.textContent = due[1];
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
}
