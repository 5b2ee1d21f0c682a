/**
 * What the servers of a lab share: the ports, the tenant, and who wants to hear of their agents.
 */
import type { Agent, AgentOptions, Verdict } from '../../agent/start-agent.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Clock, Crypto, Dice, Network } from '../../runtime/ports.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { Certificate } from '../../runtime/x509.ts';
import type { AgentServerEntry, Site } from '../estate.ts';
import type { Timeline } from '../timeline.ts';
import type { Credentials } from './registration-token.ts';

export interface ServerParts {
  clock: Clock;
  crypto: Crypto;
  network: Network;
  dice: Dice;
  tenantId: string;
  timings: Timings;
  timeline: Pick<Timeline, 'add'>;
  trust(site: string): readonly Certificate[];
  /** `ldaps://…`, in the order in which an agent of that site asks them. */
  controllers(site: Site): readonly string[];
  /** The SRV record that names them; absent where the directory is a real one. */
  directoryService?: string;
  /** Undefined: as fast as it goes. */
  capacityOf(entry: AgentServerEntry): AgentCapacity | undefined;
  /** Of an administrator; default: one of the tenant's who may register agents. */
  token(credentials?: Credentials): Promise<Secret | { refused: string }>;
  /** Default: in this process. */
  startAgent?(options: AgentOptions): Promise<Agent>;
  /** A process runs, the first or the next one. */
  agentStarted(name: string, agent: Agent): void;
  agentGone(name: string): void;
  onVerdict?(verdict: Verdict): void;
  onTrouble(error: unknown): void;
}
