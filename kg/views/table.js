"use strict";
// Sorts the table by a column, and leaves only the rows that hold what is searched for.

const body = document.querySelector("tbody");
const rows = [...body.rows];
const heads = [...document.querySelectorAll("thead th")];
const inWords = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const fold = (text) => text.normalize("NFKC").toLowerCase();
const field = document.getElementById("search");
const status = document.getElementById("status");

function compare(column, one, other) {
  const [a, b] = [one.cells[column], other.cells[column]];
  if (a.dataset.value !== undefined && b.dataset.value !== undefined) return Number(a.dataset.value) - Number(b.dataset.value);
  return inWords.compare(a.textContent, b.textContent);
}

function sort(column) {
  const head = heads[column];
  const now = head.getAttribute("aria-sort");
  const first = head.classList.contains("number") ? "descending" : "ascending";
  const next = now === null ? first : now === "ascending" ? "descending" : "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", next);
  const way = next === "ascending" ? 1 : -1;
  body.append(...[...rows].sort((a, b) => way * compare(column, a, b)));
}

heads.forEach((head, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  button.addEventListener("click", () => sort(column));
  head.replaceChildren(button);
});

field.parentElement.hidden = false;
field.addEventListener("input", () => {
  const asked = fold(field.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const words = asked.length ? fold(row.textContent) : "";
    row.hidden = !asked.every((word) => words.includes(word));
    count += row.hidden ? 0 : 1;
  }
  status.textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`;
});
