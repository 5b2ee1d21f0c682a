/**
 * Which new passwords the cloud takes, pure (ED-PWD, ED-BAN). Microsoft does not publish its list
 * of banned words: the few here stand in for it. Rules of the on-premises domain are the
 * directory's own, and they come first where a password is written back.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { Tenant, User } from '../tenant/tenant.ts';

const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/] as const;
const CLASSES_MIN = 3;

/** Too short, too long, of characters that are not allowed, or of too few kinds of them. */
export function isWeak(password: Secret): boolean {
  const text = password.reveal();
  if (text.length < LIMITS.passwordCharsMin.value) return true;
  if (text.length > LIMITS.passwordCharsMax.value || !/^[ -~]*$/.test(text)) return true;
  return CLASSES.filter((kind) => kind.test(text)).length < CLASSES_MIN;
}

const BANNED = ['password', 'passwort', 'welcome', 'qwerty', 'letmein', 'summer', 'winter'];

/** Guessable: it holds a name, or little else than banned words, also when they are disguised. */
export function isGuessable(
  password: Secret,
  tenant: Pick<Tenant, 'name'>,
  user: Pick<User, 'givenName' | 'surname'>,
): boolean {
  const plain = normalise(password.reveal());
  if (namesIn(tenant, user).some((name) => plain.includes(name))) return true;
  if (BANNED.some((word) => isWithinOneEdit(plain, word))) return true;
  return scoreOf(plain) < LIMITS.passwordScoreMin.value;
}

/** Only names of four characters and more are looked for. */
function namesIn(
  { name }: Pick<Tenant, 'name'>,
  { givenName = '', surname = '' }: Pick<User, 'givenName' | 'surname'>,
): readonly string[] {
  const { value: charsMin } = LIMITS.passwordNameCharsMin;
  return [name, givenName, surname].map(normalise).filter(({ length }) => length >= charsMin);
}

const DISGUISES = [
  ['0', 'o'],
  ['1', 'l'],
  ['$', 's'],
  ['@', 'a'],
] as const;

function normalise(text: string): string {
  return DISGUISES.reduce((plain, [from, to]) => plain.replaceAll(from, to), text.toLowerCase());
}

/** One point for each banned word, and one for each character that is in none. */
function scoreOf(plain: string): number {
  const left = BANNED.reduce((text, word) => text.replaceAll(word, '\n'), plain);
  return left.length;
}

/** One character more, less or different. */
function isWithinOneEdit(text: string, word: string): boolean {
  if (Math.abs(text.length - word.length) > 1) return false;
  let at = 0;
  while (at < text.length && text[at] === word[at]) at++;
  const [rest, other] = [text.slice(at), word.slice(at)];
  return rest.slice(1) === other.slice(1) || rest.slice(1) === other || rest === other.slice(1);
}
