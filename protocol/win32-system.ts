/**
 * Win32 rows about domain controllers, trusts and the agent's own server: nothing the user did. All
 * become 80007 except the clock, which has a code of its own. Lookups: `win32.ts`.
 */
import type { Win32Row } from './win32-row.ts';

/**
 * Microsoft names the code, the agent's source lists it; that it becomes 80007 is the lab's choice.
 */
const ON_PREMISES = {
  aadsts: 80007,
  basis: 'documented',
  aadstsBasis: 'assumed',
  sources: ['W32', 'AAI'],
} as const;

const DIRECTORY = {
  1311: {
    ...ON_PREMISES,
    code: 1311,
    name: 'NO_LOGON_SERVERS',
    meaning: 'No domain controller is available to answer.',
  },
  1355: {
    ...ON_PREMISES,
    code: 1355,
    name: 'NO_SUCH_DOMAIN',
    meaning: 'The domain does not exist or cannot be contacted.',
  },
  1396: {
    ...ON_PREMISES,
    code: 1396,
    name: 'WRONG_TARGET_NAME',
    meaning: 'The name of the target account is wrong.',
    sources: ['W32'],
  },
  1397: {
    ...ON_PREMISES,
    code: 1397,
    name: 'MUTUAL_AUTH_FAILED',
    meaning: 'Mutual authentication failed.',
    sources: ['W32'],
  },
  1398: {
    ...ON_PREMISES,
    code: 1398,
    name: 'TIME_SKEW',
    meaning: 'The clocks of the two sides differ too much.',
    aadsts: 80013,
    sources: ['W32', 'AAI', 'ED-ERR'],
    note: 'The documented name of 80013 is the same condition.',
  },
  1722: {
    ...ON_PREMISES,
    code: 1722,
    name: 'RPC_S_SERVER_UNAVAILABLE',
    meaning: 'The RPC server is not available.',
  },
  1726: {
    ...ON_PREMISES,
    code: 1726,
    name: 'RPC_S_CALL_FAILED',
    meaning: 'The remote procedure call failed.',
  },
  1787: {
    ...ON_PREMISES,
    code: 1787,
    name: 'NO_TRUST_SAM_ACCOUNT',
    meaning: 'The domain has no account for the trust with this computer.',
  },
  1788: {
    ...ON_PREMISES,
    code: 1788,
    name: 'TRUSTED_DOMAIN_FAILURE',
    meaning: 'The trust between the two domains failed.',
    note:
      'What the lab answers over a broken trust: its name fits a trust between domains, 1789 that ' +
      'of a computer, 1787 a missing account.',
  },
  1789: {
    ...ON_PREMISES,
    code: 1789,
    name: 'TRUSTED_RELATIONSHIP_FAILURE',
    meaning: 'The trust between this computer and the domain failed.',
  },
  1792: {
    ...ON_PREMISES,
    code: 1792,
    name: 'NETLOGON_NOT_STARTED',
    meaning: 'The Netlogon service is not running.',
  },
  1810: {
    ...ON_PREMISES,
    code: 1810,
    name: 'DOMAIN_TRUST_INCONSISTENT',
    meaning: 'The name or identifier of the domain does not fit its trust.',
  },
  1908: {
    ...ON_PREMISES,
    code: 1908,
    name: 'DOMAIN_CONTROLLER_NOT_FOUND',
    meaning: 'No domain controller was found for the domain.',
  },
  1935: {
    ...ON_PREMISES,
    code: 1935,
    name: 'AUTHENTICATION_FIREWALL_FAILED',
    meaning: 'Selective authentication on the trust forbids the sign-in.',
    sources: ['W32', 'AAI', 'AZI'],
    note: 'A community report names selective authentication on a trust as its cause.',
  },
} as const satisfies Record<number, Win32Row>;

const OWN_SERVER = {
  1: {
    ...ON_PREMISES,
    code: 1,
    name: 'INVALID_FUNCTION',
    meaning: 'The operation is not valid; seen with LDAP operations.',
  },
  5: {
    ...ON_PREMISES,
    code: 5,
    name: 'ACCESS_DENIED',
    meaning: 'Access was denied.',
  },
  8: {
    ...ON_PREMISES,
    code: 8,
    name: 'NOT_ENOUGH_MEMORY',
    meaning: 'Not enough memory for the command.',
  },
  12: {
    ...ON_PREMISES,
    code: 12,
    name: 'INVALID_ACCESS',
    meaning: 'The access code is not valid.',
  },
  14: {
    ...ON_PREMISES,
    code: 14,
    name: 'OUTOFMEMORY',
    meaning: 'Out of memory.',
  },
  50: {
    ...ON_PREMISES,
    code: 50,
    name: 'NOT_SUPPORTED',
    meaning: 'The request is not supported.',
  },
  87: {
    ...ON_PREMISES,
    code: 87,
    name: 'INVALID_PARAMETER',
    meaning: 'A parameter is wrong; seen with LDAP filters.',
  },
  160: {
    ...ON_PREMISES,
    code: 160,
    name: 'BAD_ARGUMENTS',
    meaning: 'One or more arguments are wrong.',
  },
  206: {
    ...ON_PREMISES,
    code: 206,
    name: 'FILENAME_EXCED_RANGE',
    meaning: 'A file name or extension is too long.',
  },
  1130: {
    ...ON_PREMISES,
    code: 1130,
    name: 'NOT_ENOUGH_SERVER_MEMORY',
    meaning: 'Not enough server storage for the command.',
  },
  1352: {
    ...ON_PREMISES,
    code: 1352,
    name: 'INVALID_SERVER_STATE',
    meaning: 'The security server was in the wrong state.',
  },
  1359: {
    ...ON_PREMISES,
    code: 1359,
    name: 'INTERNAL_ERROR',
    meaning: 'An internal error occurred.',
  },
  1364: {
    ...ON_PREMISES,
    code: 1364,
    name: 'NO_SUCH_PACKAGE',
    meaning: 'The authentication package is not known.',
  },
  1384: {
    ...ON_PREMISES,
    code: 1384,
    name: 'TOO_MANY_CONTEXT_IDS',
    meaning: 'The user belongs to too many groups for one sign-in.',
  },
  1450: {
    ...ON_PREMISES,
    code: 1450,
    name: 'NO_SYSTEM_RESOURCES',
    meaning: 'Not enough system resources.',
  },
} as const satisfies Record<number, Win32Row>;

export const WIN32_SYSTEM = { ...DIRECTORY, ...OWN_SERVER };
