/* Sharing a view: links to the clipboard, and its picture as a file. */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { IDS } from "../names.mjs";
import { make } from "../stage/picture.mjs";
import { afterPaint } from "../stage/samples.mjs";
import { withoutJob } from "./address.mjs";
import { download } from "./download.mjs";
import { buttonIdOf } from "./events.mjs";
import { toast } from "./toast.mjs";

function embedLink() {
  const link = new URL(withoutJob(window.location.href));
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

// By the button what it copies, and what is said of it.
/** @type {Record<string, [() => string, string, string]>} */
const COPIED = {
  [IDS.LINK_BUTTON]: [
    () => withoutJob(window.location.href),
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

/**
 * A page that was not served over https, nor from this machine, has no clipboard of its own; in
 * somebody else's frame it has one that refuses.
 * @param {string} text
 */
function copiedTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** @param {string} text @param {string} title @param {string} meaning */
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
    const copied = COPIED[buttonIdOf(event)];
    if (!copied) return;
    const [textOf, title, meaning] = copied;
    copy(textOf(), title, meaning);
  },
  true,
);

/** By view. @type {Record<string, { line: string, stem: string }> | null} */
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
    const { blob, name } = await make(view?.view ?? "", words);
    if (!blob) throw new Error("The picture is too large for this browser. Use a smaller window.");
    download(blob, name);
  } catch (error) {
    toast("No picture was saved", error instanceof Error ? error.message : String(error), "orange");
  } finally {
    setProps(IDS.SHARE_BUTTON, { loading: false });
    afterPaint(() => button?.focus());
  }
}

document.addEventListener("click", (event) => {
  if (buttonIdOf(event) === IDS.SHARE_PICTURE_BUTTON) savePicture();
});
lab.subscribe(writeLine);

export const share = {
  /** The words of what is shown have come. @param {typeof words} said */
  hear(said) {
    words = said;
    writeLine();
  },
};
