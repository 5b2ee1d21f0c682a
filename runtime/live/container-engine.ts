/**
 * Asks the container engine by its own command, `docker`: so contexts, rootless engines and
 * DOCKER_HOST work as the person set them up. Every call is bounded in time, and what is passed as
 * argument can be seen by everybody on the machine: secrets go in by `input` or by files.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LabError } from '../lab-error.ts';
import { explainEngineTrouble } from './engine-trouble.ts';

export interface EngineCall {
  /** Then it is ended and `ENGINE_SLOW` thrown. */
  timeoutMs: number;
  /** Ends it early: the answer is then what the ended command left. */
  stop?: AbortSignal;
  cwd?: string;
  /** Beside what this process has. */
  env?: Readonly<Record<string, string>>;
  /** For its stdin. Default: nothing. */
  input?: string;
  /** Each line as it comes, for progress. */
  onLine?(line: string, stream: 'stdout' | 'stderr'): void;
}

export interface EngineAnswer {
  /** As a shell says it: 128 and the signal's number where one ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

const { signals } = constants;

/** After a polite signal; compose takes its containers down in that time. */
const KILL_AFTER_MS = 20_000;

/**
 * `docker …args`. What it ends with is the caller's to judge.
 *
 * @throws LabError `ENGINE_MISSING`, `ENGINE_SLOW`
 */
export async function askEngine(args: readonly string[], call: EngineCall): Promise<EngineAnswer> {
  const { timeoutMs, stop, cwd, env, input } = call;
  const child = spawn('docker', [...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  let late = false;
  const end = () => {
    child.kill('SIGTERM');
    killing ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  let killing: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  stop?.addEventListener('abort', end, { once: true });
  if (stop?.aborted) end();
  const heard = {
    stdout: listenTo(child.stdout, 'stdout', call),
    stderr: listenTo(child.stderr, 'stderr', call),
  };
  // Who does not read its stdin closes it early.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', (error) => reject(explainEngineTrouble(error.message, 'docker')));
  child.on('close', (code, signal) => resolve(code ?? 128 + signals[signal ?? 'SIGKILL']));
  const code = await promise.finally(() => {
    clearTimeout(timer);
    clearTimeout(killing);
    stop?.removeEventListener('abort', end);
  });
  if (late) throw tooSlow(args, timeoutMs);
  return { code, stdout: heard.stdout(), stderr: heard.stderr() };
}

/**
 * The same, where nothing but 0 will do; gives stdout.
 *
 * @throws LabError as `explainEngineTrouble` reads it from what was said
 */
export async function runEngine(args: readonly string[], call: EngineCall): Promise<string> {
  const { code, stdout, stderr } = await askEngine(args, call);
  if (code === 0) return stdout;
  throw explainEngineTrouble(`${stderr}\n${stdout}`, describeCall(args));
}

export interface EngineVersions {
  /** Of the engine, not of its command. */
  engine: string;
  compose: string;
}

const ANSWER_MS = 15_000;

/**
 * Whether there is all that `docker compose` needs, before anything is started.
 *
 * @throws LabError `ENGINE_MISSING`, `ENGINE_DOWN`, `ENGINE_FORBIDDEN`, `COMPOSE_MISSING`
 */
export async function checkEngine(): Promise<EngineVersions> {
  const call = { timeoutMs: ANSWER_MS };
  const engine = await runEngine(['version', '--format', '{{.Server.Version}}'], call);
  const { code, stdout } = await askEngine(['compose', 'version', '--short'], call);
  // Whatever a Docker without it says: it does not know the word.
  if (code !== 0) throw explainEngineTrouble('unknown command: docker compose', 'docker compose');
  return { engine: engine.trim(), compose: stdout.trim() };
}

/** Whether the engine has the image, without asking a registry. */
export async function hasImage(image: string): Promise<boolean> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', image];
  const { code, stdout, stderr } = await askEngine(args, { timeoutMs: ANSWER_MS });
  if (code === 0) return true;
  if (/no such image/i.test(stderr)) return false;
  throw explainEngineTrouble(`${stderr}\n${stdout}`, describeCall(args));
}

/** Gives what was heard so far. */
function listenTo(
  stream: NodeJS.ReadableStream,
  name: 'stdout' | 'stderr',
  { onLine }: EngineCall,
): () => string {
  let heard = '';
  let shown = 0;
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    heard += text;
    for (let end = heard.indexOf('\n', shown); end >= 0; end = heard.indexOf('\n', shown)) {
      onLine?.(heard.slice(shown, end), name);
      shown = end + 1;
    }
  });
  return () => heard;
}

/** Without what was given: values of options may be long. */
function describeCall(args: readonly string[]): string {
  return `docker ${args.slice(0, 3).join(' ')}${args.length > 3 ? ' …' : ''}`;
}

function tooSlow(args: readonly string[], timeoutMs: number): LabError {
  const sentence =
    `Expected "${describeCall(args)}" to end within ${timeoutMs / 1000} s, but it did not: ` +
    '"docker ps" shows whether the engine answers.';
  return new LabError('ENGINE_SLOW', sentence);
}
