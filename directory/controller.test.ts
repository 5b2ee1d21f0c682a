import { expect, test } from 'vitest';
import type { ControllerEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import type { BindResult, Clock, Network, Service } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import { createAccount } from './account.ts';
import { type ControllerOptions, startController } from './controller.ts';
import { type Directory, type DirectoryForest, startDirectory } from './directory.ts';
import { createDomain, type Domain } from './domain.ts';

const right = new Secret('right');
const policy = { adLockoutThreshold: 5, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };

/** Time that moves by `pass` only; sleepers wake when it does. */
function manualClock() {
  let nowMs = Date.UTC(2026, 0, 5);
  let sleepers: { dueMs: number; wake: () => void }[] = [];
  const clock: Pick<Clock, 'nowMs' | 'sleep'> = {
    nowMs: () => nowMs,
    sleep: (durationMs) =>
      new Promise((wake) => void sleepers.push({ dueMs: nowMs + durationMs, wake })),
  };
  const pass = (durationMs: number) => {
    nowMs += durationMs;
    for (const { dueMs, wake } of sleepers) if (dueMs <= nowMs) wake();
    sleepers = sleepers.filter(({ dueMs }) => dueMs > nowMs);
  };
  return { clock, pass };
}

/** Names with the service behind them; a second service under one name is the defect to catch. */
function fakeNetwork(broken: string[] = []) {
  const services = new Map<string, Service>();
  let records: readonly string[] = [];
  const network: Pick<Network, 'serve' | 'publish'> = {
    publish(_, hosts) {
      records = hosts;
    },
    async serve(names, service) {
      for (const name of names) {
        if (broken.includes(name)) throw new Error(`${name} cannot listen`);
        if (services.has(name)) throw new Error(`${name} is served already`);
        services.set(name, service);
      }
      return {
        [Symbol.asyncDispose]: async () => {
          for (const name of names) services.delete(name);
        },
      };
    },
  };
  return { network, services, records: () => records };
}

const DC_1 = 'dc-1.contoso.example';
const DC_2 = 'dc-2.contoso.example';
const CONTROLLERS = [
  { name: 'dc-1', host: DC_1 },
  { name: 'dc-2', host: DC_2 },
];

const shared = { dice: createDice('s'), kerberosSkewMs: 300_000 };

function forestOf(domain: Domain): DirectoryForest {
  const suffixes = ['contoso.example'];
  return { name: 'corp', trust: 'two-way', suffixes, domain, controllers: CONTROLLERS };
}

/** Alone, as its own PDC emulator. */
function startAlone(domain: Domain, world: Pick<ControllerOptions, 'clock' | 'network'>) {
  const replica = domain.replica({ pdcEmulator: true });
  const route = () => 'here' as const;
  return startController({ name: 'dc-1', host: DC_1, replica, route, ...shared, ...world });
}

interface World {
  directory: Directory;
  domain: Domain;
  pass: (durationMs: number) => void;
  names: () => string[];
  records: () => readonly string[];
  /** Settles on the answer, or on what the caller sees while none has come. */
  ask: (host: string, workstation?: string) => Promise<BindResult | 'no answer' | 'refused'>;
}

async function startWorld(): Promise<World> {
  const { clock, pass } = manualClock();
  const { network, services, records } = fakeNetwork();
  const accounts = [
    createAccount('ada@contoso.example', right, createDice('s'), { workstations: ['agt-1'] }),
  ];
  const domain = createDomain({ name: 'contoso.example', accounts, policy, clock });
  const directory = await startDirectory({
    forests: [forestOf(domain)],
    clock,
    network,
    ...shared,
  });
  const ask: World['ask'] = async (host, workstation = 'agt-1') => {
    const request = { userPrincipalName: 'ada@contoso.example', password: right, workstation };
    const answer = services.get(host)?.bind?.(request);
    if (!answer) return 'refused';
    return Promise.race([answer, settled().then(() => 'no answer' as const)]);
  };
  const names = () => [...services.keys()].toSorted();
  return { directory, domain, pass, ask, names, records };
}

/** Enough turns for everything that is not waiting for the clock. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

const stop: ControllerEffect = { on: 'controller', controllers: ['dc-1'], kind: 'stop' };
const hang: ControllerEffect = { on: 'controller', controllers: ['dc-1'], kind: 'hang' };
const slow: ControllerEffect = {
  on: 'controller',
  controllers: ['dc-1'],
  kind: 'slow',
  delayMs: 2000,
};

test('a controller answers a bind with the verdict of the domain', async () => {
  const { ask } = await startWorld();
  expect(await ask(DC_1)).toEqual({ win32: 0 });
  expect(await ask(DC_1, 'pc-7')).toEqual({ win32: ERROR.INVALID_WORKSTATION });
});

test('a stopped controller refuses, the others answer, and it comes back', async () => {
  const { ask, directory } = await startWorld();
  await directory.applyControllers([stop]);
  expect(await ask(DC_1)).toBe('refused');
  expect(await ask(DC_2)).toEqual({ win32: 0 });
  await directory.applyControllers([]);
  expect(await ask(DC_1)).toEqual({ win32: 0 });
});

test('an effect on * reaches every controller', async () => {
  const { directory, names } = await startWorld();
  await directory.applyControllers([{ ...stop, controllers: ['*'] }]);
  expect(names()).toEqual([]);
});

test('a hung controller accepts and never answers, however long one waits', async () => {
  const { ask, directory, pass } = await startWorld();
  await directory.applyControllers([hang]);
  expect(await ask(DC_1)).toBe('no answer');
  pass(86_400_000);
  expect(await ask(DC_1)).toBe('no answer');
  await directory.applyControllers([]);
  expect(await ask(DC_1)).toEqual({ win32: 0 });
});

test('a slow controller answers after its delay and not one millisecond before', async () => {
  const { clock, pass } = manualClock();
  const { network, services } = fakeNetwork();
  const domain = createDomain({ name: 'contoso.example', accounts: [], policy, clock });
  const controller = await startAlone(domain, { clock, network });
  await controller.apply([slow]);
  const heard: BindResult[] = [];
  const request = { userPrincipalName: 'nobody@contoso.example', password: right };
  services
    .get(DC_1)
    ?.bind?.(request)
    .then((answer) => heard.push(answer));
  pass(1999);
  await settled();
  expect(heard).toEqual([]);
  pass(1);
  await settled();
  expect(heard).toEqual([{ win32: ERROR.NO_SUCH_USER }]);
});

test('a share of the logons is slow, the same ones for the same seed', async () => {
  const hits = async () => {
    const { ask, directory } = await startWorld();
    await directory.applyControllers([{ ...slow, share: 0.5 }]);
    const answers: unknown[] = [];
    for (let at = 0; at < 100; at++) answers.push(await ask(DC_1));
    return answers.map((answer) => answer === 'no answer');
  };
  const first = await hits();
  expect(first.filter(Boolean).length).toBeGreaterThan(30);
  expect(first.filter(Boolean).length).toBeLessThan(70);
  expect(await hits()).toEqual(first);
});

test('a controller that is not listed is served and not named', async () => {
  const { directory, names, records } = await startWorld();
  expect(records()).toEqual([DC_1, DC_2]);
  await directory.applyControllers([{ on: 'controller', controllers: ['dc-1'], kind: 'unlisted' }]);
  expect(records()).toEqual([DC_2]);
  expect(names()).toEqual([DC_1, DC_2]);
});

test('a clock that is off by more than is tolerated judges nobody, and counts nothing', async () => {
  const { ask, directory, domain } = await startWorld();
  const off = (offsetMs: number): ControllerEffect => {
    return { on: 'controller', controllers: ['*'], kind: 'clock-offset', offsetMs };
  };
  for (const offsetMs of [300_000, -300_000]) {
    await directory.applyControllers([off(offsetMs)]);
    expect(await ask(DC_1)).toEqual({ win32: 0 });
  }
  for (const offsetMs of [300_001, -300_001]) {
    await directory.applyControllers([off(offsetMs)]);
    expect(await ask(DC_1)).toEqual({ win32: ERROR.TIME_SKEW });
  }
  expect(domain.find('ada@contoso.example')?.badPasswordCount).toBe(0);
});

test('a controller that stops while it is slow counts nothing', async () => {
  const { clock, pass } = manualClock();
  const { network, services } = fakeNetwork();
  const accounts = [createAccount('ada@contoso.example', right, createDice('s'))];
  const domain = createDomain({ name: 'contoso.example', accounts, policy, clock });
  const controller = await startAlone(domain, { clock, network });
  await controller.apply([slow]);
  const wrong = new Secret('wrong');
  void services.get(DC_1)?.bind?.({ userPrincipalName: 'ada@contoso.example', password: wrong });
  await controller.apply([stop]);
  pass(2000);
  await settled();
  expect(domain.find('ada@contoso.example')?.badPasswordCount).toBe(0);
});

test('effects that follow one another without waiting end in the last one', async () => {
  const { directory, names } = await startWorld();
  await Promise.all([
    directory.applyControllers([stop]),
    directory.applyControllers([]),
    directory.applyControllers([stop]),
  ]);
  expect(names()).toEqual([DC_2]);
  await Promise.all([
    directory.applyControllers([]),
    directory.applyControllers([stop]),
    directory.applyControllers([]),
  ]);
  expect(names()).toEqual([DC_1, DC_2]);
});

test('a disposed directory serves nothing, even if effects end afterwards', async () => {
  const { directory, names } = await startWorld();
  await directory.applyControllers([stop]);
  await directory[Symbol.asyncDispose]();
  await directory.applyControllers([]);
  expect(names()).toEqual([]);
});

test('a controller that cannot listen takes the started ones down with it', async () => {
  const { clock } = manualClock();
  const { network, services } = fakeNetwork([DC_2]);
  const domain = createDomain({ name: 'contoso.example', accounts: [], policy, clock });
  const starting = startDirectory({ forests: [forestOf(domain)], clock, network, ...shared });
  await expect(starting).rejects.toThrow(`${DC_2} cannot listen`);
  expect([...services.keys()]).toEqual([]);
});
