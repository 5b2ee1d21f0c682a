import { expect, test } from 'vitest';
import type { PathEffect } from '../../../protocol/effects.ts';
import { CONTROLLER_SERVICE, controllerHost, labHost } from '../../../protocol/hosts.ts';
import { createDice } from '../../../runtime/dice.ts';
import { createPathLinks } from '../../../runtime/path.ts';
import { answerQuery, type KnownNames } from './answer-query.ts';
import { ELSEWHERE, listPlaces } from './places.ts';

const HOST = labHost('worker1.msappproxy.net');
const FIRST = controllerHost('dc-1');

function knowing(...effects: PathEffect[]): KnownNames {
  const services = [FIRST, controllerHost('dc-2')].map((target) => ({ target, port: 389 }));
  return {
    ...{ site: 'hq', effects },
    places: listPlaces({ addresses: new Map([HOST, FIRST].map((name) => [name, '10.1.9.10'])) }),
    services: new Map([[CONTROLLER_SERVICE, services]]),
    newLink: createPathLinks(createDice('test')),
  };
}

function resolving(answer: 'no-such-name' | 'wrong-address' | 'late'): PathEffect {
  const scope = { hosts: ['*.msappproxy.net'], components: ['agt-1'] };
  return { on: 'path', kind: 'resolve', answer, delayMs: 700, scope };
}

test('a name of the lab has its own address, in whatever case it is asked for', () => {
  const asked = { type: 'A', name: HOST.toUpperCase() } as const;
  const { code, answers } = answerQuery(asked, 'agt-1', knowing());
  expect(code).toBe(0);
  expect(answers).toMatchObject([{ name: asked.name, data: '198.18.0.2', ttl: 0 }]);
});

test('it has no other address, and no other name exists', () => {
  expect(answerQuery({ type: 'AAAA', name: HOST }, 'agt-1', knowing())).toMatchObject({
    ...{ code: 0, answers: [] },
  });
  const outside = { type: 'A', name: 'login.microsoftonline.example' } as const;
  expect(answerQuery(outside, 'agt-1', knowing()).code).toBe(3);
});

test('controllers are listed in their order', () => {
  const { answers } = answerQuery({ type: 'SRV', name: CONTROLLER_SERVICE }, 'agt-1', knowing());
  const [first, second] = answers;
  expect(first).toMatchObject({ data: { target: FIRST, port: 389, priority: 0 } });
  expect(second).toMatchObject({ data: { target: controllerHost('dc-2'), priority: 1 } });
});

test.each([
  ['no-such-name', { code: 3, answers: [], afterMs: 0 }],
  ['wrong-address', { code: 0, answers: [{ data: ELSEWHERE }], afterMs: 0 }],
  ['late', { code: 0, answers: [{ data: '198.18.0.2' }], afterMs: 700 }],
] as const)('%s: for the agent that it is about, and for nobody else', (answer, expected) => {
  const known = knowing(resolving(answer));
  const question = { type: 'A', name: HOST } as const;
  expect(answerQuery(question, 'agt-1', known)).toMatchObject(expected);
  expect(answerQuery(question, 'agt-2', known)).toMatchObject({ code: 0, afterMs: 0 });
});
