"use strict";
// Lights up a claim in the text together with its note; what is led to or printed is unfolded.

const about = new Map();
for (const one of document.querySelectorAll("[data-about]")) {
  for (const name of one.dataset.about.split(" ")) {
    if (!about.has(name)) about.set(name, []);
    about.get(name).push(one);
  }
}
let lit = [];

function light(names) {
  for (const one of lit) one.classList.remove("lit");
  lit = names.flatMap((name) => about.get(name) ?? []);
  for (const one of lit) one.classList.add("lit");
}

const namesOf = (target) => target.closest?.("[data-about]")?.dataset.about.split(" ") ?? [];

/** The claims that the address names: by their place in the text, or by the number of their note. */
function led() {
  let place = null;
  try {
    place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // An address that no page of kg wrote: it leads nowhere.
  }
  for (let one = place; one; one = one.parentElement) if (one.localName === "details") one.open = true;
  const note = place?.id.startsWith("ref-") ? document.getElementById(place.id.replace("ref-", "note-")) : place;
  if (!note) return [];
  return namesOf(note.classList.contains("place") ? document.querySelector(`#${CSS.escape(note.id)} ~ mark`) : note);
}

addEventListener("hashchange", () => light(led()));
for (const [come, go] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  addEventListener(come, (event) => {
    const names = namesOf(event.target);
    if (names.length) light(names.slice(-1));
  });
  addEventListener(go, (event) => {
    if (namesOf(event.target).length) light(led());
  });
}
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
});
if (location.hash) {
  light(led());
  (lit[0] ?? document.body).scrollIntoView({ block: "center" });
}
