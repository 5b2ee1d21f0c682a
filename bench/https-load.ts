/**
 * The same closed-loop load for us and for a peer: 32 connections over TLS that stay open, from
 * this process. An answer other than 200 ends the figure: it would mean nothing.
 */
import { Pool } from 'undici';
import { runClosedLoop } from './closed-loop.ts';

const CONNECTIONS = 32;
const WARM_UP_MS = 2_000;
const MEASURE_MS = 8_000;

export interface Load {
  url: string;
  form?: Readonly<Record<string, string>>;
}

async function measureRate({ url, form }: Load, measureMs = MEASURE_MS): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    // A certificate made a moment ago for this very process; whose it is does not matter here.
    connect: { rejectUnauthorized: false },
  });
  const request = {
    path: `${pathname}${search}`,
    ...(form
      ? {
          method: 'POST' as const,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(form).toString(),
        }
      : { method: 'GET' as const }),
  };
  const ask = async () => {
    const { statusCode, body } = await pool.request(request);
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text.slice(0, 300)}`);
  };
  await runClosedLoop(CONNECTIONS, WARM_UP_MS, ask);
  const { perSecond } = await runClosedLoop(CONNECTIONS, measureMs, ask);
  await pool.close();
  return perSecond;
}

/** We, the peer, we, the peer: what the machine does meanwhile hits both. Means of two runs. */
export async function measureSideBySide(
  ours: Load,
  theirs: Load,
  progress: (text: string) => void,
): Promise<{ ours: number; theirs: number }> {
  const rates = { ours: 0, theirs: 0 };
  for (const round of [1, 2]) {
    const we = await measureRate(ours);
    const they = await measureRate(theirs);
    progress(`round ${round}: ${we.toFixed(0)}/s against ${they.toFixed(0)}/s`);
    rates.ours += we / 2;
    rates.theirs += they / 2;
  }
  return rates;
}
