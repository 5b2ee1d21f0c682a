/** A running lab looked at from another process, by its control API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createControlClient } from '../control/client.ts';
import { type ControlServer, startControlServer } from '../control/server.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { labServerPort } from './server-port.ts';

let lab: Lab;
let control: ControlServer;

beforeAll(async () => {
  lab = await startLab({ seed: 'look', traffic: false });
  control = await startControlServer(lab);
});
afterAll(async () => {
  await control[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

test(
  proves('probes.look', 'the control API answers what the probes of each server saw'),
  async () => {
    const client = createControlClient(control.url);
    const { key } = await client.faults.on('agent-hung', { agents: ['agt-2'] });
    const sightings = await client.look();
    await client.faults.off(key);
    expect(new Set(sightings.map(({ server }) => server))).toEqual(
      new Set(['agt-1', 'agt-2', 'agt-3']),
    );
    const hung = sightings.flatMap((one) =>
      one.probe === 'agent-host' && one.observation.description?.isResponding === false
        ? [one.server]
        : [],
    );
    expect(hung).toEqual(['agt-2']);
  },
);

test('from outside as well, where that is asked for', async () => {
  const sightings = await createControlClient(control.url).look({ outside: true, signIns: 2 });
  const signIns = sightings.filter(({ probe, server }) => probe === 'sign-in' && server === null);
  expect(signIns).toHaveLength(3);
  const text = JSON.stringify(sightings);
  for (const { userName, password } of Object.values(lab.accounts)) {
    expect(text).not.toContain(userName);
    expect(text).not.toContain(password);
  }
});

test('a server describes itself as to somebody who signs in there', async () => {
  const client = createControlClient(control.url);
  const describe = (name: string) => client.call('GET', `/servers/${name}/description`);
  expect(await describe('agt-3')).toEqual(await labServerPort(lab, 'agt-3').describe());
  await client.changes.apply('reboot-server', { agents: ['agt-3'] });
  await expect(describe('agt-3')).rejects.toThrow('the machine is down');
  await client.changes.undoAll();
});

test('only the probes that somebody names are run', async () => {
  const { call } = createControlClient(control.url);
  const seen = await call<{ probe: string }[]>('POST', '/look', { probes: ['agent-host'] });
  expect(seen.map(({ probe }) => probe)).toEqual(['agent-host', 'agent-host', 'agent-host']);
});

test.each([
  [{ signIns: 51 }, 'up to 50'],
  [{ sinceMs: 0 }, 'from 1 on'],
  [{ servers: true }, 'Expected only outside, signIns, sinceMs, probes'],
  [{ probes: ['ping'] }, 'Expected probes as a list of'],
])('%j is refused', async (body, sentence) => {
  const { call } = createControlClient(control.url);
  await expect(call('POST', '/look', body)).rejects.toThrow(sentence);
});
