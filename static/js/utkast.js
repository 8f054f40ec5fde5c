// What is being written is kept in this tab until it is saved, so that a lost session or a slip loses nothing.
//
// <form data-draft="jobbplan-17" data-version="3">   opts in; the key names what is written, the version what it rests on
// <form data-draft="…" data-draft-offer>              what was written may belong to another person: offered, not put back
// <body data-redrawn>                                 the answer to a POST: the server has put back what was typed
// <meta name="sparat" content="jobbplan-17">          the server says that it is saved: the draft is thrown away
//
// Only sessionStorage: gone with the tab, cleared at logout, never shared between users.
//
// <body data-no-drafts>                                nothing is kept: the page is about a protected person (cases/skydd.py).
// Nor is a form where protection has just been chosen: its draft is thrown away.
"use strict";

const PREFIX = "utkast:";
const DELAY = 400;

function currentUser() {
  return document.body.dataset.user || "";
}

function storageKey(form) {
  return `${PREFIX}${currentUser()}:${location.pathname}:${form.dataset.draft}`;
}

function draftKeys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

/** Drafts of somebody else who used this tab are thrown away as soon as another person is logged in. */
function clearOthers() {
  if (!currentUser()) return;
  const own = `${PREFIX}${currentUser()}:`;
  draftKeys().filter((key) => !key.startsWith(own)).forEach((key) => sessionStorage.removeItem(key));
}

function clearSaved() {
  const saved = [...document.querySelectorAll("meta[name='sparat']")].map((meta) => meta.content);
  saved.forEach((name) => {
    draftKeys().filter((key) => key.endsWith(`:${name}`)).forEach((key) => sessionStorage.removeItem(key));
  });
}

/** Controls that a person fills in. Tokens, passwords and files are never kept. */
function controls(form) {
  return [...form.elements].filter((part) => part.name && !["hidden", "password", "file", "submit", "button"].includes(part.type));
}

function isChoice(part) {
  return part.type === "checkbox" || part.type === "radio";
}

function read(form) {
  return controls(form)
    .filter((part) => !isChoice(part) || part.checked)
    .flatMap((part) => (part.multiple ? [...part.selectedOptions].map((option) => [part.name, option.value]) : [[part.name, part.value]]));
}

/** What the server filled in. A browser that reloads puts back what was typed before we look, and says nothing of it. */
function filledIn(form) {
  return controls(form).flatMap((part) => {
    if (isChoice(part)) return part.defaultChecked ? [[part.name, part.value]] : [];
    if (!part.options) return [[part.name, part.defaultValue]];
    const chosen = [...part.options].filter((option) => option.defaultSelected);
    const first = part.multiple || chosen.length ? [] : [...part.options].slice(0, 1);
    return (part.multiple ? chosen : [...first, ...chosen.slice(-1)]).map((option) => [part.name, option.value]);
  });
}

/** "14:05", with the date before it when that is not today. */
function clock(at) {
  const moment = new Date(at);
  const [day, today] = [moment, new Date()].map((one) => one.toLocaleDateString("sv-SE"));
  const time = moment.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  return day === today ? time : `${day} ${time}`;
}

/** Rows that had been added when the draft was kept are added again before they are filled in. */
function restoreRows(form, values) {
  form.querySelectorAll("[data-rows]").forEach((rows) => {
    const pattern = new RegExp(`^${rows.dataset.rows}-(\\d+)-`);
    const wanted = Math.max(0, ...values.map(([name]) => Number(pattern.exec(name)?.[1] ?? -1) + 1));
    while (Number(totalForms(rows)?.value ?? wanted) < wanted && addRow(rows));
  });
}

function fill(form, values) {
  restoreRows(form, values);
  controls(form).forEach((part) => {
    const own = values.filter(([name]) => name === part.name).map(([, value]) => value);
    if (isChoice(part)) part.checked = own.includes(part.value);
    else if (part.multiple) [...part.options].forEach((option) => (option.selected = own.includes(option.value)));
    else if (own.length) part.value = own[0];
    // As when it is filled in by hand, so that what follows from it is drawn too
    ["input", "change"].forEach((name) => part.dispatchEvent(new Event(name, { bubbles: true })));
  });
  form.querySelectorAll("[data-rows]").forEach(hideRemoved);
}

/** A form that stands folded is unfolded, so that what was written is seen. */
function open(form) {
  const folded = form.closest("details");
  if (folded) folded.open = true;
}

function mayKeep(form) {
  const niva = form.querySelector("input[name=skydd]:checked");
  return !("noDrafts" in document.body.dataset) && (!niva || niva.value === "0");
}

function keep(form) {
  if (!mayKeep(form)) {
    sessionStorage.removeItem(storageKey(form));
    return;
  }
  const draft = { version: form.dataset.version || "", values: read(form), at: Date.now() };
  try {
    sessionStorage.setItem(storageKey(form), JSON.stringify(draft));
  } catch {
    // Full or forbidden storage: the form still works, only without the net.
  }
}

function notice(form, title, text, buttons) {
  const box = document.createElement("div");
  box.className = "flash is-warn";
  box.setAttribute("role", "status");
  const content = document.createElement("div");
  const heading = document.createElement("p");
  heading.append(Object.assign(document.createElement("b"), { textContent: title }));
  const line = Object.assign(document.createElement("p"), { textContent: `${text} ` });
  buttons.forEach(([label, act]) => line.append(noticeButton(box, label, act)));
  content.append(heading, line);
  box.append(content);
  form.prepend(box);
}

function noticeButton(box, label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.className = "button is-text";
  button.addEventListener("click", () => {
    act();
    box.remove();
  });
  return button;
}

function restore(form) {
  if (!mayKeep(form)) keep(form);
  const stored = sessionStorage.getItem(storageKey(form));
  if (!stored || "redrawn" in document.body.dataset) return;
  const draft = JSON.parse(stored);
  if (JSON.stringify(filledIn(form)) === JSON.stringify(draft.values)) return;
  const discard = () => sessionStorage.removeItem(storageKey(form));
  const show = () => {
    fill(form, draft.values);
    open(form);
  };
  if ("draftOffer" in form.dataset) {
    notice(form, "Ett påbörjat formulär finns kvar", "Det är inte sparat. Gäller det samma person?", [
      ["Visa det jag skrev", show],
      ["Kasta det", discard],
    ]);
    return;
  }
  if (draft.version === (form.dataset.version || "")) {
    show();
    const forget = () => {
      discard();
      form.reset(); // or the browser puts it back
      location.reload();
    };
    const title = draft.at ? `Utkast från ${clock(draft.at)} återställt` : "Utkast återställt";
    notice(form, title, "Det du skrev finns kvar och är inte sparat än.", [["Kasta utkastet", forget]]);
    return;
  }
  notice(form, "Någon har sparat efter att du skrev", "Här visas det sparade. Det du skrev finns kvar i webbläsaren.", [
    ["Visa det jag skrev", show],
    ["Kasta det", discard],
  ]);
}

function watch(form) {
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, DELAY);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  const now = () => {
    clearTimeout(waiting);
    waiting = null;
    keep(form);
  };
  form.addEventListener("submit", now);
  // Also when the page is left before the delay has passed, as when a swapped part finds that the session has ended
  window.addEventListener("pagehide", () => waiting && now());
}

document.addEventListener("submit", (event) => {
  if ("logout" in event.target.dataset) {
    document.body.dataset.noDrafts = ""; // nor when the page is left
    draftKeys().forEach((key) => sessionStorage.removeItem(key));
  }
});

document.addEventListener("DOMContentLoaded", () => {
  clearOthers();
  clearSaved();
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    restore(form);
    watch(form);
  });
});

// A form that the server saves while one types says which version the page rests on after that.
document.addEventListener("htmx:afterRequest", () => {
  document.querySelectorAll("form[data-draft] [data-saved-version]").forEach((part) => {
    const form = part.closest("form");
    if (form.dataset.version === part.dataset.savedVersion) return;
    form.dataset.version = part.dataset.savedVersion;
    keep(form);
  });
});
