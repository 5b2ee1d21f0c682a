/**
 * Answers that stay the same for as long as their key does are rendered once. Whatever an answer
 * depends on has to be in the key; how many are kept is bounded, because callers choose the port
 * they name in it.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';

const KEPT_MAX = 64;

const keptBy = new WeakMap<Cloud, Map<string, HttpResponse>>();

export function keepAnswer(cloud: Cloud, key: string, render: () => HttpResponse): HttpResponse {
  const kept = keptBy.get(cloud) ?? new Map<string, HttpResponse>();
  const known = kept.get(key);
  if (known !== undefined) return known;
  const answer = render();
  kept.set(key, answer);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  keptBy.set(cloud, kept);
  return answer;
}
