// The shortest way between two cards, along relations in either direction.

let pathStart = null;

/** The cards from `start` to the nearest that `reached` says yes to; null where there is no way. */
function stepsTo(start, reached, links = (id) => near[id]) {
  const before = new Map([[start, null]]);
  let edge = [start];
  while (edge.length) {
    const next = [];
    for (const id of edge) {
      if (reached(id)) {
        const way = [];
        for (let at = id; at !== null; at = before.get(at)) way.push(at);
        return way.reverse();
      }
      for (const link of links(id)) {
        const other = otherEnd(link, id);
        if (before.has(other)) continue;
        before.set(other, id);
        next.push(other);
      }
    }
    edge = next;
  }
  return null;
}

/** The way between two cards: along what is shown where it can be, else through what stands around or is hidden. */
function showPath(from, to) {
  pathStart = null;
  const shown = (id) => near[id].filter((l) => passes(l) && isAsked(l) && visible.has(otherEnd(l, id)));
  const way = stepsTo(from, (id) => id === to, shown) ?? stepsTo(from, (id) => id === to);
  if (!way) return showNoPath(from, to);
  for (const id of way) reveal(id);
  for (let i = 1; i < way.length; i++) {
    const joined = near[way[i]].filter((l) => otherEnd(l, way[i]) === way[i - 1]);
    if (!joined.some(isAsked)) brought.set(way[i], brought.get(way[i]) ?? new Set());
  }
  refresh();
  const taken = way.slice(1).map((id, i) => {
    const joined = near[id].filter((link) => otherEnd(link, id) === way[i]);
    return joined.find((link) => passes(link) && isAsked(link)) ?? joined[0];
  });
  found = new Set(way);
  frameOn(way, 1.1, motion());
  network.setSelection({ nodes: way, edges: taken.filter((l) => drawn.get(l.id) === false).map((l) => l.id) }, { highlightEdges: false });
  showWay(way, taken);
  return undefined;
}

/** Begin a path here, or end it here. */
function choosePath(id) {
  if (pathStart === null || pathStart === id) {
    pathStart = pathStart === id ? null : id;
    say(pathStart === null ? "" : "Choose another card, then “Path to here”");
    showNode(id, true);
  } else {
    showPath(pathStart, id);
  }
}
