"use strict";
// Folds and unfolds all; what is led to or printed is unfolded.

const folds = document.querySelectorAll("main details");

function foldAll(open) {
  for (const one of folds) one.open = open;
}

/** Opens whatever hides the element that the address names. */
function reveal() {
  let place = null;
  try {
    place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // An address that no page of kg wrote: it leads nowhere.
  }
  for (let one = place; one; one = one.parentElement) if (one.localName === "details") one.open = true;
  place?.scrollIntoView({ block: "start" });
}

for (const button of document.querySelectorAll("[data-fold]")) {
  button.hidden = false;
  button.addEventListener("click", () => foldAll(button.dataset.fold === "open"));
}
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => foldAll(true));
if (location.hash) reveal();
