/* The page's own modules, for tests and benchmarks to look into: the same instances that it runs. */
(() => {
  const PATHS = {
    samples: "stage/samples",
    places: "stage/places",
    motion: "motion/motion",
    spotlight: "stage/spotlight",
    figures: "figures/groups",
    store: "model/store",
  };
  const load = async () => {
    const loaded = await Promise.all(
      Object.entries(PATHS).map(async ([name, path]) => [
        name,
        await import(new URL(`${path}.mjs`, document.querySelector("script[type=module]").src).href),
      ]),
    );
    window.modules = Object.fromEntries(loaded);
  };
  // Not in a page that is not ours.
  const loadOurs = () => document.getElementById("lab-names") && load();
  document.addEventListener("DOMContentLoaded", loadOurs);
})();
