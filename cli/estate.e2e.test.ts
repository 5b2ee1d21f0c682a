/** `pta-lab estate`, and what `rehearse` does with an estate, as people and scripts meet them. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

const write = (name: string, text: string) => writeFileSync(path.join(desk.folder, name), text);
const read = (...names: string[]) => readFileSync(path.join(desk.folder, ...names), 'utf8');

const SCENARIO = `title: T
description: D
steady-state: [{ probe: sign-in, expect: { result: 0 } }]
method: [{ inject: dc-down }, { advance: 1m }, { heal: dc-down }, { advance: 1m }]
`;

test('from a list of agents to a file, what is risky in it, and a rehearsal with a ticket', async () => {
  const agents = ['A', 'B'].map((id) => ({ id, machineName: `SRV-${id}`, status: 'Active' }));
  write('agents.json', JSON.stringify({ value: agents }));
  write('sites.yaml', 'sites: [{ name: hq, machines: [srv-a, srv-b], controllers: [dc-1] }]');
  const files = ['--agents', 'agents.json', '--sites', 'sites.yaml', '--out', 'estate.yaml'];
  const imported = await desk.run('estate', 'import', ...files);
  expect(imported).toMatchObject({ code: 0, stdout: '' });
  expect(imported.stderr).toContain('estate.yaml: 2 agents');

  const lint = await desk.run('estate', 'lint', 'estate.yaml', '--json');
  expect(lint.code).toBe(1);
  const found: { id: string }[] = JSON.parse(lint.stdout);
  expect(found.map(({ id }) => id)).toEqual([
    ...['single-controller', 'few-agents', 'one-site', 'break-glass-unknown'],
  ]);

  write('short.yaml', SCENARIO);
  const options = ['--estate', 'estate.yaml', '--compare', 'baseline', '--pairs', '2', '--ticket'];
  const run = await desk.run('rehearse', './short.yaml', ...options, '--out', 'out', '--json');
  const [{ comparison }] = JSON.parse(run.stdout);
  expect(comparison).toMatchObject({ finding: 'inconclusive', pairs: 2 });
  expect(read('out', 'ticket.md')).toContain('Estate contoso: hq (srv-a, srv-b)');
  expect(JSON.parse(read('out', 'compare.json')).seeds).toEqual(['1', '1/2']);
  expect(read('out', 'report.html')).toContain('With and without the change');
});

test.each<[string, string[], string]>([
  [
    'no list of agents',
    ['estate', 'import'],
    'error: expected --agents or --from-lab, got neither\n',
  ],
  [
    'a list that is not there',
    ['estate', 'import', '--agents', 'none.json'],
    'error: expected a list of agents as JSON at none.json, got ENOENT\n',
  ],
  [
    'an estate that is not there',
    ['rehearse', 'dc-down', '--estate', 'none.yaml'],
    'error: expected an estate file at none.yaml, got ENOENT; docs/estate.md shows one\n',
  ],
  ['a search of nothing', ['fuzz', '--runs', '0'], 'error: --runs: expected 1 or more, got 0\n'],
  [
    'a comparison in live mode',
    ['rehearse', 'dc-down', '--live', '--compare', 'baseline'],
    'error: --compare: expected virtual mode, where two runs can begin alike; got --live\n',
  ],
])('%s is one sentence and exit code 2', async (_, args, sentence) => {
  const { code, stdout, stderr } = await desk.run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: sentence });
});

test('what a list and its sites cannot be together is said about the files that there are', async () => {
  const list = (count: number) =>
    JSON.stringify(
      Array.from({ length: count }, (_, at) => ({
        id: `${at}`,
        machineName: `S${at}`,
        status: 'active',
      })),
    );
  write('many.json', list(41));
  write('one.json', list(1));
  write('bare.yaml', 'sites:\n  - name: hq\n    machines: [s0]\n');
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await desk.run('estate', 'import', ...args);
    return `${code} ${stderr}`;
  };
  expect(await refusal('--agents', 'many.json', '--out', 'many.yaml')).toBe(
    '2 error: many.json: sites[0].agents[40]: expected at most 40 agents in a tenant, got 41\n',
  );
  expect(await refusal('--agents', 'one.json', '--sites', 'bare.yaml')).toBe(
    '2 error: bare.yaml:2: sites[0]: expected domain controllers at hq, or controllersOf with the ' +
      'site whose controllers its agents use, got neither\n',
  );
  expect(await refusal('--from-lab', 'nonsense')).toBe(
    '2 error: --from-lab: expected the control URL that "pta-lab up" prints, got "nonsense"\n',
  );
});
