/** A job in words: components/jobs/words.py. */
export interface JobWords {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  live: boolean;
  title: string;
  line: string;
  /** How far its present part is, from 0 to 1. */
  share: number | null;
  facts: [string, string][];
  sentence: string;
  model: string;
}
/** unheard: nobody answered, so it may be asked again. */
export type JobAnswer =
  | { refused: string; unheard?: boolean }
  | ({ refused?: undefined } & JobWords);
export type TakesAnswer = { refused: string } | { refused?: undefined; takes: string };
/** What is asked of the server: components/jobs/route.py. */
export type JobAsked =
  | { do: "start"; token: string; kind: "train" | "capture"; asked: Record<string, unknown> }
  | { do: "takes"; asked: Record<string, unknown> }
  | { do: "look" | "cancel"; job: string };
