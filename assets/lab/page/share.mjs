/* Sharing a view: links to the clipboard, and its picture as a file. */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { IDS } from "../names.mjs";
import { make } from "../stage/picture.mjs";
import { afterPaint } from "../stage/samples.mjs";
import { toast } from "./toast.mjs";

function embedLink() {
  const link = new URL(window.location);
  link.hash = "";
  // As in the address bar: colons stay readable.
  const given = [...link.searchParams].filter(
    ([name]) => !["story", "present", "embed"].includes(name),
  );
  const query = new URLSearchParams([...given, ["embed", "1"]]).toString();
  link.search = query.replaceAll("%3A", ":");
  return link.href;
}

function embedFrame() {
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: embedLink(), width: 960, height: 540, title: document.title });
  return frame.outerHTML;
}

const COPIED = {
  [IDS.LINK_BUTTON]: [
    () => window.location.href,
    "Link copied",
    "It opens this view; camera and marks stay here.",
  ],
  [IDS.SHARE_EMBED_BUTTON]: [
    embedLink,
    "Embed link copied",
    "It opens the result alone, without controls.",
  ],
  [IDS.SHARE_FRAME_BUTTON]: [
    embedFrame,
    "Embed frame copied",
    "Paste it into the HTML of a slide.",
  ],
};

/* A page that was not served over https, nor from this machine, has no clipboard of its own; in
   somebody else's frame it has one that refuses. */
function copiedTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function copy(text, title, meaning) {
  const copied = await (navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? false);
  if (copied || copiedTheOldWay(text)) toast(title, meaning);
  else toast("The browser did not allow copying", `Copy this by hand: ${text}`, "orange");
}

// Here and not in a callback, because a browser allows copying only within the click itself.
document.addEventListener(
  "click",
  (event) => {
    const [textOf, ...words] = COPIED[event.target.closest?.("button")?.id] ?? [];
    if (textOf) copy(textOf(), ...words);
  },
  true,
);

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

let words = null;

/* What an embedded view says of itself. */
function writeLine() {
  const place = document.getElementById(IDS.SHARE_LINE);
  const { view } = lab.get();
  if (place && view) place.textContent = words?.[view.view]?.line ?? "";
}

async function savePicture() {
  const { view } = lab.get();
  const button = document.getElementById(IDS.SHARE_BUTTON);
  setProps(IDS.SHARE_BUTTON, { loading: true });
  try {
    const { blob, name } = await make(view?.view, words);
    download(blob, name);
  } catch (error) {
    toast("No picture was saved", error.message, "orange");
  } finally {
    setProps(IDS.SHARE_BUTTON, { loading: false });
    afterPaint(() => button.focus());
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("button")?.id === IDS.SHARE_PICTURE_BUTTON) savePicture();
});
lab.subscribe(writeLine);

export const share = {
  /* The words of what is shown have come. */
  hear(said) {
    words = said;
    writeLine();
  },
};
