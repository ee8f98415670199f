/* Dash's components are on the page a while after this program runs; until then nothing can be set
   on them, and what should be is done once they are there. */
/** @type {(() => void)[]} */
const waiting = [];
let mounted = false;

/** Do something once the page's components are there. @param {() => void} then */
export function whenMounted(then) {
  if (mounted) then();
  else waiting.push(then);
}

/** They are there. */
export function mount() {
  mounted = true;
  for (const then of waiting.splice(0)) then();
}
