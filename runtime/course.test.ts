/** What effects come to when several are on one path, and what they do to open connections. */
import { expect, test } from 'vitest';
import type { PathEffect } from '../protocol/effects.ts';
import { type Course, decideCourse, fateOfOpen } from './course.ts';
import { createDice } from './dice.ts';
import { createPathLinks } from './path.ts';

type Kind<K> = K extends PathEffect ? Omit<K, 'on' | 'scope'> : never;

function path(effect: Kind<PathEffect>): PathEffect {
  return { on: 'path', scope: { hosts: ['*'] }, ...effect } as PathEffect;
}

function course(effects: readonly PathEffect[], port = 443, proxyOnly = false): Course {
  return decideCourse(effects, linkTo(port, false), proxyOnly);
}

function linkTo(port: number, proxied: boolean) {
  const host = 'worker1.msappproxy.net';
  const newLink = createPathLinks(createDice('course'));
  return newLink({ site: 'hq', component: 'agt-1', host, port, proxied });
}

const refuse = path({ kind: 'refuse', established: 'cut' });
const unknownName = path({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 });

test('delays add up, losses combine, and the first of the others decides', () => {
  const effects = [
    path({ kind: 'delay', delayMs: 30 }),
    path({ kind: 'loss', lossShare: 0.5 }),
    path({ kind: 'reset', established: 'keep' }),
    refuse,
    path({ kind: 'delay', delayMs: 12 }),
    path({ kind: 'loss', lossShare: 0.5 }),
  ];
  expect(course(effects)).toMatchObject({
    ...{ delayMs: 42, lossShare: 0.75 },
    way: { kind: 'reset' },
  });
});

test('a name is resolved before anything else happens, late or wrong or not at all', () => {
  const late = path({ kind: 'resolve', answer: 'late', delayMs: 700 });
  expect(course([refuse, late, unknownName])).toMatchObject({
    ...{ resolution: 'no-such-name', resolveMs: 700 },
    way: { kind: 'refuse' },
  });
});

test('a site that lets out its proxy alone still reaches its controllers', () => {
  expect(course([], 443, true).way).toEqual({ kind: 'drop' });
  expect(course([], 80, true).way).toEqual({ kind: 'drop' });
  expect(course([], 636, true).way).toEqual({ kind: 'open' });
});

test('without its PAC file a client meets the path of those who go direct', () => {
  const broken = path({ kind: 'proxy', behaviour: 'broken-pac', established: 'keep' });
  const asks = path({ kind: 'proxy', behaviour: 'asks-for-credentials', established: 'keep' });
  const proxied = linkTo(443, true);
  expect(decideCourse([asks, broken], proxied)).toMatchObject({
    proxied: false,
    way: { kind: 'open' },
  });
  expect(decideCourse([asks, broken], proxied, true).way).toEqual({ kind: 'drop' });
  expect(decideCourse([asks], proxied).way).toMatchObject({ kind: 'proxy' });
});

test.each<[PathEffect, ReturnType<typeof fateOfOpen>]>([
  [path({ kind: 'drop', established: 'keep' }), 'keep'],
  [path({ kind: 'drop', established: 'blackhole' }), 'both'],
  [refuse, 'cut'],
  [path({ kind: 'stall', direction: 'in', established: 'blackhole' }), 'in'],
  [path({ kind: 'stall', direction: 'in', established: 'keep' }), 'keep'],
  [path({ kind: 'delay', delayMs: 1 }), 'keep'],
  [unknownName, 'keep'],
  [path({ kind: 'proxy', behaviour: 'down', established: 'cut' }), 'cut'],
])('what is open, when %o begins', (effect, fate) => {
  expect(fateOfOpen(effect)).toBe(fate);
});
