/**
 * For container tests: docker-compose.yml as a project of its own, beside whatever else runs on the
 * machine. Ports are any free ones, so a test asks for them; the subnet is one that nobody has.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type EngineCall, runEngine } from '../../runtime/live/container-engine.ts';
import { buildImages } from './lab-images.ts';
import { ownProject } from './run.ts';

const FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const CALL_MS = 60_000;

export interface TestProject extends AsyncDisposable {
  readonly name: string;
  /** For whoever starts `docker compose` or `pta-lab rehearse --lab compose` for it. */
  readonly env: Readonly<Record<string, string>>;
  compose(args: readonly string[], call?: Partial<EngineCall>): Promise<string>;
  /** `http://127.0.0.1:{port}`, as published. */
  published(service: string, port: number): Promise<string>;
}

/** Images are built; nothing is started. */
export function openTestProject(name: string, targets: readonly string[]): TestProject {
  const project = ownProject(name);
  const env = { ...portsOfAny(), PTA_LAB_PROJECT: project, PTA_LAB_SUBNET: findSubnet() };
  // Who names one image names them all.
  if (!process.env.PTA_LAB_IMAGE) buildImages(...targets);
  const file = ['compose', '--file', FILE, '--project-name', project, '--progress', 'plain'];
  const profiles = ['grafana', 'load', 'browser', 'scale'].flatMap((one) => ['--profile', one]);
  const compose: TestProject['compose'] = (args, call = {}) =>
    runEngine([...file, ...args], { timeoutMs: CALL_MS, env, ...call });
  return {
    ...{ name: project, env, compose },
    async published(service, port) {
      return `http://${(await compose(['port', service, String(port)])).trim()}`;
    },
    async [Symbol.asyncDispose]() {
      const down = ['down', '--volumes', '--remove-orphans', '--timeout', '5'];
      await runEngine([...file, ...profiles, ...down], { timeoutMs: CALL_MS, env });
    },
  };
}

function portsOfAny(): Record<string, string> {
  const names = ['SIGN_IN', 'CONTROL', 'STATUS', 'PROMETHEUS', 'GRAFANA', 'SCALE'];
  return Object.fromEntries(names.map((name) => [`PTA_LAB_${name}_PORT`, '0']));
}

/** The engine refuses networks that overlap, and says so only when it makes them. */
function findSubnet(): string {
  const ask = (args: readonly string[]) => spawnSync('docker', args, { encoding: 'utf8' }).stdout;
  const ids = ask(['network', 'ls', '--quiet']).trim().split('\n');
  const format = '{{range .IPAM.Config}}{{.Subnet}} {{end}}';
  const taken = ask(['network', 'inspect', '--format', format, ...ids]);
  const free = Array.from({ length: 100 }, (_, at) => `10.${100 + ((at + process.pid) % 100)}`);
  return free.find((prefix) => !taken.includes(`${prefix}.`)) ?? '10.94';
}
