// What stands around a card: bring in what the question did not ask for, fold away what hangs on one card alone.

const COLUMN = 376;

/** The cards next to this one that are not in the picture. */
function beside(id) {
  const there = near[id].map((link) => otherEnd(link, id)).filter((other) => things[other].around && !visible.has(other));
  return [...new Set(there)];
}

/** Bring in what stands around a card, or unfold what was folded into it. */
function expand(id) {
  const back = folded.get(id);
  const ids = back ? [...back] : beside(id);
  if (back) folded.delete(id);
  else bring(id, ids);
  refresh();
  frameOn([id, ...ids].filter((one) => visible.has(one)), Math.max(network.getScale(), 0.5), motion());
  say(`${count(ids.length)} shown around it`);
}

/** Give new cards a place next to the card that brings them: left of it what points at it, right what it points at. */
function bring(id, ids) {
  brought.set(id, new Set([...(brought.get(id) ?? []), ...ids]));
  const taken = places([...visible]).map(([other, at]) => ({ ...at, box: things[other].box }));
  const home = network.getPosition(id);
  for (const other of ids) {
    const thing = things[other];
    const side = near[id].some((link) => link.to === other) ? 1 : -1;
    [thing.x, thing.y] = freePlace(home, side, thing.box, taken);
    taken.push({ x: thing.x, y: thing.y, box: thing.box });
    if (hiddenNow.has(other)) nodes.update({ id: other, x: thing.x, y: thing.y });
  }
}

function freePlace({ x, y }, side, [w, h], taken) {
  for (let column = 1; ; column++) {
    for (let row = 0; row < 60; row++) {
      const at = [x + side * COLUMN * column, y + (row % 2 ? -1 : 1) * Math.ceil(row / 2) * (h + 20)];
      const apart = (t) => Math.abs(t.x - at[0]) >= (t.box[0] + w) / 2 + 12 || Math.abs(t.y - at[1]) >= (t.box[1] + h) / 2 + 12;
      if (taken.every(apart)) return at;
    }
  }
}

/** What hangs on this card alone: what it brought in, what speaks to nothing else, and what has no other neighbour. */
function hanging(id) {
  const others = [...brought].filter(([card]) => card !== id).flatMap(([, ids]) => [...ids]);
  const held = new Set([...(brought.get(id) ?? [])].filter((one) => visible.has(one) && !others.includes(one)));
  const seen = new Map();
  const shownLinks = (one) => {
    const fits = (l) => passes(l) && isAsked(l) && visible.has(l.from) && visible.has(l.to);
    if (!seen.has(one)) seen.set(one, near[one].filter(fits));
    return seen.get(one);
  };
  const inside = (one) => one === id || held.has(one);
  const waiting = [id, ...held];
  while (waiting.length) {
    const at = waiting.pop();
    for (const link of shownLinks(at)) {
      const other = otherEnd(link, at);
      if (inside(other) || things[other].holds) continue;
      const its = shownLinks(other);
      const leaving = its.filter((l) => l.from === other);
      const speaksOnlyHere = leaving.length > 0 && leaving.every((l) => inside(l.to));
      if (!speaksOnlyHere && !its.every((l) => inside(otherEnd(l, other)))) continue;
      held.add(other);
      waiting.push(other);
    }
  }
  return held;
}

/** Fold away what hangs on this card alone; the card then tells how many these are. */
function collapse(id) {
  const held = hanging(id);
  folded.set(id, new Set([...held, ...[...held].flatMap((one) => [...(folded.get(one) ?? [])])]));
  for (const one of held) folded.delete(one);
  refresh();
  say(`${count(folded.get(id).size)} folded into it`);
}

/** Expand or fold a card or a group, whichever there is to do. */
function toggle(id) {
  if (things[id].holds) return toggleGroup(id);
  if (folded.has(id) || beside(id).length) expand(id);
  else if (hanging(id).size) collapse(id);
  return showNode(id);
}

/** Make a card visible, whatever hides it: a closed group, a fold, a filter, or that nobody asked for it. */
function reveal(id) {
  const thing = things[id];
  if (visible.has(id)) return;
  if (out.has(id) || off.has("node " + thing.group)) showAll();
  for (const [card, ids] of folded) if (ids.has(id)) folded.delete(card);
  if (thing.home !== null && !opened.has(thing.home)) {
    opened.add(thing.home);
    arrangeGroups();
  }
  refresh();
  if (visible.has(id) || !thing.around) return;
  const next = stepsTo(id, (one) => visible.has(one)) ?? [];
  for (let i = next.length - 1; i > 0; i--) {
    const [to, from] = [next[i - 1], next[i]];
    if (!visible.has(from)) reveal(from);
    if (!visible.has(to)) bring(from, [to]);
    refresh();
  }
}
