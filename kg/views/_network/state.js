"use strict";
// What the page was given: cards, arrows and their texts, and what is next to what.

const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);
const labels = new Map(Object.entries(data.labels));
const types = new Map(Object.entries(data.types));
const count = (number, one = "card") => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

/** All cards by id: those of the answer, those around it, then the cards that stand for a group. */
const things = data.nodes.group.map((group, id) => ({
  id,
  group: data.groupNames[group],
  label: data.nodes.label[id],
  x: data.nodes.x[id],
  y: data.nodes.y[id],
  box: data.nodes.box[id],
  around: id >= data.answer,
  home: data.home && id < data.answer ? data.nodes.group.length + data.home[id] : null,
  holds: null,
}));
for (const group of data.groups ?? []) things.push({ ...group, id: things.length, around: false, home: null, holds: [] });
for (const thing of things) if (thing.home !== null) things[thing.home].holds.push(thing.id);

/** All relations by id. `sure` is null where the source states it. */
const links = data.edges.from.map((from, id) => ({
  id,
  from,
  to: data.edges.to[id],
  label: data.labelNames[data.edges.label[id]],
  width: data.edges.width[id],
  sure: data.sure[id],
  around: id >= data.asked,
}));
const near = things.map(() => []);
for (const link of links) {
  near[link.from].push(link);
  if (link.to !== link.from) near[link.to].push(link);
}
const otherEnd = (link, id) => (link.from === id ? link.to : link.from);

/** Make an element; its words are always set as text. */
function make(tag, words, attributes = {}) {
  const made = document.createElement(tag);
  if (words !== undefined) made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function makeButton(words, action, attributes = {}) {
  const made = make("button", words, { type: "button", ...attributes });
  made.addEventListener("click", action);
  return made;
}

// --- texts -----------------------------------------------------------------------------------

const factsOf = (id) => data.nodeFacts[id] ?? [0];

/** The facts of a node or relation as [name, [text, ...]]; they are held as a list of names and the values. */
const facts = ([shape, ...values]) =>
  values.map((value, i) => [data.values[data.shapes[shape][i]], [value].flat().map((place) => data.values[place])]);

/** One fact by its name, or undefined. */
function fact(list, name) {
  const at = data.shapes[list[0]].findIndex((place) => data.values[place] === name);
  return at < 0 ? undefined : data.values[[list[at + 1]].flat()[0]];
}

/** The words a card stands for: its text, title or name, in full. */
function wordsOf(id) {
  const thing = things[id];
  if (thing.holds) return thing.label.replaceAll("\n", " ");
  const windows = thing.around && data.posts[id] ? data.posts[id][1] : [];
  if (windows.length) return data.values[windows[0][1]];
  const list = factsOf(id);
  for (const wanted of data.words) {
    const at = data.shapes[list[0]].indexOf(wanted);
    if (at >= 0 && data.values[list[at + 1]]) return data.values[list[at + 1]];
  }
  return "(no words)";
}

/** The lines of a card: where only their lengths are given, they are the beginning of its words. */
for (const thing of things) {
  if (typeof thing.label === "string") continue;
  const words = wordsOf(thing.id);
  let at = 0;
  const lines = thing.label.map((long) => {
    const line = words.slice(at, at + Math.abs(long)) + (long < 0 ? "…" : "");
    at += long + 1;
    return line;
  });
  thing.label = lines.join("\n");
}

const timeOf = (id) => (data.times[id] === null || data.times[id] === undefined ? null : data.values[data.times[id]]);
const short = (text, most = 160) => (text.length > most ? text.slice(0, most - 10).replace(/\s+\S*$/u, "") + "…" : text);
const namesOf = (ids) => ids.map(wordsOf).join(", ");
