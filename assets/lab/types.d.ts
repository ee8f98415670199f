/* What the modules hand to each other. Read by the type checker alone; no browser loads it. */
import type { AtlasFigure, FigureWords } from "./atlas.d.ts";
import type { View } from "./model.d.ts";

/** One value for each sample, or for each row of a motion. */
export type Column = Float32Array | Int32Array | Uint16Array;

/** Named axes and what lies along them, a column for each axis: core/scene.py's Axes. */
export interface Axes {
  across: Float32Array[];
  direction: number[];
  steps: Float32Array[] | null;
  names: string[];
}

/** Samples, and then class means, at every damping: core/scene.py's Motion. */
export interface Motion {
  key: string;
  /** Which test samples these are, and how many there are in all. */
  data: string;
  total: number;
  /** Where the samples' images are, or their texts, or why there are neither. */
  sprite: Sprite & { missing?: string; texts?: string };
  names: string[];
  /** The classes of the operation in the hand, and all that count as one with them. */
  pair: number[];
  colors: string[];
  /** Of each class the first of its group. */
  groups: number[];
  indices: Int32Array;
  nearest: Float32Array;
  start: Float32Array;
  step: Float32Array;
  radius: number;
  normalise: boolean;
  scene: Axes;
  circle: Axes;
  /** Where the unedited network puts all, where other operations leave it elsewhere at damping 1. */
  unedited: { scene: Float32Array[]; circle: Float32Array[] } | null;
}

/** How the samples of a motion are read at one damping; `sure_…` are shares of 65535. */
export interface Reads {
  key: string;
  edit: string;
  damping: number;
  labels: Uint16Array;
  before: Uint16Array;
  after: Uint16Array;
  sure_before: Uint16Array;
  sure_after: Uint16Array;
}

export type Scheme = "light" | "dark";
/** What the samples' pictures follow from. */
export interface State {
  motion: Motion;
  reads: Reads;
  damping: number;
  color: "class" | "group" | "confidence" | "correct" | "changed";
  shown: "all" | "pair" | "changed" | "misread";
  scenes: "twins" | "overlay";
  scheme: Scheme;
  /** Indices of the test split. */
  marked: Set<number>;
  /** Colors from 0 to 1, by what a sample's color says. */
  scales: Record<"confidence" | "correct" | "changed", string[]>;
  skeleton: { scene: Trace[]; circle: Trace[] };
}
export type Kind = "scene" | "circle";
export type Side = "before" | "after";

/** Rows of the motion that are drawn, by the trace they are drawn in. */
export interface Groups {
  others: number[];
  pair: number[];
}

/** A trace as plotly has it, found by its name; what it holds beside that is plotly's to say. */
export interface Trace extends Part {
  name: string;
}
/** What a state says of a trace. */
export interface Part {
  // biome-ignore lint/suspicious/noExplicitAny: plotly's attributes, which plotly checks.
  [attribute: string]: any;
}
/** What a state says of a picture, by the names of its traces. */
export type Parts = Record<string, Part>;

/** A figure as plotly has it. */
export interface Figure {
  data: Part[];
  layout?: Part;
}
/** A color of a scale at a share. */
export type Stop = [number, string];

/** What is drawn now: stage/samples.mjs. */
export interface Held {
  motion: Motion | null;
  state: State | null;
  listeners: ((state: State) => void)[];
}
/** All images of a data set on some pages: tile i % tiles of page i // tiles; without a folder there
 * are none. */
export interface Sprite {
  folder?: string;
  version: string;
  count: number;
  tiles: number;
  columns: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
  z: number;
}
/** A scene's camera, as plotly's layout has it. */
export interface Camera {
  up: Point;
  center: Point;
  eye: Point;
  projection?: { type: string };
}
/** An element that plotly has drawn in. */
export interface Graph extends HTMLElement {
  data: Trace[];
  layout: Part;
  // biome-ignore lint/suspicious/noExplicitAny: plotly's own, touched in plotly-internals.mjs alone.
  _fullLayout?: any;
  // biome-ignore lint/suspicious/noExplicitAny: an event of plotly's.
  on(event: string, then: (event: any) => void): void;
}

/** How the page draws samples: traces without them, layouts, templates and scales. */
export interface Look {
  scene: Trace[];
  circle: Trace[];
  layouts: Record<"scene" | "circle" | "flat", Part>;
  templates: Record<Scheme, Part>;
  scales: Record<Scheme, State["scales"]>;
}
/** What Python and the page call the same: components/names.py. */
export interface Names {
  /** By their names in components/ids.py. */
  ids: Record<string, string>;
  view: View;
  tabs: Record<View["tab"], string>;
  look: Look;
  /** Of each figure its title, and the least and most that it could be. */
  atlas: {
    figures: Record<AtlasFigure, FigureWords>;
    dampings: number[];
    methods: Record<string, string>;
  };
  /** The methods that take a while. */
  searches: string[];
  notebook: Partial<View>;
  /** The models that everybody has; any other is somebody's own. */
  shipped: string[];
  /** How names of people's own models begin, how long they are kept, and what may be brought. */
  own: {
    prefix: string;
    hours: number;
    most: number;
    tooLarge: string;
    accepted: string;
    checkpoints: string[];
  };
  /** What each term means, the term that words in lower case stand for, and what finds the words. */
  glossary: {
    meanings: Record<string, string>;
    terms: Record<string, string>;
    pattern: string;
  };
  prefix: string;
}

interface Plotly {
  react(graph: Graph, data: Part[], layout: Part): Promise<Graph>;
  restyle(graph: Graph, update: Part, traces: number[]): Promise<Graph>;
  relayout(graph: Graph, update: Part): Promise<Graph>;
  update(graph: Graph, data: Part, layout: Part, traces: number[]): Promise<Graph>;
  toImage(graph: Graph, options: Part): Promise<string>;
  Plots: { resize(graph: Graph): Promise<Graph> };
}
/** What a grid of pages from the server is told. */
interface GridApi {
  purgeInfiniteCache(): void;
  refreshInfiniteCache(): void;
}
/** Dash's own namespace; values of its components' properties are what each component makes of them. */
interface Dash {
  set_props(id: string, props: Record<string, unknown>): void;
  no_update: unknown;
  callback_context: {
    triggered: { prop_id: string }[];
    inputs: Record<string, unknown>;
    states: Record<string, unknown>;
    outputs_list: { id: string }[];
  };
}
declare global {
  interface Window {
    Plotly: Plotly;
    dash_clientside: Dash;
    /** The grid's own doors, once one is on the page. */
    dash_ag_grid?: { getApiAsync(id: string): Promise<GridApi> };
    /** The methods that the browser itself has, by whose they are: first.js. */
    natives: [object, PropertyDescriptorMap][];
  }
}
