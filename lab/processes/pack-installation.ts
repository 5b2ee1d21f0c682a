/**
 * An installation on its way from one process to another: the same certificates, and private keys
 * as PEM. For IPC only; what is kept on disk is `lab/remote/kept-installation.ts`.
 */
import type { HeldKey, Installation } from '../../agent/installation.ts';
import type { KeyExport } from '../../runtime/crypto/key-export.ts';
import type { Certificate } from '../../runtime/x509.ts';

export interface PackedInstallation {
  agentId: string;
  machineName: string;
  version: string;
  held: readonly [PackedKey, ...PackedKey[]];
}

interface PackedKey {
  name: string;
  privatePem: string;
  certificate: Certificate;
}

export function packInstallation(
  crypto: Pick<KeyExport, 'privatePem'>,
  { held: [current, ...older], ...rest }: Installation,
): PackedInstallation {
  const pack = ({ key, certificate }: HeldKey): PackedKey => {
    return { name: key.name, privatePem: crypto.privatePem(key), certificate };
  };
  return { ...rest, held: [pack(current), ...older.map(pack)] };
}

export function unpackInstallation(
  crypto: Pick<KeyExport, 'importKey'>,
  { held: [current, ...older], ...rest }: PackedInstallation,
): Installation {
  const unpack = ({ name, privatePem, certificate }: PackedKey): HeldKey => {
    return { key: crypto.importKey(name, privatePem), certificate };
  };
  return { ...rest, held: [unpack(current), ...older.map(unpack)] };
}
