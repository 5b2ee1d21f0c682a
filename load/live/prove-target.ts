/**
 * Before the first sign-in: the target signs a challenge with the key of the CA in its file. What
 * is refused here gets no sign-in, whatever its name is.
 */
import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { type LabProof, PROOF_PATH, proofText } from '../../protocol/lab-proof.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readTargetAddress, refuseUnproved } from '../judge-target.ts';
import type { LoadTarget } from '../load-target.ts';
import type { Connections } from './connections.ts';

const NONCE_BYTES = 32;

/** The origin to send to. @throws LabError `TARGET_REFUSED` */
export function originOf({ authority }: LoadTarget): string {
  const address = readTargetAddress(authority);
  if (address.ok) return address.origin;
  throw new LabError('TARGET_REFUSED', address.sentence);
}

/** @throws LabError `TARGET_REFUSED` */
export async function proveTarget(target: LoadTarget, connections: Connections): Promise<void> {
  const authority = new URL(target.authority).host.toLowerCase();
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const heard = await connections.get(`${PROOF_PATH}?nonce=${nonce}`);
  const why = judge(heard, proofText(nonce, authority), target.caPem);
  if (why !== undefined) throw new LabError('TARGET_REFUSED', refuseUnproved(authority, why));
}

function judge(
  heard: Awaited<ReturnType<Connections['get']>>,
  text: string,
  caPem: string,
): string | undefined {
  if ('result' in heard) return `no answer (${heard.result})`;
  if (heard.status !== 200) return `it answered ${heard.status} to the challenge`;
  const signature = Buffer.from(signatureIn(heard.body), 'base64url');
  const { publicKey } = new X509Certificate(caPem);
  const isSigned = verify('sha256', Buffer.from(text), publicKey, signature);
  return isSigned ? undefined : 'the signature is not its CA’s';
}

function signatureIn(body: string): string {
  try {
    const { signature }: Partial<LabProof> = JSON.parse(body);
    return String(signature);
  } catch {
    return '';
  }
}
