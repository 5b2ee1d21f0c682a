/**
 * What is remembered of our own sign-ins: those that the cloud answered, and the latest of them.
 */
import { expect, test } from 'vitest';
import type { ProbeRun } from '../probe-run.ts';
import { createOwnSignIns } from './own-sign-ins.ts';

const run = (at: number, observation: unknown, probe = 'sign-in'): ProbeRun => ({
  ...{ id: `id-${at}`, target: 'contoso', module: probe, probe, startedMs: at, tookMs: 1 },
  ...{ verdict: 'pass', summary: '', phaseMs: {}, aadsts: null, agentId: null, observation },
});

test('an answered sign-in of any outcome is remembered for its own target, newest first', () => {
  const own = createOwnSignIns();
  own.note(run(1, { result: 0 }));
  own.note(run(2, { result: 80002 }));
  own.note(run(3, { result: 'network:refused' }));
  own.note(run(4, { result: 50126 }, 'wrong-password'));
  own.note(run(5, null));
  expect(own.of('contoso')).toEqual([
    { correlationId: 'id-2', atMs: 2 },
    { correlationId: 'id-1', atMs: 1 },
  ]);
  expect(own.of('fabrikam')).toEqual([]);
});

test('no more than sixty are kept', () => {
  const own = createOwnSignIns();
  for (let at = 0; at < 61; at++) own.note(run(at, { result: 0 }));
  expect(own.of('contoso')).toHaveLength(60);
  expect(own.of('contoso').at(-1)).toEqual({ correlationId: 'id-1', atMs: 1 });
});
