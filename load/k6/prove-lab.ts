/**
 * Before the first sign-in of a run: the target signs a challenge with the key of the lab's CA, or
 * the run ends with k6's 108. This is what identifies the lab, so that it holds even where k6
 * cannot be told the CA and takes any certificate.
 */
import { b64decode, b64encode } from 'k6/encoding';
import { test } from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { type LabProof, PROOF_PATH, proofText } from '../../protocol/lab-proof.ts';
import { readTargetAddress, refuseUnproved } from '../judge-target.ts';
import { readPublicKey } from './certificate-key.ts';
import { target, targetProblem } from './target.ts';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const NONCE_BYTES = 32;

/** What k6 hands from `setup` to every iteration. */
export interface Proof {
  /** The authority that proved itself. */
  proved: string;
}

/** The `setup` of every script. */
export async function setup(): Promise<Proof> {
  const problem = await findProblem();
  if (problem !== undefined) test.abort(problem);
  return { proved: target?.authority ?? '' };
}

/** `--no-setup`, and a script without it, would load whatever the file names. */
export function checkProved(proof: Proof | undefined): void {
  if (proof?.proved !== undefined && proof.proved === target?.authority) return;
  test.abort(
    'Expected the target to have proved itself, but setup did not run, or what it gave did not ' +
      'come here: export it from load/k6/prove-lab.ts, leave --no-setup out, and pass on what an ' +
      'iteration is given; no sign-in was sent.',
  );
}

async function findProblem(): Promise<string | undefined> {
  if (target === undefined) return targetProblem;
  const address = readTargetAddress(target.authority);
  if (!address.ok) return address.sentence;
  const { origin, authority } = address;
  const nonce = b64encode(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)).buffer, 'rawurl');
  const answer = http.get(`${origin}${PROOF_PATH}?nonce=${nonce}`, {
    redirects: 0,
    tags: { name: 'proof' },
  });
  const proof = readProof(answer);
  if (typeof proof === 'string') return refuseUnproved(authority, proof);
  const text = proofText(nonce, authority.toLowerCase());
  // A key of another kind cannot be read as RSA, and has not signed either.
  const isSigned = await verify(proof, target.caPem, text).catch(() => false);
  return isSigned ? undefined : refuseUnproved(authority, 'the signature is not its CA’s');
}

/** Or why there is none. */
function readProof({ status, body, error }: RefinedResponse<'text'>): LabProof | string {
  if (error !== '' && status === 0) return `no answer (${error})`;
  if (status !== 200) return `it answered ${status} to the challenge`;
  const { nonce, authority, signature } = parseObject(body ?? '');
  if (nonce && authority && signature) return { nonce, authority, signature };
  return 'its answer is no proof';
}

/** Empty for whatever is no JSON: it is no proof either. */
function parseObject(text: string): Partial<LabProof> {
  try {
    const parsed: Partial<LabProof> | null = JSON.parse(text);
    return parsed ?? {};
  } catch {
    return {};
  }
}

async function verify({ signature }: LabProof, caPem: string, text: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', readPublicKey(caPem), ALGORITHM, false, [
    'verify',
  ]);
  const signed = b64decode(signature, 'rawurl');
  return crypto.subtle.verify(ALGORITHM, key, signed, new TextEncoder().encode(text));
}
