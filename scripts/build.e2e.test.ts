/**
 * The package as its users get it: built, packed, installed into an empty project and used there.
 * Packages that only its types rest on are linked from this tree, the others come from npm.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';

const root = path.join(import.meta.dirname, '..');
const work = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-package-'));
const dist = path.join(work, 'dist');
const project = path.join(work, 'project');
const installed = path.join(project, 'node_modules', 'pta-lab');
const command = path.join(project, 'node_modules', '.bin', 'pta-lab');

const CONSUMER = `
import { createMockEntra, LabError, type MockEntra } from 'pta-lab';
import { mockEntra } from 'pta-lab/msw';
import { MockEntraContainer, PtaLabContainer } from 'pta-lab/testcontainers';
import type { test as withEntra } from 'pta-lab/vitest';

export type Extended = typeof withEntra;
await using entra: MockEntra = await createMockEntra({ agents: 1 });
const { userName: username = '', password = '' } = entra.accounts.healthy ?? {};
const form = { grant_type: 'password', client_id: entra.clientId, scope: 'openid' };
const body = new URLSearchParams({ ...form, username, password });
const url = \`\${entra.authority}/oauth2/v2.0/token\`;
const { status } = await entra.handle(new Request(url, { method: 'POST', body }));
const kinds = [LabError, mockEntra, MockEntraContainer, PtaLabContainer].map((it) => typeof it);
console.log(status, ...kinds);
`;

const TYPES = ['@types/node', 'msw', 'vitest', 'testcontainers'];

function run(program: string, args: readonly string[], cwd = project) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const ended = spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 90_000 });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

beforeAll(() => {
  const node = ['--disable-warning=ExperimentalWarning', 'scripts/build.mjs', dist];
  expect(run(process.execPath, node, root)).toEqual({ code: 0, stdout: '', stderr: '' });
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
  expect(run('npm', ['pack', dist, '--pack-destination', work], work)).toMatchObject({ code: 0 });
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const install = run('npm', ['install', ...flags, path.join(work, 'pta-lab-0.1.0.tgz')]);
  expect(install, install.stderr).toMatchObject({ code: 0 });
  for (const name of TYPES) {
    const link = path.join(project, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(path.join(root, 'node_modules', name), link);
  }
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test(proves('package.installs', 'publint finds nothing wrong with the package'), async () => {
  const { messages, pkg = {} } = await publint({ pkgDir: dist, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  expect(pkg).not.toHaveProperty('scripts');
  expect(pkg).not.toHaveProperty('devDependencies');
});

test('nothing in it tells where it was built, and no test is in it', () => {
  const list = run('tar', ['-tzf', path.join(work, 'pta-lab-0.1.0.tgz')]).stdout.split('\n');
  expect(list).toContain('package/LICENSE');
  expect(list).toContain('package/README.md');
  expect(list.filter((name) => /\.test\.|\/bench\/|package-lock/.test(name))).toEqual([]);
  const found = run('grep', ['-rlE', `${root}/|${work}|registry\\.npmjs`, dist]);
  expect(found).toEqual({ code: 1, stdout: '', stderr: '' });
});

test(proves('package.library', 'strict TypeScript takes its types, and its entries work'), () => {
  writeFileSync(path.join(project, 'main.ts'), CONSUMER);
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const lib = ['--lib', 'es2024,esnext.disposable,dom,dom.iterable'];
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = run(process.execPath, [tsc, ...options, ...lib, 'main.ts']);
  expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(run(process.execPath, ['main.js'])).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: '200 function function function function\n',
  });
});

test(proves('package.installs', 'its command rehearses, and knows its version'), () => {
  expect(run(command, ['--version']).stdout).toMatch(/^pta-lab \d+\.\d+\.\d+\n$/);
  const rehearsal = run(command, ['rehearse', 'blocked-443', '--seed', '1']);
  expect(rehearsal, rehearsal.stderr).toMatchObject({ code: 0 });
});

test(
  proves('package.programs', 'agents and the load generator run as programs of it'),
  async () => {
    const options = ['--no-443', '--no-proxy', '--no-traffic', '--agent-processes', '--json'];
    const up = spawn(command, ['up', ...options], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => up.once('close', resolve));
    try {
      await new Promise((resolve) => up.stdout.once('data', resolve));
      const load = run(command, ['load', 'smoke', '--engine', 'builtin', '--duration', '2s']);
      expect(load, load.stderr).toMatchObject({ code: 0 });
    } finally {
      up.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  },
);

test('every file that its modules read beside themselves is in it', () => {
  const places = run('grep', ['-rlE', "new URL\\('\\./", installed, '--include=*.js']).stdout;
  expect(places).toContain('spawn-agent.js');
  for (const file of places.trim().split('\n')) {
    const named = readFileSync(file, 'utf8').matchAll(
      /new URL\(\s*'(\.[^']+)',\s*import\.meta\.url/g,
    );
    for (const [, name = ''] of named) {
      expect(existsSync(path.join(path.dirname(file), name)), `${file}: ${name}`).toBe(true);
    }
  }
});
