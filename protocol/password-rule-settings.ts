/**
 * The directory setting that holds a tenant's own smart lockout. That `/beta/settings` lists it,
 * and under this template, is observed (EIDSCA); Graph's page (GR-SETTINGS) speaks of groups only.
 */
export const PASSWORD_RULES = {
  templateId: '5cf42378-d67d-4f36-ba46-e8b86229381d',
  displayName: 'Password Rule Settings',
  threshold: 'LockoutThreshold',
  durationSeconds: 'LockoutDurationInSeconds',
} as const;
