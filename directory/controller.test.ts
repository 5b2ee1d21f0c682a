import { expect, test } from 'vitest';
import type { ControllerEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import type { BindResult, Clock, Network, Service } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import { createAccount } from './account.ts';
import { type Directory, startController, startDirectory } from './controller.ts';
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
  const network: Pick<Network, 'serve'> = {
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
  return { network, services };
}

const DC_1 = 'dc-1.contoso.example';
const DC_2 = 'dc-2.contoso.example';
const CONTROLLERS = [
  { name: 'dc-1', host: DC_1 },
  { name: 'dc-2', host: DC_2 },
];

interface World {
  directory: Directory;
  domain: Domain;
  pass: (durationMs: number) => void;
  names: () => string[];
  /** Settles on the answer, or on what the caller sees while none has come. */
  ask: (host: string, workstation?: string) => Promise<BindResult | 'no answer' | 'refused'>;
}

async function startWorld(): Promise<World> {
  const { clock, pass } = manualClock();
  const { network, services } = fakeNetwork();
  const accounts = [
    createAccount('ada@contoso.example', right, createDice('s'), { workstations: ['agt-1'] }),
  ];
  const domain = createDomain({ name: 'contoso.example', accounts, policy, clock });
  const directory = await startDirectory({ controllers: CONTROLLERS, domain, clock, network });
  const ask: World['ask'] = async (host, workstation = 'agt-1') => {
    const request = { userPrincipalName: 'ada@contoso.example', password: right, workstation };
    const answer = services.get(host)?.bind?.(request);
    if (!answer) return 'refused';
    return Promise.race([answer, settled().then(() => 'no answer' as const)]);
  };
  return { directory, domain, pass, ask, names: () => [...services.keys()].toSorted() };
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
  await directory.apply([stop]);
  expect(await ask(DC_1)).toBe('refused');
  expect(await ask(DC_2)).toEqual({ win32: 0 });
  await directory.apply([]);
  expect(await ask(DC_1)).toEqual({ win32: 0 });
});

test('an effect on * reaches every controller', async () => {
  const { directory, names } = await startWorld();
  await directory.apply([{ ...stop, controllers: ['*'] }]);
  expect(names()).toEqual([]);
});

test('a hung controller accepts and never answers, however long one waits', async () => {
  const { ask, directory, pass } = await startWorld();
  await directory.apply([hang]);
  expect(await ask(DC_1)).toBe('no answer');
  pass(86_400_000);
  expect(await ask(DC_1)).toBe('no answer');
  await directory.apply([]);
  expect(await ask(DC_1)).toEqual({ win32: 0 });
});

test('a slow controller answers after its delay and not one millisecond before', async () => {
  const { clock, pass } = manualClock();
  const { network, services } = fakeNetwork();
  const domain = createDomain({ name: 'contoso.example', accounts: [], policy, clock });
  const controller = await startController({ name: 'dc-1', hosts: [DC_1], domain, clock, network });
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

test('a controller that stops while it is slow counts nothing', async () => {
  const { clock, pass } = manualClock();
  const { network, services } = fakeNetwork();
  const accounts = [createAccount('ada@contoso.example', right, createDice('s'))];
  const domain = createDomain({ name: 'contoso.example', accounts, policy, clock });
  const controller = await startController({ name: 'dc-1', hosts: [DC_1], domain, clock, network });
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
  await Promise.all([directory.apply([stop]), directory.apply([]), directory.apply([stop])]);
  expect(names()).toEqual([DC_2]);
  await Promise.all([directory.apply([]), directory.apply([stop]), directory.apply([])]);
  expect(names()).toEqual([DC_1, DC_2]);
});

test('a disposed directory serves nothing, even if effects end afterwards', async () => {
  const { directory, names } = await startWorld();
  await directory.apply([stop]);
  await directory[Symbol.asyncDispose]();
  await directory.apply([]);
  expect(names()).toEqual([]);
});

test('a controller that cannot listen takes the started ones down with it', async () => {
  const { clock } = manualClock();
  const { network, services } = fakeNetwork([DC_2]);
  const domain = createDomain({ name: 'contoso.example', accounts: [], policy, clock });
  const starting = startDirectory({ controllers: CONTROLLERS, domain, clock, network });
  await expect(starting).rejects.toThrow(`${DC_2} cannot listen`);
  expect([...services.keys()]).toEqual([]);
});
