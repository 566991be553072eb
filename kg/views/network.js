"use strict";
// The picture, the legend and the search. What is read of a node or relation is in panel.js.

const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);
const labels = new Map(Object.entries(data.labels));
const types = new Map(Object.entries(data.types));
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const theme = () => (dark.matches ? "dark" : "light");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FACE = css("--sans");
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEADING = 20;
const PAD = 15;

const off = new Set(); // the labels and types that are switched off
let found = null; // the nodes that the search found, or null
let colours = {};

/** Make an element; its words are always set as text. */
function make(tag, words, attributes = {}) {
  const made = document.createElement(tag);
  if (words !== undefined) made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// --- drawing ---------------------------------------------------------------------------------

function outline(ctx, shape, x, y, w, h) {
  ctx.beginPath();
  if (shape === "ellipse") {
    ctx.ellipse(x, y, w / 2, h / 2, 0, 0, 2 * Math.PI);
  } else if (shape === "page") {
    const [left, top, fold] = [x - w / 2, y - h / 2, 16];
    ctx.moveTo(left, top);
    ctx.lineTo(left + w - fold, top);
    ctx.lineTo(left + w, top + fold);
    ctx.lineTo(left + w, top + h);
    ctx.lineTo(left, top + h);
    ctx.closePath();
  } else {
    ctx.roundRect(x - w / 2, y - h / 2, w, h, 7);
  }
}

function card({ ctx, id, x, y, state, label }) {
  const node = data.nodes[id];
  const kind = labels.get(node.group);
  const look = kind[theme()];
  const [w, h] = node.box;
  const absent = node.group === ABSENT;
  return {
    nodeDimensions: { width: w, height: h },
    drawNode() {
      outline(ctx, kind.shape, x, y, w, h);
      ctx.fillStyle = colours.surface;
      ctx.fill();
      ctx.globalAlpha = found && !found.has(id) ? 0.3 : 1;
      ctx.fillStyle = look.fill;
      ctx.fill();
      ctx.lineWidth = state.selected ? 3.5 : state.hover ? 2 : 1.25;
      ctx.strokeStyle = state.selected ? colours.ink : look.line;
      if (absent) ctx.setLineDash([4, 4]);
      ctx.stroke();
      ctx.setLineDash([]);
      if (kind.shape === "page") {
        ctx.beginPath();
        ctx.moveTo(x + w / 2 - 16, y - h / 2);
        ctx.lineTo(x + w / 2 - 16, y - h / 2 + 16);
        ctx.lineTo(x + w / 2, y - h / 2 + 16);
        ctx.stroke();
      }
      if (network.getScale() > 0.16) write(ctx, label, kind.shape, look.text, x, y, w);
    },
  };
}

function write(ctx, label, shape, colour, x, y, w) {
  const lines = label.split("\n");
  const toLeft = RIGHT_TO_LEFT.test(label);
  ctx.font = `${shape === "ellipse" ? "600 " : ""}15px ${FACE}`;
  ctx.fillStyle = colour;
  ctx.textBaseline = "middle";
  ctx.direction = toLeft ? "rtl" : "ltr";
  ctx.textAlign = shape === "ellipse" ? "center" : toLeft ? "right" : "left";
  const at = shape === "ellipse" ? x : toLeft ? x + w / 2 - PAD : x - w / 2 + PAD;
  lines.forEach((line, i) => ctx.fillText(line, at, y + (i - (lines.length - 1) / 2) * LEADING + 1, w - 2 * PAD));
}

const ABSENT = "not in this answer";

/** How a node is shown now. */
function nodeState({ id, group }) {
  return { id, hidden: off.has("node " + group) };
}

/** How a relation is shown now; it goes with its ends. */
function edgeState({ id, label, from, to, width }) {
  const look = types.get(label)[theme()];
  const ends = [from, to].map((end) => "node " + data.nodes[end].group);
  return {
    id,
    hidden: [...ends, "relation " + label].some((kind) => off.has(kind)),
    // What the source states goes without saying; what was inferred is the argument.
    color: { color: look.line, highlight: look.line, hover: look.line, opacity: width > 1 ? 1 : 0.6 },
    font: { color: look.text, strokeColor: colours.surface, face: FACE },
  };
}

const readColours = () => (colours = { surface: css("--surface"), ink: css("--ink") });
readColours();
const nodes = new vis.DataSet(data.nodes.map((n) => ({ ...n, ...nodeState(n) })));
const edges = new vis.DataSet(data.edges.map((e) => ({ ...e, ...edgeState(e) })));
const network = new vis.Network(element("picture"), { nodes, edges }, {
  ...data.options,
  nodes: { ...data.options.nodes, ctxRenderer: card },
});
const paintNodes = () => nodes.update(data.nodes.map(nodeState));

/** Colours, and what is switched off, into the picture. */
function paint() {
  readColours();
  paintNodes();
  edges.update(data.edges.map(edgeState));
}

const visible = () => data.nodes.filter((n) => !off.has("node " + n.group)).map((n) => n.id);
const motion = () => (calm.matches ? false : { duration: 250 });

/** Show all that is switched on, with a small margin. */
function whole() {
  const places = Object.entries(network.getPositions(visible()));
  if (!places.length) return;
  const reach = (axis, sign) => Math.max(...places.map(([id, at]) => sign * at["xy"[axis]] + data.nodes[id].box[axis] / 2));
  const [left, top, right, bottom] = [reach(0, -1), reach(1, -1), reach(0, 1), reach(1, 1)];
  const scale = Math.min(
    (element("picture").clientWidth - 48) / (left + right),
    (element("picture").clientHeight - 56) / (top + bottom),
    1.1,
  );
  network.moveTo({ position: { x: (right - left) / 2, y: (bottom - top) / 2 }, scale });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: motion() });
}

/** Choose nodes in the picture and bring them into view. */
function point(ids) {
  network.selectNodes(ids, ids.length === 1);
  if (ids.length === 1) network.focus(ids[0], { scale: Math.max(network.getScale(), 0.75), animation: motion() });
}

// --- legend ----------------------------------------------------------------------------------

function chip(kind, name, { count, help, shape }) {
  const button = make("button", undefined, { type: "button", "aria-pressed": "true", title: help });
  const swatch = make("i", undefined, { class: kind === "node" ? shape : "line", "aria-hidden": "true" });
  button.append(swatch, make("span", name), make("b", count.toLocaleString("en")));
  button.addEventListener("click", () => {
    const key = `${kind} ${name}`;
    if (!off.delete(key)) off.add(key);
    button.setAttribute("aria-pressed", String(!off.has(key)));
    paint();
    if (element("search").value) search();
  });
  return [button, swatch];
}

const swatches = [];
for (const [kind, group] of [["node", labels], ["relation", types]]) {
  const row = make("div");
  for (const [name, about] of group) {
    const [button, swatch] = chip(kind, name, about);
    swatches.push([swatch, about]);
    row.append(button);
  }
  element("legend").append(row);
}

function paintLegend() {
  for (const [swatch, about] of swatches) {
    const look = about[theme()];
    swatch.style.background = look.fill ?? look.line;
    swatch.style.borderColor = look.line;
  }
}

// --- search ----------------------------------------------------------------------------------

const fold = (text) => text.normalize("NFKC").toLowerCase();
let folded = null;
let next = 0;

/** All texts of a node in one, for the search. */
function haystack(id) {
  folded ??= data.nodeFacts.map((facts) =>
    fold(facts.filter((_, i) => i % 2).flat().map((place) => data.values[place]).join("\n")),
  );
  return folded[id];
}

function search() {
  const asked = fold(element("search").value).split(/\s+/).filter(Boolean);
  const matches = visible().filter((id) => asked.every((word) => haystack(id).includes(word)));
  found = asked.length ? new Set(matches) : null;
  next = 0;
  element("status").textContent = found ? (matches.length ? `${matches.length.toLocaleString("en")} found` : "none found") : "";
  network.selectNodes(found ? matches : [], false);
  network.redraw();
}

element("search").addEventListener("input", search);
element("search").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    element("search").value = "";
    search();
  } else if (event.key === "Enter" && found?.size) {
    const id = [...found][next++ % found.size];
    element("status").textContent = `${((next - 1) % found.size) + 1} of ${found.size}`;
    point([id]);
    showNode(id);
  }
});

// --- start -----------------------------------------------------------------------------------

network.on("select", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) showNode(node);
  else if (edge !== undefined) showRelation(edge);
  else showHint();
});
element("closer").addEventListener("click", () => zoom(1.4));
element("farther").addEventListener("click", () => zoom(1 / 1.4));
element("whole").addEventListener("click", whole);
dark.addEventListener("change", () => {
  paint();
  paintLegend();
});
const frame = element("picture").firstElementChild;
frame.setAttribute("role", "application");
frame.setAttribute(
  "aria-label",
  `Picture of ${data.nodes.length} nodes and ${data.edges.length} relations. Arrow keys move it, plus and minus zoom.` +
    " Find words to choose a node; the table below says the same.",
);
paintLegend();
