// Rows of a formset: add and remove in place. Without scripting the same buttons submit the form and the server does it.
//
// <div data-rows="delmal">                        the formset's prefix
//   <ol data-rows-list><li data-row>…</li></ol>   a row holds its DELETE checkbox
//   <template data-row-template>…</template>      the formset's empty_form, __prefix__ as number
//   <button name="lagg-till" value="delmal" data-row-add>
//   <button name="ta-bort-0" value="delmal" data-row-remove>   inside each row
"use strict";

function totalForms(rows) {
  return rows.querySelector(`input[name="${CSS.escape(rows.dataset.rows)}-TOTAL_FORMS"]`);
}

function renumber(rows) {
  const visible = [...rows.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
  visible.forEach((row, index) => {
    row.querySelectorAll("[data-row-number]").forEach((place) => (place.textContent = index + 1));
  });
}

/** Add an empty row and return it; null when the formset has no template or no management form. */
function addRow(rows) {
  const total = totalForms(rows);
  const template = rows.querySelector("template[data-row-template]");
  const list = rows.querySelector("[data-rows-list]");
  if (!total || !template || !list) return null;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.querySelector("[data-row]");
  total.value = Number(total.value) + 1;
  list.append(row);
  renumber(rows);
  return row;
}

/** Mark a row for removal. It is hidden at once, removed when the form is saved, and can be taken back until then. */
function removeRow(rows, row) {
  const remove = deleteBox(row);
  if (!remove) return null;
  const number = row.querySelector("[data-row-number]")?.textContent || "";
  const noun = rows.dataset.noun || "rad";
  remove.checked = true;
  row.hidden = true;
  const line = undoLine(rows, row, `${noun[0].toUpperCase()}${noun.slice(1)} ${number} tas bort när du sparar. `);
  row.after(line);
  renumber(rows);
  return line;
}

function deleteBox(row) {
  return row.querySelector('input[name$="-DELETE"]');
}

/** Rows already marked for removal, by the server or by a restored draft. */
function hideRemoved(rows) {
  rows.querySelectorAll("[data-row]").forEach((row) => {
    if (deleteBox(row)?.checked && !row.hidden) removeRow(rows, row);
  });
}

function undoLine(rows, row, text) {
  const line = document.createElement("li");
  line.className = "form-row-undo";
  line.append(text);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-text is-small";
  button.textContent = "Ångra";
  button.addEventListener("click", () => {
    deleteBox(row).checked = false;
    row.hidden = false;
    row.querySelector(".is-removed")?.classList.remove("is-removed");
    line.remove();
    renumber(rows);
    focusFirst(row);
    noteChange(rows);
  });
  line.append(button);
  return line;
}

function focusFirst(row) {
  row.querySelector("input:not([type=hidden], [hidden]), textarea, select")?.focus();
}

/** Whoever watches the form, the draft for one, hears that it has changed. */
function noteChange(rows) {
  rows.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-add], [data-row-remove]");
  const rows = button?.closest("[data-rows]");
  if (!rows) return;
  if ("rowAdd" in button.dataset) {
    const row = addRow(rows);
    if (!row) return;
    event.preventDefault();
    focusFirst(row);
  } else {
    const line = removeRow(rows, button.closest("[data-row]"));
    if (!line) return;
    event.preventDefault();
    line.querySelector("button").focus();
  }
  noteChange(rows);
});

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-rows]").forEach(hideRemoved));
