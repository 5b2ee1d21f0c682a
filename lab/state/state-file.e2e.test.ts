/** A lab that is killed, not stopped, and started again on the same file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { freshStateDir } from '../../test/state-dir.ts';
import { startLab } from '../start-lab.ts';

const folder = freshStateDir();
const stateFile = join(folder, 'state.db');
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface Found {
  eve?: string;
  settings: { synchronizeUpn: boolean };
  nowMs: number;
  kids: readonly string[];
  /** Drawn at the start: a second life must not hand out what the first one did. */
  ids: string;
  status: number;
  /** Of a sign-in with the password that the first life sets on premises. */
  reset: number;
  refreshToken?: string;
}

/** What the lab says, once it has been killed. */
async function runAndKill(refreshToken = ''): Promise<Found> {
  const child = spawn(
    process.execPath,
    ['test/kept-lab.ts', stateFile, folder, ...(refreshToken ? [refreshToken] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.add(child);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = await Promise.race([lines.next(), exited]);
  child.kill('SIGKILL');
  await exited;
  running.delete(child);
  if (Array.isArray(line) || line.done) throw new Error('the lab ended before it said anything');
  return JSON.parse(line.value);
}

test(
  proves('tenant.state-file', 'a killed lab goes on where it was: users, settings, tokens, time'),
  async () => {
    const first = await runAndKill();
    expect(first).toMatchObject({
      ...{ status: 200, reset: 400, settings: { synchronizeUpn: true } },
    });
    expect(first.eve).toBeUndefined();

    const second = await runAndKill(first.refreshToken);
    expect(second).toMatchObject({
      ...{ status: 200, reset: 200, eve: 'Eve', settings: { synchronizeUpn: false } },
    });
    expect(second.kids).toEqual(first.kids);
    expect(second.ids).not.toEqual(first.ids);
    expect(second.nowMs - first.nowMs).toBeGreaterThanOrEqual(3_600_000);
    expect(second.nowMs - Date.now()).toBeGreaterThan(3_500_000);
  },
);

test('a lab with another seed does not take the file, and lets go of it', async () => {
  const options = { stateFile, stateDir: folder, traffic: false, agents: 1 } as const;
  await expect(startLab({ ...options, mode: 'live', seed: '2' })).rejects.toThrow(
    'expected the state of seed "2"',
  );
  await expect(startLab(options)).rejects.toThrow('Only a live lab keeps its state in a file.');
  await using lab = await startLab({ ...options, mode: 'live' });
  expect(lab.entra.cloud.users.byName('eve@contoso.example')?.displayName).toBe('Eve');
});

test('the state of another tenant file is noticed by the administrator’s password', async () => {
  const start = (password: string) =>
    startLab({
      ...{ mode: 'live', seed: '9', traffic: false, stateDir: folder },
      stateFile: join(folder, 'other.db'),
      tenantFile: {
        name: 'contoso',
        users: [
          {
            ...{ userName: 'ada@contoso.example', source: 'cloud', password },
            roles: ['Global Administrator'],
          },
        ],
      },
    });
  await (await start('Lab-first-1'))[Symbol.asyncDispose]();
  await expect(start('Lab-second-2')).rejects.toThrow(
    /^The administrator could not sign in .* ada@contoso\.example: 50126\. .* a state file may/,
  );
});
