/**
 * A real domain controller (Samba) as judge: what it says of each account, by the lab's own LDAP
 * client, against what the embedded directory says; and sign-ins that end at it (`--directory`).
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterAll, expect } from 'vitest';
import { startController } from '../../directory/controller.ts';
import { createDomain } from '../../directory/domain.ts';
import type { Lab } from '../../lab/lab.ts';
import { runSambaTool } from '../../lab/outposts/controller/run-samba-tool.ts';
import { signIn } from '../../lab/people/stub-person.ts';
import { startLab } from '../../lab/start-lab.ts';
import { describeLoadTarget } from '../../load/describe-load-target.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import { PROOF_PATH } from '../../protocol/lab-proof.ts';
import { createDice } from '../../runtime/dice.ts';
import { ldapBind } from '../../runtime/live/ldap-client.ts';
import { startRig } from '../../runtime/live/rig.ts';
import { Secret } from '../../runtime/secret.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { freshStateDir } from '../state-dir.ts';
import { judgedAccounts, judgedKinds, userNameOf } from './judged-accounts.ts';
import { type SambaController, startSamba } from './samba-controller.ts';
import { SAMBA_DIFFERENCES, type SambaDifference } from './samba-differences.ts';

const withSamba = needs('samba');
const stateDir = freshStateDir();
let started: Promise<SambaController> | undefined;

/** Within the test that needs it, so that a machine without Samba skips instead of failing. */
function controller(): Promise<SambaController> {
  started ??= startSamba();
  return started;
}

afterAll(async () => {
  await (await started?.catch(() => undefined))?.[Symbol.asyncDispose]();
});

const POLICY = { adLockoutThreshold: 3, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };

/** Win32 of one bind, by the lab's own client over LDAPS. */
type Ask = (userName: string, password: string) => Promise<number | string>;

async function askSamba({ url, caFile }: SambaController, undo: UndoStack): Promise<Ask> {
  const { hostname: host } = new URL(url);
  const socket = connect({ host, port: 636, ca: readFileSync(caFile, 'utf8') });
  undo.defer(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return async (userPrincipalName, password) => {
    const answer = await ldapBind(socket, { userPrincipalName, password: new Secret(password) });
    return typeof answer === 'string' ? answer : answer.win32;
  };
}

async function askEmbedded({ domain: name, password }: SambaController, undo: UndoStack) {
  const rig = undo.use(await startRig());
  const { clock, network } = rig;
  const accounts = judgedAccounts(name, password);
  const domain = createDomain({ name, accounts, policy: POLICY, clock });
  const host = controllerHost('dc-1');
  undo.use(
    await startController({
      ...{ name: 'dc-1', host, clock, network, dice: createDice('dc-1'), kerberosSkewMs: 300_000 },
      ...{ replica: domain.replica({ pdcEmulator: true }), route: () => 'here' },
    }),
  );
  const ask: Ask = async (userPrincipalName, secret) => {
    const request = { userPrincipalName, password: new Secret(secret) };
    const call = { from: rig.agent, timeoutMs: 10_000 };
    const outcome = await network.bind(`ldaps://${host}`, request, call);
    return outcome.ok ? outcome.value.win32 : outcome.failure;
  };
  return ask;
}

/** Everything that is asked, in order: an account in no state, in one, in two; and what is none. */
function questions({ domain, password }: SambaController) {
  const kinds = [...judgedKinds().keys()].filter((kind) => kind !== 'guessed');
  return [
    ...kinds.flatMap((kind) => [
      { bind: `${kind}, right password`, userName: userNameOf(kind, domain), password },
      { bind: `${kind}, wrong password`, userName: userNameOf(kind, domain), password: 'wrong' },
    ]),
    { bind: 'healthy, empty password', userName: userNameOf('healthy', domain), password: '' },
    { bind: 'unknown, any password', userName: userNameOf('nobody', domain), password },
    { bind: 'a name without @, any password', userName: 'healthy', password },
    ...[1, 2, 3].map((nth) => {
      const userName = userNameOf('guessed', domain);
      return { bind: `guessed, wrong password ${nth}`, userName, password: 'wrong' };
    }),
    { bind: 'guessed, right password', userName: userNameOf('guessed', domain), password },
  ];
}

/** What load asks before it comes: a lab that may be loaded signs, or says whose name is wrong. */
async function proofStatus({ network, prober, endpoints }: Lab): Promise<number | undefined> {
  const url = `${new URL(endpoints.authority).origin}${PROOF_PATH}?nonce=${'A'.repeat(43)}`;
  const request = { method: 'GET', url, headers: {}, body: '' };
  const outcome = await network.request(request, { from: prober, timeoutMs: 10_000 });
  return outcome.ok ? outcome.value.status : undefined;
}

withSamba(
  proves(
    'directory.judged',
    'Samba and the embedded directory say the same of every state and pair of states, but for what is listed',
  ),
  async () => {
    const samba = await controller();
    const undo = createUndoStack();
    await using _ = undo;
    const atSamba = await askSamba(samba, undo);
    const atEmbedded = await askEmbedded(samba, undo);
    const differences: Omit<SambaDifference, 'reason'>[] = [];
    for (const { bind, userName, password } of questions(samba)) {
      const answers = {
        embedded: await atEmbedded(userName, password),
        samba: await atSamba(userName, password),
      };
      // What is no verdict at all is no difference either, but a test that cannot tell.
      expect(answers, bind).toEqual({ embedded: expect.any(Number), samba: expect.any(Number) });
      const { embedded, samba: real } = answers;
      if (embedded !== real) differences.push({ bind, embedded, samba: real } as SambaDifference);
    }
    const declared = SAMBA_DIFFERENCES.map(({ reason: _reason, ...difference }) => difference);
    expect(differences).toEqual(declared);
  },
);

withSamba(
  proves(
    'directory.real',
    'people of the list sign in at the real controller, others never reach it',
  ),
  async () => {
    const { url, caFile, domain, password } = await controller();
    const refused: string[] = [];
    const accounts = [`spared@${domain}`, `disabled@${domain}`];
    await using lab = await startLab({
      ...{ mode: 'live', stateDir },
      sites: [{ name: 'hq', agents: ['agt-1'], controllers: ['dc-1'] }],
      externalDirectory: {
        ...{ urls: ['ldaps://127.0.0.1:1', url], caFile, accounts },
        onRefused: (sentence) => refused.push(sentence),
      },
    });
    expect(await signIn(lab, `spared@${domain}`, password)).toBe(0);
    expect(await signIn(lab, `disabled@${domain}`, password)).toBe(50057);
    expect(refused).toEqual([]);
    expect(await signIn(lab, `Spared@${domain}`, password)).toBe(80007);
    expect(refused).toEqual([expect.stringContaining(`spared@${domain}: no more than 1 a minute`)]);
    expect(Object.values(lab.accounts).map(({ userName }) => userName)).toEqual([
      'breakglass@contoso.example',
    ]);
    const sentence = /dc-down acts on the directory, and this lab's is a real one/;
    await expect(lab.faults.on('dc-down')).rejects.toThrow(sentence);
    await expect(lab.faults.on('account-locked')).rejects.toThrow('is a real one');
    expect(() => describeLoadTarget(lab)).toThrow('a lab with a real directory takes no load');
    expect(await proofStatus(lab)).toBe(404);
  },
);

withSamba(
  proves(
    'containers.not-provisioned',
    'a controller that cannot be provisioned says what Samba said, and no password',
  ),
  async () => {
    const arguments_ = [
      'domain',
      'provision',
      '--realm=A.EXAMPLE',
      '--domain=A',
      '--server-role=x',
    ];
    const file = { PASSWD: 'Blue-Tram-43' };
    const failing = runSambaTool('/usr/bin/samba-tool', arguments_, file);
    await expect(failing).rejects.toThrow(/samba-tool domain provision failed: .*server-role/);
    await expect(failing).rejects.not.toThrow(file.PASSWD);
  },
);
