// Everything is there: connect it with the page, and begin.

network.on("select", ({ nodes: [node, second], edges: [edge] }) => {
  if (second !== undefined) showPath(node, second);
  else if (node !== undefined) {
    showNode(node);
    keep(addressOf(node));
  } else if (typeof edge === "string") showBundle(drawn.get(edge));
  else if (edge !== undefined) showRelation(edge);
  else letGo();
});
element("closer").addEventListener("click", () => zoom(1.4));
element("farther").addEventListener("click", () => zoom(1 / 1.4));
element("whole").addEventListener("click", whole);
element("svg").addEventListener("click", saveSvg);
element("png").addEventListener("click", savePng);
element("all").addEventListener("click", showAll);
for (const id of ["speaker", "sure", "from", "to"]) element(id).addEventListener("input", readFilters);
element("table").addEventListener("toggle", tables);
addEventListener("hashchange", () => follow(true));
dark.addEventListener("change", () => {
  paint();
  paintLegend();
});

const frame = element("picture").firstElementChild;
frame.setAttribute("role", "application");
frame.setAttribute("aria-roledescription", "picture");
frame.setAttribute(
  "aria-label",
  `${count(data.answer, "node")} and ${count(data.asked, "relation")}. Arrow keys go from card to card, Enter reads one. ` +
    "The table below says the same.",
);
frame.addEventListener("keydown", pressed);
frame.addEventListener("dblclick", ({ offsetX: x, offsetY: y }) => {
  const node = network.getNodeAt({ x, y });
  if (node !== undefined) toggle(node);
});

paintLegend();
speakersToChoose();
element("by-sure").hidden = !links.some((link) => link.sure !== null && !link.around);
timesToChoose();
refresh();
showHint();
begin();
// The first drawing tells vis-network how large the cards are; the second uses it.
network.once("afterDrawing", () => {
  nodes.update([...visible].map((id) => ({ id })));
  follow(false);
});
