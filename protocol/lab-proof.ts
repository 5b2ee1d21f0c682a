/**
 * How a target proves that it is a lab before load goes to it: it signs a challenge with the key of
 * the lab's CA. A name proves nothing; a proof for one target is none for another.
 */

/** Sent to `GET {origin}/.well-known/pta-lab?nonce=…`; 32 random bytes, base64url. */
export interface LabProof {
  nonce: string;
  /** The host and port as the caller named them: a proof for one target is none for another. */
  authority: string;
  /** RS256 by the lab's CA over `proofText(nonce, authority)`, base64url. */
  signature: string;
}

export const PROOF_PATH = '/.well-known/pta-lab';

/** What is signed. */
export function proofText(nonce: string, authority: string): string {
  return `pta-lab load target\n${authority}\n${nonce}\n`;
}
