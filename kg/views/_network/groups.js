// A picture too large to be read at once: groups are cards that open; what is open stands below them.

const GAP = 160;
const origins = new Map(); // where the upper left corner of an open group is

/** Where a card stands, with the place of its group. */
function placeOf(thing) {
  const [x, y] = origins.get(thing.home) ?? [0, 0];
  return [x + thing.x, y + thing.y];
}

/** Put the open groups side by side below the cards of all groups. */
function arrangeGroups() {
  const cards = things.filter(({ holds }) => holds);
  let x = Math.min(...cards.map((c) => c.x - c.box[0] / 2));
  const y = Math.max(...cards.map((c) => c.y + c.box[1] / 2)) + GAP;
  for (const id of opened) {
    const before = origins.get(id);
    origins.set(id, [x, y]);
    if (before && before[0] !== x) {
      nodes.update(things[id].holds.filter((held) => hiddenNow.has(held)).map((held) => {
        const [newX, newY] = placeOf(things[held]);
        return { id: held, x: newX, y: newY };
      }));
    }
    x += things[id].extent[0] + GAP;
  }
}

/** Open a group, or close it. */
function toggleGroup(id) {
  if (!opened.delete(id)) opened.add(id);
  arrangeGroups();
  refresh();
  const now = things[id].holds.filter((held) => visible.has(held));
  frameOn(now.length ? [id, ...now] : [...visible], 1.1, motion());
  say(opened.has(id) ? `${count(now.length)} opened` : "closed");
  showGroup(id);
}

/** What a page with groups says of itself. */
const groupsTold = () =>
  `${count(data.answer)} are too many to be read at once, so they stand in groups by ${data.grouped}. ` +
  "A group opens by a double click, or by its button here; the number on an arrow says how many relations it stands for.";
