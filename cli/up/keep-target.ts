/**
 * The file by which k6 scripts find a lab that is up. There is none where nobody takes load: with a
 * real directory, or in a tenant without users for it.
 */
import type { Lab } from '../../lab/lab.ts';
import { STATE_DIR } from '../running-lab.ts';

export async function keepTarget(lab: Lab, control: { url: string; token?: string }) {
  if (lab.groups['right-password'].length === 0) return undefined;
  const { describeLoadTarget } = await import('../../load/describe-load-target.ts');
  const { keepLoadTarget } = await import('../../load/live/keep-load-target.ts');
  return keepLoadTarget(describeLoadTarget(lab, { control }), STATE_DIR);
}
