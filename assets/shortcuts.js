/* The keys of the page itself, and the dialog that lists all keys. Others add theirs with
   labKeys.add and a line in components/shortcuts.py. */
window.dash_clientside = window.dash_clientside || {};
(() => {
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  window.labKeys.add("?", () => setProps("page-shortcuts-dialog", { opened: true }));
  window.labKeys.add(" ", () => window.labSlider.play(), { outside: true });
  window.labKeys.add("k", () => window.labSlider.play());
  window.labKeys.add("f", () => {
    const field = document.getElementById("samples-index-input");
    if (field?.checkVisibility({ visibilityProperty: true })) field.focus();
  });

  window.dash_clientside.shortcuts = {
    open: () => true,
    /* One who steers by voice or by single switches can turn single keys off. */
    enable(enabled) {
      window.labKeys.enabled = enabled !== false;
      return window.dash_clientside.no_update;
    },
  };
})();
