// What is read of what is chosen: a card, a relation, a group, a path.

const panel = element("panel");

/** A link where the text is an address of the web, else the text. */
function linked(text, words = text) {
  if (!/^https?:\/\/\S+$/i.test(text)) return document.createTextNode(text);
  try {
    const address = new URL(text);
    if (address.protocol === "http:" || address.protocol === "https:") {
      return make("a", words, { href: address.href, target: "_blank", rel: "noopener noreferrer" });
    }
  } catch {
    // Not an address after all: it stays text.
  }
  return document.createTextNode(text);
}

function list(pairs) {
  const made = make("dl");
  for (const [name, texts] of pairs) {
    const value = make("dd", undefined, { dir: "auto" });
    texts.forEach((text, i) => value.append(...(i ? [make("br")] : []), linked(text)));
    made.append(make("dt", name.replaceAll("_", " ")), value);
  }
  return made;
}

/** All facts, folded: they prove what is said above, and few read them. */
function properties(facts, open = false) {
  const made = make("details");
  made.open = open;
  made.append(make("summary", `Properties (${facts.length})`), list(facts));
  return made;
}

function heading(name, help) {
  const made = make("h2", name, { tabindex: "-1" });
  if (help) made.append(make("small", help));
  return made;
}

/** A link to a card of this page. */
function nodeLink(id, most = 160) {
  const made = make("a", short(wordsOf(id), most), { href: addressOf(id), class: "card", dir: "auto" });
  made.style.borderInlineStartColor = lookOf(things[id]).line;
  return made;
}

/** A relation of the chosen card as a sentence: this rebuts that, that rebuts this; and what it rests on. */
function relationCard(link, other) {
  const made = make("div", undefined, { class: "relation" });
  const leaves = other === link.to;
  const verb = make("em", leaves ? `this ${link.label}` : `${link.label} this`);
  verb.style.color = types.get(link.label)[theme()].text;
  const whose = data.by[other]?.length ? make("small", namesOf(data.by[other]), { dir: "auto" }) : "";
  made.append(...(leaves ? [verb, nodeLink(other)] : [nodeLink(other), verb]));
  const words = link.sure === null ? "Details" : `Why? (${link.sure.toFixed(2)})`;
  const why = makeButton(words, () => chooseRelation(link.id), { class: "plain small", "aria-label": `Details of “${link.label}”` });
  made.append(whose, " ", why);
  return made;
}

const chooseRelation = (id) => {
  pointRelation(id);
  showRelation(id, true);
};

const SECTIONS = [
  ["What is said of it", (link, id) => types.get(link.label).stance && link.to === id && link.from !== id],
  ["What it says of others", (link, id) => types.get(link.label).stance && link.from === id],
  ["Other relations", (link) => !types.get(link.label).stance],
];

/** The relations of a card by what they do: all stances in the page, and else what is in the picture. */
function relationsOf(id) {
  const own = near[id].filter((link) => isAsked(link) || types.get(link.label).stance);
  return SECTIONS.flatMap(([name, fits]) => {
    const some = own.filter((link) => fits(link, id));
    return some.length ? [make("h3", `${name} (${some.length})`), ...some.map((l) => relationCard(l, otherEnd(l, id)))] : [];
  });
}

function fill(parts, jump) {
  panel.replaceChildren(...parts.filter(Boolean));
  panel.scrollTop = 0;
  if (jump) panel.querySelector("h2").focus({ preventScroll: false });
}

/** Who said it, and when. */
function byline(id) {
  const made = make("p", undefined, { class: "by", dir: "auto" });
  for (const speaker of data.by[id] ?? []) made.append(make("a", short(wordsOf(speaker), 60), { href: addressOf(speaker) }), " ");
  if (timeOf(id)) made.append(make("time", timeOf(id).replace("T", " ") + " UTC", { datetime: timeOf(id) + "Z" }));
  return made.firstChild ? made : null;
}

/** The place of its words in the web: its own address, that of its post, or that of its discussion. */
function sourceLink(id) {
  const [post, part] = [data.at[id], data.part[id]];
  const address = [id, post, part].filter((one) => one !== null).map((one) => fact(factsOf(one), "url")).find(Boolean);
  if (!address) return null;
  const made = make("p", undefined, { class: "source" });
  const link = linked(address, "Open the source");
  if (link.localName === "a") link.title = address;
  made.append(link);
  return made;
}

/** What can be done with a card: expand, fold, find a path. */
function actions(id) {
  const made = make("div", undefined, { class: "actions", role: "group", "aria-label": "This card" });
  const act = (words, action) => made.append(makeButton(words, () => {
    action(id);
    if (action !== choosePath) showNode(id, true);
  }));
  if (folded.has(id)) act(`Unfold ${folded.get(id).size}`, expand);
  else if (beside(id).length) act(`Expand: ${beside(id).length} around it`, expand);
  if (!folded.has(id) && hanging(id).size) act(`Fold ${hanging(id).size} away`, collapse);
  act(pathStart === null ? "Path from here" : pathStart === id ? "No path" : "Path to here", choosePath);
  return made;
}

function showNode(id, jump = false) {
  if (things[id].holds) return showGroup(id, jump);
  const thing = things[id];
  const post = data.at[id];
  const kind = fact(factsOf(id), "kind");
  const spans = post === null ? [] : spansIn(id, post);
  const words = post === null ? null : context(post, spans);
  const name = thing.group + (kind && kind !== thing.group.toLowerCase() ? ` (${short(kind, 40)})` : "");
  return fill([
    heading(name, thing.around ? "From around the answer: the question did not ask for it." : labels.get(thing.group).help),
    post === id && words ? null : make("blockquote", wordsOf(id), { dir: "auto" }),
    byline(id),
    actions(id),
    words && post !== id ? make("h3", "In its post") : null,
    words,
    sourceLink(id),
    ...relationsOf(id),
    properties(facts(factsOf(id))),
  ], jump);
}

function showRelation(id, jump = false) {
  const link = links[id];
  const about = types.get(link.label);
  const list = data.relationFacts[id];
  const name = make("p", link.label, { class: "verb" });
  name.style.color = about[theme()].text;
  const post = data.at.find((one) => one !== null && fact(factsOf(one), "id") === fact(list, "evidence_post"));
  const span = spanOf(list, "evidence_start", "evidence_end");
  const words = post === undefined || !span ? null : context(post, [["evidence", span]]);
  fill([
    heading(link.label, about.help),
    nodeLink(link.from),
    name,
    nodeLink(link.to),
    link.sure === null ? null : make("p", `Confidence ${link.sure.toFixed(2)}: how often a relation like this is right.`),
    words ? make("h3", "The words it rests on") : null,
    words,
    properties(facts(list), true),
  ], jump);
}

function showGroup(id, jump = false) {
  const { holds, group } = things[id];
  const kinds = new Map();
  for (const held of holds) kinds.set(things[held].group, (kinds.get(things[held].group) ?? 0) + 1);
  fill([
    heading(`Group: ${group}`, `${count(holds.length)} in one; all of them are in the table below too.`),
    make("blockquote", wordsOf(id), { dir: "auto" }),
    makeButton(opened.has(id) ? "Close the group" : "Open the group", () => {
      toggleGroup(id);
      panel.querySelector("h2").focus();
    }, { class: "wide" }),
    list([...kinds].map(([kind, many]) => [kind, [many.toLocaleString("en")]])),
  ], jump);
}

/** Relations that one arrow between groups stands for. */
function showBundle(ids) {
  const shown = ids.slice(0, 100);
  fill([
    heading(`${links[ids[0]].label} ×${ids.length}`, ids.length > shown.length ? "The first hundred; the table below holds them all." : ""),
    ...shown.map((id) => relationCard(links[id], links[id].to)),
  ]);
}

function showWay(way, taken) {
  const sentences = taken.map((link, i) => {
    const name = make("p", link.from === way[i] ? link.label : `${link.label} (read upwards)`, { class: "verb" });
    name.classList.toggle("up", link.from !== way[i]);
    name.style.color = types.get(link.label)[theme()].text;
    return [name, nodeLink(way[i + 1])];
  });
  fill([heading("Path", `${count(taken.length, "step")}, the shortest there is`), nodeLink(way[0]), ...sentences.flat()], true);
  say(`Path of ${count(taken.length, "step")}`);
}

function showNoPath(from, to) {
  fill([heading("Path"), make("p", "Nothing in this page connects these two:"), nodeLink(from), nodeLink(to)], true);
  say("No path");
}

function showHint() {
  fill([
    heading("How to read it"),
    data.grouped ? make("p", groupsTold()) : null,
    make("p", "Each arrow is a short sentence, read from left to right: this rebuts that. The thicker the arrow, the surer it is."),
    make("p", "Choose a card or an arrow to read its words here. Drag to move, scroll to zoom, double-click a card to expand or fold it, hold Ctrl and choose two cards for the path between them."),
    make("p", "By keyboard, in the picture: arrow keys go from card to card, Enter reads it, Shift with an arrow key moves the view, + and − zoom, 0 shows all."),
  ]);
}
