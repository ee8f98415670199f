/* A file that was chosen is on its way: its list closes, and the focus goes back to what opened it, for
   a button that waits has none. */
import { setProps } from "../dash.mjs";
import { IDS } from "../names.mjs";
import { buttonIdOf } from "./events.mjs";

const FILES = [
  IDS.EXPORT_BUTTON,
  IDS.EXPORT_SAFETENSORS_BUTTON,
  IDS.EXPORT_EDIT_BUTTON,
  IDS.EXPORT_CSV_BUTTON,
  IDS.EXPORT_REPORT_BUTTON,
  IDS.EXPORT_RECIPE_BUTTON,
];

document.addEventListener("click", (event) => {
  if (!FILES.includes(buttonIdOf(event))) return;
  // After Dash has heard of it.
  setTimeout(() => {
    setProps(IDS.EXPORT_FILES, { opened: false });
    document.getElementById(IDS.EXPORT_OPEN)?.focus();
  });
});
