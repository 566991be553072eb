// What is read of a chosen node or relation, and the tables.

const panel = element("panel");

/** The facts of a node or relation as [name, [text, ...]]. */
function facts(list) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([data.values[list[i]], [list[i + 1]].flat().map((p) => data.values[p])]);
  return pairs;
}

/** The words a node stands for: its text, title or name, in full. */
function wordsOf(id) {
  const list = data.nodeFacts[id];
  for (const wanted of data.words) {
    const at = list.findIndex((place, i) => i % 2 === 0 && place === wanted);
    if (at >= 0 && data.values[list[at + 1]]) return data.values[list[at + 1]];
  }
  return "(no words)";
}

const short = (text) => (text.length > 160 ? text.slice(0, 150).replace(/\s+\S*$/u, "") + "…" : text);

/** A link where the text is an address of the web, else the text. */
function linked(text) {
  if (!/^https?:\/\/\S+$/i.test(text)) return document.createTextNode(text);
  try {
    const address = new URL(text);
    if (address.protocol === "http:" || address.protocol === "https:") {
      return make("a", text, { href: address.href, target: "_blank", rel: "noopener noreferrer" });
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

function heading(name, about) {
  const made = make("h2", name, { tabindex: "-1" });
  if (about.help) made.append(make("small", about.help));
  return made;
}

function nodeButton(id) {
  const button = make("button", short(wordsOf(id)), { type: "button", dir: "auto", class: "card" });
  button.addEventListener("click", () => {
    point([id]);
    showNode(id, true);
  });
  const colour = labels.get(data.nodes[id].group)[theme()].line;
  button.style.borderInlineStartColor = colour;
  return button;
}

/** A relation of the chosen node, in the order in which it is read: this rebuts that, that rebuts this. */
function relationButton(edge, other) {
  const button = make("button", undefined, { type: "button", class: "card" });
  const leaves = other === edge.to;
  const name = make("em", leaves ? `this ${edge.label}` : `${edge.label} this`);
  const there = make("span", short(wordsOf(other)), { dir: "auto" });
  name.style.color = types.get(edge.label)[theme()].text;
  button.append(...(leaves ? [name, there] : [there, name]));
  button.addEventListener("click", () => {
    network.selectEdges([edge.id]);
    showRelation(edge.id, true);
  });
  button.style.borderInlineStartColor = types.get(edge.label)[theme()].line;
  return button;
}

function fill(parts, jump) {
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
  if (jump) panel.querySelector("h2").focus({ preventScroll: false });
}

function showNode(id, jump = false) {
  const group = data.nodes[id].group;
  const leaving = data.edges.filter((e) => e.from === id);
  const arriving = data.edges.filter((e) => e.to === id && e.from !== id);
  const parts = [heading(group, labels.get(group)), make("blockquote", wordsOf(id), { dir: "auto" })];
  if (leaving.length + arriving.length) {
    parts.push(make("h3", "Relations"));
    parts.push(...leaving.map((e) => relationButton(e, e.to)));
    parts.push(...arriving.map((e) => relationButton(e, e.from)));
  }
  parts.push(make("h3", "Properties"), list(facts(data.nodeFacts[id])));
  fill(parts, jump);
}

function showRelation(id, jump = false) {
  const edge = data.edges[id];
  const about = types.get(edge.label);
  const name = make("p", edge.label, { class: "verb" });
  name.style.color = about[theme()].text;
  fill(
    [
      heading(edge.label, about),
      nodeButton(edge.from),
      name,
      nodeButton(edge.to),
      make("h3", "Properties"),
      list(facts(data.relationFacts[id])),
    ],
    jump,
  );
}

function showHint() {
  const way = data.options.edges.smooth.forceDirection === "vertical" ? "upwards" : "from left to right";
  fill([
    make("h2", "How to read it"),
    make("p", `Each arrow is a short sentence, read ${way}: this rebuts that. The thicker the arrow, the surer it is.`),
    make("p", "Choose a card or an arrow to read its words here. Drag to move, scroll to zoom. The marks above switch kinds on and off."),
  ]);
}

// --- tables ----------------------------------------------------------------------------------

function table(caption, heads, rows) {
  const made = make("table");
  made.append(make("caption", caption));
  const top = make("tr");
  top.append(...heads.map((h) => make("th", h, { scope: "col" })));
  const head = make("thead");
  head.append(top);
  const body = make("tbody");
  body.append(
    ...rows.map((cells) => {
      const row = make("tr");
      row.append(
        ...cells.map((cell) => {
          const made = make("td", typeof cell === "string" ? cell : undefined, { dir: "auto" });
          if (typeof cell !== "string") made.append(cell);
          return made;
        }),
      );
      return row;
    }),
  );
  made.append(head, body);
  return made;
}

/** A button in a table that shows in the picture what its row is about. */
function jump(words, action) {
  const button = make("button", words, { type: "button", class: "plain", dir: "auto" });
  button.addEventListener("click", () => {
    action();
    panel.scrollIntoView({ block: "nearest" });
  });
  return button;
}

function tables() {
  const place = document.querySelector("#table .tables");
  if (place.firstChild) return;
  const evidence = data.values.indexOf("evidence");
  const words = (id) => {
    const at = data.relationFacts[id].findIndex((p, i) => i % 2 === 0 && p === evidence);
    return at < 0 ? "" : data.values[data.relationFacts[id][at + 1]];
  };
  place.append(
    table("Nodes", ["Kind", "Words"], data.nodes.map((n) => [
      n.group,
      jump(wordsOf(n.id), () => {
        point([n.id]);
        showNode(n.id, true);
      }),
    ])),
    table("Relations", ["From", "Relation", "To", "Evidence"], data.edges.map((e) => [
      wordsOf(e.from),
      jump(e.label, () => {
        network.selectEdges([e.id]);
        showRelation(e.id, true);
      }),
      wordsOf(e.to),
      words(e.id),
    ])),
  );
}

element("table").addEventListener("toggle", tables);
showHint();
whole();
// The first drawing tells vis-network how large the cards are; the second uses it.
network.once("afterDrawing", paintNodes);
