// The words of a claim in the context of its post: the claim and the evidence marked.

const REACH = 280; // code points shown on both sides until all is asked for

const spanOf = (list, start, end) => {
  const [from, to] = [fact(list, start), fact(list, end)].map(Number);
  return Number.isInteger(from) && Number.isInteger(to) && from < to ? [from, to] : null;
};

/** The words of a post from `low` to `high`, cut where a span begins or ends; what the page lacks is told. */
function pieces([length, windows], spans, low, high) {
  const made = [];
  let at = low;
  const gap = (from, to) => to > from && made.push(make("i", `[${(to - from).toLocaleString("en")} characters not in this page] `));
  for (const [begin, place] of windows) {
    const text = [...data.values[place]];
    const [from, to] = [Math.max(begin, low), Math.min(begin + text.length, high)];
    if (from >= to) continue;
    gap(at, from);
    const cuts = [from, to, ...spans.flatMap(([, s]) => s).filter((cut) => cut > from && cut < to)].sort((a, b) => a - b);
    for (let i = 1; i < cuts.length; i++) {
      if (cuts[i - 1] === cuts[i]) continue;
      const names = spans.filter(([, [s, e]]) => s <= cuts[i - 1] && cuts[i] <= e).map(([name]) => name);
      const words = text.slice(cuts[i - 1] - begin, cuts[i] - begin).join("");
      made.push(names.length ? make("mark", words, { class: [...new Set(names)].join(" ") }) : document.createTextNode(words));
    }
    at = to;
  }
  gap(at, Math.min(high, length));
  return made;
}

/** Where the claim stands in its post: its span there, and the words that its relations rest on. */
function spansIn(id, post) {
  const name = fact(factsOf(post), "id");
  const own = spanOf(factsOf(id), "start_char", "end_char");
  const rests = near[id]
    .map((link) => data.relationFacts[link.id])
    .filter((list) => fact(list, "evidence_post") === name)
    .map((list) => spanOf(list, "evidence_start", "evidence_end"));
  return [...(own && id !== post ? [["claim", own]] : []), ...rests.filter(Boolean).map((span) => ["evidence", span])];
}

const around = ([from, to], length) => [Math.max(0, from - REACH), Math.min(length, to + REACH)];

/** Begin or end a window where a word does; what is marked stays whole. */
function atAWord(node, broken, dots) {
  if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(broken, "");
  node[dots.startsWith("…") ? "before" : "after"](dots);
}

/** The post around a claim, or around the evidence of a relation; null where the page does not hold it. */
function context(post, spans) {
  const held = data.posts[post];
  if (!held || !held[1].length) return null;
  const words = make("div", undefined, { class: "post", dir: "auto" });
  const [length] = held;
  const focus = spans.find(([name]) => name === "claim") ?? spans[0];
  const [low, high] = focus ? around(focus[1], length) : [0, Math.min(length, 2 * REACH)];
  const show = (from, to) => {
    words.replaceChildren(...pieces(held, spans, from, to));
    if (from > 0) atAWord(words.firstChild, /^\S*\s+/u, "… ");
    if (to < length) atAWord(words.lastChild, /\s+\S*$/u, " …");
  };
  show(low, high);
  const all = make("div");
  all.append(words);
  if (low > 0 || high < length) {
    const button = makeButton(`The whole post (${length.toLocaleString("en")} characters)`, () => {
      show(0, length);
      button.remove();
      panel.querySelector("h2").focus();
    }, { class: "plain small" });
    all.append(button);
  }
  return all;
}
