/** Planted: text that must not be there, and files or packages that nobody knows of. */
import type { Plants } from './plant.ts';

const FAULTS = 'lab/faults/index.ts';
const contributing = '# x\n\n| `hono` | routes | – |\n';
const manifest = '{ "dependencies": { "hono": "1" } }';

export const TREE = {
  'files open with a comment': [
    {
      bad: { 'test/a.test.ts': 'go();' },
      says: 'no opening comment',
      good: { 'agent/a.ts': '/** Goes. */', 'agent/a.test.ts': 'go();' },
    },
    {
      bad: { 'agent/a.ts': 'go();' },
      says: 'no opening comment',
      good: { 'agent/a.ts': '/** Goes. */\ngo();', 'cli/a.mjs': '#!/bin/x\n// Goes.\ngo();' },
    },
    {
      bad: { 'agent/a.ts': `/*\n${'words\n'.repeat(6)}*/\ngo();` },
      says: '6 lines',
      good: { 'agent/a.ts': `/*\n${'words\n'.repeat(5)}\n a ──▶ b drawn below\n*/\ngo();` },
    },
  ],
  'nothing is left for later in comments': [
    {
      bad: { 'agent/a.ts': `// ${'TO' + 'DO'}: later\ngo();` },
      says: 'do it',
      good: { 'agent/a.ts': "// Done.\ngo('todo');" },
    },
  ],
  'errors are not swallowed': [
    {
      bad: { 'agent/a.ts': 'try { go(); } catch {}' },
      says: 'swallows an outcome',
      good: { 'agent/a.ts': 'try { go(); } catch (cause) { throw new LabError(cause); }' },
    },
  ],
  'nothing names a machine or a registry': [
    {
      bad: { 'docs/a.md': `see ${['', 'home', 'me', 'x'].join('/')}` },
      says: 'make it relative',
      good: { 'docs/a.md': 'see lab/home/me, /workers/1 and https://example.com/home/x' },
    },
    {
      bad: { '.ci/run': `npm --registry https://${['registry', 'npm' + 'js', 'org'].join('.')}` },
      says: 'one registry among many',
      good: { '.ci/run': 'npm ci' },
    },
  ],
  'documents name files that exist': [
    {
      bad: { 'docs/a.md': 'see `agent/gone.ts`' },
      says: 'there is no agent/gone.ts',
      good: { 'docs/a.md': 'see `agent/a.ts` and `agent/<id>.ts`', 'agent/a.ts': '' },
    },
  ],
  'file name and id are one word': [
    {
      bad: { 'probes/sign-in.ts': "export const signIn: Probe = { id: 'signin' };" },
      says: 'rename one of them',
      good: { 'probes/sign-in.ts': "export const signIn: Probe = { id: 'sign-in' };" },
    },
  ],
  'faults and probes are in their registry': [
    {
      bad: { 'lab/faults/a.ts': "export const a: Fault = { id: 'a' };", [FAULTS]: '' },
      says: `not in ${FAULTS}`,
      good: {
        'lab/faults/a.ts': "export const a: Fault = { id: 'a' };",
        'lab/faults/shared/where.ts': 'export const where = 1;',
        [FAULTS]: "import { a } from './a.ts';",
      },
    },
  ],
  'verbs are in the program': [
    {
      bad: { 'cli/a.ts': 'export function register() {}', 'cli/main.ts': '' },
      says: 'register the verb',
      good: {
        'cli/a.ts': 'export function register() {}',
        'cli/main.ts': "import { register } from './a.ts';",
      },
    },
  ],
  'every file is used': [
    {
      bad: { 'agent/a.ts': '', 'agent/a.test.ts': "import { a } from './a.ts';" },
      says: 'use it or delete it',
      good: {
        'agent/a.ts': '',
        'agent/b.test.ts': "import { a } from './a.ts';",
        'bench/run.ts': "new Worker(new URL('./signer/worker.ts', import.meta.url));",
        'bench/signer/worker.ts': '',
      },
    },
  ],
  'every dependency is used and explained': [
    {
      bad: { 'package.json': manifest, 'CONTRIBUTING.md': '', 'lab/a.ts': "import 'hono';" },
      says: 'has no line in CONTRIBUTING.md',
      good: {
        'package.json': manifest,
        'CONTRIBUTING.md': contributing,
        'lab/a.ts': "import { Hono } from 'hono/tiny';",
      },
    },
    {
      bad: {
        'package.json': manifest,
        'CONTRIBUTING.md': contributing,
        'lab/a.test.ts': "import 'hono';",
      },
      says: 'no shipped file imports hono',
      good: { 'package.json': '{}' },
    },
    {
      bad: {
        'package.json': '{}',
        'CONTRIBUTING.md': '# x\n\n## Dependencies\n\n| `hono` | routes | – |\n',
      },
      says: 'remove the line',
      good: { 'package.json': '{}', 'CONTRIBUTING.md': '## Run it\n\n| `npm test` | tests |\n' },
    },
    {
      bad: { 'package.json': '{}', 'lab/a.ts': "import '@scope/left-pad/x';" },
      says: '@scope/left-pad is not in package.json',
      good: { 'package.json': '{}', 'lab/a.ts': "import 'node:fs';" },
    },
  ],
  'the lockfile is complete': [
    {
      bad: {
        'package-lock.json':
          '{ "packages": { "node_modules/a": { "dependencies": { "b": "1" } } } }',
      },
      says: 'node_modules/a needs b',
      good: {
        'package-lock.json':
          '{ "packages": { "node_modules/a": { "dependencies": { "b": "1" } }, "node_modules/b": {} } }',
      },
    },
  ],
} satisfies Plants;
