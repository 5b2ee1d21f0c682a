/**
 * Control API: what an administrator does on premises, and the Connect server. The cloud hears of a
 * change at the next synchronisation; a password that was reset counts at once, because agents ask.
 */
import type { AccountRules } from '../../directory/account.ts';
import type { RuleChanges } from '../../directory/domain.ts';
import type { Lab } from '../lab.ts';
import type { DirectoryControl } from '../premises/directory-control.ts';
import {
  isMembers,
  knowOnly,
  type Members,
  readOneOf,
  readPassword,
  readText,
  wrong,
} from './members.ts';
import type { ControlRoutes } from './route.ts';

export const DIRECTORY_ROUTES: ControlRoutes = {
  'POST /directory': (lab, { body }) => changeDirectory(lab, body),
  'POST /sync': ({ sync }) => sync.force(),
};

const ACTIONS = [
  'put',
  'remove',
  'disable',
  'enable',
  'rename',
  'reset-password',
  'rules',
] as const;

function changeDirectory({ directory }: Lab, body: Members): unknown {
  knowOnly(body, ['action', 'userName', 'password', 'newUserName', 'rules']);
  const action = readOneOf(body, 'action', ACTIONS);
  const userName = readText(body, 'userName');
  switch (action) {
    case 'put':
      directory.put(userName, {
        ...withoutAbsent(readRules(body.rules)),
        password: readPassword(body),
      });
      break;
    case 'remove':
      directory.remove(userName);
      break;
    case 'disable':
    case 'enable':
      directory.setRules(userName, { disabled: action === 'disable' });
      break;
    case 'rename':
      directory.rename(userName, readText(body, 'newUserName'));
      break;
    case 'reset-password':
      directory.resetPassword(userName, readPassword(body));
      break;
    case 'rules':
      directory.setRules(userName, readRules(body.rules));
      break;
    default:
      return action satisfies never;
  }
  return describe(directory, action === 'rename' ? readText(body, 'newUserName') : userName);
}

function describe(directory: DirectoryControl, userName: string): unknown {
  const account = directory.find(userName);
  if (account === undefined) return { userName, exists: false };
  return { userName: account.userPrincipalName, exists: true, enabled: account.disabled !== true };
}

/** Each with the check of its value. Times are milliseconds of lab time, as everywhere here. */
const RULES: Readonly<Record<keyof RuleChanges, (value: unknown) => boolean>> = {
  disabled: (value) => typeof value === 'boolean',
  cannotChangePassword: (value) => typeof value === 'boolean',
  mustChangePassword: (value) => typeof value === 'boolean',
  accountExpiresMs: Number.isFinite,
  passwordExpiresMs: Number.isFinite,
  lockedUntilMs: Number.isFinite,
  logonHours: (value) => Array.isArray(value) && value.every(Number.isInteger),
  workstations: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

/** `null` takes a rule away. */
function readRules(value: unknown = {}): RuleChanges {
  const names = Object.keys(RULES) as (keyof RuleChanges)[];
  const rules = isMembers(value) ? value : undefined;
  if (rules === undefined) throw wrong('rules', `an object of ${names.join(', ')}`, value);
  knowOnly(rules, names);
  const given = names.filter((name) => rules[name] !== undefined);
  for (const name of given) {
    const fits = rules[name] === null || RULES[name](rules[name]);
    if (!fits) throw wrong(`rules.${name}`, 'docs/control.md says, or null', rules[name]);
  }
  return Object.fromEntries(given.map((name) => [name, rules[name] ?? undefined]));
}

function withoutAbsent(rules: RuleChanges): AccountRules {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
