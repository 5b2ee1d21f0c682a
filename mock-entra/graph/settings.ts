/**
 * Directory settings: of all there are in Entra only the tenant's own smart lockout, and that only
 * where it differs from what a tenant starts with, because a setting nobody changed is not listed.
 */
import { PASSWORD_RULES } from '../../protocol/password-rule-settings.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import { guidFrom } from '../guid.ts';
import { type Access, DENIED, type GraphCall, type Resource } from './resource.ts';

const READ = [
  ...['GroupSettings.Read.All', 'GroupSettings.ReadWrite.All'],
  ...['Directory.Read.All', 'Directory.ReadWrite.All'],
];

/** GR-SETTINGS also asks for a directory role, without a list that could be kept to here. */
const ACCESS: Access = { delegated: READ, application: READ, denied: DENIED };

function rowsOf({ cloud }: GraphCall) {
  const { smartLockoutThreshold: threshold, smartLockoutDurationMs: durationMs } = cloud.timings;
  const isOwn =
    threshold !== TIMINGS.smartLockoutThreshold.value ||
    durationMs !== TIMINGS.smartLockoutDurationMs.value;
  if (!isOwn) return [];
  return [
    {
      id: guidFrom(`${PASSWORD_RULES.displayName} ${cloud.tenant.id}`),
      displayName: PASSWORD_RULES.displayName,
      templateId: PASSWORD_RULES.templateId,
      values: [
        { name: PASSWORD_RULES.threshold, value: String(threshold) },
        { name: PASSWORD_RULES.durationSeconds, value: String(Math.round(durationMs / 1_000)) },
      ],
    },
  ];
}

export const SETTINGS: Resource = {
  path: '/settings',
  versions: ['beta'],
  context: 'settings',
  quota: 'directory',
  get: { access: ACCESS, options: [], answer: (call) => ({ kind: 'list', rows: rowsOf(call) }) },
};
