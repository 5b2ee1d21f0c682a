/**
 * The egress between an agent's host and a cloud, in network namespaces made for it: what a client
 * meets there is what it meets in the live lab under the same effect.
 */
import { afterAll, describe, expect } from 'vitest';
import type { Established, PathEffect } from '../../../protocol/effects.ts';
import { path, type Rig, startRig, URL_OF_HOST } from '../../../runtime/live/rig.ts';
import { needs } from '../../../test/needs.ts';
import { proves } from '../../../test/parity/proves.ts';
import { CLOUD } from './rig/hosts.ts';
import {
  CONTROLLER,
  PATIENCE_MS,
  SHORT_MS,
  SIGN_IN,
  type SiteRig,
  startSiteRig,
  WORKER,
} from './rig/site-rig.ts';

const withFilter = needs('packet-filter');

/** Opened by the first test that runs, and for all of them. */
let opened: Promise<{ site: SiteRig; live: Rig }> | undefined;

function open(): Promise<{ site: SiteRig; live: Rig }> {
  opened ??= (async () => ({
    site: await startSiteRig({ proxy: { directToo: true } }),
    live: await startRig(),
  }))();
  return opened;
}

afterAll(async () => {
  if (!opened) return;
  const { site, live } = await opened;
  await site[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

interface Met {
  failure: string | undefined;
  at: string | undefined;
  shownBy: number;
}

async function meetInLive(effect: PathEffect, proxied: boolean): Promise<Met> {
  const { live } = await open();
  live.network.apply([effect]);
  const call = { from: { ...live.agent, proxied }, timeoutMs: patienceFor(effect) };
  const outcome = await live.network.examine(URL_OF_HOST, call);
  const { failure, at } = outcome.ok ? {} : outcome;
  return { failure, at, shownBy: outcome.peer?.tls?.chain.length ?? 0 };
}

async function meetAtSite(effect: PathEffect, proxied: boolean): Promise<Met> {
  const { site } = await open();
  await site.apply([effect]);
  const { failure, at, subjects } = await site.dial({
    ...{ host: WORKER, proxied, timeoutMs: patienceFor(effect) },
  });
  return { failure, at, shownBy: subjects.length };
}

function patienceFor({ kind, scope }: PathEffect): number {
  const isSilent = kind === 'drop' || kind === 'stall' || kind === 'loss';
  const isNarrow = scope.ports ?? scope.components ?? scope.hosts[0] !== '*';
  return isSilent && !isNarrow ? SHORT_MS : PATIENCE_MS;
}

const keep = { established: 'keep' } as const;

const inspecting = (
  ['valid', 'expired', 'not-yet-valid', 'wrong-name', 'client-usage'] as const
).map((presents) => path({ kind: 'inspect', authority: 'trusted', presents, ...keep }));
const broken = (['old-protocol', 'no-common-cipher'] as const).map((presents) =>
  path({ kind: 'inspect', authority: 'trusted', presents, ...keep }),
);

const DIRECT: readonly PathEffect[] = [
  path({ kind: 'drop', ...keep }),
  path({ kind: 'refuse', ...keep }),
  path({ kind: 'reset', ...keep }),
  path({ kind: 'stall', direction: 'both', ...keep }),
  path({ kind: 'delay', delayMs: 20 }),
  path({ kind: 'loss', lossShare: 1 }),
  ...inspecting,
  ...broken,
  path({ kind: 'inspect', authority: 'unknown', presents: 'valid', ...keep }),
  path({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 }),
  path({ kind: 'resolve', answer: 'wrong-address', delayMs: 0 }),
  path({ kind: 'drop', ...keep }, { hosts: ['*'], ports: [80] }),
  path({ kind: 'drop', ...keep }, { hosts: ['*'], components: ['agt-2'] }),
  path({ kind: 'drop', ...keep }, { hosts: ['login.microsoftonline.com'] }),
];

const PROXIED: readonly PathEffect[] = [
  ...(['asks-for-credentials', 'bad-gateway', 'refuses-upgrades', 'down'] as const).map(
    (behaviour) => path({ kind: 'proxy', behaviour, ...keep }),
  ),
  path({ kind: 'refuse', ...keep }),
  path({ kind: 'resolve', answer: 'no-such-name', delayMs: 0 }),
];

describe(
  proves(['containers.filter', 'containers.relay', 'containers.resolver'], 'as live'),
  () => {
    for (const effect of DIRECT) {
      withFilter(`a client meets the same as in the live lab: ${name(effect)}`, async () => {
        expect(await meetAtSite(effect, false)).toEqual(await meetInLive(effect, false));
      });
    }
    for (const effect of PROXIED) {
      withFilter(`and through the web proxy: ${name(effect)}`, async () => {
        expect(await meetAtSite(effect, true)).toEqual(await meetInLive(effect, true));
      });
    }
  },
);

function name({ on: _, scope, ...effect }: PathEffect): string {
  const { hosts, ...narrow } = scope;
  const words = [...Object.values(effect), ...Object.values(narrow).flat(), ...hosts];
  return words.join(' ');
}

/** On 443 the relay carries it, on 636 the packet filter forwards it. */
const CARRIED = [
  { by: 'the relay', host: WORKER, port: 443 },
  { by: 'the filter', host: CONTROLLER, port: 636 },
] as const;

describe('an open connection', () => {
  const FATES: readonly [Established, string, string][] = [
    ['keep', 'echo', 'echo'],
    ['cut', 'reset', 'reset'],
    ['blackhole', 'silence', 'echo'],
  ];
  for (const { by, ...place } of CARRIED) {
    for (const [established, meanwhile, afterwards] of FATES) {
      withFilter(`carried by ${by}, ${established}: ${meanwhile}`, async () => {
        const { site } = await open();
        await site.apply([]);
        const kept = `${established} ${place.port}`;
        await site.dial({ ...place, keep: kept });
        await site.apply([path({ kind: 'drop', established })]);
        const waitMs = meanwhile === 'silence' ? SHORT_MS / 4 : PATIENCE_MS;
        expect(await site.echo(kept, waitMs)).toBe(meanwhile);
        await site.apply([]);
        const healed = established === 'blackhole' ? site.listen(kept) : site.echo(kept);
        expect(await healed).toBe(afterwards);
      });
    }
  }
});

withFilter('where nothing goes through the relay by default, the same comes of it', async () => {
  await using plain = await startSiteRig({ forwards: true });
  const meet = async (effect: PathEffect) => {
    await plain.apply([effect]);
    const { failure, at, subjects } = await plain.dial({});
    return [failure, at, subjects.at(-1)];
  };
  const kept = await plain.dial({ keep: 'one' });
  expect(kept.failure).toBeUndefined();
  expect(await meet(path({ kind: 'refuse', ...keep }))).toEqual(['refused', 'connect', undefined]);
  expect(await meet(path({ kind: 'reset', ...keep }))).toEqual(['reset', 'tls', undefined]);
  const inspected = path({ kind: 'inspect', authority: 'trusted', presents: 'valid', ...keep });
  expect(await meet(inspected)).toEqual([undefined, undefined, 'inspection CA (hq)']);
  expect(await plain.echo('one')).toBe('echo');
  await plain.apply([path({ kind: 'drop', established: 'cut' })]);
  expect(await plain.echo('one')).toBe('reset');
});

withFilter('where a proxy is the only way out, only the directory is called directly', async () => {
  await using closed = await startSiteRig({ forwards: true, proxy: { directToo: false } });
  expect(await closed.dial({ timeoutMs: SHORT_MS })).toMatchObject({
    failure: 'timed-out',
    at: 'connect',
  });
  expect(await closed.dial({ proxied: true })).not.toHaveProperty('failure');
  expect(await closed.dial({ host: CONTROLLER, port: 636 })).not.toHaveProperty('failure');
});

withFilter('a share of the connections is hit, the others are not', async () => {
  const { site } = await open();
  await site.apply([path({ kind: 'refuse', ...keep }, { hosts: ['*'], share: 0.5 })]);
  const met: string[] = [];
  // On 443 the relay takes those that the filter lets through: it must not draw once more.
  for (let nth = 0; nth < 80; nth++) met.push((await site.dial({})).failure ?? 'none');
  expect([...new Set(met)].sort()).toEqual(['none', 'refused']);
  // Of 80 fair ones, fewer than 15 on a side are not to be expected in the life of this test.
  const hit = met.filter((one) => one === 'refused').length;
  expect(Math.min(hit, met.length - hit)).toBeGreaterThan(15);
});

withFilter('delay and a late name take their time', async () => {
  const { site } = await open();
  await site.apply([
    path({ kind: 'delay', delayMs: 30 }),
    path({ kind: 'resolve', answer: 'late', delayMs: 150 }),
  ]);
  const { phaseMs, failure } = await site.dial({ host: SIGN_IN });
  expect(failure).toBeUndefined();
  expect(phaseMs.resolve).toBeGreaterThan(149);
  // The filter delays TCP's handshake too, the relay only what comes after it.
  expect((phaseMs.connect ?? 0) + (phaseMs.tls ?? 0)).toBeGreaterThan(119);
});

withFilter(
  proves('containers.closed', 'no packet of the site gets anywhere but by a name of the lab'),
  async () => {
    const { site } = await open();
    await site.apply([]);
    expect(await site.knock(CLOUD, 443)).toBe('silence');
    expect(await site.dial({ host: 'www.contoso.example' })).toMatchObject({
      failure: 'name-not-resolved',
    });
  },
);
