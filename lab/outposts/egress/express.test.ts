import { describe, expect, test } from 'vitest';
import type { PathEffect, PathScope } from '../../../protocol/effects.ts';
import { labHost } from '../../../protocol/hosts.ts';
import { distinctDelays, renderClasses } from './delays.ts';
import { express, findImpossiblePath, type Plan } from './express.ts';
import { ELSEWHERE, listPlaces } from './places.ts';
import { CLOSED_RULESET, renderRuleset } from './ruleset.ts';
import { CHANCES } from './selection.ts';
import { recognised } from './start-egress.ts';

const WORKER = labHost('worker1.msappproxy.net');
const SIGN_IN = labHost('login.microsoftonline.com');
const CONTROLLER = labHost('dc-1.corp.contoso.example');

const places = listPlaces({
  addresses: new Map([
    [WORKER, '10.1.9.10'],
    [SIGN_IN, '10.1.9.10'],
    [CONTROLLER, '10.1.8.11'],
  ]),
});
const components = new Map([['agt-1', '10.1.1.11']]);
const view = { site: 'hq', seed: '1', places, components, netem: false };

const frame = {
  ...{ device: 'eth1', subnet: '10.1.1.254/24', places, seed: 7 },
  relayPort: () => 20_000,
  elsewhere: { tls: 20_001, plain: 20_002 },
};

type Kind<K> = K extends PathEffect ? Omit<K, 'on' | 'scope'> : never;

function effect(kind: Kind<PathEffect>, scope: PathScope = { hosts: ['*'] }): PathEffect {
  return { on: 'path', scope, ...kind } as PathEffect;
}

function addressOf(name: string): string {
  return places.find((place) => place.name === name)?.virtual ?? 'none';
}

const isRelayed = ({ relayed }: Plan, name: string, port: number) =>
  relayed.some((one) => one.place.name === name && one.port === port);

describe('what a filter can do, its rules do', () => {
  test('drop and refuse meet new connections, each in its own way', () => {
    const dropping = express([effect({ kind: 'drop', established: 'keep' })], view);
    expect(dropping.onNew).toHaveLength(1);
    expect(dropping.onNew[0]).toMatch(/ drop$/);
    expect(dropping.onOpen).toEqual([]);
    const refusing = express([effect({ kind: 'refuse', established: 'keep' })], view);
    expect(refusing.onNew[0]).toMatch(/ reject with tcp reset$/);
  });

  test.each<[string, PathEffect, string[]]>([
    ['cut', effect({ kind: 'drop', established: 'cut' }), ['reject with tcp reset']],
    ['blackhole', effect({ kind: 'refuse', established: 'blackhole' }), ['drop']],
    [
      'a stalled direction',
      effect({ kind: 'stall', direction: 'in', established: 'blackhole' }),
      ['ct direction reply drop'],
    ],
    ['keep', effect({ kind: 'reset', established: 'keep' }), []],
  ])('open connections: %s', (_, one, ends) => {
    const { onOpen } = express([one], view);
    expect(onOpen.map((rule) => rule.split('meta l4proto tcp ')[1])).toEqual(ends);
  });

  test('loss is drawn for each packet, and all of them is no chance', () => {
    const [some] = express([effect({ kind: 'loss', lossShare: 0.02 })], view).onEach;
    expect(some).toContain('numgen random mod 10000 < 200 drop');
    const [all] = express([effect({ kind: 'loss', lossShare: 1 })], view).onEach;
    expect(all).toMatch(/tcp drop$/);
    expect(express([effect({ kind: 'loss', lossShare: 0 })], view).onEach).toEqual([]);
  });
});

describe('whom it is about', () => {
  const dropped = (scope: PathScope) =>
    express([effect({ kind: 'drop', established: 'keep' }, scope)], view).onNew[0];

  test('names that share a host have addresses of their own', () => {
    const rule = dropped({ hosts: ['*.msappproxy.net'] });
    expect(rule).toContain(`ip daddr { ${addressOf(WORKER)} }`);
    expect(rule).not.toContain(addressOf(SIGN_IN));
  });

  test('an agent is known by the address of its host', () => {
    expect(dropped({ hosts: ['*'], components: ['agt-1'] })).toContain('ip saddr { 10.1.1.11 }');
    expect(dropped({ hosts: ['*'], components: ['agt-3'] })).toBeUndefined();
  });

  test('another site, and a name that is not there, make no rule', () => {
    expect(dropped({ hosts: ['*'], sites: ['branch'] })).toBeUndefined();
    expect(dropped({ hosts: ['other.net'] })).toBeUndefined();
  });

  test('a port is read from the mark of the connection', () => {
    const first = 443 * CHANCES;
    expect(dropped({ hosts: ['*'], ports: [443] })).toContain(
      `ct mark { ${first}-${first + CHANCES - 1} }`,
    );
  });

  test('a share is that part of the chances, also where they begin again', () => {
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const rule = dropped({ hosts: ['*'], ports: [443], share: 0.75, seed }) ?? '';
      const ranges = [...rule.matchAll(/(\d+)-(\d+)/g)].map(([, low, high]) => [
        Number(low) - 443 * CHANCES,
        Number(high) - 443 * CHANCES,
      ]);
      const hit = ranges.reduce((sum, [low = 0, high = 0]) => sum + high - low + 1, 0);
      expect(hit).toBe(0.75 * CHANCES);
      expect(ranges.flat().every((at) => at >= 0 && at < CHANCES)).toBe(true);
    }
  });
});

describe('what it cannot do, the relay does', () => {
  test.each<[string, PathEffect]>([
    ['reset', effect({ kind: 'reset', established: 'keep' })],
    ['stall', effect({ kind: 'stall', direction: 'both', established: 'keep' })],
    ['delay', effect({ kind: 'delay', delayMs: 5 })],
    [
      'inspect',
      effect({ kind: 'inspect', authority: 'trusted', presents: 'valid', established: 'keep' }),
    ],
  ])('%s: connections to where it applies are redirected', (_, one) => {
    const nothing = express([], view);
    expect(isRelayed(nothing, CONTROLLER, 636)).toBe(false);
    expect(isRelayed(nothing, WORKER, 443)).toBe(true);
    const plan = express([one], view);
    expect(isRelayed(plan, CONTROLLER, 636)).toBe(true);
    expect(plan.toRelay).toEqual([one]);
  });

  test('the first that decides about all of them shuts the rules of later ones off', () => {
    const reset = effect({ kind: 'reset', established: 'keep' });
    const drop = effect({ kind: 'drop', established: 'keep' });
    const { onNew } = express([reset, drop], view);
    expect(onNew.map((rule) => rule.split(' ').at(-1))).toEqual(['return', 'drop']);
  });

  test('names are the resolver’s and loss is the filter’s: the relay hears of neither', () => {
    const late = effect({ kind: 'resolve', answer: 'late', delayMs: 9 });
    const plan = express([late, effect({ kind: 'loss', lossShare: 0.1 })], view);
    expect(plan.toRelay).toEqual([]);
    expect(plan.toResolver).toEqual([late]);
    expect(plan.toProxy).toHaveLength(2);
  });

  test('a proxy that is down refuses whoever calls it', () => {
    const down = effect({ kind: 'proxy', behaviour: 'down', established: 'keep' });
    expect(express([down], view).onProxy).toEqual(['reject with tcp reset']);
  });
});

describe('where the kernel delays packets', () => {
  const forwarding = { ...view, netem: true };
  const far = effect({ kind: 'delay', delayMs: 20 }, { hosts: ['*.corp.contoso.example'] });
  const slow = effect({ kind: 'delay', delayMs: 300 });

  test('nothing goes through the relay that it does not have to look into', () => {
    expect(express([slow], forwarding).relayed).toEqual([]);
    const inspect = effect({
      ...{ kind: 'inspect', authority: 'trusted', presents: 'valid', established: 'keep' },
    });
    expect(isRelayed(express([inspect], forwarding), WORKER, 443)).toBe(true);
  });

  test('delays of one packet add up, and the rule for all of them comes first', () => {
    const { delays } = express([far, slow], forwarding);
    expect(delays.map(({ delayMs }) => delayMs)).toEqual([320, 20, 300]);
    expect(delays[0]?.match.match(/ip daddr/g)).toHaveLength(2);
  });

  test('each device gets a class for each delay, and the filter names that class', () => {
    const plan = express([slow], forwarding);
    expect(renderClasses(['eth0'], distinctDelays(plan.delays)).split('\n')).toEqual([
      'qdisc replace dev eth0 root noqueue',
      'qdisc replace dev eth0 root handle 1: htb',
      'class add dev eth0 parent 1: classid 1:2 htb rate 10gbit quantum 60000',
      'qdisc add dev eth0 parent 1:2 netem delay 300ms limit 100000',
      '',
    ]);
    expect(renderRuleset(plan, frame)).toMatch(/tcp meta priority set 1:2 return/);
  });

  test('more of them than rules can tell apart are the relay’s', () => {
    const plan = express(Array(5).fill(slow), forwarding);
    expect(plan.delays).toEqual([]);
    expect(isRelayed(plan, WORKER, 443)).toBe(true);
  });
});

test('what no egress can do is said in a sentence', () => {
  const pac = effect({ kind: 'proxy', behaviour: 'broken-pac', established: 'keep' });
  expect(findImpossiblePath(pac)).toContain('PAC file');
  expect(findImpossiblePath(effect({ kind: 'delay', delayMs: 1 }))).toBeUndefined();
});

test('an effect that came over the link again is the one that was there', () => {
  const before = [effect({ kind: 'delay', delayMs: 1 }), effect({ kind: 'delay', delayMs: 2 })];
  const copies = structuredClone([...before, ...before.slice(0, 1)]);
  const now = recognised(copies, [2], before);
  expect(now[0]).toBe(before[0]);
  expect(now[1]).toBe(before[1]);
  expect(now[2]).not.toBe(before[0]);
});

describe('the ruleset', () => {
  test('forwards what is translated and nothing else', () => {
    const text = renderRuleset(express([], view), frame);
    expect(text).toContain('type filter hook forward priority filter; policy drop;');
    expect(text).toContain(`${addressOf(CONTROLLER)} : 10.1.8.11`);
    expect(text).toContain(`${addressOf(WORKER)} . 443 : 20000`);
    expect(text).toContain(`ip daddr ${ELSEWHERE} meta l4proto tcp redirect to :20001`);
    expect(CLOSED_RULESET).toContain('policy drop;');
  });

  test('with a proxy as the only way out, nothing new leaves but to the directory', () => {
    const open = { ...frame, proxy: { port: 8080, directToo: true } };
    const closed = { ...frame, proxy: { port: 8080, directToo: false } };
    const rule = /ct mark != \{ [\d, -]+ \} drop/;
    expect(renderRuleset(express([], view), open)).not.toMatch(rule);
    expect(renderRuleset(express([], view), closed)).toMatch(rule);
  });
});
