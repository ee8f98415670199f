/* What the atlas's modules hand to each other. Read by the type checker alone. */

/** A share at each damping; null where it is not defined. */
export type Shares = (number | null)[];

/** A pair of classes in the atlas: lists by damping; components/atlas/answers.py. */
export interface AtlasRow {
  pair: number[];
  /** The method by which it is measured, by its name in links. */
  method: string;
  merge_cost: Shares;
  merged_recall: Shares;
  told_apart: Shares;
  bystander_change: Shares;
  worst_bystander_change: Shares;
  merged_accuracy: Shares;
  strict_accuracy: Shares;
  prototype_accuracy: Shares;
  attack_success: Shares;
  genuine_accept: Shares;
  flip_rate: Shares;
  cosine: Shares;
  recall_interval: string[];
  bystander_interval: string[];
  /** Right ones at each damping, of how many. */
  recall: [number[], number];
  bystanders: [number[], number];
  clean: number[];
  /** Places in the atlas's list of verdicts, the better the higher. */
  verdict: number[];
  /** Runs of clean dampings, from the lowest to the highest. */
  intervals: number[][];
  /** What each of the four criteria reached, and what it needed. */
  reached: Shares[];
  needed: Shares;
  /** Predicted from centroids alone: the retained norm, and the largest leak of a bystander. */
  norm: number | null;
  leak: number | null;
  /** The class in which the two land, measured and foreseen. */
  landing: number[];
  foreseen: number[];
}
export type AtlasFigure = keyof Pick<
  AtlasRow,
  | "merge_cost"
  | "merged_recall"
  | "told_apart"
  | "bystander_change"
  | "worst_bystander_change"
  | "merged_accuracy"
  | "strict_accuracy"
  | "prototype_accuracy"
  | "attack_success"
  | "genuine_accept"
  | "flip_rate"
  | "cosine"
>;
/** What a figure is called: on the page, and in files. */
export interface FigureWords {
  title: string;
  term: string;
}

/** What is measured of an atlas so far. */
export interface Atlas {
  names: string[];
  dampings: number[];
  verdicts: string[];
  rows: AtlasRow[];
  complete: boolean;
}
/** Where the atlas is looked at: at one damping, or each pair at its own best one. */
export interface Look {
  column: number;
  best: boolean;
  /** What each method is called, where pairs have their own; else null. */
  methods: Record<string, string> | null;
  figure: AtlasFigure;
}
/** A pair in a scatter. */
export interface AtlasPoint {
  x: number;
  y: number;
  pair: number[];
  verdict: number;
  words: string;
}
/** A pair in the list. */
export interface AtlasLine {
  id: string;
  /** None for a pair without a verdict. */
  rank: number | null;
  /** Cut short where names are long; whole: as they are. */
  pair: string;
  whole: string;
  names: string[];
  damping: number;
  [field: string]: unknown;
}
