// The picture: vis-network shows the cards and arrows that are visible, and moves the view.

const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const network = new vis.Network(element("picture"), { nodes, edges }, {
  nodes: { chosen: false, ctxRenderer: card, shape: "custom" },
  edges: {
    arrows: { to: { enabled: true, scaleFactor: 0.55 } },
    font: { size: 13, align: "horizontal", strokeWidth: 5 },
    labelHighlightBold: false,
    selectionWidth: 1.6,
    smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 },
  },
  interaction: { multiselect: true },
  layout: { improvedLayout: false },
  physics: false,
});
const hiddenNow = new Map(); // for each card in vis-network, whether it is hidden
const drawn = new Map(); // for each arrow in vis-network, whether it is hidden; a bundle by what it bundles

/** A card as vis-network takes it; where it stands is told once, so that what was dragged stays. */
function nodeOf(thing) {
  const [x, y] = placeOf(thing);
  return { id: thing.id, x, y, size: thing.box[0] / 2, hidden: false };
}

function edgeOf(link, id = link.id, words = link.label) {
  return {
    id,
    from: link.from,
    to: link.to,
    label: words,
    width: link.width,
    dashes: types.get(link.label).dashes.length ? types.get(link.label).dashes : false,
    hidden: false,
    ...arrowLook(link),
    ...(id === link.id ? data.bows[id] : {}),
  };
}

function refreshNodes() {
  const changes = [];
  for (const thing of things) {
    const hidden = !visible.has(thing.id);
    const before = hiddenNow.get(thing.id);
    if (before === hidden || (before === undefined && hidden)) continue;
    changes.push(before === undefined ? nodeOf(thing) : { id: thing.id, hidden });
    hiddenNow.set(thing.id, hidden);
  }
  nodes.update(changes);
}

function refreshEdges() {
  const bundles = new Map();
  const changes = [];
  for (const link of links) {
    const [from, to] = [standIn(link.from), standIn(link.to)];
    const there = from !== null && to !== null && passes(link) && isAsked(link);
    const itself = there && from === link.from && to === link.to;
    const before = drawn.get(link.id);
    if (itself && before === undefined) changes.push(edgeOf(link));
    else if (before !== undefined && before === itself) changes.push({ id: link.id, hidden: !itself });
    if (itself || before !== undefined) drawn.set(link.id, !itself);
    if (there && !itself && from !== to) {
      const key = `${from} ${to} ${link.label}`;
      bundles.set(key, [...(bundles.get(key) ?? []), link.id]);
    }
  }
  edges.update([...changes, ...bundled(bundles)]);
}

/** Relations between closed groups as one arrow for each kind, with their number. */
function bundled(bundles) {
  const old = edges.getIds().filter((id) => typeof id === "string" && !bundles.has(id));
  edges.remove(old);
  for (const id of old) drawn.delete(id);
  return [...bundles].map(([key, ids]) => {
    const [from, to] = key.split(" ", 2).map(Number);
    const first = links[ids[0]];
    drawn.set(key, ids);
    const width = Math.min(1 + Math.log2(ids.length), 6);
    return edgeOf({ ...first, from, to, width }, key, `${first.label} ×${ids.length.toLocaleString("en")}`);
  });
}

/** Bring the picture up to date with what is shown. */
function refresh() {
  lookAnew();
  refreshNodes();
  refreshEdges();
  tellShown();
}

/** All colours anew, by day or by night. */
function paint() {
  readColours();
  edges.update(links.filter(({ id }) => drawn.has(id)).map((link) => ({ id: link.id, ...arrowLook(link) })));
  network.redraw();
}

// --- the view --------------------------------------------------------------------------------

const motion = () => (calm.matches ? false : { duration: 250 });
const places = (ids) => Object.entries(network.getPositions(ids));

/** The left, top, right and bottom edge of some cards. */
function extent(ids) {
  const at = places(ids);
  const reach = (axis, sign) => at.reduce((most, [id, p]) => Math.max(most, sign * p["xy"[axis]] + things[id].box[axis] / 2), -Infinity);
  return [-reach(0, -1), -reach(1, -1), reach(0, 1), reach(1, 1)];
}

/** Show these cards with a small margin. */
function frameOn(ids, most = 1.1, animation = false) {
  if (!ids.length) return;
  const [left, top, right, bottom] = extent(ids);
  const { clientWidth, clientHeight } = element("picture");
  const scale = Math.min((clientWidth - 48) / (right - left), (clientHeight - 56) / (bottom - top), most);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation });
}

/** Where the page begins: all of it, or on a screen too small for that the card with most relations, to be read. */
function begin() {
  whole();
  if (network.getScale() >= 0.3 || element("picture").clientWidth > 600) return;
  const most = [...visible].reduce((best, id) => (near[id].length > near[best].length ? id : best));
  network.moveTo({ position: network.getPosition(most), scale: 0.5 });
}

const whole = () => frameOn([...visible]);
const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion() });

/** Choose cards in the picture and bring one alone into view. */
function point(ids) {
  const there = ids.filter((id) => visible.has(id));
  network.selectNodes(there, there.length === 1);
  if (there.length === 1) network.focus(there[0], { scale: Math.max(network.getScale(), 0.75), animation: motion() });
}

const pointRelation = (id) => {
  if (drawn.get(id) === false) network.selectEdges([id]);
};

/** The nearest card that lies in a direction, for who walks through the picture by its keys. */
function walk([dx, dy]) {
  const [from] = network.getSelectedNodes();
  const start = from === undefined ? network.getViewPosition() : network.getPosition(from);
  let best = null;
  for (const [id, at] of places([...visible])) {
    const [x, y] = [at.x - start.x, at.y - start.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    const far = from === undefined ? Math.hypot(x, y) : along + 2 * aside;
    if ((from !== undefined && (along < 1 || Number(id) === from)) || (best && best.far <= far)) continue;
    best = { id: Number(id), far };
  }
  if (best) choose(best.id);
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What the keys do while the picture has the focus. */
function pressed(event) {
  const arrow = ARROWS[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (arrow && event.shiftKey) {
    const { x, y } = network.getViewPosition();
    const step = 80 / network.getScale();
    network.moveTo({ position: { x: x + arrow[0] * step, y: y + arrow[1] * step } });
  } else if (arrow) walk(arrow);
  else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") whole();
  else if (event.key === "Enter") panel.querySelector("h2").focus();
  else if (event.key === "Escape") letGo();
  else return;
  event.preventDefault();
}
