/**
 * Reads a k6 script without k6: its module runs in a thread of its own where `k6/*` are empty
 * stand-ins, and what it exports as `options` comes back. No iteration is run and nothing is sent;
 * a script that looks at what k6's modules answer while it loads sees nothing there.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { LabError } from '../../runtime/lab-error.ts';
import { codeOf } from '../../runtime/live/failure.ts';
import { pickNamed } from '../../runtime/pick-named.ts';
import type { LoadSettings } from '../engine.ts';
import { LOAD_ENV } from '../load-target.ts';
import type { LoadOptions, LoadTest } from '../load-test.ts';
import type { ScriptRead } from './script-thread.ts';

export interface FoundTest extends LoadTest {
  /** Of the script, absolute. */
  file: string;
}

const FOLDER = path.join(import.meta.dirname, '..');
/** In the built package the scripts are JavaScript, as this is. */
const SUFFIX = `.k6${path.extname(import.meta.filename)}`;
const READ_LIMIT_MS = 20_000;

/** Ids of the tests that come with pta-lab. */
export function listLoadTests(): readonly { id: string; question: string }[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(SUFFIX));
  return files.sort().map((file) => ({
    id: idOf(file),
    question: questionOf(readFileSync(path.join(FOLDER, file), 'utf8')),
  }));
}

/** An id, or the path of a script. @throws LabError `LOAD_UNKNOWN` */
export function findLoadTest(name: string): string {
  if (/[\\/]|\.[jt]s$/.test(name)) {
    const file = path.resolve(name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile()) return file;
    const got = found ? 'a folder' : 'no such file';
    throw new LabError('LOAD_UNKNOWN', `${name}: expected a k6 script, got ${got}`);
  }
  const ids = listLoadTests().map(({ id }): [string, string] => [id, id]);
  const id = pickNamed('LOAD_UNKNOWN', 'load test', name, Object.fromEntries(ids));
  return path.join(FOLDER, `${id}${SUFFIX}`);
}

/** @throws LabError `LOAD_SCRIPT` for a script that does not run, `LOAD_UNKNOWN` */
export async function readLoadTest(name: string, settings: LoadSettings): Promise<FoundTest> {
  const file = findLoadTest(name);
  const read = await readScript(file, scriptEnv(settings));
  if ('problem' in read) {
    const place = path.relative(process.cwd(), file);
    const sentence = `${place}: expected a k6 script that runs, got ${read.problem}`;
    throw new LabError('LOAD_SCRIPT', sentence);
  }
  const question = questionOf(readFileSync(file, 'utf8'));
  return { id: idOf(file), question, options: optionsOf(read.options), file };
}

/** As a script reads them from its environment. */
export function scriptEnv({ peak, agents, duration }: LoadSettings): Record<string, string> {
  return {
    [LOAD_ENV.peak]: String(peak),
    [LOAD_ENV.agents]: String(agents),
    ...(duration !== undefined && { [LOAD_ENV.duration]: duration }),
  };
}

function idOf(file: string): string {
  return path.basename(file).replace(/(\.k6)?\.[jt]s$/, '');
}

/** The first sentence of the opening comment. */
function questionOf(source: string): string {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  const text = comment.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim();
  return /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** What k6 itself judges is left to it: here only that the two parts are there. */
function optionsOf(raw: unknown): LoadOptions {
  const { scenarios = {}, thresholds = {}, blockHostnames } = (raw ?? {}) as Partial<LoadOptions>;
  const rows = Object.entries(thresholds).map(([metric, written]) => {
    return [metric, (Array.isArray(written) ? written : [written]).map(expressionOf)] as const;
  });
  return {
    ...{ scenarios, thresholds: Object.fromEntries(rows) },
    ...(Array.isArray(blockHostnames) && { blockHostnames }),
  };
}

/** `{ threshold: 'p(95)<1000', abortOnFail: true }` is k6's other way to write one. */
function expressionOf(written: unknown): string {
  if (typeof written === 'string') return written;
  return String((written as { threshold?: unknown } | null)?.threshold);
}

async function readScript(file: string, env: Record<string, string>): Promise<ScriptRead> {
  const worker = new Worker(path.join(import.meta.dirname, 'script-thread.ts'), {
    workerData: { file, env },
    env: {},
    stdout: true,
    stderr: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<ScriptRead>();
  worker.once('message', resolve);
  worker.once('error', (error: Error) => {
    if (codeOf(error) !== 'ERR_WORKER_INIT_FAILED') return resolve({ problem: error.message });
    const sentence = `expected this machine to start one more thread, got: ${error.message}`;
    return reject(new LabError('HARNESS_THREAD', sentence, { cause: error }));
  });
  worker.once('exit', () => resolve({ problem: 'its end before it had loaded' }));
  const late = setTimeout(() => {
    resolve({ problem: `nothing within ${READ_LIMIT_MS / 1000} s: it does not stop loading` });
  }, READ_LIMIT_MS);
  const read = await promise;
  clearTimeout(late);
  await worker.terminate();
  return read;
}
