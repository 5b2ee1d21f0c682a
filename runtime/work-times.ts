/**
 * How long one validation takes on a core, drawn from chance: mean and spread as a capacity has
 * them. Shared by the agents of a lab and the simulation of the plan, so that both mean the same.
 * What comes out is a sum of exponential times (Erlang), which for spread 1 is one of them.
 */
import type { AgentCapacity } from '../protocol/capacity.ts';

/** Below this a sum of exponential times has more terms than it is worth: always the same. */
const SPREAD_MIN = 0.05;

/**
 * Each call draws one time, ms. `uniform` gives numbers above 0 and up to 1.
 *
 * Between two whole numbers of terms one of both is drawn, with the weight that keeps mean and
 * spread exact (Tijms, Stochastic Models, appendix B).
 */
export function createWorkTimes(
  { serviceMs, spread }: Pick<AgentCapacity, 'serviceMs' | 'spread'>,
  uniform: () => number,
): () => number {
  if (spread < SPREAD_MIN) return () => serviceMs;
  const squared = spread * spread;
  // A whole number of terms but for the rounding of its root.
  const terms = Math.ceil(1 / squared - 1e-9);
  const fewer = shareOfFewer(terms, squared);
  const scaleMs = serviceMs / (terms - fewer);
  return () => {
    const drawn = fewer > 1e-9 && uniform() < fewer ? terms - 1 : terms;
    let product = 1;
    for (let term = 0; term < drawn; term++) product *= uniform();
    return -Math.log(product) * scaleMs;
  };
}

/** How often there is one term less. */
function shareOfFewer(terms: number, squared: number): number {
  const root = Math.max(0, terms * (1 + squared) - terms * terms * squared);
  return Math.max(0, (terms * squared - Math.sqrt(root)) / (1 + squared));
}
