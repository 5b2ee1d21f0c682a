/**
 * How an endpoint of the control API is written: a line in its area's table, keyed by method and
 * path, and a function that gets plain values and returns what goes out as JSON. What it throws as
 * `LabError` is the caller's to read; anything else is ours.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { Lab } from '../lab.ts';

export interface Asked {
  /** Decoded `:name` parts of the path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
}

export type ControlAnswer = (lab: Lab, asked: Asked) => unknown;

/** `'POST /users/:userName/unlock'` → what it does. */
export type ControlRoutes = Readonly<Record<string, ControlAnswer>>;

export interface Found {
  answer: ControlAnswer;
  params: Asked['params'];
}

/** Exact parts come before `:name` because tables are short and read in order. */
export function findRoute(routes: ControlRoutes, method: string, path: string): Found | undefined {
  const asked = path.split('/');
  for (const [key, answer] of Object.entries(routes)) {
    const [verb, pattern = ''] = key.split(' ');
    if (verb !== method) continue;
    const params = matchParts(pattern.split('/'), asked);
    if (params !== undefined) return { answer, params };
  }
  return undefined;
}

function matchParts(
  pattern: readonly string[],
  asked: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== asked.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const text = asked[at] ?? '';
    if (part.startsWith(':') && text !== '') params[part.slice(1)] = decodePart(text);
    else if (part !== text) return undefined;
  }
  return params;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new LabError('CONTROL_INPUT', `Expected a %-encoded name in the path, got "${text}".`, {
      cause,
    });
  }
}
