// The same as tables, for who does not use the picture; made when they are opened.

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
const jumpTo = (words, action) =>
  makeButton(words, () => {
    action();
    panel.scrollIntoView({ block: "nearest" });
  }, { class: "plain", dir: "auto" });

function tables() {
  const place = document.querySelector("#table .tables");
  if (place.firstChild) return;
  const own = things.slice(0, data.answer);
  const told = (id) => [namesOf(data.by[id]), timeOf(id)?.replace("T", " ") ?? ""];
  place.append(
    table("Nodes", ["Kind", "Words", "Speaker", "Time"], own.map(({ id, group }) => [
      group,
      jumpTo(wordsOf(id), () => choose(id, true)),
      ...told(id),
    ])),
    table("Relations", ["From", "Relation", "To", "Evidence", "Confidence"], links.filter((link) => !link.around).map((link) => [
      wordsOf(link.from),
      jumpTo(link.label, () => {
        for (const end of [link.from, link.to]) reveal(end);
        chooseRelation(link.id);
      }),
      wordsOf(link.to),
      fact(data.relationFacts[link.id], "evidence") ?? "",
      link.sure?.toFixed(2) ?? "",
    ])),
  );
}
