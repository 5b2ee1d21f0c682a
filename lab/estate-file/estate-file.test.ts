/** Every kind of estate that cannot be, with the exact sentence a person reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { proves } from '../../test/parity/proves.ts';
import { startLab } from '../start-lab.ts';
import { parseEstate, readEstateFile } from './estate-file.ts';
import { estateOptions } from './estate-options.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../docs/estate.yaml');

function sentence(...lines: string[]): string {
  try {
    parseEstate(lines.join('\n'), 'x.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'parsed';
}

const hq = (...lines: string[]) => [
  ...['sites:', '  - name: hq', '    agents: [agt-1, agt-2]', '    controllers: [dc-1]'],
  ...lines,
];
const agents = Array.from({ length: 41 }, (_, at) => `agt-${at + 1}`).join(', ');

test(proves('estate.file', 'the example of the documentation is a lab that comes up'), async () => {
  const options = readEstateFile(EXAMPLE);
  expect(options.sites?.map(({ name }) => name)).toEqual(['hq', 'branch', 'kiosk']);
  expect(options.sites?.[0]?.servers?.['srv-pta-02']).toMatchObject({ certificateAgeDays: 120 });
  expect(options.sites?.[1]).toMatchObject({ controllerLatencyMs: 12 });
  await using lab = await startLab(options);
  await lab.wait(60_000);
  expect([...lab.agents.keys()]).toContain('kiosk-1');
  const status = lab.entra.cloud.registry.listed().map((agent) => agent.status);
  expect(new Set(status)).toEqual(new Set(['Active']));
});

test.each([
  [
    'an unknown key',
    hq('    controler: dc-1'),
    'x.yaml:5: sites[0]: expected one of name, agents, inactive, controllers, controllersOf, ' +
      'controllerLatency, servers, proxy, connect, got the unknown key "controler"; did you ' +
      'mean "controllers"?',
  ],
  [
    '41 agents',
    ['sites:', '  - name: hq', `    agents: [${agents}]`, '    controllers: [dc-1]'],
    'x.yaml:3: sites[0].agents[40]: expected at most 40 agents in a tenant, got 41',
  ],
  [
    'a site without a controller',
    hq('  - name: branch', '    agents: [agt-3]'),
    'x.yaml:5: sites[1]: expected domain controllers at branch, or controllersOf with the site ' +
      'whose controllers its agents use, got neither',
  ],
  [
    'controllers of a site that is not there',
    hq('  - name: branch', '    agents: [agt-3]', '    controllersOf: hg'),
    'x.yaml:7: sites[1].controllersOf: expected a site with controllers (hq), got "hg"; did you ' +
      'mean "hq"?',
  ],
  [
    'two agents on one server',
    hq('    servers:', '      agt-1: { machine: SRV }', '      agt-2: { machine: srv }'),
    'x.yaml:7: sites[0].servers.agt-2.machine: expected one agent on each server, got agt-1 and ' +
      'agt-2 on srv',
  ],
  [
    'two agents on one server, of two sites',
    hq(
      '    servers: { agt-1: { machine: SRV } }',
      '  - name: branch',
      '    agents: [agt-3]',
      '    controllersOf: hq',
      '    servers: { agt-3: { machine: srv } }',
    ),
    'x.yaml:9: sites[1].servers.agt-3.machine: expected one agent on each server, got agt-1 and ' +
      'agt-3 on srv',
  ],
  [
    'two Connect servers on one agent’s server',
    hq(
      '    connect:',
      '      - { name: c-1, role: primary, agent: agt-1 }',
      '      - { name: c-2, role: staging, agent: agt-1 }',
    ),
    'x.yaml:7: sites[0].connect[1].agent: expected one Connect server beside each agent, got ' +
      'c-1 and c-2 beside agt-1',
  ],
  [
    'a suffix of two forests',
    hq(
      '  - { name: branch, agents: [agt-3], controllers: [dc-2] }',
      'forests:',
      '  - { name: a, controllers: [dc-1], suffixes: [x.example] }',
      '  - { name: b, controllers: [dc-2], suffixes: [X.example] }',
    ),
    'x.yaml:8: forests[1].suffixes[0]: expected each suffix of a forest once, got "x.example" twice',
  ],
  [
    'sign-ins without a pause in between',
    hq('traffic: { every: 0s }'),
    'x.yaml:5: traffic.every: expected a duration above 0 such as 5s, got "0s"',
  ],
  [
    'a capacity that no server has',
    hq('    servers: { agt-1: { capacity: "cores=0" } }'),
    'x.yaml:5: sites[0].servers.agt-1.capacity: expected a whole number from 1 to 256 for cores, ' +
      'got 0 in "cores=0"',
  ],
  [
    'an agent at two sites',
    hq('  - { name: branch, agents: [agt-2], controllersOf: hq }'),
    'x.yaml:5: sites[1].agents[0]: expected each agent once, got "agt-2" twice',
  ],
  [
    'an agent in servers that no site has',
    hq('    servers:', '      agt-3: { version: "1.5.2482.0" }'),
    'x.yaml:6: sites[0].servers: expected an agent of hq (agt-1, agt-2), got "agt-3"; did you ' +
      'mean "agt-1"?',
  ],
  [
    'a forest whose controllers no site has',
    hq(
      'forests:',
      '  - { name: a.example, controllers: [dc-1] }',
      '  - name: b.example',
      '    controllers: [dc-9]',
    ),
    'x.yaml:8: forests[1].controllers[0]: expected a controller of one of the sites (dc-1), got ' +
      '"dc-9"; did you mean "dc-1"?',
  ],
  [
    'two primary Connect servers',
    hq('    connect: [{ name: c-1, role: primary }, { name: c-2, role: primary }]'),
    'x.yaml:5: sites[0].connect[1].role: expected one primary Connect server and others as ' +
      'staging, got c-1 and c-2',
  ],
  [
    'an agent that is both started and inactive',
    hq('    inactive: [agt-2]'),
    'x.yaml:5: sites[0].inactive[0]: expected "agt-2" among the agents or the inactive ones, got ' +
      'it in both',
  ],
  [
    'a timing that is none',
    hq('timings: { inactiveAfter: 60000 }'),
    'x.yaml:5: timings: expected a name of protocol/timing-rows.ts, got the unknown key ' +
      '"inactiveAfter"; did you mean "inactiveAfterMs"?',
  ],
  [
    'a certificate that has ended',
    hq('    servers: { agt-1: { certificateAgeDays: 180 } }'),
    'x.yaml:5: sites[0].servers.agt-1.certificateAgeDays: expected less than the 180 days that a ' +
      'certificate lives, got 180',
  ],
  [
    'a version without quotation marks',
    hq('    servers: { agt-1: { version: 1.5 } }'),
    'x.yaml:5: sites[0].servers.agt-1.version: expected a version in quotation marks such as ' +
      '"1.5.2482.0", got 1.5',
  ],
])('%s is refused with file, line and key', (_, lines, expected) => {
  expect(sentence(...lines)).toBe(expected);
});

test('a tenant file that is not there is a mistake of the estate file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'estate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'estate.yaml');
  writeFileSync(file, hq('tenant: nowhere.yaml').join('\n'));
  expect(() => readEstateFile(file)).toThrow(
    `${file}:5: tenant: expected a tenant file at ${path.join(folder, 'nowhere.yaml')}, got ENOENT`,
  );
});

test('agents that borrow controllers answer as late as the line is long', async () => {
  const far = { name: 'kiosk', agents: ['a-1'], controllers: [], controllersOf: 'hq' };
  const hqSite = { name: 'hq', agents: [], controllers: ['dc-1'] };
  const tookMs = async (controllerLatencyMs: number) => {
    const sites = [hqSite, { ...far, controllerLatencyMs }];
    await using lab = await startLab({ sites, traffic: { everyMs: 1000 } });
    await lab.wait(60_000);
    const signIns = lab.timeline.entries.filter(
      (entry) => entry.kind === 'sign-in' && entry.group === 'right-password',
    );
    const last = signIns.at(-1);
    return last?.kind === 'sign-in' ? last.atMs - last.startedMs : 0;
  };
  expect((await tookMs(100)) - (await tookMs(1))).toBeGreaterThanOrEqual(2 * 99);
});

test('a capacity is of all servers but those with their own', () => {
  const servers =
    '    servers: { agt-1: { capacity: "cores=2,service=15ms" }, agt-2: { capacity: host } }';
  const { capacity, sites } = estateOptions(
    parseEstate(hq(servers, 'capacity: documented').join('\n'), 'x.yaml'),
  );
  expect(capacity).toEqual(DOCUMENTED_AGENT);
  expect(sites?.[0]?.servers).toEqual({
    'agt-1': { capacity: { ...DOCUMENTED_AGENT, cores: 2, serviceMs: 15 } },
    'agt-2': { capacity: 'host' },
  });
});
