/**
 * `rehearse --lab compose`: the rehearsal itself runs in a container of the project, this process
 * only asks for it, shows how it goes and writes down what it left.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../../runtime/lab-error.ts';
import { askEngine } from '../../runtime/live/container-engine.ts';
import { explainEngineTrouble } from '../../runtime/live/engine-trouble.ts';
import { moveIntoContainers } from '../../scenarios/move-into-containers.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import {
  type ComposeProject,
  containerName,
  LAB,
  openProject,
  reasonOf,
  say,
} from './compose-project.ts';
import type { Order, Told } from './over-stdio.ts';
import type { Asked, Ran, RehearsalLab } from './rehearsal-lab.ts';

export async function openComposeLab(stop: AbortSignal): Promise<RehearsalLab> {
  const project = await openProject(stop);
  return {
    async run(scenario, asked) {
      sayWhoStandsIn(scenario);
      const ran = await rehearseIn(project, scenario, asked);
      return { ...ran, containers: await project.describe() };
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

function sayWhoStandsIn(scenario: Scenario): void {
  const wanted = scenario.estate.sites;
  const { sites = [] } = moveIntoContainers(scenario).estate;
  if (wanted === undefined || sites === wanted) return;
  const there = sites.map(({ name, controllers }) => `${controllers.join(', ')} at ${name}`);
  say(`${scenario.id} asks for other controllers: ${there.join(' and ')} stand in`);
}

const PROGRAM = ['rehearse', '--lab', 'containers', '--over-stdio'];

/** Lines of the container's stderr that a person would want to see, had it failed. */
const KEPT_LINES = 20;

async function rehearseIn(
  project: ComposeProject,
  scenario: Scenario,
  { seed, diagnose = false, stop, onProgress }: Asked,
): Promise<Ran> {
  const name = containerName(project.name);
  const run = ['run', '--rm', '--no-deps', '--use-aliases', '-T', '--name', name, LAB];
  // In a group of its own: Ctrl-C is ours to pass on, when the faults are to be taken back.
  const { cloudAddress } = project;
  const address = cloudAddress === undefined ? [] : ['--cloud-address', cloudAddress];
  const child = spawn('docker', project.args(...run, ...PROGRAM, ...address), {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(explainEngineTrouble(error.message, 'docker compose')));
  });
  const order: Order = { scenario, seed, diagnose };
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(order)}\n`);
  let hasBegun = false;
  const interrupted = Promise.withResolvers<never>();
  const end = () => {
    child.stdin.end('stop\n');
    // A lab that is still starting has nothing to take back, and hears nobody until it is up.
    if (!hasBegun && stop) interrupted.reject(reasonOf(stop));
  };
  if (stop?.aborted) end();
  stop?.addEventListener('abort', end, { once: true });
  const noteProgress: Asked['onProgress'] = (progress) => {
    hasBegun = true;
    onProgress?.(progress);
  };
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > KEPT_LINES) said.shift();
  });
  try {
    const heard = hear(child.stdout, noteProgress);
    const told = await Promise.race([heard, failed, interrupted.promise]);
    return readOutcome(told, said);
  } finally {
    stop?.removeEventListener('abort', end);
    child.stdin.destroy();
    if (stop?.aborted && !hasBegun) killGroup(child);
    await askEngine(['rm', '--force', name], { timeoutMs: 30_000 });
  }
}

/** Or it would start, after that was removed, the container that it is just asking for. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  const isOver = exitCode !== null || signalCode !== null;
  if (pid !== undefined && !isOver) process.kill(-pid, 'SIGKILL');
}

async function hear(
  stdout: NodeJS.ReadableStream,
  onProgress: Asked['onProgress'],
): Promise<Told | undefined> {
  let last: Told | undefined;
  for await (const line of createInterface({ input: stdout })) {
    if (!line.startsWith('{')) continue;
    const told: Told = JSON.parse(line);
    if (told.type === 'progress') onProgress?.(told.progress);
    else last = told;
  }
  return last;
}

function readOutcome(told: Told | undefined, said: readonly string[]): Ran {
  if (told?.type === 'ran') {
    const { type: _, ...ran } = told;
    return ran;
  }
  if (told?.type === 'refused') throw new LabError(told.code, told.sentence);
  throw explainEngineTrouble(said.join('\n'), 'docker compose run');
}
