// The brand editor shows what is typed while it is typed. All of it works without this: the form has a button that does
// the same. Nothing is judged here: the server keeps what is right, says in the reader's words what is not, and draws
// the page in the frame; this sends the form, and puts the answer where the server puts it on a page of its own.
"use strict";

const form = document.querySelector("form[data-live]");
const frame = form.querySelector("iframe");
const [kept, state, told] = ["kept", "state", "told"].map((name) => form.querySelector(`.${name}`));
const QUIET_MILLISECONDS = 250;
const PATIENCE_SECONDS = 5;

let timer;
let isSending = false;
let isStale = false;      // something was typed while an answer was awaited: the last value wins
let freeAt = 0;           // when the server takes another one
let leaving = null;       // the button that was pressed meanwhile
let shown = frame.getAttribute("src");
let said = "";
const taken = new WeakSet();   // files that the server has: it keeps them, they are not sent for every letter

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function swatch(colour) {
  const [svg, rect] = ["svg", "rect"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  const attributes = { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ width: 16, height: 16, fill: colour })) rect.setAttribute(key, value);
  svg.append(rect);
  return svg;
}

function typed() {
  const data = new FormData(form);
  data.set("deed", "preview");
  data.delete("without");      // what is taken away comes back by no second thought: that is for the button
  for (const [name, value] of [...data]) {
    if (value instanceof File && (!value.size || taken.has(value))) data.delete(name);
  }
  return data;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(send, Math.max(QUIET_MILLISECONDS, freeAt - Date.now()));
}

async function send() {
  if (isSending) { isStale = true; return; }
  [isSending, isStale] = [true, false];
  const data = typed();
  try {
    const reply = await fetch(form.getAttribute("action"),
      { method: "POST", body: data, headers: { accept: "application/json" }, redirect: "manual" });
    if (reply.status === 429 || reply.status === 503) {
      const seconds = Number(reply.headers.get("retry-after")) || PATIENCE_SECONDS;
      [freeAt, isStale, state.textContent] = [Date.now() + seconds * 1000, true, form.dataset.waiting];
    } else if (reply.ok && reply.headers.get("content-type") === "application/json") {
      show(await reply.json(), data);
    } else {
      state.textContent = form.dataset.away;
    }
  } catch {
    state.textContent = form.dataset.away;
  }
  isSending = false;
  const button = leaving;
  leaving = null;
  if (button) form.requestSubmit(button); else if (isStale) later();
}

function show(reply, data) {
  state.textContent = "";
  const wrong = new Map(reply.beside.map(({ field, text }) => [field, text]));
  for (const name of new Set([...form.elements].map((each) => each.name))) mark(name, wrong.get(name));
  for (const [name, value] of data) if (value instanceof File && !wrong.has(name)) taken.add(value);
  // Said once, and not for every letter after it.
  if (said !== JSON.stringify(reply.told)) tell(reply);
  said = JSON.stringify(reply.told);
  kept.hidden = reply.kept === null;
  kept.firstElementChild.textContent = reply.kept;
  frame.classList.toggle("narrow", reply.is_narrow);
  if (reply.is_changed || reply.preview_url !== shown) draw(reply.preview_url);
}

function tell({ told: lines, contrast }) {
  const items = lines.map(({ field, text }) => {
    const words = element("bdi", {}, text);
    return element("li", {}, field === null ? words : element("a", { href: `#field-${field}` }, words));
  });
  const offers = [...new Map(contrast.map((each) => [each.field, each])).values()].map(({ label, nearest }) => {
    const code = element("bdi", { class: "code", dir: "ltr" }, nearest);
    return element("div", {}, element("dt", {}, label), element("dd", {}, swatch(nearest), " ", code));
  });
  told.replaceChildren();
  if (items.length) {
    const heading = element("p", {}, told.dataset.heading);
    told.append(element("div", { class: "notice fault" }, heading, element("ul", {}, ...items)));
  }
  if (offers.length) {
    told.append(element("h2", {}, told.dataset.offers), element("dl", { class: "facts" }, ...offers));
  }
}

function mark(name, text) {
  const input = document.getElementById(`field-${name}`);
  if (!input) return;
  const box = input.closest(".field");
  const hint = document.getElementById(`${input.id}-hint`);
  let note = document.getElementById(`${input.id}-error`);
  if (!note && text) {
    note = element("p", { class: "wrong-text", id: `${input.id}-error` });
    (hint ?? box.querySelector("label, legend")).after(note);
  }
  if (note && note.textContent !== text) note.textContent = text ?? "";
  if (note && !text) note.remove();
  box.classList.toggle("wrong", Boolean(text));
  const explained = [text && note, hint].filter(Boolean).map((each) => each.id).join(" ");
  if (explained) input.setAttribute("aria-describedby", explained); else input.removeAttribute("aria-describedby");
  if (box === input) return;
  if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
}

// In place of what it shows, so that the way back leads out of the editor; the same page stays where it was scrolled to.
function draw(url) {
  const top = url === shown ? frame.contentDocument?.scrollingElement?.scrollTop ?? 0 : 0;
  frame.addEventListener("load", () => frame.contentDocument?.scrollingElement?.scrollTo(0, top), { once: true });
  frame.contentWindow.location.replace(url);
  shown = url;
}

form.classList.add("live");
form.addEventListener("input", ({ target }) => {
  const rect = target.closest(".field")?.querySelector(".swatch rect");
  if (rect && /^#[0-9a-f]{6}$/i.test(target.value)) rect.setAttribute("fill", target.value);
  later();
});
// What is still on its way would be kept after, and over, what the button does.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!isSending) return;
  event.preventDefault();
  leaving = event.submitter;
});
