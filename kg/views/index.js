"use strict";
// The search over all claims of the site.

const claims = JSON.parse(document.getElementById("data").textContent).claims;
const field = document.getElementById("search");
const status = document.getElementById("status");
const list = document.getElementById("found");
const note = status.textContent;
const fold = (text) => text.normalize("NFKC").toLowerCase();
const MOST = 50;
let folded = null;

function search() {
  const asked = fold(field.value).split(/\s+/).filter(Boolean);
  folded ??= claims.map(([words, speaker]) => fold(`${words}\n${speaker}`));
  const found = asked.length ? claims.filter((_, i) => asked.every((word) => folded[i].includes(word))) : [];
  list.replaceChildren(
    ...found.slice(0, MOST).map(([words, speaker, address, place]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const who = document.createElement("span");
      link.textContent = words;
      link.href = address + place;
      link.dir = who.dir = "auto";
      who.textContent = speaker;
      item.append(link, who);
      return item;
    }),
  );
  const count = `${found.length.toLocaleString("en")} found${found.length > MOST ? `, the first ${MOST} are shown` : ""}.`;
  status.textContent = [asked.length ? count : "", note].filter(Boolean).join(" ");
}

document.getElementById("finder").hidden = false;
field.addEventListener("input", search);
if (field.value) search();
