/**
 * Several replicas of the cloud side share one tenant. This is what one of them asks of the others;
 * `lab/replica/` has it over NATS. Without it, the default, a cloud keeps everything in memory and
 * awaits nothing here, so that virtual runs stay as they are.
 *
 *   caller ─▶ replica asked ─ seal, own the deadline ─▶ queue group of the agents' connections
 *                 ▲                                        │ one member at random, wherever it is
 *                 │ answer, passed on to who asked         ▼
 *             replica that heard it ◀─ https ─ agent ◀─ notify ─ replica that holds its connection
 *
 * - Each open connection of an agent is a member of the queue group. Behind a balancer an agent has
 *   some at every replica, and all agents open equally many: so equal members are equal agents.
 * - State is a mirror of the store: reads are local, every write goes to the store and is awaited
 *   before the answer leaves. What a request names (code, token, cookie, flow, user's lockout) is
 *   asked of the store before it is handled, so that a caller may go to any replica in turn.
 * - What may happen once, or counts, is changed by compare-and-set (`change`): codes, device codes,
 *   one-time codes, lockouts. All else is "the last one wins".
 * - A request ends once because one replica, who asked, owns it: its id starts with that replica's.
 *   Killed with its replica it has nobody left to answer: the caller's connection is reset.
 * - The sign-in log is one list in the order of the store; a row is in it when it comes back.
 */
import type { ValidationRequest } from '../../protocol/messages.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { Agent } from '../agents/agent-registry.ts';
import type { AnswerIntake, HandOff } from '../agents/hand-offs.ts';
import type { SignInRow } from '../sign-in/sign-in-log.ts';
import type { StateShape } from '../state/records.ts';

export type RecordName = readonly [collection: keyof StateShape, key: string];

/** `undefined`: it stays as it is. Decided again whenever somebody came between. */
export type Decide<T> = (record: T | undefined) => T | undefined;

/** An agent as the store knows it: when it is Active follows from the rest. */
export type SharedAgent = Omit<Agent, 'status'>;

export type Asked = { agentId: string } | 'nobody' | 'lost';

/** Everything that may reject rejects with the LabError `STORE_UNREACHABLE`. */
export interface Sharing {
  /** The same for all replicas: what has to come out alike everywhere is drawn from it. */
  readonly dice: Dice;
  /** Why the store cannot be asked now; undefined while it can. */
  trouble(): string | undefined;
  /** Once, before anything else. */
  attach(side: ReplicaSide): void;
  /** Brings what the store has into the state. */
  refresh(names: readonly RecordName[]): Promise<void>;
  /** The store is asked only where this replica does not know that certificate of the agent. */
  refreshAgent(agentId: string, thumbprint: string): Promise<void>;
  /** Compare-and-set; false: `decide` left it alone. `settled` waits for it too. */
  change<Name extends keyof StateShape>(
    name: Name,
    key: string,
    decide: Decide<StateShape[Name]>,
  ): Promise<boolean>;
  /** All that was written up to now is in the store. */
  settled(): Promise<void>;
  tellAgent(agent: SharedAgent): void;
  /** This replica holds one more connection of that agent until it is disposed of. */
  offer(agentId: string): Disposable;
  /** Marks an id as one of this replica's. */
  ownId(guid: string): string;
  /** Hands a request to one connected agent, at random among all of them. */
  ask(request: ValidationRequest): Promise<Asked>;
  /** Takes an answer to the replica that asked. */
  deliver(answer: SharedAnswer): Promise<AnswerIntake>;
  addRow(row: SignInRow): void;
  noteLate(handOff: HandOff): void;
}

export interface SharedAnswer {
  requestId: string;
  agentId: string;
  header?: string;
}

/** What the others want of this replica. */
export interface ReplicaSide {
  /** False if the agent has no connection here any more. */
  notify(agentId: string, request: ValidationRequest): boolean;
  takeAnswer(answer: SharedAnswer): AnswerIntake;
  followAgent(agent: SharedAgent): void;
  knowsAgent(agentId: string, thumbprint: string): boolean;
  usersChanged(): void;
  followRow(row: SignInRow): void;
  followLate(handOff: HandOff): void;
}
