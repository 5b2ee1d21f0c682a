/**
 * For container tests: whatever a test process makes in the engine carries its mark, is removed at
 * its end, and by the next run where it was killed. Ryuk does that elsewhere; its image cannot be
 * had everywhere.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

/** Asked once, before anything is set up that takes one. */
export const hasEngine = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

export const RUN_LABEL = 'pta-lab.run';
const PROJECT_LABEL = 'com.docker.compose.project';
/** Compose labels what it makes with the project's name, and with nothing of ours. */
const PROJECT = 'pl-run-';
const ANSWER_MS = 60_000;

const KINDS = [
  { list: ['ps', '--all'], remove: ['rm', '--force', '--volumes'] },
  { list: ['network', 'ls'], remove: ['network', 'rm'] },
  { list: ['volume', 'ls'], remove: ['volume', 'rm', '--force'] },
] as const;

/** The number of a process is given again; together with its start it is not. */
export function nameRun(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync('/proc/self/stat')) return isAlive(pid) ? `${pid}-0` : undefined;
  if (!existsSync(file)) return undefined;
  // The name before it may hold blanks and brackets; the start is the 20th field behind it.
  const behind = (readFileSync(file, 'utf8').split(') ').at(-1) ?? '').split(' ');
  // Whom nobody has buried yet is gone all the same.
  return behind[0] === 'Z' ? undefined : `${pid}-${behind[19]}`;
}

/** Where nothing tells when it started: signal 0 only asks. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const own = nameRun(process.pid) ?? `${process.pid}-0`;
let registered = false;

/** Labels for what this process makes. */
export function ownLabels(): Record<string, string> {
  register();
  return { [RUN_LABEL]: own };
}

/** A name for a compose project of this process. */
export function ownProject(name: string): string {
  register();
  return `${PROJECT}${own}-${name}`;
}

function register(): void {
  if (registered) return;
  registered = true;
  sweepDeadRuns();
  process.once('exit', () => sweep((run) => run === own));
}

/** What processes left that are gone. */
export function sweepDeadRuns(): void {
  sweep((run) => nameRun(Number(run.split('-')[0])) !== run);
}

function sweep(isDue: (run: string) => boolean): void {
  for (const { list, remove } of KINDS) {
    const due = [...new Set([...marked(list, RUN_LABEL), ...marked(list, PROJECT_LABEL)])]
      .filter(({ run }) => isDue(run))
      .map(({ id }) => id);
    if (due.length > 0) ask([...remove, ...due]);
  }
}

function marked(list: readonly string[], label: string): { id: string; run: string }[] {
  const id = list[0] === 'volume' ? '{{.Name}}' : '{{.ID}}';
  const format = `${id} {{.Label "${label}"}}`;
  const lines = ask([...list, '--filter', `label=${label}`, '--format', format]).split('\n');
  return lines.flatMap((line) => {
    const [found = '', mark = ''] = line.split(' ');
    if (label === RUN_LABEL) return mark === '' ? [] : [{ id: found, run: mark }];
    const run = new RegExp(`^${PROJECT}(\\d+-\\d+)-`).exec(mark)?.[1];
    return run === undefined ? [] : [{ id: found, run }];
  });
}

/** At the end of a process nothing else can be waited for. */
function ask(args: readonly string[]): string {
  const { stdout } = spawnSync('docker', args, { encoding: 'utf8', timeout: ANSWER_MS });
  return stdout ?? '';
}
