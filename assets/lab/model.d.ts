/* What the page holds, and how it changes: the state of model/reduce.mjs and its actions. Read by the
   type checker alone; no browser loads it. */
import type { Atlas, AtlasFigure, AtlasRow } from "./atlas.d.ts";
import type { ManyProgress, ManySeen, ManyState, ManyWindow } from "./many.d.ts";
import type { Motion, Reads, Scheme, Side, State } from "./types.d.ts";

/**
 * An edit, what of it is drawn, and how that is looked at: components/question.py. What is typed and
 * is no number stays text until the server has refused it.
 */
export interface View {
  model: string;
  /** The operation in the hand: a merge of two classes, or one that is shattered. */
  kind: "merge" | "shatter";
  classes: number[];
  damping: number | string;
  method: string;
  /** The operations before and after it, as in links. */
  earlier: string[];
  later: string[];
  bias: boolean;
  trim: boolean;
  repair: boolean;
  fit: "fit" | "test";
  points: number | string;
  axes: "surgery" | "pca";
  plane: "surgery" | "seed";
  view: "pair" | "atlas" | "models";
  color: State["color"];
  shown: State["shown"];
  scenes: State["scenes"];
  sample: number | string | null;
  story: number;
  present: boolean;
  embed: boolean;
  figure: AtlasFigure;
  at: number | null;
  tab:
    | "classes"
    | "curve"
    | "samples"
    | "confusion"
    | "method"
    | "plan"
    | "verification"
    | "collateral"
    | "evidence";
  full: boolean;
  side: Side;
  /** Whether the atlas shows each pair at its best. */
  best: boolean;
  /** And by the method that is best for it. */
  methods: boolean;
}
/** What of a view the server has to measure. */
export type Measured = Pick<
  View,
  ("model" | keyof Plan) | ("bias" | "trim" | "fit" | "repair" | "points" | "axes" | "plane")
>;
/** The operations of a view. */
export type Plan = Pick<View, "kind" | "classes" | "damping" | "method" | "earlier" | "later">;
/** One operation, as a link's text says it. */
export interface Operation {
  kind: View["kind"];
  classes: number[];
  damping: string;
  method: string;
  on: boolean;
}
/**
 * What stays whatever a link says; back: it is opened on a way back; recalled: nobody gave the link, the
 * browser remembered it.
 */
export type Over = Partial<Pick<View, "points" | "present" | "embed" | "story">> & {
  back?: boolean;
  recalled?: boolean;
};

/** A link, or the fields of a view whose pair was chosen with it or not. */
export type Asked = { query: string; over: Over } | { fields: Measured; chosen: boolean };
export type Question = Asked & { id: number };
/** What the server made of a question, told in a toast where it is refused: components/answers.py. */
export type Answer = { id: number } & (
  | { refused: string; told: string }
  | {
      refused?: undefined;
      view: View;
      edit: string;
      data: string;
      title: string;
      catalogue: boolean;
    }
);

/** All pairs of a model in order, by damping: components/ranking.py. */
export interface Ranking {
  /** The atlas that it is of. */
  key: string | null;
  dampings: number[];
  pairs: [number, number][];
  /** Of each damping the rows of `pairs`, the best one first, how many have a verdict, and how many
   * are clean. */
  orders: number[][];
  judged: number[];
  clean: number[];
  /** What the presets open, by their ids. */
  offers: Record<string, Pick<View, "classes" | "damping">>;
}
/** A pair's runs of clean dampings, lowest first. */
export interface Band {
  pair: string | null;
  /** None of a pair that has no verdict. */
  runs: [number, number][] | null;
}

/** What is said with each part of an atlas, and is the same in all of them. */
type AtlasWords = Pick<Atlas, "names" | "verdicts" | "dampings">;
/** One part of an atlas: components/atlas/answers.py. */
export interface AtlasPart extends AtlasWords {
  key: string;
  part: number;
  parts: number;
  /** The part to be asked for next. */
  next: number;
  /** Whether that part is still to be measured. */
  measuring: boolean;
  rows: AtlasRow[];
}
/** The atlas as far as it is measured; before the first part it has no words. */
export type AtlasState = {
  key: string;
  query: string;
  rows: AtlasRow[];
  next: number;
  parts: number | null;
  complete: boolean;
  stopped: boolean;
  /** Whether the part that comes next is still to be measured. */
  measuring: boolean;
} & (AtlasWords | { [word in keyof AtlasWords]?: undefined });

/** One model in the models view, or why it was refused: components/models.py. */
export interface ModelRow {
  key: string;
  index: number;
  models: number;
  model: string;
  title: string;
  dataset: string;
  dims: number;
  /** As components/models.py has it; the page only sends it on. */
  pair: object | null;
  current: boolean;
  damping: number;
  clean?: number[];
  pairs?: number;
  ever?: number;
  refused?: string;
}
export interface ModelsState {
  key: string;
  rows: ModelRow[];
  total: number | null;
  stopped: boolean;
}

/** A step of the story, in words, and the link that it opens: components/story/answers.py. */
export interface StoryStep {
  topic: string;
  title: string;
  text: string;
  query: string;
}
/** How far the server has measured, then with all steps; or why there is no story. */
export type Told = { model: string } & (
  | { refused: string; steps?: undefined }
  | { refused?: undefined; steps?: undefined; part: number; parts: number }
  | { refused?: undefined; steps: StoryStep[]; models: string[]; part: number; parts: number }
);
/** What was told, and the view that was left for the story. */
export interface StoryState {
  told?: Told;
  home?: View | null;
}

/** One step of the planner, or why there is none: components/planner.py. */
export type PlannerStep = { key: string; step: number } & (
  | { stopped: string; operation?: undefined; complete?: undefined }
  | { stopped: ""; complete: boolean; operation: string }
);
/** The planner as far as it is; stopped: a sentence why it went no further, or by whom. */
export interface PlannerState {
  key: string;
  /** The query of the view that it was asked of, how many groups are wanted, and what may be lost. */
  query: string;
  groups: string;
  most: string;
  steps: PlannerStep[];
  stopped: string;
  running: boolean;
}

/** The whole state; its fields are said in model/reduce.mjs. */
export interface Page {
  view: View | null;
  shown: View | null;
  question: Question | null;
  answered: number;
  meant: Partial<View>;
  typed: string[];
  hand: number | null;
  grasped: boolean;
  edit: string | null;
  data: string | null;
  title: string | null;
  catalogue: boolean;
  motion: Motion | null;
  reads: Reads | null;
  marked: number[];
  ranking: Ranking | null;
  band: Band | null;
  atlas: AtlasState | null;
  many: ManyState | null;
  models: ModelsState | null;
  story: StoryState | null;
  planner: PlannerState | null;
  job: string | null;
  scheme: Scheme;
  pushed: boolean;
  /** Plans that can be gone back to, the last one last, and those that were left so. */
  past: Plan[];
  future: Plan[];
}

/** What each action says beside its type. */
export interface Actions {
  opened: { query: string; over?: Over };
  set: { changes: Partial<View>; typed?: string[]; chosen?: boolean };
  answered: Answer;
  sampled: { motion: Motion; reads: Reads };
  marked: { indices: number[] };
  held: { damping: number; grasped?: boolean };
  released: { asked?: boolean };
  ranked: { ranking: Ranking };
  undone: object;
  redone: object;
  banded: { band: Band["runs"]; pair: Band["pair"] };
  atlasBegun: object;
  atlasMeasured: { part: AtlasPart };
  atlasStopped: { stopped: boolean };
  manyBegun: object;
  manySeen: { seen: ManySeen };
  manyLooked: { window: ManyWindow | null };
  manySet: Partial<Pick<ManyState, "color" | "find">>;
  manyStarted: { count: number };
  manyStopped: object;
  manyMeasured: { progress: ManyProgress };
  modelsBegun: { key: string };
  modelsStopped: { stopped: boolean };
  modelMeasured: { row: ModelRow };
  plannerBegun: Pick<PlannerState, "key" | "query" | "groups" | "most">;
  plannerStopped: object;
  plannerStepped: { step: PlannerStep };
  storyHeard: { told: Told };
  storyBegun: object;
  storyEnded: object;
  jobbed: { job: string | null };
  themed: { scheme: Scheme };
}
export type Action = { [Type in keyof Actions]: { type: Type } & Actions[Type] }[keyof Actions];
/** How some actions change the state. */
export type Changes<Type extends keyof Actions = keyof Actions> = {
  [One in Type]: (state: Page, action: Actions[One]) => Page;
};

export type Listener = (state: Page, before: Page) => void;
export interface Store {
  get(): Page;
  dispatch(action: Action): void;
  subscribe(listener: Listener): void;
}

/** What a control shows of a view, and what a value of it means; each knows what it holds. */
export interface Control {
  shows(view: View): unknown;
  means(value: unknown, view: View): Partial<View>;
}
