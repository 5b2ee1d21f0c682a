/**
 * What an installed agent keeps on its server: its id, its certificates and references to their
 * keys. It outlives the process: whoever starts the service again starts it with the same
 * installation. The private keys stay in the crypto port that made them.
 */
import type { KeyPair, Vantage } from '../runtime/ports.ts';
import type { Certificate } from '../runtime/x509.ts';
import type { AgentIdentity } from './state.ts';

export interface Installation {
  readonly agentId: string;
  readonly machineName: string;
  /** As in `protocol/agent-versions.ts`. */
  readonly version: string;
  /** The current one first; after a renewal the one before it stays behind (ED-SEC). */
  readonly held: readonly [HeldKey, ...HeldKey[]];
}

export interface HeldKey {
  readonly key: KeyPair;
  readonly certificate: Certificate;
}

/** Requests sealed for the key before may still be under way: it stays, the older ones go. */
export function withRenewed(installation: Installation, renewed: HeldKey): Installation {
  return { ...installation, held: [renewed, installation.held[0]] };
}

export function keyIdOf({ agentId }: Installation, { certificate }: HeldKey): string {
  return `${agentId}_${certificate.thumbprint}`;
}

export function identityOf(installation: Installation): AgentIdentity {
  const [{ certificate }] = installation.held;
  return {
    agentId: installation.agentId,
    notBeforeMs: certificate.notBeforeMs,
    notAfterMs: certificate.notAfterMs,
    keyIds: installation.held.map((held) => keyIdOf(installation, held)),
  };
}

/** Where the server stands, showing the agent's current certificate. */
export function identified(vantage: Vantage, { held: [current] }: Installation): Vantage {
  return { ...vantage, identity: { key: current.key, chain: [current.certificate] } };
}
