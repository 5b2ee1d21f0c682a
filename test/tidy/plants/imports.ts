/** Planted: wrong imports, and time or chance taken from the machine. */
import type { Plants } from './plant.ts';

export const IMPORTS = {
  'imports follow the arrows': [
    {
      bad: { 'agent/a.ts': "import { b } from '../mock-entra/b.ts';" },
      says: 'agent/ must not import mock-entra/b.ts',
      good: { 'agent/a.ts': "import { b } from '../protocol/b.ts';" },
    },
    {
      bad: { 'protocol/a.ts': "import type { B } from '../runtime/b.ts';" },
      says: 'protocol/ must not import runtime/b.ts',
      good: { 'runtime/a.ts': "import type { B } from '../protocol/b.ts';" },
    },
    {
      bad: { 'lab/a.ts': "const b = await import('../scenarios/b.ts');" },
      says: 'lab/ must not import scenarios/b.ts',
      good: { 'scenarios/a.ts': "const b = await import('../lab/b.ts');" },
    },
    {
      bad: { 'console/a.ts': "import { b } from '../scenarios/b.ts';" },
      says: 'console/ must not import scenarios/b.ts',
      good: { 'console/a.ts': "import type { B } from '../scenarios/b.ts';" },
    },
    {
      bad: { 'probes/a.test.ts': "import { b } from '../lab/b.ts';" },
      says: 'move the test to test/',
      good: { 'probes/a.test.ts': "import { b } from '../test/b.ts';" },
    },
  ],
  'the product does not import its tests': [
    {
      bad: { 'probes/a.ts': "import { b } from './stub-cloud.ts';" },
      says: 'is there for tests',
      good: { 'probes/a.test.ts': "import { b } from './stub-cloud.ts';" },
    },
  ],
  'component code awaits the ports alone': [
    {
      bad: { 'agent/a.ts': "import { readFileSync } from 'node:fs';" },
      says: 'await a port',
      good: { 'agent/a.ts': "import { createHash } from 'node:crypto';" },
    },
    {
      bad: { 'runtime/virtual/a.ts': "import { setTimeout } from 'node:timers/promises';" },
      says: 'node:timers/promises',
      good: { 'runtime/live/a.ts': "import { setTimeout } from 'node:timers/promises';" },
    },
  ],
  'virtual mode loads no socket library': [
    {
      bad: {
        'lab/start-lab.ts': "import { a } from './a.ts';",
        'lab/a.ts': "import { b } from '../runtime/live/b.ts';",
        'runtime/live/b.ts': "import { Agent } from 'undici';",
      },
      says: 'lab/start-lab.ts > lab/a.ts > runtime/live/b.ts',
      good: {
        'lab/start-lab.ts': "const a = import('./a.ts');",
        'lab/a.ts': "import { b } from '../runtime/live/b.ts';",
        'runtime/live/b.ts': "import { Agent } from 'undici';",
      },
    },
    {
      bad: { 'directory/a.ts': "import { Client } from 'ldapts';" },
      says: 'would load ldapts',
      good: { 'directory/a.ts': "import type { Client } from 'ldapts';" },
    },
  ],
  'time, chance and environment come from outside': [
    {
      bad: { 'mock-entra/a.ts': 'const now = Date.now();' },
      says: 'clock.nowMs',
      good: { 'mock-entra/a.ts': 'const now = clock.nowMs();' },
    },
    {
      bad: { 'agent/a.ts': 'const now = new Date();' },
      says: 'clock.nowMs',
      good: { 'agent/a.ts': 'const then = new Date(clock.nowMs());' },
    },
    {
      bad: { 'agent/a.ts': 'setTimeout(go, 5);' },
      says: 'clock.sleep',
      good: { 'runtime/live/a.ts': 'setTimeout(go, 5);', 'agent/b.ts': 'clock.setTimeout(go);' },
    },
    {
      bad: { 'scenarios/a.ts': 'const home = process.env.HOME;' },
      says: 'as an option',
      good: { 'cli/a.ts': 'const home = process.env.HOME;' },
    },
    {
      bad: { 'probes/a.ts': 'const id = crypto.randomUUID();' },
      says: 'dice.guid',
      good: { 'probes/a.ts': 'const id = dice.guid();' },
    },
    {
      bad: { 'probes/a.ts': 'const id = Math.random();' },
      says: 'dice.below',
      good: { 'probes/a.ts': 'const id = Math.max(1, 2);' },
    },
  ],
} satisfies Plants;
