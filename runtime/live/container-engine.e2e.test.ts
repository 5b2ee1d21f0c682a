/** Calls of `docker`, with a program of our own in its place: no engine is needed. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askEngine, runEngine } from './container-engine.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-engine-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A PATH on which `docker` is this script, and nothing else is. */
function docker(script: string): string {
  const place = mkdtempSync(path.join(folder, 'bin-'));
  const file = path.join(place, 'docker');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return place;
}

const call = (script: string) => ({ timeoutMs: 10_000, env: { PATH: docker(script) } });

test('its answer comes whole and line by line, its code is the caller’s to judge', async () => {
  const lines: string[] = [];
  const answer = await askEngine(['ps', 'a b'], {
    ...call('read line; echo "$1/$2/$line"; echo late >&2; exit 7'),
    input: 'from stdin\n',
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  });
  expect(answer).toEqual({ code: 7, stdout: 'ps/a b/from stdin\n', stderr: 'late\n' });
  expect(lines.sort()).toEqual(['stderr late', 'stdout ps/a b/from stdin']);
});

test('where only 0 will do, what it said becomes one sentence', async () => {
  const script = 'echo "no space left on device" >&2; exit 1';
  await expect(runEngine(['build', '.'], call(script))).rejects.toMatchObject({
    code: 'ENGINE_FULL',
  });
});

test('without the command there is no engine', async () => {
  const nowhere = { timeoutMs: 10_000, env: { PATH: path.join(folder, 'nowhere') } };
  await expect(askEngine(['ps'], nowhere)).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
});

test('a call that takes too long is ended and named', async () => {
  const slow = { ...call('exec /bin/sleep 60'), timeoutMs: 200 };
  await expect(askEngine(['compose', 'up', '--wait', '--x'], slow)).rejects.toMatchObject({
    code: 'ENGINE_SLOW',
    message: expect.stringContaining('"docker compose up --wait …" to end within 0.2 s'),
  });
});

test('stopped early, it answers with what the command left', async () => {
  const stop = new AbortController();
  const asked = askEngine(['events'], {
    ...call('echo first; exec /bin/sleep 60'),
    stop: stop.signal,
    onLine: () => stop.abort(),
  });
  await expect(asked).resolves.toMatchObject({ code: 143, stdout: 'first\n' });
});
