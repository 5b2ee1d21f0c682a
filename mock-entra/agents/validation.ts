/**
 * One password, one agent, one outcome:
 *
 *   seal per registered agent ─▶ choose a connected agent ─▶ notify ─▶ answer | deadline
 *        N values (ED-SEC)         none: 80001                          late: 80014, noted only
 *
 * There is no hand-off to another agent and a closing connection does not end a sign-in early
 * (ED-SEC): whoever waits, waits for the deadline.
 */
import { VALIDATION_FAILURES } from '../../protocol/aadsts.ts';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import type {
  EncryptedPassword,
  SealedPassword,
  ValidationRequest,
} from '../../protocol/messages.ts';
import type { Timings } from '../../protocol/timings.ts';
import { PLAIN_BYTES_MAX } from '../../runtime/crypto/rsa-sizes.ts';
import type { Clock, Crypto, Dice } from '../../runtime/ports.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { Conditions } from '../conditions.ts';
import { validateShared } from '../shared/shared-validation.ts';
import type { Sharing } from '../shared/sharing.ts';
import type { Agent, AgentRegistry } from './agent-registry.ts';
import {
  type AnswerIntake,
  createHandOffs,
  type HandOffs,
  type ValidationOutcome,
} from './hand-offs.ts';
import { type Signalling, sendFrame } from './signalling.ts';

export interface Validation extends Disposable {
  validate(userPrincipalName: string, password: Secret): Promise<ValidationOutcome>;
  /** A promise where another replica may have asked. */
  answer(...said: Parameters<HandOffs['answer']>): AnswerIntake | Promise<AnswerIntake>;
  /** Of what this replica asked. */
  readonly answerHere: HandOffs['answer'];
  readonly lateTotal: HandOffs['lateTotal'];
}

export interface ValidationOptions {
  clock: Clock;
  crypto: Crypto;
  ids: Dice;
  timings: Pick<Timings, 'signInDeadlineMs'>;
  tenantId: string;
  registry: Pick<AgentRegistry, 'listed'>;
  signalling: Pick<Signalling, 'choose'>;
  conditions: Pick<Conditions, 'losesRequest'>;
  /** With other replicas, at which agents hang too. */
  sharing?: Sharing;
}

export function createValidation(options: ValidationOptions): Validation {
  const { clock, timings, sharing } = options;
  const handOffs = createHandOffs(clock, timings.signInDeadlineMs, sharing?.noteLate);
  return {
    async validate(userPrincipalName, password) {
      const agents = options.registry.listed();
      const keys = agents.flatMap((agent) => keysOf(agent, options.clock.nowMs()));
      const values = await sealFor(options.crypto, keys, password);
      if (values === 'too-long') return { code: 50126, note: TOO_LONG };
      if (sharing) {
        const shared = renderRequest(options, userPrincipalName, values, sharing.ownId);
        return validateShared(options, sharing, handOffs, shared);
      }
      const chosen = options.signalling.choose(agents.map(({ id }) => id));
      if (chosen === undefined) return { code: VALIDATION_FAILURES.noAgentAvailable };
      if (options.conditions.losesRequest()) {
        await options.clock.sleep(options.timings.signInDeadlineMs);
        return { code: VALIDATION_FAILURES.agentSilent, note: LOST };
      }
      const request = renderRequest(options, userPrincipalName, values);
      const outcome = handOffs.wait(userPrincipalName, chosen.agentId, request.RequestId);
      sendFrame(chosen.channel, { type: 'notify', request });
      return outcome;
    },
    ...{ answerHere: handOffs.answer, lateTotal: handOffs.lateTotal },
    answer: sharing
      ? (requestId, agentId, header) =>
          sharing.deliver({ requestId, agentId, ...(header !== undefined && { header }) })
      : handOffs.answer,
    [Symbol.dispose]: () => handOffs[Symbol.dispose](),
  };
}

const LOST = 'The request was never handed to an agent.';
const TOO_LONG = 'The password does not fit into one encrypted value; no agent was asked.';

/** Keys are taken before the first await, so that a renewal meanwhile cannot mix old and new. */
async function sealFor(
  crypto: Crypto,
  keys: readonly SealingKey[],
  password: Secret,
): Promise<EncryptedPassword[] | 'too-long'> {
  const sealed: SealedPassword = { password: password.reveal() };
  const plain = Buffer.from(JSON.stringify(sealed), 'utf8');
  if (plain.length > PLAIN_BYTES_MAX) return 'too-long';
  return Promise.all(
    keys.map(async ({ id, certificate: { spki, thumbprint } }) => ({
      KeyIdentifer: `${id}_${thumbprint}`,
      Base64EncryptedData: Buffer.from(await crypto.seal(spki, plain)).toString('base64'),
    })),
  );
}

type SealingKey = Pick<Agent, 'id' | 'certificate'>;

/** The current one; for the time of the overlap also the one before it. */
function keysOf({ id, certificate, replaced }: Agent, nowMs: number): SealingKey[] {
  const current = { id, certificate };
  if (!replaced || nowMs >= replaced.untilMs) return [current];
  return [current, { id, certificate: replaced.certificate }];
}

function renderRequest(
  { ids, tenantId }: ValidationOptions,
  userPrincipalName: string,
  values: EncryptedPassword[],
  mark: (guid: string) => string = (guid) => guid,
): ValidationRequest {
  return {
    RequestId: mark(ids.guid()),
    TransactionId: ids.guid(),
    SubscriptionId: tenantId,
    ReturnHost: labHost(HOSTS.connector),
    UserPrincipalName: userPrincipalName,
    EncryptedData: values,
  };
}
