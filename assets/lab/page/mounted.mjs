/* Dash's components are on the page a while after this program runs; until then nothing can be set
   on them, and what should be is done once they are there. */
const waiting = [];
let mounted = false;

/* Do something once the page's components are there. */
export function whenMounted(then) {
  if (mounted) then();
  else waiting.push(then);
}

/* Said by the first callback that Dash calls. */
export function sayMounted() {
  mounted = true;
  for (const then of waiting.splice(0)) then();
}
