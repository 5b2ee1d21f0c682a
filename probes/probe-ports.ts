/**
 * What some probes need beside the network: the machine they stand on, a browser, knowledge of the
 * site. A lab, a Windows server and a file of exported logs each give their own; a probe that lacks
 * one is inconclusive and says how to get it.
 */
import type { SovereignCloud } from '../protocol/clouds.ts';
import type { Secret } from '../runtime/secret.ts';

/** What is known of a tenant before anything is sent: where it is, what its owner wrote down. */
export interface KnownTenant {
  cloud: SovereignCloud;
  /** `https://login.microsoftonline.com/{tenantId}`, or a lab's on loopback. */
  authority: string;
  /** `https://graph.microsoft.com` */
  graph: string;
  tenantId: string;
  clientId: string;
  /** Absent: nobody keeps a list of which agents there should be. */
  inventory?: readonly InventoryAgent[];
  /** Of the place where its agents stand: names to look at, controllers. */
  site?: SiteKnowledge;
  /** Absent: `clientId`, with the native-client address. */
  browserApp?: BrowserApp;
}

/** One entry of the list of agents there should be; an agent that fits none is a rogue. */
export interface InventoryAgent {
  machineName: string;
  /** Entry id of the agents list, which is the server's registry InstanceID. */
  id?: string;
  externalIp?: string;
  site?: string;
}

/** Names of the network that a server of the site has to reach. */
export interface SiteKnowledge {
  name: string;
  /** Of the forest, for SRV records: `corp.contoso.example`. */
  directoryDomain: string;
  /** Controllers known by host name, beside those that the SRV record lists. */
  controllers: readonly string[];
  /**
   * As `SiteKnowledge.proxy` of the agent's service: its configuration names it, WPAD does, none.
   */
  proxy: 'none' | 'wpad' | 'named';
  /** A namespace of the signalling service, where it is known. */
  servicebus?: string;
  /** Of an old agent, whose documented ports are looked at too. */
  agentVersion?: string;
}

/** How many wrong passwords lock an account, and for how long. */
export interface LockoutPolicy {
  /** 0: it never locks. */
  threshold: number;
  /** 0: until somebody unlocks it. */
  durationMs: number;
}

/** The app that a browser signs in to, and where it takes its codes. */
export interface BrowserApp {
  clientId: string;
  redirectUri: string;
}

/**
 * A server with an agent, as somebody sees it who has signed in to it. Where nobody can look, each
 * throws LabError `PROBE_SERVER` with the reason.
 */
export interface ServerPort {
  readonly name: string;
  describe(): Promise<ServerDescription>;
  /** Of the three channels of agent and updater, oldest first. */
  events(sinceMs: number): Promise<readonly LoggedEvent[]>;
  /** Under their documented names; undefined: no agent runs. */
  counters(): Promise<Readonly<Record<string, number>> | undefined>;
  /** Of the agent's trace file, oldest first. Absent: this source has none. */
  failures?(sinceMs: number): Promise<readonly TracedFailure[]>;
}

/** `unknown` and absent members: this source cannot tell. */
export interface ServerDescription {
  agentService: 'running' | 'stopped' | 'absent' | 'unknown';
  updaterService: 'running' | 'stopped' | 'absent' | 'unknown';
  /** Names and versions as Programs and Features shows them. */
  programs: readonly { name: string; version?: string }[];
  agentVersion?: string;
  instanceId?: string;
  certificate?: {
    thumbprint: string;
    notBeforeMs: number;
    notAfterMs: number;
    hasPrivateKey: boolean;
  };
  /** Where the agent's service looks for a proxy. */
  proxySetting?: 'none' | 'browser-only' | 'wpad' | 'named';
  tls12?: boolean;
  /** Of the domain. */
  secureChannel?: 'ok' | 'broken';
  /** Of the machine's clock against the one the observer trusts. */
  clockOffsetMs?: number;
  /** Of the agent's process: a hung one holds its sockets and does nothing. */
  isResponding?: boolean;
  connect?: { version: string; role: 'primary' | 'staging'; isRunning: boolean };
  /** What this source was kept from reading, in words; what is absent then may be there. */
  unread?: readonly string[];
}

export interface LoggedEvent {
  channel: string;
  id: number;
  level: 'information' | 'warning' | 'error';
  atMs: number;
  message: string;
}

/** A validation that failed: which Win32 code, or word of an agent that never got that far. */
export interface TracedFailure {
  atMs: number;
  reason: string;
}

/** A browser that shows one sign-in page after the other; see `live/browser/`. */
export interface BrowserPort {
  signIn(asked: BrowserSignIn): Promise<BrowserVisit>;
}

export interface BrowserSignIn {
  /**
   * The authorize request, of the app that the probe signs in to. The browser adds state, nonce and
   * PKCE of its own: nobody redeems what comes back.
   */
  url: string;
  /** Where that request sends the code; it is never followed. */
  redirectUri: string;
  userName: string;
  password: Secret;
  /** Base 32. Absent: the probe stops where a second factor is asked for. */
  totpSecret?: Secret;
  /** For the second factor's code. */
  nowMs(): number;
  timeoutMs: number;
}

/** What the last page was, by its public ids. */
export type BrowserEnd =
  | 'signed-in'
  | 'second-factor'
  | 'consent'
  | 'password-expired'
  | 'blocked-by-policy'
  | 'error-page'
  | 'wrong-password'
  | 'unknown-page'
  | 'unreachable';

export interface BrowserVisit {
  ended: BrowserEnd;
  /** Of an error page, as it says; null: none. */
  aadsts: number | null;
  /** What the person read. */
  text: string;
  /** Page by page: what it was and how long it took to come. */
  steps: readonly { page: string; tookMs: number }[];
  /** Authorization code, where one came: the probe redeems nothing but its presence. */
  hasCode: boolean;
  /** Path of a screenshot on which every secret is masked. */
  screenshot?: string;
}
