// Arrow down from the search field goes into the hits, arrows go between them, and up from the first one back.
//
// <input data-hits-from>   the field; <section data-hits> holds the tables, with a link to the akt in each row's heading
"use strict";

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const links = [...document.querySelectorAll("[data-hits] th[scope=row] a")];
  const at = links.indexOf(document.activeElement);
  const field = document.querySelector("[data-hits-from]");
  const fromField = event.target.matches("[data-hits-from], [data-search]");
  if (!links.length || (at < 0 && !(fromField && step > 0))) return;
  event.preventDefault();
  (at + step < 0 ? field : links[Math.min(at + step, links.length - 1)])?.focus();
});
