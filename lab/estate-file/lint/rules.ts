/** Every lint rule, by id, one line each; and what they find in an estate. */
import type { SourceId } from '../../../protocol/sources.ts';
import {
  AGENTS_ONLY_ON_CONNECT,
  CONNECT_TOO_OLD,
  NO_STAGING,
  STAGING_OLDER,
} from './connect-rules.ts';
import {
  BELOW_N_PLUS_ONE,
  BORROWED_CONTROLLERS,
  FAR_CONTROLLERS,
  FEW_AGENTS,
  INACTIVE_LISTED,
  NO_TRUST,
  ONE_SITE,
  SINGLE_AGENT,
  SINGLE_CONTROLLER,
} from './estate-rules.ts';
import { type LintedEstate, type LintRule, SEVERITIES, type Severity } from './rule.ts';
import {
  BROWSER_PROXY,
  CLOCK_SKEW,
  CONNECTOR_ALONE,
  NO_TLS_12,
  NO_WAY_OUT,
  RENEWAL_OVERDUE,
  UPDATER_OFF,
} from './server-rules.ts';
import {
  BREAK_GLASS_UNKNOWN,
  LOCKOUT_LENGTH,
  LOCKOUT_ORDER,
  NO_BREAK_GLASS,
} from './tenant-rules.ts';
import {
  AGENTS_BEFORE_CONNECT,
  BELOW_MINIMUM,
  MIXED_VERSIONS,
  PREVIEW_VERSION,
} from './version-rules.ts';

export const LINT_RULES: Readonly<Record<string, LintRule>> = {
  'single-agent': SINGLE_AGENT,
  'few-agents': FEW_AGENTS,
  'one-site': ONE_SITE,
  'below-n-plus-one': BELOW_N_PLUS_ONE,
  'no-break-glass': NO_BREAK_GLASS,
  'break-glass-unknown': BREAK_GLASS_UNKNOWN,
  'preview-version': PREVIEW_VERSION,
  'below-minimum': BELOW_MINIMUM,
  'mixed-versions': MIXED_VERSIONS,
  'connector-alone': CONNECTOR_ALONE,
  'agents-before-connect': AGENTS_BEFORE_CONNECT,
  'agents-only-on-connect': AGENTS_ONLY_ON_CONNECT,
  'connect-too-old': CONNECT_TOO_OLD,
  'no-staging': NO_STAGING,
  'staging-older': STAGING_OLDER,
  'renewal-overdue': RENEWAL_OVERDUE,
  'clock-skew': CLOCK_SKEW,
  'no-tls-1.2': NO_TLS_12,
  'browser-proxy': BROWSER_PROXY,
  'no-way-out': NO_WAY_OUT,
  'updater-off': UPDATER_OFF,
  'single-controller': SINGLE_CONTROLLER,
  'far-controllers': FAR_CONTROLLERS,
  'borrowed-controllers': BORROWED_CONTROLLERS,
  'no-trust': NO_TRUST,
  'lockout-order': LOCKOUT_ORDER,
  'lockout-length': LOCKOUT_LENGTH,
  'inactive-listed': INACTIVE_LISTED,
};

export interface LintFinding {
  id: string;
  severity: Severity;
  sentence: string;
  advice: string;
  sources: readonly SourceId[];
}

/** Errors first; within a severity in the order of the table. */
export function lintEstate(estate: LintedEstate): LintFinding[] {
  const found = Object.entries(LINT_RULES).flatMap(([id, { find, severity, advice, sources }]) =>
    find(estate).map((sentence) => ({ id, severity, sentence, advice, sources })),
  );
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
