/**
 * The compose project that a rehearsal runs in: started for it and taken down after it, or borrowed
 * where it is up, with its own lab stopped meanwhile: two labs cannot lead the same outposts.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DELAY_TRIAL } from '../../lab/outposts/egress/delays.ts';
import { LabError } from '../../runtime/lab-error.ts';
import {
  askEngine,
  checkEngine,
  type EngineCall,
  hasImage,
  runEngine,
} from '../../runtime/live/container-engine.ts';
import { explainEngineTrouble } from '../../runtime/live/engine-trouble.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import type { RunFacts } from '../../scenarios/journal/journal.ts';
import { busy, takeTurn } from './take-turn.ts';

export interface ComposeProject extends AsyncDisposable {
  readonly name: string;
  /** Arguments of `docker` for one command of compose. */
  args(...command: string[]): string[];
  /** Where the sites find the cloud, where the compose file says it. */
  readonly cloudAddress: string | undefined;
  /** Asked when a lab runs or has just run. */
  describe(): Promise<NonNullable<RunFacts['containers']>>;
}

/** Of docker-compose.yml: the lab, and those who dial in to it. */
export const LAB = 'mock-entra';
const OUTPOSTS = ['egress-hq', 'egress-branch', 'agt-1', 'agt-2', 'agt-3', 'dc-1', 'dc-2'];

const FILE = path.join(import.meta.dirname, '../../docker-compose.yml');
const SOON_MS = 60_000;
const BUILD_MS = 30 * 60_000;

/** @throws LabError `ENGINE_…`, `COMPOSE_…` and what else `explainEngineTrouble` knows */
export async function openProject(stop: AbortSignal): Promise<ComposeProject> {
  const undo = createUndoStack();
  const versions = await checkEngine();
  const { name, cloudAddress } = await readSettings();
  const args = (...command: string[]) => composeArgs(['--project-name', name], command);
  undo.use(takeTurn(name));
  try {
    await bringUp({ args, name, undo, stop });
    return {
      ...{ name, args, cloudAddress },
      describe: async () => ({ ...versions, ...(await lookInside(args)) }),
      [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
    };
  } catch (error) {
    await undo[Symbol.asyncDispose]();
    throw stop.aborted ? reasonOf(stop) : error;
  }
}

/** As compose reads it, with its `.env` and overrides: the project of `docker compose up`. */
async function readSettings(): Promise<Pick<ComposeProject, 'name' | 'cloudAddress'>> {
  const text = await runEngine(composeArgs([], ['config', '--format', 'json', LAB]), LATER);
  const { name, services }: Settings = JSON.parse(text);
  return { name, cloudAddress: services[LAB]?.networks?.internet?.ipv4_address };
}

interface Settings {
  name: string;
  services: Readonly<Record<string, { networks?: Networks }>>;
}

type Networks = Readonly<Record<string, { ipv4_address?: string } | null>>;

/** What the engine says that was stopped in the middle is of no interest to who stopped it. */
export function reasonOf({ reason }: AbortSignal): LabError {
  if (reason instanceof LabError) return reason;
  return new LabError('INTERRUPTED', 'Interrupted while the containers were starting.');
}

/** PTA_LAB_COMPOSE_OVERRIDE: files on top of ours, for mirrors, other images, mounts. */
function composeArgs(project: readonly string[], command: readonly string[]): string[] {
  const files = [FILE, ...(process.env.PTA_LAB_COMPOSE_OVERRIDE ?? '').split(path.delimiter)];
  const named = files.filter((file) => file !== '').flatMap((file) => ['--file', file]);
  return ['compose', ...named, ...project, '--progress', 'plain', ...command];
}

interface Bringing {
  args: ComposeProject['args'];
  name: string;
  undo: UndoStack;
  stop: AbortSignal;
}

async function bringUp({ args, name, undo, stop }: Bringing): Promise<void> {
  const before = await listServices(args);
  await refuseSecond(name);
  const call = { timeoutMs: SOON_MS, stop };
  const isRunning = (service: string) =>
    before.some((one) => one.Service === service && one.State === 'running');
  const idle = OUTPOSTS.filter((service) => !isRunning(service));
  // Before a lab is stopped that then could not be followed by another.
  await buildMissing(args, stop);
  undo.defer(async () => {
    if (before.length === 0) return await takeDown(args);
    if (idle.length > 0) await askEngine(args('stop', '--timeout', '5', ...idle), LATER);
  });
  if (isRunning(LAB)) {
    say(`borrowing the project ${name}: its ${LAB} is stopped meanwhile`);
    undo.defer(async () => {
      say(`starting ${LAB} of the project ${name} again`);
      await undoOrSay(args('start', LAB), `"docker compose start ${LAB}" does it`);
    });
    await runEngine(args('stop', '--timeout', '5', LAB), call);
  }
  if (idle.length > 0) {
    say(`starting ${idle.length} containers of the project ${name}`);
    await runEngine(args('up', '--detach', '--no-deps', '--no-build', ...idle), call);
  }
  const { length } = (await listServices(args)).filter(isOutpostUp);
  say(`${length} of ${OUTPOSTS.length} running`);
}

/** Taking down has no use for a signal that says stop. */
const LATER: EngineCall = { timeoutMs: SOON_MS };

async function takeDown(args: ComposeProject['args']): Promise<void> {
  say('taking the containers down');
  const down = args('down', '--volumes', '--timeout', '5', '--remove-orphans');
  await undoOrSay(down, '"docker compose down -v" does it');
}

/** What was rehearsed counts all the same; what is left over is the person's to know. */
async function undoOrSay(args: string[], byHand: string): Promise<void> {
  const { code, stdout, stderr } = await askEngine(args, LATER);
  if (code === 0) return;
  say(`${explainEngineTrouble(`${stderr}\n${stdout}`, 'that').message} Once it can: ${byHand}`);
}

function isOutpostUp({ Service, State }: ServiceState): boolean {
  return OUTPOSTS.includes(Service) && State === 'running';
}

/** Once; afterwards they are there. An installed package has no Dockerfile, and takes what is. */
async function buildMissing(args: ComposeProject['args'], stop: AbortSignal): Promise<void> {
  const services = [LAB, 'egress-hq', 'dc-1'];
  const wanted = await runEngine(args('config', '--images', ...services), LATER);
  const images = [...new Set(wanted.split('\n').filter((line) => line !== ''))];
  const here = await Promise.all(images.map(hasImage));
  const missing = images.filter((_, at) => !here[at]);
  const [first] = missing;
  if (first === undefined) return;
  if (!existsSync(path.join(path.dirname(FILE), 'Dockerfile'))) {
    const sentence = `There is no image ${first} here, and no Dockerfile to build it from: see docs/containers.md.`;
    throw new LabError('IMAGE_MISSING', sentence);
  }
  say(`building ${missing.join(', ')}: some minutes, once`);
  const onLine = (line: string) => /^(#\d+ \[|Step )/.test(line) && say(`  ${line.slice(0, 90)}`);
  const call = { timeoutMs: BUILD_MS, stop, onLine: (line: string) => void onLine(line) };
  await runEngine(args('build', ...services), call);
}

interface ServiceState {
  Service: string;
  State: string;
}

/** One JSON object a line; older ones of compose print one array. */
async function listServices(args: ComposeProject['args']): Promise<ServiceState[]> {
  const text = await runEngine(args('ps', '--all', '--format', 'json'), LATER);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line): ServiceState[] => JSON.parse(line));
}

export function containerName(project: string): string {
  return `${project}-rehearsal`;
}

/** What a rehearsal left that was killed is removed. */
async function refuseSecond(project: string): Promise<void> {
  const name = containerName(project);
  const asked = await askEngine(['inspect', '--format', '{{.State.Running}}', name], LATER);
  if (asked.stdout.trim() === 'true') {
    throw busy(project, `${name} runs`);
  }
  if (asked.code === 0) await askEngine(['rm', '--force', name], LATER);
}

/** Whether packets can be late here, as each egress finds out for itself. */
const ASK_DELAY =
  'if tc -batch - 2>/dev/null; then echo netem; else echo relay; fi; ' +
  `tc ${DELAY_TRIAL.undoes.trim()}`;

async function lookInside(args: ComposeProject['args']) {
  const [kernel, samba, delay] = await Promise.all([
    askEngine(['info', '--format', '{{.KernelVersion}}'], LATER),
    askEngine(args('exec', '-T', 'dc-1', 'samba', '--version'), LATER),
    askEngine(args('exec', '-T', 'egress-hq', 'sh', '-c', ASK_DELAY), {
      ...LATER,
      input: DELAY_TRIAL.does,
    }),
  ]);
  const means = ['netem', 'relay'].find((one) => one === delay.stdout.trim());
  return {
    kernel: kernel.stdout.trim() || 'unknown',
    samba: samba.stdout.trim().replace(/^Version /, '') || 'unknown',
    ...(means !== undefined && { delay: means }),
  };
}

/** On stderr, as all progress. */
export function say(text: string): void {
  process.stderr.write(`containers: ${text}\n`);
}
