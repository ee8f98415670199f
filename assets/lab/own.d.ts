/* What the server says of a file that somebody brings: components/own. Read by the type checker alone. */
import type { Figure } from "./types.d.ts";

/** What a table's columns are taken for; "" where there is none. */
export interface OwnChoices {
  label: string;
  split: string;
  normalise: boolean | null;
}
/** What was guessed of a table, with what else there is to choose: values, and their words. */
export interface OwnTable extends OwnChoices {
  labels: string[];
  splits: [string, string][];
  ways: [boolean, string][];
  numbers: string;
}
/** A file that can be opened. */
export interface OwnFile {
  title: string;
  facts: string;
  verdict: string;
  chance: boolean;
  notes: string[];
  table: OwnTable | null;
  /** Of a model. */
  picture?: Figure;
  caption?: string;
  /** Of a recipe: the link to what it does. */
  query?: string;
}
export type OwnAnswer =
  | { refused: string }
  /** One that is captured by a job, as far as its bytes tell. */
  | { refused?: undefined; model?: undefined; checkpoint: true }
  | (OwnFile & { refused?: undefined; model?: undefined })
  | { refused?: undefined; model: string; title: string };
