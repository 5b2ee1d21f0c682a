/** `pta-lab up` and what talks to it: other people's scripts rest on this surface. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadTarget } from '../load/load-target.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk, type Program } from './spawn-program.ts';

let desk: Desk;
let up: Program;
let ready: Record<string, string>;
let file: string;

beforeAll(async () => {
  desk = createDesk();
  up = desk.start('up', '--json');
  const said = await up.said('}}}\n');
  file = desk.write('up.json', said);
  ready = JSON.parse(said);
});
afterAll(() => desk[Symbol.asyncDispose]());

describe('the line of up --json', () => {
  test(proves('stand-in.up', 'has exactly the names that scripts rest on'), () => {
    expect(Object.keys(ready)).toEqual([
      ...['authority', 'tenantId', 'graph', 'control', 'caFile', 'port443', 'proxy', 'proxyCaFile'],
      ...['loadTarget', 'clientId', 'applications', 'accounts'],
    ]);
    expect(ready).toMatchObject({
      authority: expect.stringMatching(/^https:\/\/localhost:\d+\/[0-9a-f-]{36}$/),
      graph: expect.stringMatching(/^https:\/\/localhost:\d+$/),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      proxy: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      port443: expect.any(Boolean),
      accounts: {
        healthy: { userName: expect.stringContaining('@'), password: expect.any(String) },
        cloudOnly: { userName: expect.stringContaining('@'), password: expect.any(String) },
      },
    });
  });

  test.each(['caFile', 'proxyCaFile'])('names a %s that is there, by its full path', (name) => {
    expect(path.isAbsolute(ready[name] ?? '')).toBe(true);
    expect(readFileSync(ready[name] ?? '', 'utf8')).toContain('BEGIN CERTIFICATE');
  });
});

test(
  proves('load.k6.target', 'up writes the file that k6 scripts read, for this user only'),
  () => {
    const target: LoadTarget = JSON.parse(readFileSync(ready.loadTarget ?? '', 'utf8'));
    expect(target).toMatchObject({ authority: ready.authority, clientId: ready.clientId });
    expect(target.users.length).toBeGreaterThan(target.agents.length);
    expect(statSync(ready.loadTarget ?? '').mode & 0o077).toBe(0);
  },
);

describe('the variables of env', () => {
  test(
    proves('stand-in.env', 'lead to the lab that is up here, and hold no password'),
    async () => {
      const { code, stdout } = await desk.run('env');
      expect(code).toBe(0);
      expect(stdout).toContain(`export PTA_LAB_AUTHORITY='${ready.authority}'`);
      expect(stdout).toContain(`export HTTPS_PROXY='${ready.proxy}'`);
      expect(stdout).not.toContain('Lab-');
      expect((await desk.run('env', '--control', ready.control ?? '')).stdout).toContain(
        `export PTA_LAB_AUTHORITY='${ready.authority}'`,
      );
    },
  );

  test('speak of real names only where the lab answers for them', async () => {
    const { code, stderr } = await desk.run('env', '--real-names');
    expect(code).toBe(2);
    expect(stderr).toContain('pta-lab up --real-names');
  });

  test('need a lab that is up', async () => {
    await using elsewhere = createDesk();
    elsewhere.write('up.json', '');
    const { code, stderr } = await elsewhere.run('env');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: expected a running lab .*\n$/);
  });
});

describe('against the lab that is up', () => {
  const faults = (...args: string[]) =>
    desk.run('faults', ...args, '--control', ready.control ?? '', '--json');
  const probe = (name: string) => desk.run('probe', name, '--lab', file, '--json');

  test.each(['sign-in', 'agents'])('the probe %s passes', async (name) => {
    const { code, stdout } = await probe(name);
    expect(JSON.parse(stdout)).toMatchObject({ probe: name, verdict: 'pass' });
    expect(code).toBe(0);
  });

  test('a fault is seen by the probe as what people read, and healed by its key', async () => {
    const on = JSON.parse((await faults('on', 'dc-down')).stdout);
    expect(on).toMatchObject({ id: 'dc-down', where: {} });
    expect(JSON.parse((await faults('active')).stdout)).toEqual([on]);

    const failed = await probe('sign-in');
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      ...{ verdict: 'fail', observation: { result: 80007 } },
    });

    expect((await faults('off', on.key)).code).toBe(0);
    expect(JSON.parse((await faults('active')).stdout)).toEqual([]);
    expect((await probe('sign-in')).code).toBe(0);
  });

  test('a place it does not have is refused in a sentence', async () => {
    const { code, stderr } = await faults('on', 'dc-down', '--sites', 'moon');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*moon.*\n$/);
  });

  test.each([
    ['--port', () => new URL(ready.authority ?? '').port],
    ['--control-port', () => new URL(ready.control ?? '').port],
  ])('a busy %s is one sentence, and nothing is printed as ready', async (option, port) => {
    const { code, stdout, stderr } = await desk.run('up', '--json', option, port());
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^error: .*\\b${port()}\\b.*\\n$`));
  });
});

test('what is no line of up is refused', async () => {
  const { code, stderr } = await desk.run('probe', 'agents', '--lab', desk.write('no.json', '{}'));
  expect(code).toBe(2);
  expect(stderr).toContain('expected the line that "pta-lab up --json" prints');
});

describe('the end', () => {
  test('SIGTERM ends it cleanly, and its ports are free again', async () => {
    up.signal('SIGTERM');
    const { code, stdout } = await up.ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { code: gone } = await desk.run('faults', 'active', '--control', ready.control ?? '');
    expect(gone).toBe(4);
    expect(readdirSync(path.join(desk.folder, '.pta-lab')).sort()).toEqual([
      'ca-key.pem',
      'ca.pem',
    ]);
  });

  test('so does SIGINT, and people are told what they need', async () => {
    const program = desk.start('up', '--no-traffic', '--agents', '1');
    const said = await program.said('Ctrl-C');
    expect(said).toMatch(/authority +https:\/\/localhost:/);
    expect(said).toContain('NODE_EXTRA_CA_CERTS=');
    expect(said).not.toContain('Lab-');
    program.signal('SIGINT');
    expect((await program.ended).code).toBe(0);
  });

  test('a live rehearsal that is interrupted takes its faults back', async () => {
    const program = desk.start('rehearse', 'blocked-443', '--live', '--out', 'live');
    await program.said('people are refused at once');
    program.signal('SIGINT');
    expect((await program.ended).code).toBe(130);
    const journal = JSON.parse(readFileSync(path.join(desk.folder, 'live/journal.json'), 'utf8'));
    expect(journal).toMatchObject({ status: 'interrupted', rollbacks: [{ status: 'succeeded' }] });
    expect(existsSync(path.join(desk.folder, 'live/report.html'))).toBe(true);
  });
});

test('a probe starts a lab of its own where none is given', async () => {
  const { code, stdout } = await desk.run('probe', 'sign-in');
  expect(stdout).toMatch(/^sign-in: pass, tokens as expected\n {2}resolve .* ms in all\n$/);
  expect(code).toBe(0);
});

test.each([
  ['up', ['up', '--json']],
  ['rehearse --live', ['rehearse', 'dc-down', '--live']],
])(
  '%s with a state folder that cannot be one is one sentence and leaves nothing',
  async (_, args) => {
    await using elsewhere = createDesk();
    elsewhere.write('.pta-lab', 'in the way');
    const { code, stdout, stderr } = await elsewhere.run(...args);
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^error: .*expected a folder .*\.pta-lab/);
    expect(readdirSync(elsewhere.folder)).toEqual(['.pta-lab']);
  },
);
