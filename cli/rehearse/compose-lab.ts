/**
 * `rehearse --lab compose`: the rehearsal itself runs in a container of the project, this process
 * only asks for it, shows how it goes and writes down what it left.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../../runtime/lab-error.ts';
import { askEngine } from '../../runtime/live/container-engine.ts';
import { explainEngineTrouble } from '../../runtime/live/engine-trouble.ts';
import { moveIntoContainers } from '../../scenarios/move-into-containers.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { type ComposeProject, containerName, LAB, openProject, say } from './compose-project.ts';
import type { Order, Told } from './over-stdio.ts';
import type { Asked, Ran, RehearsalLab } from './rehearsal-lab.ts';

export async function openComposeLab(stop: AbortSignal): Promise<RehearsalLab> {
  const project = await openProject(stop);
  return {
    async run(scenario, asked) {
      const { sites } = moveIntoContainers(scenario).estate;
      if (scenario.estate.sites !== undefined && sites !== scenario.estate.sites) {
        say(`${scenario.id} asks for other controllers: dc-1 at hq and dc-2 at branch stand in`);
      }
      const ran = await rehearseIn(project, scenario, asked);
      return { ...ran, containers: await project.describe() };
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
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
  const end = () => child.stdin.end('stop\n');
  if (stop?.aborted) end();
  stop?.addEventListener('abort', end, { once: true });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > KEPT_LINES) said.shift();
  });
  try {
    const told = await Promise.race([hear(child.stdout, onProgress), failed]);
    return readOutcome(told, said);
  } finally {
    stop?.removeEventListener('abort', end);
    child.stdin.destroy();
    await askEngine(['rm', '--force', name], { timeoutMs: 30_000 });
  }
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
