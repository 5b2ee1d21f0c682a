/** `pta-lab load` as a process: what it refuses, what it leaves behind, how it ends. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../test/needs.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

/** A second of load: less would be over before it is interrupted or seen. */
function scriptOf(rate: number, duration: string): string {
  const shape = `rate: ${rate}, timeUnit: '1s', duration: '${duration}'`;
  return `/** Does a short script of one's own run? It is here for a test. */
import { RUN_OPTIONS } from '${path.resolve('load/k6/run-options.ts')}';
export { setup } from '${path.resolve('load/k6/prove-lab.ts')}';
export { signIn } from '${path.resolve('load/k6/sign-in.ts')}';
export const options = {
  ...RUN_OPTIONS,
  scenarios: {
    own: {
      executor: 'constant-arrival-rate', exec: 'signIn', ${shape},
      preAllocatedVUs: 5, maxVUs: 200,
    },
  },
  thresholds: { sign_ins: ['count>0'] },
};
`;
}

/** Of the one run in there. */
function readSummary({ folder }: Desk) {
  const runs = path.join(folder, 'out');
  const [own = ''] = readdirSync(runs);
  const files = readdirSync(path.join(runs, own));
  return { files, summary: JSON.parse(readFileSync(path.join(runs, own, 'summary.json'), 'utf8')) };
}

test('what cannot be run is one sentence, and nothing is started', async () => {
  await using desk = createDesk();
  const { code, stdout, stderr } = await desk.run('load', 'peek');
  expect(stderr).toMatch(/^error: no load test "peek"; did you mean "peak"\? .*\n$/);
  expect([code, stdout, readdirSync(desk.folder)]).toEqual([2, '', []]);
});

test(
  proves('load.interrupted', 'Ctrl-C leaves a report of the part, and nothing else'),
  async () => {
    const aside = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-aside-'));
    await using desk = createDesk({ TMPDIR: aside });
    desk.write('own.k6.ts', scriptOf(5, '10m'));
    const program = desk.start(
      'load',
      'own.k6.ts',
      '--engine',
      'builtin',
      '--agents',
      '1',
      '--crypto',
      'fast',
      '--out',
      'out',
    );
    await program.said('of 5/s due');
    // The passwords are there as long as somebody signs in with them, for this user only.
    const [own = ''] = readdirSync(aside);
    const target = path.join(aside, own, 'load-target.json');
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const { users } = JSON.parse(readFileSync(target, 'utf8'));
    program.signal('SIGINT');
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(105);
    expect(stdout).toMatch(/\? inconclusive {2}own: Does a short script of one's own run\?/);
    const { interrupted, run, agents, restsOn } = readSummary(desk).summary.pta_lab;
    expect([interrupted, restsOn.crypto]).toEqual([true, 'fast']);
    expect(stdout).toContain('crypto fast: says nothing about the speed of real agents');
    expect(run.latency.count).toBeGreaterThan(0);
    expect(validationsOf(agents)).toBeGreaterThanOrEqual(run.latency.count);
    expect(readdirSync(aside)).toEqual([]);
    const left = [stdout, stderr, ...readRun(desk)].join();
    for (const { userName, password } of users) {
      expect(left).not.toContain(password);
      expect(left).not.toContain(userName);
    }
    rmSync(aside, { recursive: true });
  },
);

needs('k6')(
  proves('load.own-script', 'k6 loads a lab made for it; its figures are joined with the lab’s'),
  async () => {
    await using desk = createDesk();
    const own = desk.write('own.k6.ts', scriptOf(20, '2s').replace(/^export \{ setup.*$/m, ABROAD));
    const args = ['--engine', 'k6', '--agents', '2', '--out', 'out', '--json'];
    const { code, stdout } = await desk.run('load', own, ...args);
    const { files, summary } = readSummary(desk);
    expect(files.sort()).toEqual(['junit.xml', 'report.html', 'summary.json']);
    expect(JSON.parse(stdout)).toEqual([summary]);
    const { pta_lab: result } = summary;
    expect([code, result.verdict, result.reasons[0]]).toEqual([0, 'pass', ALL_MET]);
    expect(result.restsOn).toMatchObject({ engine: 'k6', mode: 'live', crypto: 'rsa', agents: 2 });
    const { count } = result.run.latency;
    expect(result.cloud.results).toEqual({ '0': count });
    expect(result.agents).toHaveLength(2);
    expect(validationsOf(result.agents)).toBe(count);
  },
);

/** Nothing that a script asks for leaves this machine: an address of documents, and a real name. */
const ABROAD = `
import { test } from 'k6/execution';
import http from 'k6/http';
import { setup as proveLab } from '${path.resolve('load/k6/prove-lab.ts')}';
export function setup() {
  for (const url of ['http://192.0.2.1/', 'https://login.microsoftonline.com/']) {
    const { error } = http.get(url, { timeout: '1s' });
    if (!/blocked|blacklisted/.test(error)) test.abort(url + ' was asked: ' + error);
  }
  return proveLab();
}`;

/** Every text that the run left. */
function readRun({ folder }: Desk): string[] {
  const entries = readdirSync(path.join(folder, 'out'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8'));
}

const ALL_MET = 'All thresholds were met.';

function validationsOf(agents: readonly { validations: number }[]): number {
  return agents.reduce((sum, { validations }) => sum + validations, 0);
}
