// Small comforts over pages that work without them. Each part finds its elements by data attributes.
"use strict";

const WEEKDAYS = ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"];

/** Say something in the page's live region. */
function announce(text) {
  const region = document.getElementById("meddelande");
  if (region) region.textContent = text;
}

/** ISO week of a UTC date: the week of its Thursday. */
function isoWeek(day) {
  const thursday = new Date(day);
  thursday.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday - newYear) / 864e5 + 1) / 7);
}

/** "fredag, vecka 1" for ÅÅÅÅ-MM-DD or ÅÅÅÅMMDD, empty for anything that is not a day. */
function dateAnswer(text) {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim());
  if (!match) return "";
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return "";
  return `${WEEKDAYS[date.getUTCDay()]}, vecka ${isoWeek(date)}`;
}

document.addEventListener("input", (event) => {
  const answer = event.target.id && document.querySelector(`output[data-date-answer][for="${CSS.escape(event.target.id)}"]`);
  if (answer) answer.textContent = dateAnswer(event.target.value);
});

// What a form was answered with is asked for again by Back and by reload, never sent again.
history.replaceState(history.state, "", location.href);

// The server's own messages, in Swedish and tied to the field, instead of the browser's bubbles. And what is typed of a
// person stays out of the browser: neither suggested later, nor put back in the form for the next one who goes back to
// it. What is one's own is kept as a draft (utkast.js).
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.forms) {
    form.noValidate = true;
    if (form.method === "post" || "draft" in form.dataset) form.autocomplete = "off";
  }
});

// "/" goes to the person search, unless someone is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (!search || !search.offsetParent) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// A form that changes something is sent once until the page comes back, also by way of the back button.
// A form whose answer is a file never leaves the page and says so with data-many.
function guarded(form) {
  return form.method === "post" && !("many" in form.dataset);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !guarded(form)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    announce("Det skickas redan. Vänta på svaret.");
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});

function releaseForms(root) {
  root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  root.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

window.addEventListener("pageshow", () => releaseForms(document));
document.addEventListener("htmx:afterRequest", () => releaseForms(document));

// <button data-dialog="id"> opens a <dialog>; <button data-dialog-close> closes the one it stands in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.close();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer?.closest("dialog[open]")) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// An open menu closes when attention moves away from it, or at Escape.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** A table laid out as blocks loses its roles in some browsers; the roles are written out. */
function keepTableRoles(root) {
  const roles = { table: "table", "thead, tbody, tfoot": "rowgroup", tr: "row", "thead th": "columnheader", "tbody th, tfoot th": "rowheader", td: "cell" };
  root.querySelectorAll("table.is-stacked").forEach((table) => {
    table.setAttribute("role", "table");
    for (const [selector, role] of Object.entries(roles).slice(1)) {
      table.querySelectorAll(selector).forEach((part) => part.setAttribute("role", role));
    }
  });
}

/** Links of an error summary put the cursor in the field, not only on the screen. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.closest(".field")?.scrollIntoView({ block: "nearest" });
});

// After a part has been swapped, focus goes back to where it was, or to what the server marked.
let focusedBefore = "";
document.addEventListener("htmx:beforeSwap", () => {
  focusedBefore = document.activeElement?.id || "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  keepTableRoles(part);
  const marked = part.querySelector("[data-focus-on-load]");
  const lost = document.activeElement === document.body;
  if (marked) marked.focus();
  else if (lost && focusedBefore) document.getElementById(focusedBefore)?.focus();
  const said = part.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce);
});

// A part fetched after the session has ended answers with the login page: go there whole, and come back after it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const login = document.body.dataset.login;
  if (!login || new URL(event.detail.xhr.responseURL, location.href).pathname !== login) return;
  event.preventDefault();
  location.assign(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`);
});

/** What fails in the background is seen, not only heard, until something works again: who writes believes it saved. */
function fail(event, text) {
  const kept = "noDrafts" in document.body.dataset ? "Kopiera det innan du laddar om sidan." : "Det finns kvar här när du har laddat om sidan.";
  announce("autosave" in event.target.dataset ? `${text} Det du skriver nu sparas inte. ${kept}` : text);
  document.getElementById("meddelande")?.classList.add("is-failure");
  document.activeElement?.scrollIntoView({ block: "nearest" }); // never under what is said
}

document.addEventListener("htmx:responseError", (event) => fail(event, "Det gick inte att hämta. Ladda om sidan och försök igen."));
document.addEventListener("htmx:sendError", (event) => fail(event, "Ingen kontakt med servern."));
document.addEventListener("htmx:afterRequest", (event) => {
  const region = document.querySelector("#meddelande.is-failure");
  if (!region || !event.detail.successful) return;
  region.classList.remove("is-failure");
  region.textContent = "";
});

const focusMarked = () => document.querySelector("[data-focus-on-load]")?.focus();

document.addEventListener("DOMContentLoaded", () => {
  keepTableRoles(document);
  focusMarked();
});

// Without #innehall in the address: a form sent from there would come back to it, away from its error summary.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".skip-link");
  if (!link) return;
  event.preventDefault();
  document.querySelector(link.hash).focus();
});
