/**
 * `pta-lab doctor --install k6`: builds the pinned k6 with Go. In a folder of its own, because Go
 * writes to `go.mod` what it found out, and the one in load/k6 is to stay as it is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { K6_INSTALLED } from '../../load/live/find-k6.ts';
import { LabError } from '../../runtime/lab-error.ts';

const MODULE = 'go.k6.io/k6/v2';
const SOURCE = path.join(import.meta.dirname, '..', '..', 'load', 'k6');
/** Where Go's own installer puts it, which is not on every PATH. */
const GO_CANDIDATES = ['go', '/usr/local/go/bin/go'];
const ANSWER_MS = 10_000;

export interface Installing {
  say(line: string): void;
  stop: AbortSignal;
  /** Default: where `findK6` looks. */
  file?: string;
  /** Commands to try. */
  go?: readonly string[];
}

/**
 * @throws LabError `INSTALL_GO` where Go is missing or too old, `INSTALL_K6` if it cannot build.
 */
export async function installK6(installing: Installing): Promise<void> {
  const { say, file = K6_INSTALLED } = installing;
  const wanted = readPinned(readFileSync(path.join(SOURCE, 'go.mod'), 'utf8'));
  if (findVersion(file) === wanted.k6) {
    say(`k6 ${wanted.k6} is already at ${file}.`);
    return;
  }
  const go = findGo(installing.go ?? GO_CANDIDATES, wanted.go);
  say(`Building k6 ${wanted.k6} with Go ${go.version}: about two minutes on two cores.`);
  await build(go.command, file, installing);
  const built = findVersion(file);
  if (built !== wanted.k6) {
    const got = built ?? 'a program that does not run';
    throw new LabError('INSTALL_K6', `Expected k6 ${wanted.k6} from the build, got ${got}.`);
  }
  say(`k6 ${built} is at ${file}.`);
  if (process.env.K6_BIN) say('K6_BIN is set, and comes before it.');
}

export function readPinned(goMod: string): { go: string; k6: string } {
  const go = /^go (\d+\.\d+)/m.exec(goMod)?.[1];
  const k6 = new RegExp(`^require ${MODULE} v(\\S+)`, 'm').exec(goMod)?.[1];
  if (go !== undefined && k6 !== undefined) return { go, k6 };
  throw new LabError('INSTALL_K6', `Expected go and ${MODULE} in load/k6/go.mod, got neither.`);
}

/** Both as `1.25`, or with more numbers behind. */
export function isRecentGo(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [majorMin = 0, minorMin = 0] = least.split('.').map(Number);
  return major > majorMin || (major === majorMin && minor >= minorMin);
}

function findGo(commands: readonly string[], least: string): { command: string; version: string } {
  const found = commands.flatMap((command) => {
    // Not the one that the folder's go.mod would have Go download.
    const version = ask(command, ['env', 'GOVERSION'], { GOTOOLCHAIN: 'local' })?.match(/[\d.]+/);
    return version ? { command, version: version[0] } : [];
  });
  const recent = found.find(({ version }) => isRecentGo(version, least));
  if (recent) return recent;
  const got = found[0] ? `Go ${found[0].version}` : 'none';
  const sentence =
    `Expected Go ${least} or later on PATH to build k6, got ${got}: install it (go.dev/dl), or ` +
    'install k6 2 another way and set K6_BIN to its path.';
  throw new LabError('INSTALL_GO', sentence);
}

function findVersion(command: string): string | undefined {
  return /v(\d+\.\d+\.\d+)/.exec(ask(command, ['version']) ?? '')?.[1];
}

function ask(command: string, args: readonly string[], env = {}): string | undefined {
  const options = {
    encoding: 'utf8',
    timeout: ANSWER_MS,
    env: { ...process.env, ...env },
  } as const;
  const { status, stdout } = spawnSync(command, args, options);
  return status === 0 ? stdout : undefined;
}

async function build(go: string, file: string, installing: Installing): Promise<void> {
  const folder = path.join(path.dirname(file), `build-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    for (const name of ['go.mod', 'go.sum']) {
      copyFileSync(path.join(SOURCE, name), path.join(folder, name));
    }
    const draft = path.join(folder, path.basename(file));
    const args = ['build', '-v', '-mod=mod', '-trimpath', '-o', draft, MODULE];
    await runGo(go, args, folder, installing);
    renameSync(draft, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LINE_EVERY_MS = 10_000;
const LAST_LINES = 5;

/** Go names each package that it compiles, on stderr as what goes wrong. */
async function runGo(
  go: string,
  args: readonly string[],
  cwd: string,
  { say, stop }: Installing,
): Promise<void> {
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', CGO_ENABLED: '0' };
  const child = spawn(go, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => child.kill();
  stop.addEventListener('abort', end);
  const lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter((line) => line !== ''));
  });
  const shown = setInterval(() => say(`  ${lines.length} packages …`), LINE_EVERY_MS);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  const code = await promise.finally(() => {
    clearInterval(shown);
    stop.removeEventListener('abort', end);
  });
  if (code === 0) return;
  const why = stop.aborted ? 'it was stopped' : lines.slice(-LAST_LINES).join(' | ');
  throw new LabError('INSTALL_K6', `Expected Go to build k6, got exit code ${code}: ${why}`);
}
