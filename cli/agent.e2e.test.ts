/** `pta-lab agent`: a process of its own, through a proxy of its host, against a lab in another. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ready } from '../lab/describe-ready.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk, type Program } from './spawn-program.ts';

let proxy: Server;
const tunnels: string[] = [];
let desk: Desk;
let up: Program;
let ready: Ready;
let line: string;

/** What a company's proxy does: it opens tunnels, and looks into none. */
function startHostProxy(): Promise<string> {
  proxy = createServer().on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return new Promise((resolve) => {
    proxy.listen(0, '127.0.0.1', () => {
      const address = proxy.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    });
  });
}

beforeAll(async () => {
  const env = { HTTPS_PROXY: await startHostProxy(), https_proxy: '', NO_PROXY: '', no_proxy: '' };
  desk = createDesk(env);
  up = desk.start('up', '--json', '--agents', '1', '--no-traffic', '--no-443');
  ready = JSON.parse(await up.said('}}}\n'));
  line = desk.write('up.json', JSON.stringify(ready));
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  proxy.closeAllConnections();
  proxy.close();
});

const secretFile = () => desk.write('secret', `${ready.accounts.cloudOnly?.password}\n`);
const idIn = (text: string) => /Registered as ([0-9a-f-]{36})/.exec(text)?.[1];
const start = (...more: string[]) => desk.start('agent', '--name', 'agt-9', '--json', ...more);

test(
  proves(
    'servers.lone-agent',
    'registers through its host’s proxy, answers sign-ins alone, and comes back as the same agent',
  ),
  async () => {
    const { userName = '', password = '' } = ready.accounts.cloudOnly ?? {};
    const credentials = ['--user', userName, '--password-file', secretFile()];
    const first = start('--state-dir', 'kept', '--site', 'branch', ...credentials);
    const id = idIn(await first.said('60001'));

    const stopping = await fetch(new URL('/changes', ready.control), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'stop-agent', where: { agents: ['agt-1'] } }),
    });
    expect(stopping.status).toBe(200);
    const probe = await desk.run('probe', 'sign-in', '--lab', line, '--json');
    expect(JSON.parse(probe.stdout)).toMatchObject({ verdict: 'pass' });
    expect(new Set(tunnels)).toEqual(new Set([new URL(ready.proxy ?? '').host]));

    const moved = await fetch(new URL('/clock', ready.control), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceMs: 2 * 60_000 }),
    });
    expect(moved.status).toBe(200);
    first.signal('SIGTERM');
    const ended = await first.ended;
    expect(ended.code).toBe(0);
    // Its heartbeats kept up with the lab's clock: nothing was lost on the way.
    expect(ended.stdout).not.toMatch(/60013|31034/);
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(password);
    expect(statSync(path.join(desk.folder, 'kept/installation.json')).mode & 0o777).toBe(0o600);

    const second = start('--state-dir', 'kept');
    const said = await second.said('60001');
    expect(idIn(said)).toBeUndefined();
    expect(
      JSON.parse(readFileSync(path.join(desk.folder, 'kept/installation.json'), 'utf8')),
    ).toMatchObject({ agentId: id });
    second.signal('SIGTERM');
    expect((await second.ended).code).toBe(0);
    expect(readdirSync(path.join(desk.folder, 'kept'))).toEqual(['installation.json']);
  },
);

test.each([
  [['--name', 'agt-1'], '--name: expected a server that the lab has not got, got "agt-1" of agt-1'],
  [
    ['--name', 'a/../b'],
    '--name: expected a computer’s name of letters, digits and -, got "a/../b"',
  ],
  [['--name', 'agt-9', '--site', 'moon'], '--site: expected one of hq, branch, got "moon"'],
])('an agent that cannot be there is refused before it registers: %s', async (args, sentence) => {
  const ended = await desk.run(
    'agent',
    ...args,
    '--user',
    'x@contoso.example',
    '--password-file',
    secretFile(),
  );
  expect(ended).toEqual({ code: 2, stdout: '', stderr: `error: ${sentence}\n` });
});
