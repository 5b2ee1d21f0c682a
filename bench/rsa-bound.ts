/**
 * What the machine's RSA alone allows: the operations of one sign-in, nothing else, over the same
 * crypto port and thread pool as the lab. Everything the lab adds shows as distance from this.
 */
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { runClosedLoop } from './closed-loop.ts';

export interface SignInCost {
  /** Registered agents: one OAEP encryption each. */
  agents: number;
  /** Signed tokens. */
  tokens: number;
}

const SHORT = new Uint8Array(40);
const TOKEN = new Uint8Array(900);

/** Sign-ins a second if a sign-in were nothing but its RSA operations. */
export async function measureRsaBound(
  { agents, tokens }: SignInCost,
  concurrency: number,
  durationMs: number,
): Promise<number> {
  const crypto = createRsaCrypto();
  const key = await crypto.generateKey('bound');
  const { perSecond } = await runClosedLoop(concurrency, durationMs, async () => {
    const sealed = await Promise.all(
      Array.from({ length: agents }, () => crypto.seal(key.spki, SHORT)),
    );
    const [own] = sealed;
    if (own) await crypto.open(key, own);
    await Promise.all(Array.from({ length: tokens }, () => crypto.sign(key, TOKEN)));
  });
  return perSecond;
}
