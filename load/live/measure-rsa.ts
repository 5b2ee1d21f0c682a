/**
 * What this machine's RSA alone would allow, in sign-ins a second: the operations of one sign-in
 * and nothing else, over the same crypto port as the lab, for about a second.
 */
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';

const MEASURE_MS = 1_000;
const AT_A_TIME = 16;
/** An access token and an id token, as `openid profile` asks for. */
const TOKENS = 2;
const PASSWORD = new Uint8Array(40);
const TOKEN = new Uint8Array(900);

/** `agents`: registered; one encryption each. */
export async function measureRsa(agents: number): Promise<number> {
  const crypto = createRsaCrypto();
  const key = await crypto.generateKey('measured');
  const signIn = async () => {
    const seals = Array.from({ length: agents }, () => crypto.seal(key.spki, PASSWORD));
    const [own] = await Promise.all(seals);
    if (own) await crypto.open(key, own);
    await Promise.all(Array.from({ length: TOKENS }, () => crypto.sign(key, TOKEN)));
  };
  const startMs = performance.now();
  let done = 0;
  const worker = async () => {
    for (; performance.now() - startMs < MEASURE_MS; done += 1) await signIn();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return (done * 1000) / (performance.now() - startMs);
}
