/* Draws the figures of a report, lets each be saved, and keeps a picture of each for paper, where
   a canvas of WebGL would be blank. */
const CONFIG = { displaylogo: false, displayModeBar: false, responsive: true, plotlyServerURL: "" };
const SCALE = 2;

function size(place) {
  const { width, height } = place.getBoundingClientRect();
  return { width, height };
}

/* Lines of SVG stay sharp; a scene is pixels. */
const isScene = (place) => Boolean(place.querySelector("canvas"));

async function keep(place, printed) {
  const format = isScene(place) ? "png" : "svg";
  printed.src = await Plotly.toImage(place, { format, scale: SCALE, ...size(place) });
}

function saver(place, format) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = format.toUpperCase();
  button.addEventListener("click", () =>
    Plotly.downloadImage(place, {
      format,
      filename: place.dataset.name,
      scale: format === "png" ? SCALE : 1,
      ...size(place),
    }),
  );
  return button;
}

async function draw(place) {
  const frame = place.closest("figure");
  const { data, layout, frames } = JSON.parse(frame.querySelector("script").textContent);
  await Plotly.newPlot(place, { data, layout, frames: frames ?? [], config: CONFIG });
  const title = frame.querySelector("h3");
  const printed = document.createElement("img");
  printed.className = "printed";
  printed.alt = title.textContent;
  title.append(saver(place, "png"), saver(place, "svg"));
  place.after(printed);
  await keep(place, printed);
  // What was turned or moved is printed as it stands.
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(place, printed), 300);
  };
  place.on("plotly_relayout", again);
  place.on("plotly_animated", again);
}

/* One after the other: each scene takes a WebGL context while it is drawn. */
async function drawAll() {
  for (const place of document.querySelectorAll(".drawn")) await draw(place);
  document.documentElement.dataset.drawn = "";
}

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
drawAll();
