/**
 * A certificate authority of the lab: its own CA, a site's inspection CA, or the one that certifies
 * agents. Serial numbers come from the dice, so a stored authority must not be given a seeded one:
 * two runs would hand out the same number twice.
 */

import { labHost, OTHER_HOST } from '../protocol/hosts.ts';
import { DAY_MS } from '../protocol/time-units.ts';
import type { Crypto, Dice, Identity, KeyAlgorithm, KeyPair } from './ports.ts';
import { type Certificate, issueCertificate } from './x509.ts';

/**
 * Server certificates may live this long; browsers refuse more (CA/Browser Forum BR 6.3.2 until
 * 2026).
 */
const SERVER_LIFETIME_MS = 397 * DAY_MS;

export interface AuthorityOptions {
  /** Common name, for example `pta-lab CA` or `pta-lab inspection CA (hq)`. */
  name: string;
  nowMs: number;
  dice: Pick<Dice, 'bytes'>;
  /** Of the authority itself. */
  lifetimeMs: number;
  /** Restricts what it can sign to `localhost` and names under it. */
  nameConstraints: boolean;
  /** Names beside those, for a CA of one run that nobody may install. */
  alsoNames?: readonly string[];
  /** Default 397 days. Virtual labs, which no browser visits, take ten years. */
  serverLifetimeMs?: number;
  /** Of the authority's own key. Default RSA-2048. */
  algorithm?: KeyAlgorithm;
  /** A stored authority; both or neither. */
  stored?: { key: KeyPair; certificate: Certificate };
}

export interface Authority {
  readonly certificate: Certificate;
  readonly key: KeyPair;
  /** The same set of names gets the same certificate for as long as it holds. */
  issueServer(names: readonly string[], nowMs: number): Promise<Identity>;
  /** For `name`, as a server should not have it; one for each name and flaw. */
  issueFlawed(flaw: CertificateFlaw, name: string, nowMs: number): Promise<Identity>;
  issueAgent(agent: AgentIssue): Promise<Certificate>;
}

export type CertificateFlaw = 'expired' | 'not-yet-valid' | 'wrong-name' | 'client-usage';

export interface AgentIssue {
  tenantId: string;
  agentId: string;
  spki: Uint8Array;
  notBeforeMs: number;
  notAfterMs: number;
}

export async function createAuthority(
  crypto: Crypto,
  options: AuthorityOptions,
): Promise<Authority> {
  const { key, certificate } = options.stored ?? (await foundAuthority(crypto, options));
  return {
    certificate,
    key,
    ...serverIssuer(crypto, options, key, certificate),
    issueAgent: ({ tenantId, agentId, ...rest }) =>
      issueCertificate(crypto, {
        ...rest,
        issuerKey: key,
        issuer: certificate,
        subject: tenantId,
        serial: drawSerial(options.dice),
        profile: { kind: 'agent', agentId },
      }),
  };
}

async function foundAuthority(crypto: Crypto, options: AuthorityOptions) {
  const key = await crypto.generateKey(options.name, options.algorithm);
  const certificate = await issueCertificate(crypto, {
    issuerKey: key,
    issuer: 'self',
    subject: options.name,
    spki: key.spki,
    serial: drawSerial(options.dice),
    notBeforeMs: options.nowMs - DAY_MS,
    notAfterMs: options.nowMs + options.lifetimeMs,
    profile: {
      kind: 'authority',
      nameConstraints: options.nameConstraints,
      ...(options.alsoNames && { alsoNames: options.alsoNames }),
    },
  });
  return { key, certificate };
}

function serverIssuer(
  crypto: Crypto,
  { name, dice, serverLifetimeMs = SERVER_LIFETIME_MS }: AuthorityOptions,
  issuerKey: KeyPair,
  issuer: Certificate,
): Pick<Authority, 'issueServer' | 'issueFlawed'> {
  const issued = new Map<string, { identity: Promise<Identity>; notAfterMs: number }>();
  const flawed = new Map<string, Promise<Identity>>();
  let sharedKey: Promise<KeyPair> | undefined;

  async function issue(leafParts: Leaf): Promise<Identity> {
    const { names, notBeforeMs, notAfterMs, usage } = leafParts;
    sharedKey ??= crypto.generateKey(`${name} servers`, 'ec-p256');
    const key = await sharedKey;
    const leaf = await issueCertificate(crypto, {
      issuerKey,
      issuer,
      subject: serverSubject(names),
      spki: key.spki,
      serial: drawSerial(dice),
      notBeforeMs,
      notAfterMs,
      profile: { kind: 'server', dnsNames: names, ...(usage && { usage }) },
    });
    return { key, chain: [leaf, issuer] };
  }

  return {
    issueServer(names, nowMs) {
      const id = [...names].sort().join(' ');
      const known = issued.get(id);
      if (known && nowMs < known.notAfterMs) return known.identity;
      const notBeforeMs = nowMs - DAY_MS;
      const notAfterMs = notBeforeMs + serverLifetimeMs;
      const identity = issue({ names, notBeforeMs, notAfterMs });
      issued.set(id, { identity, notAfterMs });
      return identity;
    },
    issueFlawed(flaw, name, nowMs) {
      const id = `${flaw} ${name}`;
      const identity = flawed.get(id) ?? issue(flawedLeaf(flaw, name, nowMs));
      flawed.set(id, identity);
      return identity;
    },
  };
}

interface Leaf {
  names: readonly string[];
  notBeforeMs: number;
  notAfterMs: number;
  usage?: 'client';
}

/** Far enough from now to stay flawed for as long as any run takes. */
const FLAWED_MS = 3650 * DAY_MS;

function flawedLeaf(flaw: CertificateFlaw, name: string, nowMs: number): Leaf {
  const good = { names: [name], notBeforeMs: nowMs - DAY_MS, notAfterMs: nowMs + FLAWED_MS };
  switch (flaw) {
    case 'expired':
      return { ...good, notBeforeMs: nowMs - 2 * DAY_MS, notAfterMs: nowMs - DAY_MS };
    case 'not-yet-valid':
      return { ...good, notBeforeMs: nowMs + FLAWED_MS, notAfterMs: nowMs + 2 * FLAWED_MS };
    case 'wrong-name':
      return { ...good, names: [labHost(OTHER_HOST)] };
    case 'client-usage':
      return { ...good, usage: 'client' };
  }
}

/**
 * A common name has 64 characters at most (RFC 5280, A.1), and registration hosts are longer than
 * that.
 */
function serverSubject([first = '']: readonly string[]): string {
  return first.length > 64 ? 'pta-lab server' : first;
}

/** 16 bytes whose first one is from 0x40 to 0x7f: positive, and never shorter. */
function drawSerial(dice: Pick<Dice, 'bytes'>): Uint8Array {
  const serial = Uint8Array.from(dice.bytes(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}
