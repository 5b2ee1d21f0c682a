/** `pta-lab diagnose` against a lab on loopback, and against what was kept. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlServer, startControlServer } from '../lab/control/server.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { NOW_MS, signInSighted } from '../probes/diagnosis/stub-sightings.ts';
import { openHistory } from '../probes/live/history/history.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let lab: Lab;
let control: ControlServer;
let desk: Desk;

beforeAll(async () => {
  // Virtual: what the control API tells of it is the same.
  lab = await startLab({ seed: 'diagnose', traffic: false });
  await lab.advance(60_000);
  control = await startControlServer(lab);
  desk = createDesk();
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await control[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

const diagnose = (...args: string[]) => desk.run('diagnose', ...args, '--control', control.url);

test('a healthy lab ends with 0 and says what nobody looked at', async () => {
  const { code, stdout } = await diagnose();
  expect(stdout).toMatch(/^healthy: /);
  expect(stdout).toContain('Not looked at\n  replication');
  expect(code).toBe(0);
});

test('a broken link ends with 1; what was kept is diagnosed alike and holds no person', async () => {
  await lab.drive(lab.faults.on('agent-stopped', { agents: ['agt-3'] }));
  const { code, stdout } = await diagnose('--json', '--guided', '--keep', 'seen.json');
  await lab.drive(lab.faults.reset());
  const { steps, ...seen } = JSON.parse(stdout);
  expect({ code, first: seen.candidates[0].cause }).toEqual({ code: 1, first: 'agent-stopped' });
  expect(steps.map(({ state }: { state: string }) => state)).toEqual([
    ...['well', 'well', 'well', 'broken', 'well'],
  ]);
  const kept = path.join(desk.folder, 'seen.json');
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  for (const { userName, password } of Object.values(lab.accounts)) {
    expect(readFileSync(kept, 'utf8')).not.toContain(password);
    expect(readFileSync(kept, 'utf8')).not.toContain(userName);
  }
  const again = await desk.run('diagnose', '--from', 'seen.json', '--json');
  expect(JSON.parse(again.stdout)).toEqual(seen);
});

test.each(['{"a":1}', '[{"probe":"sign-in","observation":null}]'])(
  'a file of something else, %s, is refused with a sentence',
  async (text) => {
    writeFileSync(path.join(desk.folder, 'other.json'), text);
    const { code, stderr } = await desk.run('diagnose', '--from', 'other.json');
    expect(stderr).toContain(
      '--from other.json: expected the list of sightings that "diagnose --keep" writes',
    );
    expect(code).toBe(2);
  },
);

test('the last hour of a watch is diagnosed, and a total failure is told', async () => {
  const file = path.join(desk.folder, 'history.db');
  const history = openHistory(file);
  const observation = signInSighted(80007).observation;
  for (const minute of [0, 5]) {
    history.append({
      ...{ id: `r-${minute}`, target: 'lab', module: 'sign-in', probe: 'sign-in', tookMs: 40 },
      ...{ startedMs: NOW_MS + minute * 60_000, verdict: 'fail', summary: 'no', phaseMs: {} },
      ...{ aadsts: 80007, agentId: null, observation },
    });
  }
  history[Symbol.dispose]();
  const { code, stdout, stderr } = await desk.run('diagnose', '--history', 'history.db', '--json');
  expect(stderr).toBe('sign-in: every run has failed since 2026-11-02T08:00:00.000Z\n');
  const { state, candidates } = JSON.parse(stdout);
  const links: string[] = candidates.map(({ link }: { link: string }) => link);
  expect({ code, state }).toEqual({ code: 1, state: 'broken' });
  expect(['directory', 'domain-name-service']).toContain(links[0]);
});
