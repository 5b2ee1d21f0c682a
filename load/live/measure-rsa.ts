/**
 * What this machine's RSA alone would allow, in sign-ins a second: the operations of one sign-in
 * and nothing else, over the same crypto port as the lab, for about a second.
 */
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';

export interface SignInCost {
  /** Registered agents: one encryption each. */
  agents: number;
  /** Signed tokens. */
  tokens: number;
}

const MEASURE_MS = 1_000;
const AT_A_TIME = 16;
/** An access token and an id token, as `openid profile` asks for. */
const TOKENS = 2;
const PASSWORD = new Uint8Array(40);
const TOKEN = new Uint8Array(900);

/** Each call does what the RSA of one sign-in is. */
export async function createRsaSignIn({
  agents,
  tokens,
}: SignInCost): Promise<() => Promise<void>> {
  const crypto = createRsaCrypto();
  const key = await crypto.generateKey('measured');
  return async () => {
    const seals = Array.from({ length: agents }, () => crypto.seal(key.spki, PASSWORD));
    const [own] = await Promise.all(seals);
    if (own) await crypto.open(key, own);
    await Promise.all(Array.from({ length: tokens }, () => crypto.sign(key, TOKEN)));
  };
}

export async function measureRsa(agents: number): Promise<number> {
  const signIn = await createRsaSignIn({ agents, tokens: TOKENS });
  const startMs = performance.now();
  let done = 0;
  const worker = async () => {
    for (; performance.now() - startMs < MEASURE_MS; done += 1) await signIn();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return (done * 1000) / (performance.now() - startMs);
}
