// A session ends when nothing has happened for a while. A few minutes before, the page asks; going on is one button.
//
// <body data-idle="1800" data-login="/logga-in/">   seconds the server allows; 60 less here, it counts in minutes
// <dialog id="session-slut"> with <form data-keep-alive>
//
// Writing in a form is being there, so it keeps the session too. Open tabs tell each other.
"use strict";

(() => {
  const dialog = document.getElementById("session-slut");
  if (!dialog) return;
  const form = dialog.querySelector("[data-keep-alive]");
  const left = dialog.querySelector("[data-idle-left]");
  const limit = (Number(document.body.dataset.idle) - 60) * 1000;
  const warnFor = Math.min(3 * 60_000, limit / 2);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("jobbakten-session") : null;
  let contact = Date.now(); // when the server last heard from us
  let written = 0; // when something was last typed
  let asked = 0; // minutes left that have been said

  function heard() {
    contact = Date.now();
    asked = 0;
    if (dialog.open) dialog.close();
  }

  function tell() {
    heard();
    tabs?.postMessage("aktiv");
  }

  function toLogin() {
    location.assign(`${document.body.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  /** Tell the server that someone is here. An answer from another address is the login page: it is too late. */
  async function keepAlive() {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (answer.status === 204) tell();
      else toLogin();
    } catch {
      announce("Ingen kontakt med servern. Det du skrev ligger kvar.");
    }
  }

  function ask(remaining) {
    const minutes = Math.max(1, Math.ceil(remaining / 60_000));
    if (minutes === asked) return;
    asked = minutes;
    left.textContent = minutes === 1 ? "1 minut" : `${minutes} minuter`;
    if (!dialog.open) dialog.showModal();
    else announce(`Du loggas ut om ${left.textContent}.`);
  }

  function look() {
    const remaining = limit - (Date.now() - contact);
    if (remaining <= 0) toLogin();
    else if (written > contact && Date.now() - contact > limit / 4) keepAlive();
    else if (remaining <= warnFor) ask(remaining);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepAlive();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape is an answer too: someone is there
    keepAlive();
  });
  document.addEventListener("input", () => (written = Date.now()));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.requestConfig?.headers["X-Vakar"] && event.detail.successful) tell();
  });
  tabs?.addEventListener("message", heard);
  tabs?.postMessage("aktiv");
  setInterval(look, 5000);
})();
