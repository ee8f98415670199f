/* What the modules hand to each other. Read by the type checker alone; no browser loads it. */

/** One value for each sample, or for each row of a motion. */
export type Column = Float32Array | Int32Array | Uint16Array;

/** Named axes and what lies along them; `across` is a column for each axis. */
export interface Axes {
  across: Float32Array[];
  direction: number[];
  names: string[];
}

/** Samples, and then class means, at every damping: core/scene.py's Motion. */
export interface Motion {
  key: string;
  data: string;
  names: string[];
  pair: number[];
  colors: string[];
  indices: Int32Array;
  along: Float32Array;
  length: Float32Array;
  offset: number;
  radius: number;
  normalise: boolean;
  scene: Axes;
  circle: Axes;
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

/** The same as they are sent: components/samples.py's columns in base64. */
export interface PackedAxes extends Omit<Axes, "across"> {
  across: string[];
}
type Columns<T> = { [K in keyof T as T[K] extends Column ? K : never]: string };
type Plain<T> = { [K in keyof T as T[K] extends Column | Axes ? never : K]: T[K] };
export type PackedMotion = Plain<Motion> &
  Columns<Motion> & { scene: PackedAxes; circle: PackedAxes };
export type PackedReads = Plain<Reads> & Columns<Reads>;
