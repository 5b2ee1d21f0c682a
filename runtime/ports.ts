/**
 * The ports: time, chance, crypto and network as agents, cloud, directory and probes see them. Each
 * has a virtual and a live kind. Component code awaits these and nothing else; that is what makes a
 * virtual run the same on every machine and lets the same code run on real sockets.
 */
import type { NetworkFailure, NetworkPhase } from '../protocol/network-failure.ts';
import type { Secret } from './secret.ts';
import type { Certificate } from './x509.ts';

export interface Clock {
  /** Lab time, milliseconds since 1970. */
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
  /**
   * Runs once, at lab time `dueMs` or as soon as possible after it. Disposing before that cancels
   * it.
   */
  at(dueMs: number, run: () => void): Disposable;
}

/** A clock the lab can push forward; see `runtime/virtual/clock.ts` and `runtime/live/clock.ts`. */
export interface DrivenClock extends Clock {
  /** Goes from due timer to due timer up to `toMs` and lets what each one started settle. */
  advanceTo(toMs: number): Promise<void>;
  /**
   * Waits for `work`, which needs lab time to pass: virtual time jumps as far as it must, live time
   * passes.
   */
  drive<T>(work: Promise<T>): Promise<T>;
}

export interface Dice {
  /** A whole number from 0 to `n` − 1. */
  below(n: number): number;
  bytes(n: number): Uint8Array;
  guid(): string;
  /**
   * An independent stream: the same seed and path of names give the same numbers, whatever others
   * drew.
   */
  fork(name: string): Dice;
}

export interface KeyPair {
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo, DER. The private half never leaves the `Crypto` that made the pair. */
  readonly spki: Uint8Array;
}

export type KeyAlgorithm = 'rsa-2048' | 'ec-p256';

/**
 * RSA with its real sizes: `seal` is RSA-2048 OAEP with SHA-1 (256 bytes out, 214 in; fact sheet
 * 3.11), `sign` is RS256 (256 bytes), or ES256 in DER form for `ec-p256` keys.
 */
export interface Crypto {
  /**
   * `stand-in` gives the sizes and the failures of RSA but none of its protection, `fast` gives the
   * sizes and the protection at a price that no real agent pays; reports name them.
   */
  readonly kind: 'rsa' | 'fast' | 'stand-in';
  generateKey(name: string, algorithm?: KeyAlgorithm): Promise<KeyPair>;
  /** @throws RangeError if `plain` is longer than 214 bytes. */
  seal(spki: Uint8Array, plain: Uint8Array): Promise<Uint8Array>;
  open(key: KeyPair, sealed: Uint8Array): Promise<Uint8Array | 'undecryptable'>;
  sign(key: KeyPair, bytes: Uint8Array): Promise<Uint8Array>;
  verify(spki: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface Identity {
  key: KeyPair;
  /** Leaf first, root last. */
  chain: readonly Certificate[];
}

/** Who is calling, from where, and whom it trusts. */
export interface Vantage {
  /** Name of the dialling component, for example `agt-1`. */
  component: string;
  /** The site whose path the call takes; `internet` has no gateway. */
  site: string;
  trust: readonly Certificate[];
  identity?: Identity;
  /**
   * Goes out through the site's web proxy, where it has one; calls to controllers never do.
   * `named`: its own configuration names the proxy, so that it needs no PAC file.
   */
  proxied?: boolean | 'named';
  /** False: it speaks TLS 1.0 and 1.1 only. Default true. */
  tls12?: boolean;
  /** It offers nothing newer. Of networks with machines of strangers in them only. */
  tlsMax?: 'TLSv1.2';
}

export interface Call {
  from: Vantage;
  /** Lab time this one attempt may take, all phases together. */
  timeoutMs: number;
  /** Lab time until the connection must stand (resolve, connect, TLS). Default: `timeoutMs`. */
  connectTimeoutMs?: number;
  /** On a connection of its own, which is not kept: how the path is now, whatever is open. */
  fresh?: true;
}

export interface Peer {
  address: string;
  tls?: { version: string; servername: string; chain: readonly Certificate[] };
}

export type Outcome<T> = { phaseMs: Partial<Record<NetworkPhase, number>>; peer?: Peer } & (
  | { ok: true; value: T }
  | { ok: false; failure: NetworkFailure; at: NetworkPhase }
);

/** HTTP as plain values: bodies are text and headers lower-case, so that nothing streams. */
export interface HttpRequest {
  method: string;
  /** Absolute, with the lab's host name. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** One `set-cookie` each: the only header that may come several times. */
  cookies?: readonly string[];
  body: string;
}

/** What a server knows of its caller. */
export interface Client {
  address: string;
  /**
   * The leaf the caller presented in the TLS handshake, unverified: the chain and dates are the
   * server's to check.
   */
  certificate?: Certificate;
}

/** An open web socket. Frames are text; what arrives goes to the `ChannelListener`. */
export interface Channel {
  send(text: string): void;
  close(): void;
  /** Networks in memory only. */
  readonly rest?: Rest;
}

/** Lets both ends of a connection leave out heartbeats while nothing can befall it. */
export interface Rest {
  readonly resting: boolean;
  /** At the moment of a beat, which is the last one for now. False: go on beating. */
  begin(everyMs: number): boolean;
  /** For whoever changes what a beat would find. */
  end(): void;
  /** Told when the last of the beats left out would have been. */
  onEnd(listener: (lastBeatMs: number) => void): void;
}

export interface ChannelListener {
  message(text: string): void;
  /** Called once. `undefined` means that either side closed it on purpose. */
  closed(failure: NetworkFailure | undefined): void;
}

/** The directory's one question. `win32` 0 means that the password is right. */
export interface BindRequest {
  userPrincipalName: string;
  password: Secret;
  /**
   * The machine that asks. An LDAP simple bind has no field for it, so the live network drops it.
   */
  workstation?: string;
}

export interface BindResult {
  win32: number;
  /** Of the diagnostic message, such as `52e`; null: it had none. Absent: nobody read one. */
  subCode?: string | null;
}

/** What a controller tells anybody who asks, without a bind: of its root, the few that are used. */
export interface RootDse {
  /** Its clock (`currentTime`); null: it does not say. */
  timeMs: number | null;
  /** `dnsHostName`; null: it does not say. */
  hostName: string | null;
}

/** From request to answer, without a network in between. */
export type Handle = (request: HttpRequest, client: Client) => Promise<HttpResponse>;

export interface Service {
  /**
   * `requested`: the TLS handshake asks for a client certificate; having none is not yet an error.
   */
  clientCertificate: 'none' | 'requested';
  /**
   * Ports on which `handle` answers plain HTTP too: 80, 8080. Of a directory: ports that accept a
   * connection and nothing else. Default: none.
   */
  plain?: readonly number[];
  handle?: Handle;
  /**
   * Web-socket upgrade: a refusal to send, or the subprotocol and what to do with the open channel.
   */
  accept?(request: HttpRequest, client: Client): Promise<Upgrade>;
  bind?(request: BindRequest): Promise<BindResult>;
  rootDse?(): Promise<RootDse>;
}

export type Upgrade =
  | { refuse: HttpResponse }
  | { protocol: string; opened: (channel: Channel) => ChannelListener };

export interface Network {
  /** One attempt: no redirects followed, no retries. `http://` on the ports of `Service.plain`. */
  request(request: HttpRequest, call: Call): Promise<Outcome<HttpResponse>>;
  open(
    url: string,
    protocol: string,
    listener: ChannelListener,
    call: Call,
  ): Promise<Outcome<Channel>>;
  /** LDAP simple bind, `ldaps://host`. */
  bind(url: string, request: BindRequest, call: Call): Promise<Outcome<BindResult>>;
  /** Asks `ldaps://host` who it is: anonymous, and always on a connection of its own. */
  rootDse(url: string, call: Call): Promise<Outcome<RootDse>>;
  /** Name resolution, TCP and TLS only; without TLS for `http://`. */
  examine(url: string, call: Call): Promise<Outcome<Peer>>;
  /** The hosts behind an SRV record such as `_ldap._tcp.dc._msdcs.{domain}`, as published. */
  resolveService(name: string, call: Call): Promise<Outcome<readonly string[]>>;
  /** What an SRV record names from now on; an empty list takes it away. */
  publish(name: string, hosts: readonly string[]): void;
  /**
   * Disposing stops listening and resets what is open; the names stay known, so that callers are
   * refused.
   */
  serve(names: readonly string[], service: Service): Promise<AsyncDisposable>;
}
