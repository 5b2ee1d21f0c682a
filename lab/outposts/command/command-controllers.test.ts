import { expect, test } from 'vitest';
import type { ControllerEffect } from '../../../protocol/effects.ts';
import { timingsWith } from '../../../protocol/timings.ts';
import { proves } from '../../../test/parity/proves.ts';
import { createAsking } from '../link/asking.ts';
import type { Member, OutpostQuestion } from '../link/member.ts';
import type { OutpostKind } from '../outposts.ts';
import { commandControllers } from './command-controllers.ts';

const NOW_MS = 1_000;
const STOP: ControllerEffect = { on: 'controller', controllers: ['dc-2'], kind: 'stop' };
const ANNA = {
  ...{ userPrincipalName: 'anna@contoso.example', disabled: false, locked: false },
  ...{ mustChangePassword: false, passwordExpired: false, accountExpired: false },
};

/** Two controllers, and what each was asked, in order. */
async function open() {
  const asked: string[] = [];
  const said: string[] = [];
  const members = new Map<string, { isAlive: boolean }>();
  const dial = (name: string) => {
    const member = {
      who: { kind: 'controller', name, address: `at-${name}` },
      isAlive: true,
      ask: async (question: OutpostQuestion) => void asked.push(`${name} ${describe(question)}`),
    };
    members.set(name, member);
  };
  const link = {
    member: (_: OutpostKind, name: string) => members.get(name) as Member | undefined,
  };
  const controllers = commandControllers(
    {
      sites: [{ name: 'hq', agents: [], controllers: ['dc-1', 'dc-2'] }],
      ...{ timings: timingsWith({}), caPem: '' },
      controller: async () => ({ certificatePem: '', keyPem: '' }),
    },
    createAsking(link),
  );
  controllers.onAccountsLost(async () => void asked.push('all accounts'));
  for (const name of ['dc-1', 'dc-2']) dial(name);
  await controllers.start('contoso.example');
  return {
    ...controllers,
    leave(name: string) {
      Object.assign(members.get(name) ?? {}, { isAlive: false });
      members.delete(name);
    },
    async comeBack(name: string) {
      dial(name);
      await controllers.comeBack(name, (sentence) => said.push(sentence));
    },
    /** What was asked and said since the last time. */
    heard: () => ({ asked: asked.splice(0), said: said.splice(0) }),
  };
}

const renderEffect =
  (labMs: number) =>
  ({ kind }: ControllerEffect) =>
    kind === 'slow' ? `slow at ${labMs}` : kind;

function describe(question: OutpostQuestion): string {
  switch (question.type) {
    case 'controller-start':
      return question.start.joinAt ? `joins ${question.start.joinAt.name}` : 'founds';
    case 'controller-apply':
      return `has ${question.effects.map(renderEffect(question.labMs)).join() || 'nothing'}`;
    case 'controller-accounts':
      return question.accounts.length > 0 ? 'writes' : 'pulls';
    default:
      return question.type.replace('controller-', '');
  }
}

test('a replica that comes back joins, and has the effects that are in force by then', async () => {
  const lab = await open();
  await lab.writeAccounts([ANNA]);
  expect(lab.heard().asked).toEqual([
    'dc-1 founds',
    'dc-2 joins dc-1',
    'dc-1 writes',
    'dc-2 pulls',
  ]);
  lab.leave('dc-2');
  await lab.writeAccounts([ANNA]);
  await lab.applyControllers([STOP], NOW_MS);
  await lab.comeBack('dc-2');
  expect(lab.heard()).toEqual({
    asked: [
      ...['dc-1 writes', 'dc-1 has nothing'],
      ...['dc-2 joins dc-1', 'dc-2 has stop', 'dc-1 meet'],
    ],
    said: ['controller dc-2 has joined the domain again, at dc-1'],
  });
});

test(
  proves(
    'containers.restart',
    'the founder that comes back founds nothing while another has the domain; that one leads now',
  ),
  async () => {
    const lab = await open();
    await lab.writeAccounts([ANNA]);
    lab.leave('dc-1');
    await lab.writeAccounts([ANNA]);
    lab.heard();
    await lab.comeBack('dc-1');
    expect(lab.heard()).toEqual({
      // What dc-1 was told may not have reached dc-2.
      asked: ['dc-2 lead', 'dc-1 joins dc-2', 'dc-1 has nothing', 'dc-2 meet', 'all accounts'],
      said: ['controller dc-1 has joined the domain again, at dc-2'],
    });
    await lab.comeBack('dc-1');
    expect(lab.heard().asked).toEqual(['dc-1 joins dc-2', 'dc-1 has nothing', 'dc-2 meet']);
  },
);

test('one that finds only a stopped controller waits until that one answers again', async () => {
  const lab = await open();
  await lab.applyControllers([STOP], NOW_MS);
  lab.leave('dc-1');
  lab.heard();
  const coming = lab.comeBack('dc-1');
  await new Promise(setImmediate);
  expect(lab.heard()).toEqual({
    asked: [],
    said: ['controller dc-1 is empty, and waits for another to answer'],
  });
  await lab.applyControllers([], NOW_MS);
  await coming;
  expect(lab.heard().asked).toEqual([
    ...['dc-2 has nothing', 'dc-2 lead', 'dc-1 joins dc-2'],
    ...['dc-1 has nothing', 'dc-2 meet'],
  ]);
});

test('where nobody has the domain any more the first to come founds it, and all are written', async () => {
  const lab = await open();
  for (const name of ['dc-1', 'dc-2']) lab.leave(name);
  lab.heard();
  await lab.writeAccounts([ANNA]);
  await lab.comeBack('dc-2');
  await lab.comeBack('dc-1');
  expect(lab.heard()).toEqual({
    asked: [
      ...['dc-2 founds', 'dc-2 has nothing', 'all accounts'],
      ...['dc-1 joins dc-2', 'dc-1 has nothing', 'dc-2 meet'],
    ],
    said: [
      'controller dc-2 has founded the domain anew, because none had it any more, and everybody is in it',
      'controller dc-1 has joined the domain again, at dc-2',
    ],
  });
});

test('what time it is they hear while one of them is slow, and not otherwise', async () => {
  const lab = await open();
  lab.heard();
  await lab.applyControllers([STOP], NOW_MS);
  await lab.tellTime(2_000);
  expect(lab.heard().asked).toEqual(['dc-1 has nothing', 'dc-2 has stop']);
  await lab.applyControllers([{ ...STOP, kind: 'slow', delayMs: 100, share: 1 }], 3_000);
  await lab.tellTime(4_000);
  expect(lab.heard().asked).toEqual([
    ...['dc-1 has nothing', 'dc-2 has slow at 3000'],
    ...['dc-1 has nothing', 'dc-2 has slow at 4000'],
  ]);
});
