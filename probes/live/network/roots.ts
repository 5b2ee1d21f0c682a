/**
 * Whom TLS connections trust: the authority given for a target alone, or what Node brings and what
 * the machine trusts, as the agent's own Windows would. That an inspecting company's CA is among
 * the machine's is why a chain that holds is compared with the expected roots all the same.
 */
import * as tls from 'node:tls';

let machineRoots: readonly string[] | undefined;

export function rootsOf(ca: string | undefined): readonly string[] {
  if (ca !== undefined) return [ca];
  machineRoots ??= [...new Set([...tls.rootCertificates, ...systemRoots(), ...extraRoots()])];
  return machineRoots;
}

/** From Node 22.15 on. */
function systemRoots(): readonly string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
}

/** `NODE_EXTRA_CA_CERTS` */
function extraRoots(): readonly string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('extra') : [];
}
