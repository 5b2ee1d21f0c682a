/** Lint rules about the tenant: who can still sign in, and which of two lockouts comes first. */
import type { TenantDescription, UserDescription } from '../../tenant/tenant-description.ts';
import type { LintRule } from './rule.ts';

/** Only what is in the cloud alone works while every agent is down. */
function isBreakGlass({ source, enabled = true, roles = [], passwordExpires }: UserDescription) {
  const isAdministrator = roles.includes('Global Administrator');
  return source === 'cloud' && enabled && isAdministrator && passwordExpires === undefined;
}

function breakGlassOf({ users = [] }: TenantDescription): readonly UserDescription[] {
  return users.filter(isBreakGlass);
}

export const NO_BREAK_GLASS: LintRule = {
  severity: 'error',
  advice: 'Create a cloud-only Global Administrator and try it before any change.',
  sources: ['ED-UPG', 'ED-FAQ', 'SEED-A', 'SEED-B'],
  find: ({ tenant }) =>
    tenant !== undefined && breakGlassOf(tenant).length === 0
      ? ['the tenant file names no cloud-only Global Administrator whose password stays valid']
      : [],
};

export const BREAK_GLASS_UNKNOWN: LintRule = {
  severity: 'note',
  advice: 'Name a tenant file with `tenant:`, and in it the break-glass account.',
  sources: ['ED-UPG', 'ED-FAQ'],
  find: ({ tenant }) =>
    tenant === undefined
      ? ['without a tenant file nobody can tell whether there is a break-glass account']
      : [],
};

export const LOCKOUT_ORDER: LintRule = {
  severity: 'error',
  advice: 'Set the threshold of Active Directory two to three times as high as that of Entra.',
  sources: ['ED-LOCK'],
  find({ timings: { smartLockoutThreshold: entra, adLockoutThreshold: ad } }) {
    if (entra < ad) return [];
    return [
      `Entra locks after ${entra} wrong passwords, Active Directory after ${ad}: whoever guesses ` +
        'from outside locks people out of their own network',
    ];
  },
};

/** Only where somebody wrote the directory's own: its default here is the lab's guess. */
export const LOCKOUT_LENGTH: LintRule = {
  severity: 'warning',
  advice: 'Let Entra’s lock last longer than that of Active Directory (seconds against minutes).',
  sources: ['ED-LOCK'],
  find({ description, timings: { smartLockoutDurationMs: entra, adLockoutDurationMs: ad } }) {
    if (description.timings?.adLockoutDurationMs === undefined || entra > ad) return [];
    return [`Entra locks for ${entra / 1000} s, Active Directory for ${ad / 1000} s`];
  },
};
