/**
 * One generator's share of a distributed run, whatever it came as. What a form does not carry is
 * absent here, never 0.
 */
import type { AgentLoad, CloudLoad, EngineRun, LoadResult, RestsOn } from '../load-result.ts';

export interface Part {
  /** The file's name, without folder and ending. */
  name: string;
  run: EngineRun;
  /** Machine time; absent in k6's summaries. */
  startedMs?: number;
  /** Only of `summary.json`s of pta-lab. */
  lab?: PartLab;
}

export interface PartLab {
  test: LoadResult['test'];
  restsOn: RestsOn;
  interrupted: boolean;
  agents: readonly AgentLoad[];
  cloud: CloudLoad;
  events: LoadResult['events'];
}

/** What a part is read from; samples of hours do not fit into one string. */
export interface PartText {
  /** Enough of it to tell what it is. */
  head: string;
  /** From the beginning, each time. */
  lines(): Iterable<string>;
  whole(): string;
}

export function textOf(text: string): PartText {
  return { head: text, lines: () => text.split('\n'), whole: () => text };
}
