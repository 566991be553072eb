// What is shown now: what is switched off, filtered out, folded away, brought in, or in a closed group.

const off = new Set(); // "node Claim", "relation rebuts"
const filter = { speaker: null, sure: 0, from: "", to: "" };
const opened = new Set(); // the groups that are open, in the order in which they were opened
const brought = new Map(); // for each expanded card, the cards it brought in
const folded = new Map(); // for each folded card, the cards that hang on it alone

let visible = new Set(); // the cards in the picture
let out = new Set(); // the cards that a filter takes out

const isFiltered = () => filter.speaker !== null || filter.sure > 0 || filter.from !== "" || filter.to !== "";
const sureEnough = (link) => link.sure === null || link.sure >= filter.sure;
const passes = (link) => !off.has("relation " + link.label) && sureEnough(link);
const inSome = (map, id) => [...map.values()].some((ids) => ids.has(id));

/** Whether a card of the answer can be seen, were its group open. */
const alive = ({ id, group }) => !out.has(id) && !off.has("node " + group) && !inSome(folded, id);

function outOfTime({ id }) {
  const time = timeOf(id);
  return Boolean(time) && ((filter.from && time.slice(0, 10) < filter.from) || (filter.to && time.slice(0, 10) > filter.to));
}

/** The cards of a speaker, and those next to them. */
function aboutSpeaker(speaker) {
  const own = things.filter(({ id }) => id === speaker || data.by[id]?.includes(speaker)).map(({ id }) => id);
  return new Set([...own, ...own.flatMap((id) => near[id].map((link) => otherEnd(link, id)))]);
}

/** What the filters take out: by time, by speaker, what only unsure relations hold, and then what hangs on none. */
function filteredOut() {
  const gone = new Set();
  if (!isFiltered()) return gone;
  const keep = filter.speaker === null ? null : aboutSpeaker(filter.speaker);
  for (const thing of things) {
    if (thing.holds) continue;
    const argued = near[thing.id].filter((link) => link.sure !== null);
    const unsure = filter.sure > 0 && argued.length > 0 && !argued.some(sureEnough);
    if (unsure || outOfTime(thing) || (keep && !keep.has(thing.id))) gone.add(thing.id);
  }
  for (const thing of things) {
    const held = near[thing.id];
    if (thing.holds || thing.id === filter.speaker || !held.length || gone.has(thing.id)) continue;
    if (held.every((link) => !sureEnough(link) || gone.has(otherEnd(link, thing.id)))) gone.add(thing.id);
  }
  return gone;
}

/** Find out anew what is visible. */
function lookAnew() {
  out = filteredOut();
  const hidden = new Set([...folded.values()].flatMap((ids) => [...ids]));
  const extra = new Set([...brought.values()].flatMap((ids) => [...ids]));
  visible = new Set();
  for (const thing of things) {
    const there = thing.around ? extra.has(thing.id) : thing.home === null || opened.has(thing.home);
    if (there && (thing.holds || (!out.has(thing.id) && !off.has("node " + thing.group) && !hidden.has(thing.id)))) {
      visible.add(thing.id);
    }
  }
}

/** The card that stands for this one now: itself, its closed group, or none. */
function standIn(id) {
  if (visible.has(id)) return id;
  const thing = things[id];
  return thing.home !== null && !opened.has(thing.home) && alive(thing) ? thing.home : null;
}

/** A relation from around the answer is shown once one of its ends was expanded. */
const isAsked = (link) => !link.around || brought.has(link.from) || brought.has(link.to);
