/**
 * `rehearse --lab containers --over-stdio`: one rehearsal for somebody outside the container, who
 * writes what is asked on our stdin and reads from our stdout what happens, a JSON object per line.
 * When stdin ends nobody is there any more: what was done is taken back.
 */
import { createInterface } from 'node:readline';
import type { OutpostsOptions } from '../../lab/estate.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Progress } from '../../scenarios/run/progress.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { type Ending, endingOfError } from '../exit-codes.ts';
import { keepReadyFile } from '../ready-file.ts';
import { reportError } from '../report-error.ts';
import { type Ran, runHere } from './rehearsal-lab.ts';

/** The first line; a second one, whatever it says, ends the rehearsal early. */
export interface Order {
  scenario: Scenario;
  seed: string;
  diagnose: boolean;
}

export type Told =
  | { type: 'progress'; progress: Progress }
  | ({ type: 'ran' } & Ran)
  | { type: 'refused'; code: string; sentence: string };

export async function rehearseOverStdio(outposts: OutpostsOptions): Promise<Ending> {
  const ended = new AbortController();
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new LabError('USAGE_ORDER', '--over-stdio: expected an order on stdin');
  const order: Order = JSON.parse(first.value);
  void lines.next().then(() => ended.abort());
  const ready = keepReadyFile(process.env.PTA_LAB_READY_FILE);
  ready.note('connected');
  try {
    const { scenario, seed, diagnose } = order;
    const onProgress = (progress: Progress) => tell({ type: 'progress', progress });
    const asked = { seed, diagnose, onProgress, stop: ended.signal };
    const ran = await runHere(scenario, asked, { mode: 'live', outposts });
    tell({ type: 'ran', ...ran, ...('crash' in ran && { crash: plain(ran.crash) }) });
    return 'pass';
  } catch (error) {
    if (!(error instanceof LabError)) return reportError(error);
    tell({ type: 'refused', code: error.code, sentence: error.message });
    return endingOfError(error.code);
  } finally {
    ready[Symbol.dispose]();
    process.stdin.destroy();
  }
}

/** Of our own bug class and lines only: its message may quote anything. */
function plain(crash: unknown): { name: string; stack: string } {
  const error = crash instanceof Error ? crash : new Error('unknown');
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, stack: frames.join('\n') };
}

function tell(told: Told): void {
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
