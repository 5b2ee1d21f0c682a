/**
 * Results of probes into history, in batches of a hundred as a watch hands them over that fell
 * behind; all of them are there after it was opened again. One by one it is slower, said beside it.
 */
import { type History, openHistory } from '../probes/live/history/history.ts';
import { type Figure, row } from './figure.ts';
import { resultAt, withHistoryFile } from './probe-results.ts';

const RESULTS = 100_000;
const BATCH = 100;
const SINGLE = 10_000;
const GOAL_PER_SECOND = 10_000;

export const history: Figure = {
  name: 'history',
  about: 'results of probes into history without loss, against 10,000/s',
  async measure(progress) {
    const perSecond = withHistoryFile((file) => measureRate(file, RESULTS, appendInBatches));
    const single = withHistoryFile((file) => measureRate(file, SINGLE, appendOneByOne));
    progress(`${single.toFixed(0)} results/s one by one`);
    return [
      row(
        { name: 'history', value: perSecond, unit: 'results/s' },
        { what: 'goal in results/s', value: GOAL_PER_SECOND },
        { atLeast: 1 },
      ),
    ];
  },
};

/** Results a second. @throws if one of them is not there afterwards */
function measureRate(
  file: string,
  results: number,
  append: (history: History, results: number) => void,
): number {
  const startMs = performance.now();
  const writer = openHistory(file);
  append(writer, results);
  writer[Symbol.dispose]();
  const tookMs = performance.now() - startMs;
  const reader = openHistory(file, { mustExist: true });
  const found = reader.runs().length;
  reader[Symbol.dispose]();
  if (found !== results) throw new Error(`${results} results went in, ${found} are there`);
  return (results / tookMs) * 1_000;
}

function appendInBatches(history: History, results: number): void {
  for (let index = 0; index < results; index += BATCH) {
    history.appendAll(Array.from({ length: BATCH }, (_, at) => resultAt(index + at, 'sign-in')));
  }
}

function appendOneByOne(history: History, results: number): void {
  for (let index = 0; index < results; index += 1) history.append(resultAt(index, 'sign-in'));
}
