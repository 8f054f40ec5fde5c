// "Markera alla" and "Avmarkera alla" above a list of checkboxes. Without scripting the buttons stay hidden.
//
// <p data-pick-for="personer" hidden>       the name of the checkboxes in the same form
//   <button type="button" data-pick="all">  or "none"
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-pick-for]").forEach((place) => (place.hidden = false));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  const place = button?.closest("[data-pick-for]");
  if (!place) return;
  const boxes = place.closest("form").querySelectorAll(`input[name="${CSS.escape(place.dataset.pickFor)}"]`);
  boxes.forEach((box) => (box.checked = button.dataset.pick === "all"));
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
});
