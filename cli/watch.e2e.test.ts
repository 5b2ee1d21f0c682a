/**
 * `pta-lab watch` as an operator has it: a live lab, a file, signals, and the history afterwards.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startControlServer } from '../lab/control/server.ts';
import { describeReady, type Ready } from '../lab/describe-ready.ts';
import { startLab } from '../lab/start-lab.ts';
import { openHistory } from '../probes/live/history/history.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

const FILE = `history: history.db
listen: 127.0.0.1:0
targets:
  lab: { lab: up.json }
modules:
  keys: { probe: discovery, timeout: 5s }
schedule:
  - { target: lab, module: sign-in, every: 10s, jitter: 0s }
  - { target: lab, module: keys, every: 10s, jitter: 0s }
  - { target: lab, module: agents, every: 10s, jitter: 0s }
`;

const undo = createUndoStack();
let desk: Desk;
let ready: Ready;
beforeAll(async () => {
  const lab = undo.use(await startLab({ mode: 'live', traffic: false }));
  const control = undo.use(await startControlServer(lab));
  ready = describeReady(lab, control.url);
  desk = undo.use(createDesk());
  writeFileSync(path.join(desk.folder, 'up.json'), JSON.stringify(ready), { mode: 0o600 });
  desk.write('probes.yaml', FILE);
});
afterAll(() => undo[Symbol.asyncDispose]());

test('--check says what would run, and a wrong file is a sentence and exit code 2', async () => {
  const sound = await desk.run('watch', '--config', 'probes.yaml', '--check');
  expect(sound.stdout).toMatch(/^probes.yaml is sound: lab\n +lab +sign-in +every 10s\n/);
  expect(sound.code).toBe(0);
  desk.write('wrong.yaml', FILE.replace('module: agents', 'module: agnets'));
  const wrong = await desk.run('watch', '--config', 'wrong.yaml', '--check');
  expect(wrong.stderr).toContain('error: wrong.yaml:10: schedule[2].module: expected');
  expect(wrong.stderr).toContain('did you mean "agents"?');
  expect(wrong.code).toBe(2);
  const everywhere = ['--listen', '0.0.0.0:0', '--check'];
  const open = await desk.run('watch', '--config', 'probes.yaml', ...everywhere);
  expect(open.stderr).toMatch(/listen: --listen: expected a map with address and token/);
});

test('--once runs every row once, for timers of one’s own', async () => {
  const args = ['--config', 'probes.yaml', '--history', 'once.db', '--once', '--json', '--quiet'];
  const { stdout, code } = await desk.run('watch', ...args);
  const runs: { module: string; verdict: string }[] = JSON.parse(stdout);
  expect(runs.map(({ module, verdict }) => `${module} ${verdict}`)).toEqual([
    ...['sign-in pass', 'keys pass', 'agents pass'],
  ]);
  expect(code).toBe(0);
  using history = openHistory(path.join(desk.folder, 'once.db'));
  expect(history.runs()).toHaveLength(3);
});

test(
  proves('probes.watch.reload', 'a bad file changes nothing, and what was told is in the history'),
  async () => {
    const watch = desk.start('watch', '--config', 'probes.yaml');
    const started = await watch.said('watching lab by');
    const [url = ''] = /http:\/\/[\d.]+:\d+/.exec(started) ?? [];
    for (const module of ['sign-in', 'keys', 'agents']) await watch.said(`lab/${module} pass`);

    desk.write('probes.yaml', FILE.replace('every: 10s', 'every: now'));
    watch.signal('SIGHUP');
    await watch.said('reload: kept the configuration as it was: probes.yaml:8: schedule[0].every');
    const asked = await fetch(`${url}/-/reload`, { method: 'POST' });
    expect([asked.status, await asked.text()]).toEqual([
      ...[500, expect.stringContaining('expected a duration such as 30s')],
    ]);
    const probed = await fetch(`${url}/probe?target=lab&module=keys`);
    expect(await probed.text()).toContain('probe_success 1');

    watch.signal('SIGTERM');
    const { code, stderr } = await watch.ended;
    expect(code).toBe(0);
    const told = stderr.split('\n').filter((line) => / lab\/[a-z-]+ pass \d+ ms: /.test(line));
    const file = path.join(desk.folder, 'history.db');
    using history = openHistory(file);
    expect(
      history
        .runs()
        .map(({ module }) => module)
        .sort(),
    ).toEqual(told.map((line) => / lab\/([a-z-]+) /.exec(line)?.[1]).sort());
    const { userName, password } = ready.accounts.healthy ?? { userName: '', password: '' };
    for (const text of [stderr, readFileSync(file, 'latin1')]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(userName);
    }
  },
);

test('a missing secret or a history that cannot be opened ends it before anything is sent', async () => {
  const account = 'account: { userName: a@b.example, password: { env: NOT_THERE } }';
  const { tenantId, clientId } = ready;
  const tenant = `{ tenant: ${tenantId}, client: ${clientId}, ${account} }`;
  const text = FILE.replace('{ lab: up.json }', tenant).replaceAll('every: 10s', 'every: 5m');
  desk.write('tenant.yaml', text);
  const missing = await desk.run('watch', '--config', 'tenant.yaml', '--once');
  expect(missing.stderr).toContain('expected the environment variable NOT_THERE to be set');
  expect(missing.code).toBe(2);
  desk.write('no.db', 'this is no history');
  desk.write('probes.yaml', FILE);
  const damaged = await desk.run('watch', '--config', 'probes.yaml', '--history', 'no.db');
  expect(damaged.stderr).toMatch(/error: .*no\.db.* is no history/);
  expect(damaged.code).toBe(4);
});
