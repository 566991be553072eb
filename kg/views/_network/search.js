// The search: a box that suggests cards as words are typed, by mouse and by keyboard.

const fold = (text) => text.normalize("NFKC").toLowerCase();
const MOST_SUGGESTED = 8;
let folds = null;
let matches = [];
let active = -1;

/** All texts of a card in one, for the search. */
function haystack(id) {
  folds ??= data.nodeFacts.map((list) =>
    fold(list.slice(1).flat().map((place) => data.values[place]).join("\n")),
  );
  return folds[id];
}

function search() {
  const asked = fold(element("search").value).split(/\s+/).filter(Boolean);
  const all = things.filter((t) => !t.around && !t.holds && alive(t)).map(({ id }) => id);
  matches = asked.length ? all.filter((id) => asked.every((word) => haystack(id).includes(word))) : [];
  found = asked.length ? new Set(matches.flatMap((id) => [id, standIn(id)])) : null;
  say(asked.length ? (matches.length ? `${matches.length.toLocaleString("en")} found` : "none found") : "");
  network.selectNodes(matches.filter((id) => visible.has(id)), false);
  network.redraw();
  suggest();
}

/** The list below the box; the rest of what was found is counted, not left out in silence. */
function suggest(at = -1) {
  const box = element("suggestions");
  active = at;
  const first = Math.max(0, Math.min(at - 3, matches.length - MOST_SUGGESTED));
  const options = matches.slice(first, first + MOST_SUGGESTED).map((id, i) => {
    const option = make("li", undefined, { role: "option", id: `option-${first + i}`, "aria-selected": String(first + i === at) });
    option.append(make("b", things[id].group), make("span", short(wordsOf(id), 110), { dir: "auto" }));
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(first + i));
    return option;
  });
  box.replaceChildren(...options);
  const rest = matches.length - options.length;
  element("more").textContent = rest > 0 ? `and ${rest.toLocaleString("en")} more: type on, or step with ↓` : "";
  showSuggestions(options.length > 0);
  if (at >= 0) element("search").setAttribute("aria-activedescendant", `option-${at}`);
}

function showSuggestions(shown) {
  element("suggested").hidden = !shown;
  element("search").setAttribute("aria-expanded", String(shown));
  if (!shown) element("search").removeAttribute("aria-activedescendant");
}

/** Go to the match at this place. */
function take(at) {
  if (!matches.length) return;
  active = at;
  showSuggestions(false);
  say(`${at + 1} of ${matches.length.toLocaleString("en")}`);
  choose(matches[at]);
}

function clearSearch() {
  element("search").value = "";
  search();
}

const searchKeys = {
  ArrowDown: () => matches.length && suggest((active + 1) % matches.length),
  ArrowUp: () => matches.length && suggest((active <= 0 ? matches.length : active) - 1),
  Enter: () => matches.length && take(element("suggested").hidden ? (active + 1) % matches.length : Math.max(active, 0)),
  Escape: clearSearch,
};

element("search").addEventListener("input", search);
element("search").addEventListener("keydown", (event) => {
  if (!searchKeys[event.key]) return;
  event.preventDefault();
  searchKeys[event.key]();
});
element("search").addEventListener("blur", () => showSuggestions(false));
element("search").addEventListener("focus", () => element("search").value && suggest());
