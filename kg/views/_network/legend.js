// The legend switches kinds on and off; the filters take out speakers, times and unsure relations.

const swatches = [];
const say = (words) => (element("status").textContent = words);

/** A small picture of an outline or a line, as it is in the picture. */
function swatch(kind, about) {
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  const drawing = document.createElementNS(name, "path");
  const set = (node, all) => Object.entries(all).forEach(([key, value]) => node.setAttribute(key, value));
  const line = kind === "relation";
  set(svg, { width: line ? 26 : 18, height: 14, viewBox: line ? "0 0 26 14" : "-45 -35 90 70", "aria-hidden": "true" });
  set(drawing, line ? { d: "M1 7H25", "stroke-width": 2.5, fill: "none" } : { d: outlines[about.shape](74, 48), "stroke-width": 6 });
  if (line && about.dashes.length) drawing.setAttribute("stroke-dasharray", about.dashes.join(" "));
  svg.append(drawing);
  swatches.push([drawing, about]);
  return svg;
}

function chip(kind, name, about) {
  const key = `${kind} ${name}`;
  const button = make("button", undefined, { type: "button", "aria-pressed": "true", title: about.help });
  button.append(swatch(kind, about), make("span", name), make("b", about.count.toLocaleString("en")));
  button.hidden = !about.count;
  button.addEventListener("click", () => {
    if (!off.delete(key)) off.add(key);
    changed();
  });
  return [key, button, about];
}

const chips = [["node", labels], ["relation", types]].flatMap(([kind, group]) => {
  const row = make("div");
  const made = [...group].map(([name, about]) => chip(kind, name, about));
  row.append(...made.map(([, button]) => button));
  element("legend").append(row);
  return made;
});

function paintLegend() {
  for (const [drawing, about] of swatches) {
    const look = about[theme()];
    drawing.setAttribute("stroke", look.line);
    if (about.shape) drawing.setAttribute("fill", look.fill);
  }
}

// --- filters ---------------------------------------------------------------------------------

/** After anything that shows or hides: the picture, the search and what is told of both. */
function changed() {
  refresh();
  if (element("search").value) search();
}

function speakersToChoose() {
  const said = new Map();
  for (let id = 0; id < data.answer; id++) for (const by of data.by[id]) said.set(by, (said.get(by) ?? 0) + 1);
  const names = [...said].map(([id, times]) => [wordsOf(id), id, times]);
  names.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  for (const [name, id, times] of names) {
    element("speaker").append(make("option", `${short(name, 60)} (${times})`, { value: id }));
  }
  element("by-speaker").hidden = names.length < 2;
}

function timesToChoose() {
  const times = things.slice(0, data.answer).map(({ id }) => timeOf(id)).filter(Boolean).sort();
  element("by-time").hidden = times.length < 2 || times[0].slice(0, 10) === times.at(-1).slice(0, 10);
  for (const id of ["from", "to"]) {
    if (!times.length) continue;
    element(id).min = times[0].slice(0, 10);
    element(id).max = times.at(-1).slice(0, 10);
  }
}

/** What the controls say, into the filter. */
function readFilters() {
  const chosen = element("speaker").value;
  filter.speaker = chosen === "" ? null : Number(chosen);
  filter.sure = Number(element("sure").value) / 100;
  filter.from = element("from").value;
  filter.to = element("to").value;
  element("sure-told").textContent = filter.sure ? `${filter.sure.toFixed(2)} or more` : "any";
  changed();
}

/** Everything on, nothing filtered, nothing folded. */
function showAll() {
  off.clear();
  folded.clear();
  for (const id of ["speaker", "from", "to"]) element(id).value = "";
  element("sure").value = 0;
  readFilters();
}

/** Say how much of the answer is to be seen, and what the legend counts besides. */
function tellShown() {
  const all = things.filter((thing) => !thing.around && !thing.holds);
  const seen = all.filter((thing) => visible.has(thing.id)).length;
  const extra = things.filter((thing) => thing.around && visible.has(thing.id)).length;
  const timeless = filter.from || filter.to ? all.filter(({ id }) => visible.has(id) && data.at[id] !== null && !timeOf(id)).length : 0;
  const inGroups = data.groups ? all.filter((thing) => !visible.has(thing.id) && standIn(thing.id) !== null).length : 0;
  element("shown").textContent =
    `${seen.toLocaleString("en")} of ${count(all.length)} shown` +
    (inGroups ? `, ${inGroups.toLocaleString("en")} in ${count(data.groups.length - opened.size, "closed group")}` : "") +
    (extra ? `, ${extra.toLocaleString("en")} from around` : "") +
    (timeless ? `, ${timeless.toLocaleString("en")} of them without a time` : "");
  element("all").hidden = !off.size && !folded.size && !isFiltered();
  for (const [key, button, about] of chips) {
    button.setAttribute("aria-pressed", String(!off.has(key)));
    if (!about.count) button.hidden = !countAround(key);
    if (!about.count) button.lastChild.textContent = countAround(key).toLocaleString("en");
  }
}

/** How many of a kind stand in the picture though the answer has none. */
function countAround(key) {
  const [kind, ...name] = key.split(" ");
  const wanted = name.join(" ");
  if (kind === "node") return things.filter((t) => t.around && t.group === wanted && inSome(brought, t.id)).length;
  return links.filter((l) => l.around && l.label === wanted && isAsked(l) && visible.has(l.from) && visible.has(l.to)).length;
}
