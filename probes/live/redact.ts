/**
 * Takes people and secrets out of what is about to be kept: claims that name somebody, and every
 * place where the user name or a secret stands in a text. What is left is still an observation.
 */
import type { Secret } from '../../runtime/secret.ts';
import type { ProbeContext } from '../probe.ts';

/** Members that name somebody wherever they stand. */
const PERSONAL = ['userName', 'userPrincipalName', 'upn', 'unique_name', 'preferred_username'];
/** Those that do so in the claims of a token: a program has a `name` too. */
const PERSONAL_CLAIMS = [
  ...['name', 'given_name', 'family_name', 'email', 'login_hint', 'oid', 'sub', 'puid'],
];
/** Shorter ones would take ordinary words out of sentences. */
const LENGTH_MIN = 4;

export interface Named {
  secrets: readonly Secret[];
  /** Of people. */
  userNames: readonly string[];
}

/** Whatever of a context must be in no record of what came. */
export function namedIn({
  account,
  administrator,
  totpSecret,
}: Pick<ProbeContext, 'account' | 'administrator' | 'totpSecret'>): Named {
  const isPerson = administrator !== undefined && 'password' in administrator;
  const people = [account, ...(isPerson ? [administrator] : [])];
  const tokens = administrator === undefined || isPerson ? [] : [administrator.refreshToken];
  return {
    secrets: [...people.map(({ password }) => password), ...tokens, totpSecret ?? []].flat(),
    userNames: people.map(({ userName }) => userName).filter((name) => name !== ''),
  };
}

type Word = readonly [word: string, instead: string];

export function redact<T>(value: T, named: Named): T;
export function redact(value: unknown, { secrets, userNames }: Named): unknown {
  const words = [
    ...secrets.map((secret): Word => [secret.reveal(), '[secret]']),
    ...userNames.map((name): Word => [name, '[user]']),
  ].filter(([word]) => word.length >= LENGTH_MIN);
  return cleanse(value, words);
}

function cleanse(value: unknown, words: readonly Word[]): unknown {
  if (typeof value === 'string') return words.reduce(replaceWord, value);
  if (Array.isArray(value)) return value.map((member) => cleanse(member, words));
  if (typeof value !== 'object' || value === null) return value;
  const named = 'iss' in value ? [...PERSONAL, ...PERSONAL_CLAIMS] : PERSONAL;
  const kept = Object.entries(value).filter(([key]) => !named.includes(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, cleanse(member, words)]));
}

/** Whatever its case: user names have none. */
function replaceWord(text: string, [word, instead]: Word): string {
  const pattern = new RegExp(word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  return text.replace(pattern, () => instead);
}
