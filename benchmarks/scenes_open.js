/* Both 3-D scenes have their samples and are to be seen: so in our page and in a plain one. */
window.isOpen = () => {
  const isDrawn = (graph) => {
    const traces = Object.values(graph._fullLayout.scene._scene?.traces ?? {});
    const hasSamples = traces.some(({ data }) => data?.name === "pair" && data.x.length > 0);
    return hasSamples && getComputedStyle(graph).visibility === "visible";
  };
  const graphs = [...document.querySelectorAll(".js-plotly-plot")];
  const scenes = graphs.filter((graph) => graph._fullLayout?.scene);
  return scenes.length === 2 && scenes.every(isDrawn);
};
