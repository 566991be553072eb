// How a card and an arrow look: outlines as paths, which both the canvas and the SVG draw.

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const theme = () => (dark.matches ? "dark" : "light");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FACE = css("--sans");
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEADING = 20;
const PAD = 15;
const FOLD = 16;

let found = null; // the cards that a search or a path is about, or null
let colours = {};
const readColours = () => (colours = { surface: css("--surface"), ink: css("--ink"), soft: css("--soft") });
readColours();

const polygon = (points) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`;

function rounded(w, h, r, tail = 0) {
  const [x, y] = [w / 2, h / 2];
  const bottom = tail ? `H${-x + r + 2 * tail}L${-x + r} ${y + tail}V${y}` : `H${-x + r}`;
  return (
    `M${-x + r} ${-y}H${x - r}Q${x} ${-y} ${x} ${-y + r}V${y - r}Q${x} ${y} ${x - r} ${y}` +
    `${bottom}Q${-x} ${y} ${-x} ${y - r}V${-y + r}Q${-x} ${-y} ${-x + r} ${-y}Z`
  );
}

function sheet(w, h) {
  const [x, y] = [w / 2, h / 2];
  return polygon([[-x, -y], [x - FOLD, -y], [x, -y + FOLD], [x, y], [-x, y]]) + `M${x - FOLD} ${-y}V${-y + FOLD}H${x}`;
}

/** The outline of a card around the point 0, 0. */
const outlines = {
  box: (w, h) => rounded(w, h, 7),
  square: (w, h) => polygon([[-w / 2, -h / 2], [w / 2, -h / 2], [w / 2, h / 2], [-w / 2, h / 2]]),
  ellipse: (w, h) => `M${-w / 2} 0A${w / 2} ${h / 2} 0 1 1 ${w / 2} 0A${w / 2} ${h / 2} 0 1 1 ${-w / 2} 0Z`,
  page: sheet,
  pages: (w, h) => `${sheet(w, h)}M${-w / 2 - 5} ${-h / 2 + 6}V${h / 2 + 5}H${w / 2 - 6}`,
  bubble: (w, h) => rounded(w, h, 12, 8),
  octagon(w, h) {
    const [x, y, c] = [w / 2, h / 2, 12];
    return polygon([[-x + c, -y], [x - c, -y], [x, -y + c], [x, y - c], [x - c, y], [-x + c, y], [-x, y - c], [-x, -y + c]]);
  },
  group: (w, h) => `${rounded(w, h, 7)}M${-w / 2 + 6} ${h / 2 + 5}H${w / 2 + 5}V${-h / 2 + 6}`,
};

const shapeOf = (thing) => (thing.holds ? "group" : labels.get(thing.group).shape);
const lookOf = (thing) => (labels.get(thing.group) ?? labels.values().next().value)[theme()];
const ABSENT = "not in this answer";

const paths = new Map();
function path(shape, w, h) {
  const key = `${shape} ${w} ${h}`;
  if (!paths.has(key)) paths.set(key, new Path2D(outlines[shape](w, h)));
  return paths.get(key);
}

/** The lines of a card, each with its place from the middle of the card. */
function linesOf(thing) {
  const lines = thing.label.split("\n");
  const toLeft = RIGHT_TO_LEFT.test(thing.label);
  const centred = shapeOf(thing) === "ellipse";
  const edge = thing.box[0] / 2 - PAD;
  return lines.map((text, i) => ({
    text,
    x: centred ? 0 : toLeft ? edge : -edge,
    y: (i - (lines.length - 1) / 2) * LEADING + 1,
    align: centred ? "center" : toLeft ? "right" : "left",
    direction: toLeft ? "rtl" : "ltr",
    bold: centred || (thing.holds !== null && i === lines.length - 1),
  }));
}

/** What vis-network asks for to draw a card. */
function card({ ctx, id, x, y, state }) {
  const thing = things[id];
  const look = lookOf(thing);
  const [w, h] = thing.box;
  const shape = path(shapeOf(thing), w, h);
  return {
    nodeDimensions: { width: w, height: h },
    drawNode() {
      ctx.save();
      ctx.translate(x, y);
      ctx.fillStyle = colours.surface;
      ctx.fill(shape);
      ctx.globalAlpha = found && !found.has(id) ? 0.3 : 1;
      ctx.fillStyle = look.fill;
      ctx.fill(shape);
      ctx.lineWidth = state.selected ? 3.5 : state.hover ? 2 : 1.25;
      ctx.strokeStyle = state.selected ? colours.ink : look.line;
      if (thing.group === ABSENT || thing.around) ctx.setLineDash([4, 4]);
      ctx.stroke(shape);
      ctx.setLineDash([]);
      if (network.getScale() > 0.16) write(ctx, thing, look.text);
      const hidden = folded.get(id)?.size;
      if (hidden) badge(ctx, `+${hidden}`, w / 2, -h / 2);
      ctx.restore();
    },
  };
}

function write(ctx, thing, colour) {
  ctx.fillStyle = colour;
  ctx.textBaseline = "middle";
  for (const line of linesOf(thing)) {
    ctx.font = `${line.bold ? "600 " : ""}15px ${FACE}`;
    ctx.direction = line.direction;
    ctx.textAlign = line.align;
    ctx.fillText(line.text, line.x, line.y, thing.box[0] - 2 * PAD);
  }
}

/** How many cards are folded into this one. */
function badge(ctx, words, x, y) {
  ctx.font = `600 13px ${FACE}`;
  const wide = ctx.measureText(words).width + 14;
  ctx.beginPath();
  ctx.roundRect(x - wide / 2, y - 11, wide, 22, 11);
  ctx.fillStyle = colours.ink;
  ctx.fill();
  ctx.fillStyle = colours.surface;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y + 1);
}

/** How an arrow looks. What the source states goes without saying; what was inferred is the argument. */
function arrowLook({ label, sure }) {
  const look = types.get(label)[theme()];
  const line = sure === null ? look.faint : look.line;
  return {
    color: { color: line, highlight: look.line, hover: look.line },
    font: { color: look.text, strokeColor: colours.surface, face: FACE },
  };
}
