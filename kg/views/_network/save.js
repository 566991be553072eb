// The picture as a file: one list of outlines and words, written as SVG or drawn on a canvas for PNG.

const MOST_PIXELS = 60e6;
const MARGIN = 40;

/** The way of an arrow from border to border, from left to right where it can be, with its middle. */
function arrowPath(link) {
  const [a, b] = [link.from, link.to].map((id) => ({ ...network.getPosition(id), w: things[id].box[0] / 2, h: things[id].box[1] / 2 }));
  if (link.from === link.to) {
    const [x, y] = [a.x + a.w, a.y - a.h];
    return { d: `M${x - 24} ${y}C${x - 24} ${y - 50} ${x + 50} ${y + 24} ${x} ${y + 24}`, x: x + 16, y: y - 20 };
  }
  const way = b.x >= a.x ? 1 : -1;
  const [x1, y1, x2, y2] = [a.x + way * a.w, a.y, b.x - way * b.w, b.y];
  const bow = data.bows[link.id]?.smooth;
  const lift = bow ? (bow.type === "curvedCW" ? -1 : 1) * way * bow.roundness * 90 : 0;
  const bend = Math.max(40, Math.abs(x2 - x1) / 2) * way;
  return {
    d: `M${x1} ${y1}C${x1 + bend} ${y1 + lift} ${x2 - bend} ${y2 + lift} ${x2} ${y2}`,
    head: `M${x2} ${y2}l${-10 * way} -4.5v9Z`,
    x: (x1 + x2) / 2,
    y: (y1 + y2) / 2 + lift * 0.75,
  };
}

/** All that is visible, from the back to the front: outlines {d, x, y, …} and words {text, x, y, …}. */
function marks() {
  const shownLinks = links.filter((link) => drawn.get(link.id) === false);
  const bundles = [...drawn.keys()].filter((id) => typeof id === "string").map((id) => {
    const { from, to, label, width } = edges.get(id);
    return { ...links[drawn.get(id)[0]], id, from, to, width, words: label };
  });
  const arrows = [...shownLinks, ...bundles].flatMap((link) => {
    const { color, font } = arrowLook(link);
    const way = arrowPath(link);
    const line = { d: way.d, x: 0, y: 0, stroke: color.color, width: link.width, dash: types.get(link.label).dashes };
    const head = way.head ? [{ d: way.head, x: 0, y: 0, fill: color.color }] : [];
    const words = { text: link.words ?? link.label, x: way.x, y: way.y, size: 13, colour: font.color, align: "center", direction: "ltr", halo: true };
    return [line, ...head, words];
  });
  const boxes = [...visible].flatMap((id) => {
    const [thing, { x, y }] = [things[id], network.getPosition(id)];
    const look = lookOf(thing);
    const d = outlines[shapeOf(thing)](...thing.box);
    const dash = thing.around || thing.group === ABSENT ? [4, 4] : [];
    const lines = linesOf(thing).map((line) => ({ ...line, x: x + line.x, y: y + line.y, size: 15, colour: look.text }));
    return [{ d, x, y, fill: colours.surface }, { d, x, y, fill: look.fill, stroke: look.line, width: 1.25, dash }, ...lines];
  });
  return [...arrows, ...boxes];
}

/** The frame of the file: everything visible and a margin. */
function fileFrame() {
  const [left, top, right, bottom] = extent([...visible]);
  return [left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN].map(Math.round);
}

// What XML cannot hold; an SVG with it would not open.
const writable = (text) => text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");
const ANCHORS = { left: "start", center: "middle", right: "end" };

/** The picture as SVG: shapes and texts, nothing that could run or fetch. */
function toSvg() {
  const space = "http://www.w3.org/2000/svg";
  const one = (name, attributes, words) => {
    const made = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = writable(words);
    return made;
  };
  const [x, y, width, height] = fileFrame();
  const svg = one("svg", { viewBox: `${x} ${y} ${width} ${height}`, width, height, "font-family": FACE, role: "img" });
  svg.append(one("title", {}, document.title), one("rect", { x, y, width, height, fill: colours.surface }));
  for (const mark of marks()) {
    if (mark.d) {
      const look = { d: mark.d, fill: mark.fill ?? "none" };
      if (mark.x || mark.y) look.transform = `translate(${mark.x} ${mark.y})`;
      if (mark.stroke) Object.assign(look, { stroke: mark.stroke, "stroke-width": mark.width });
      if (mark.dash?.length) look["stroke-dasharray"] = mark.dash.join(" ");
      svg.append(one("path", look));
    } else {
      const look = { x: mark.x, y: mark.y, fill: mark.colour, "font-size": mark.size, "dominant-baseline": "central" };
      // In a text from right to left, the start is on the right.
      look["text-anchor"] = mark.direction === "rtl" && mark.align === "right" ? "start" : ANCHORS[mark.align];
      if (mark.direction === "rtl") look.direction = "rtl";
      if (mark.bold) look["font-weight"] = 600;
      if (mark.halo) Object.assign(look, { stroke: colours.surface, "stroke-width": 5, "paint-order": "stroke" });
      svg.append(one("text", look, mark.text));
    }
  }
  return new XMLSerializer().serializeToString(svg);
}

/** The picture on a canvas, twice as fine as on the screen where that is not too large to be drawn. */
function toCanvas() {
  const [x, y, width, height] = fileFrame();
  const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width * height)), 16000 / Math.max(width, height));
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = colours.surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.scale(scale, scale);
  ctx.translate(-x, -y);
  for (const mark of marks()) (mark.d ? strokeMark : writeMark)(ctx, mark);
  return canvas;
}

function strokeMark(ctx, mark) {
  const shape = new Path2D(mark.d);
  ctx.save();
  ctx.translate(mark.x, mark.y);
  if (mark.fill) {
    ctx.fillStyle = mark.fill;
    ctx.fill(shape);
  }
  if (mark.stroke) {
    [ctx.strokeStyle, ctx.lineWidth] = [mark.stroke, mark.width];
    ctx.setLineDash(mark.dash ?? []);
    ctx.stroke(shape);
  }
  ctx.restore();
}

function writeMark(ctx, mark) {
  ctx.font = `${mark.bold ? "600 " : ""}${mark.size}px ${FACE}`;
  [ctx.textAlign, ctx.textBaseline, ctx.direction] = [mark.align, "middle", mark.direction];
  if (mark.halo) {
    [ctx.strokeStyle, ctx.lineWidth, ctx.lineJoin] = [colours.surface, 5, "round"];
    ctx.strokeText(mark.text, mark.x, mark.y);
  }
  ctx.fillStyle = mark.colour;
  ctx.fillText(mark.text, mark.x, mark.y);
}

/** Hand a file to the reader. */
function download(blob, ending) {
  const address = URL.createObjectURL(blob);
  const name = document.title.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  make("a", undefined, { href: address, download: `${name || "picture"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say(`Saved as ${ending.toUpperCase()}`);
}

const saveSvg = () => download(new Blob([toSvg()], { type: "image/svg+xml" }), "svg");
const savePng = () => toCanvas().toBlob((blob) => (blob ? download(blob, "png") : say("Too large for a PNG; save it as SVG")), "image/png");
