/** Which lab a rehearsal runs in: `--lab`, and `--live` as the short form of one of its values. */
import { LabError } from '../../runtime/lab-error.ts';

/** `containers` is the inside of `compose`: a lab whose outposts stand in other containers. */
export const LAB_KINDS = ['virtual', 'live', 'compose', 'containers'] as const;
export type LabKind = (typeof LAB_KINDS)[number];

/** @throws LabError `USAGE_LAB` */
export function labKindOf({ lab, live }: { lab?: LabKind; live?: boolean }): LabKind {
  if (!live || lab === undefined || lab === 'live') return lab ?? (live ? 'live' : 'virtual');
  throw new LabError('USAGE_LAB', `--live is short for --lab live; got it with --lab ${lab}`);
}

export function isInContainers(kind: LabKind): boolean {
  return kind === 'compose' || kind === 'containers';
}

/** @throws LabError `USAGE_CRYPTO` */
export function refuseStandIn(kind: LabKind, crypto: string | undefined): void {
  if (!isInContainers(kind) || crypto !== 'stand-in') return;
  const sentence = '--crypto stand-in: containers have real keys only, as live mode; leave it out';
  throw new LabError('USAGE_CRYPTO', sentence);
}
