/**
 * Reads the members of a request's JSON body, each with a sentence that says what was expected and
 * what came. A member that nobody knows is refused too: a misspelt option must not pass for none.
 */
import { LabError } from '../../runtime/lab-error.ts';

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function wrong(member: string, expected: string, got: unknown): LabError {
  const text = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 80);
  return new LabError('CONTROL_INPUT', `Expected ${member} as ${expected}, got ${text}.`);
}

export function knowOnly(body: Members, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const sentence = `Expected only ${known.join(', ')}; got "${unknown.slice(0, 40)}" as well.`;
  throw new LabError('CONTROL_INPUT', sentence);
}

export function readText(body: Members, member: string): string {
  const value = optionalText(body, member);
  if (value === undefined) throw wrong(member, 'a text', body[member]);
  return value;
}

/** Unlike others: what came must not come back in an answer. */
export function readPassword({ password }: Members): string {
  if (typeof password === 'string' && password !== '') return password;
  throw new LabError('CONTROL_INPUT', 'Expected password as a text.');
}

export function optionalText(body: Members, member: string): string | undefined {
  const value = body[member];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw wrong(member, 'a text', value);
}

export function optionalFlag(body: Members, member: string): boolean | undefined {
  const value = body[member];
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrong(member, 'true or false', value);
}

/** A whole number from `least` on. */
export function optionalCount(body: Members, member: string, least = 0): number | undefined {
  const value = body[member];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw wrong(member, `a whole number from ${least} on`, value);
}

/** The same of a query parameter, where every value is text. */
export function queryCount(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw wrong(name, 'a whole number', text);
}

export function readOneOf<T extends string>(
  body: Members,
  member: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === body[member]);
  if (found === undefined) throw wrong(member, `one of ${choices.join(', ')}`, body[member]);
  return found;
}
