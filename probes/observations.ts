/**
 * What each probe observes, as data: the only thing that `judge`, history and diagnosis ever see.
 * No credential, no token and no user name is in it. `problem` is why nothing could be seen.
 */
import type { AgentEndpoint } from '../protocol/agent-endpoints.ts';
import type { SovereignCloud } from '../protocol/clouds.ts';
import type { NetworkFailure, NetworkPhase } from '../protocol/network-failure.ts';
import type {
  BrowserVisit,
  InventoryAgent,
  LockoutPolicy,
  LoggedEvent,
  ServerDescription,
  TracedFailure,
} from './probe-ports.ts';
import type { Tokens } from './wire/token-problem.ts';

export type PhaseMs = Partial<Record<NetworkPhase, number>>;

export interface SignInObservation {
  /**
   * 0 for tokens, an AADSTS number, `network:{failure}`, or `nonsense` for an answer that is
   * neither.
   */
  result: number | string;
  status: number | null;
  /** What the person read, or what went wrong. */
  text: string;
  correlationId: string;
  phaseMs: PhaseMs;
  tokens: Tokens | null;
}

export interface WrongPasswordObservation extends Omit<SignInObservation, 'tokens'> {
  /** The log's row of this very attempt; null: not there yet, or nobody may read it. */
  row: SignInRow | null;
  rowProblem: string | null;
}

/** As Graph shows it. */
export interface ListedAgent {
  id: string;
  machineName: string;
  externalIp: string;
  status: string;
}

/** Why Graph showed nothing; `no-right`: inconclusive, the chain may be well. */
export interface GraphProblem {
  kind: 'no-right' | 'no-token' | 'throttled' | 'unreachable' | 'nonsense';
  text: string;
}

export interface AgentsObservation {
  agents: readonly ListedAgent[] | null;
  problem: GraphProblem | null;
  /** Which there should be, where somebody keeps a list: whoever fits none is a rogue. */
  inventory?: readonly InventoryAgent[];
}

/** One row of the sign-in log, without the person. */
export interface SignInRow {
  correlationId: string;
  createdMs: number;
  errorCode: number;
  failureReason: string;
  /** By the log's own words; `unknown` where they are missing. */
  method: 'pass-through' | 'cloud' | 'unknown';
  /** "PTA AgentId", which is the server's registry InstanceID. */
  agentId: string | null;
  processingMs: number | null;
}

export interface SignInLogObservation {
  /** Newest first, of the time looked at. */
  rows: readonly SignInRow[] | null;
  fromMs: number;
  /** AgentId → machine, as far as the agents list or the inventory knows. */
  machines: Readonly<Record<string, string>>;
  /** Between a sign-in of ours and its row; null: none was looked for, or it never came. */
  delayMs: number | null;
  problem: GraphProblem | null;
}

export interface DiscoveryObservation {
  /** Where it was asked: `https://login.microsoftonline.com/{tenantId}`, and of which cloud. */
  authority: string;
  cloud: SovereignCloud;
  issuer: string | null;
  /** `cloud_instance_name`, without a lab's suffix. */
  cloudInstance: string | null;
  keyIds: readonly string[];
  phaseMs: PhaseMs;
  problem: string | null;
}

/** One name and port, as reached from where the probe stands. */
export interface Reach {
  host: string;
  port: number;
  /** What it is there for. */
  purpose: AgentEndpoint['purpose'] | 'directory';
  phaseMs: PhaseMs;
  outcome:
    | { ok: true; tls: SeenChain | null; status?: number }
    | { ok: false; failure: NetworkFailure; at: NetworkPhase; tls: SeenChain | null };
}

export interface SeenChain {
  version: string;
  subject: string;
  /** Of the last certificate shown: whom somebody who inspects cannot help naming. */
  issuer: string;
  notBeforeMs: number;
  notAfterMs: number;
  /** The root is one that Microsoft documents for these names, or the lab's own CA. */
  isExpectedRoot: boolean;
  /** What the server asked of its client: PTA's own connections need it. */
  clientCertificate: 'asked' | 'not-asked' | 'unknown';
}

export interface PreflightObservation {
  server: string;
  reaches: readonly Reach[];
  /** How the way out was found; `broken-pac`: WPAD named a file that cannot be read. */
  proxy: {
    setting: string;
    /** `broken-pac`, `asks-for-credentials`, `refuses`, `proxy-down`, or a network failure. */
    problem: string | null;
    /** Bootstrap's name without the proxy; null: there is none, or nobody tried. */
    direct?: Reached | null;
    /** Whether the name is there that WPAD asks for; null: nobody looked. */
    wpad?: 'found' | 'not-found' | null;
  };
  /**
   * This machine's clock minus that of the cloud (its Date header), and minus the one of the
   * controllers that is furthest off.
   */
  clockOffsetMs: { cloud: number | null; controllers: number | null };
  /** null: a lab only, or no namespace was given. */
  webSocket: { ok: boolean; failure: string | null } | null;
  /** With TLS 1.2 at most, as agents speak it; null: nobody looked. */
  tls12?: Reached | null;
  controllers: ControllersFound;
}

export type Reached = { ok: true } | { ok: false; failure: NetworkFailure };

export interface ControllersFound {
  /** Of `_ldap._tcp.dc._msdcs.{domain}`. */
  srv: { ok: true; hosts: readonly string[] } | { ok: false; failure: NetworkFailure };
  reaches: readonly Reach[];
  rootDse: readonly RootSeen[];
}

/** What a controller says of itself to anybody. */
export interface RootSeen {
  host: string;
  timeMs: number | null;
  failure: string | null;
  /** This machine's clock minus the controller's. */
  offsetMs?: number | null;
}

export interface AgentHostObservation {
  server: string;
  description: ServerDescription | null;
  observedAtMs: number;
  problem: string | null;
}

export interface EventLogObservation {
  server: string;
  sinceMs: number;
  /** Names of people in the messages are gone. */
  events: readonly LoggedEvent[] | null;
  counters: Readonly<Record<string, number>> | null;
  /** Of the trace file; null: this source has none. */
  failures: readonly TracedFailure[] | null;
  problem: string | null;
}

export interface DirectoryObservation {
  /** One after the other, and none after the first wrong-password answer. */
  controllers: readonly {
    host: string;
    /** Win32 code (0: the password is right), or what the network said. */
    result: number | `network:${NetworkFailure}`;
    /** Of the LDAP diagnostic message, such as `52e`. */
    subCode: string | null;
    tookMs: number;
  }[];
  srv: ControllersFound['srv'];
  stoppedEarly: boolean;
  problem: string | null;
}

export interface LockoutPolicyObservation {
  /** `isDefault`: the tenant has set none, so the cloud's own count. */
  entra: (LockoutPolicy & { isDefault: boolean }) | null;
  directory: LockoutPolicy | null;
  problem: string | null;
  /** Where Graph could not be read. */
  problemKind?: GraphProblem['kind'];
}

export interface BrowserSignInObservation {
  visit: BrowserVisit | null;
  correlationId: string;
  problem: string | null;
}

/** Probe id → what it observes. */
export interface Observations {
  'sign-in': SignInObservation;
  'browser-sign-in': BrowserSignInObservation;
  'wrong-password': WrongPasswordObservation;
  agents: AgentsObservation;
  'sign-in-log': SignInLogObservation;
  discovery: DiscoveryObservation;
  preflight: PreflightObservation;
  'agent-host': AgentHostObservation;
  'event-log': EventLogObservation;
  directory: DirectoryObservation;
  'lockout-policy': LockoutPolicyObservation;
}

export type ProbeId = keyof Observations;
