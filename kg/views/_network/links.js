// A card can be linked to: #node= and its id opens the page there.

const cards = new Map();
const addresses = things.map((thing) => {
  const id = thing.holds ? `group ${thing.id}` : (fact(factsOf(thing.id), "id") ?? String(thing.id));
  // What is no text cannot stand in an address; an id that two labels share is told apart by its label.
  const name = id.replace(/\p{Surrogate}/gu, "\ufffd");
  const key = cards.has(name) ? `${thing.group}/${name}`.replace(/\p{Surrogate}/gu, "\ufffd") : name;
  cards.set(key, thing.id);
  return "#node=" + encodeURIComponent(key);
});
const addressOf = (id) => addresses[id];

/** Choose a card: bring it into view, read it, and let the address of the page say so. */
function choose(id, jump = false) {
  reveal(id);
  found = element("search").value ? found : null;
  point([id]);
  showNode(id, jump);
  keep(addressOf(id));
}

const keep = (address) => history.replaceState(null, "", address);

function letGo() {
  network.unselectAll();
  found = element("search").value ? found : null;
  keep(location.href.split("#")[0]);
  showHint();
}

/** Go where the address of the page says; false where it names no card. */
function follow(jump) {
  const [, wanted] = location.hash.match(/^#node=(.+)$/su) ?? [];
  if (wanted === undefined) return false;
  let key = wanted;
  try {
    key = decodeURIComponent(wanted);
  } catch {
    // Not encoded as an address is: taken as it stands.
  }
  if (!cards.has(key)) {
    say("This page has no card of that address");
    return false;
  }
  choose(cards.get(key), jump);
  return true;
}
