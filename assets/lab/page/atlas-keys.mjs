/* The map's cells and the scatter's points by keys: Enter on a row of the table opens its pair. */
import { setProps } from "../dash.mjs";

const TABLE = "atlas-pairs-table";

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "Enter" || !(target instanceof Element && target.matches(`#${TABLE} .ag-cell`)))
    return;
  const rowId = target.closest(".ag-row")?.getAttribute("row-id");
  setProps(TABLE, { cellClicked: { rowId, timestamp: Date.now() } });
  // The table goes away with its view, and the focus with it.
  document.getElementById("main")?.focus();
});
