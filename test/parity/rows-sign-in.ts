/** Parity rows of passwords, lockout, policies, synchronisation; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const SIGN_IN_ROWS = {
  'sign-in.pass-through': {
    behaviour:
      'A password of a synchronised user is judged on premises, by one agent chosen at random',
    virtual: 'emulated',
    live: 'emulated',
    note: 'No hand-off, no fall-back to a synchronised hash; the deadline is the lab’s.',
  },
  'sign-in.agent-answers': {
    behaviour: 'What an agent answers becomes one AADSTS code',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Codes and conditions are documented, which Win32 code leads to which is not.',
  },
  'sign-in.cloud-password': {
    behaviour: 'Cloud-only users: right, wrong, expired, disabled; untouched by PTA',
    virtual: 'emulated',
    live: 'emulated',
    note: 'That a disabled account is named before the password is looked at is assumed.',
  },
  'sign-in.hash-sync': {
    behaviour: 'Password hash synchronisation: hashes stay when it or PTA is switched',
    virtual: 'emulated',
    live: 'emulated',
    note: 'One HMAC in place of MD4 and PBKDF2; what expires on premises does not count here.',
  },
  'sign-in.outlives-expiry': {
    behaviour: 'Tokens outlive the expiry of the password',
    virtual: 'emulated',
    live: 'emulated',
  },
  'sign-in.smart-lockout': {
    behaviour: 'Smart lockout: threshold, growing locks, one failure after a lock locks again',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Growth and its end are assumed and configurable; one data centre, so no variance.',
  },
  'sign-in.smart-lockout-places': {
    behaviour: 'Familiar and unfamiliar places are counted apart',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Familiar is an address the user has signed in from; the real rule is not published.',
  },
  'sign-in.smart-lockout-pta': {
    behaviour: 'Under PTA every wrong password counts, and a locked user reaches no agent',
    virtual: 'emulated',
    live: 'emulated',
    note: 'What is under way when the lock falls still ends at the agent.',
  },
  'sign-in.malicious-address': {
    behaviour: '50053 for an address judged malicious',
    virtual: 'absent',
    live: 'absent',
    note: 'Nobody judges addresses here; inject the code.',
  },
  'sign-in.conditional-access': {
    behaviour:
      'Conditional Access: block, MFA, registration, device, application; exclusions, roles',
    virtual: 'emulated',
    live: 'emulated',
    note: 'No device is ever compliant and no application approved; no risk, no sign-in frequency.',
  },
  'sign-in.claims-challenge': {
    behaviour: '`claims` with 50076 where a policy is about certain applications',
    virtual: 'emulated',
    live: 'emulated',
    note: 'The member is `capolids`, as observed in 2023; what is sent back is not judged.',
  },
  'sign-in.totp': {
    behaviour: 'One-time codes as a second factor, each once',
    virtual: 'real',
    live: 'real',
  },
  'sign-in.number-matching': {
    behaviour: 'Number matching, answered through the control API in place of the app',
    virtual: 'emulated',
    live: 'emulated',
  },
  'sign-in.password-change': {
    behaviour: 'Changing a password in the cloud: length, kinds of characters, words easy to guess',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Microsoft’s list of banned words is not published: a few stand in for it.',
  },
  'sign-in.writeback': {
    behaviour: 'Changing an on-premises password from the cloud, by writeback',
    virtual: 'emulated',
    live: 'emulated',
    note: 'A call inside the lab, not a relay; needs the tenant’s flag, P1 and a licensed user.',
  },
  'sign-in.password-reset': {
    behaviour: 'Self-service password reset (“forgot my password”)',
    virtual: 'absent',
    live: 'absent',
    note: 'An administrator’s reset or unlock goes through the control API.',
  },
  'sync.method': {
    behaviour: 'Switching PTA and password hash synchronisation, for all managed domains at once',
    virtual: 'emulated',
    live: 'emulated',
    note: 'PTA needs an Active agent to be switched on. Staged rollout is absent.',
  },
  'sync.delta': {
    behaviour:
      'New, renamed, disabled and removed accounts reach the cloud every 30 minutes or when forced',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Only what changed since the lab started; no attributes beyond name and state.',
  },
  'sync.upn': {
    behaviour: 'Changed user principal names are kept back in tenants from before 15 June 2015',
    virtual: 'emulated',
    live: 'emulated',
    note: 'For managed users with a licence, unless the feature is on, which is for good.',
  },
  'sync.password-live': {
    behaviour: 'A password reset on premises counts at once under PTA',
    virtual: 'emulated',
    live: 'emulated',
    note: 'SEED-C says it waits for the synchronisation; the documents say otherwise.',
  },
  'directory.administration': {
    behaviour: 'Accounts can be added, renamed, disabled, reset and removed while the lab runs',
    virtual: 'emulated',
    live: 'emulated',
    note: 'A state file keeps the changes, not the counters of bad passwords.',
  },
} as const satisfies ParityRows;
