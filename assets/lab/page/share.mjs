/* Sharing a view: links to the clipboard, and its picture as a file. */
import { hold, setProps } from "../dash.mjs";
import { afterPaint } from "../stage/samples.mjs";
import { make } from "../stage/picture.mjs";

const toast = (title, message, color = "violet") =>
  setProps("page-toast-container", {
    sendNotifications: [{ action: "show", title, message, color, autoClose: 5000 }],
  });

function embedLink() {
  const link = new URL(window.location);
  link.hash = "";
  // As in the address bar: colons stay readable.
  const given = [...link.searchParams].filter(([name]) => !["story", "present", "embed"].includes(name));
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
  "page-link-button": [() => window.location.href, "Link copied", "It opens this view; camera and marks stay here."],
  "share-embed-button": [embedLink, "Embed link copied", "It opens the result alone, without controls."],
  "share-frame-button": [embedFrame, "Embed frame copied", "Paste it into the HTML of a slide."],
};

/* A page that was not served over https, nor from this machine, has no clipboard of its own. */
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
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else if (!copiedTheOldWay(text)) throw new Error("refused");
    toast(title, meaning);
  } catch {
    toast("The browser did not allow copying", `Copy this by hand: ${text}`, "orange");
  }
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

const viewOf = (query) => new URLSearchParams(query).get("view") ?? "pair";

export const share = {
  /* What an embedded view says of itself. */
  line: (query, words) => words?.[viewOf(query)]?.line ?? "",

  async savePicture(_, query, words) {
    const button = document.getElementById("share-menu-button");
    setProps("share-menu-button", { loading: true });
    try {
      const { blob, name } = await make(query, words);
      download(blob, name);
    } catch (error) {
      toast("No picture was saved", error.message, "orange");
    } finally {
      setProps("share-menu-button", { loading: false });
      afterPaint(() => button.focus());
    }
    return hold();
  },
};
