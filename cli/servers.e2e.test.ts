/** `pta-lab servers` against a lab on loopback: what an administrator sees on an agent's server. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlServer, startControlServer } from '../lab/control/server.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let lab: Lab;
let control: ControlServer;
let desk: Desk;

beforeAll(async () => {
  // Virtual: what the control API tells of it is the same.
  lab = await startLab({ seed: 'servers', traffic: false, agents: 2 });
  control = await startControlServer(lab);
  desk = createDesk();
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await control[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
});

const servers = (...args: string[]) => desk.run('servers', ...args, '--control', control.url);

test(proves('servers.export', 'the event log is exported as XML, to a file'), async () => {
  const ended = await servers('events', 'agt-1', '--format', 'xml', '--out', 'agt-1.xml');
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
  const { Events } = new XMLParser().parse(
    readFileSync(path.join(desk.folder, 'agt-1.xml'), 'utf8'),
  );
  const ids = Events.Event.map(({ System }: { System: { EventID: number } }) => System.EventID);
  expect(ids).toEqual([60003, 60001]);
});

test('a file that cannot be written is named, and why', async () => {
  const { code, stderr } = await servers('trace', 'agt-1', '--out', 'no/such/folder.txt');
  const sentence = 'error: no/such/folder.txt: expected a file that can be written, got';
  expect([code, stderr]).toEqual([4, expect.stringContaining(sentence)]);
});

test('the machine is shown as its own tools show it', async () => {
  const { key } = await lab.faults.on('agent-key-lost', { agents: ['agt-1'] });
  const { code, stdout } = await servers('show', 'agt-1');
  await lab.faults.off(key);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^agentService +running$/m);
  expect(stdout).toMatch(/^certificate +[0-9A-F]{40}, until \S+, without a private key$/m);
});

test('servers are listed, also without an agent, whose counters are then refused', async () => {
  await lab.changes.apply('uninstall-agent', { agents: ['agt-2'] });
  const { stdout } = await servers('ls', '--json');
  expect(JSON.parse(stdout)).toMatchObject([
    { name: 'agt-1', version: '1.5.2482.0', services: { agent: 'running', updater: 'running' } },
    { name: 'agt-2', services: { agent: 'absent', updater: 'running' } },
  ]);
  const { code, stderr } = await servers('counters', 'agt-2');
  expect([code, stderr]).toEqual([2, expect.stringContaining('No agent is installed on agt-2')]);
});
