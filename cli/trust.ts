/**
 * `pta-lab trust`: shows what each kind of program needs to trust the lab's CA, and does it when
 * told to. Only the CA's certificate is ever handed out, and only one that can sign for lab names
 * alone.
 */
import { type Command, Option } from 'commander';
import { STATE_DIR } from './running-lab.ts';
import { installTrust } from './trust/install.ts';
import { lookAround, readyAuthority } from './trust/place.ts';
import { describeStep } from './trust/steps.ts';
import type { TrustPlace, TrustTarget } from './trust/targets/target.ts';
import { TRUST_TARGETS } from './trust/targets/targets.ts';

const IDS = TRUST_TARGETS.map(({ id }) => id);

export function register(program: Command): void {
  program
    .command('trust')
    .description('Show how programs of this machine trust the lab, or make them')
    .addOption(
      new Option('--install [what...]', 'do it, for these or for all').choices([...IDS, 'all']),
    )
    .action(async ({ install }: { install?: true | string[] }) => {
      const place = lookAround(STATE_DIR);
      if (install === undefined) {
        process.stdout.write(renderPlans(place));
        return;
      }
      await readyAuthority(STATE_DIR);
      const said = installTrust(STATE_DIR, place, chosen(install));
      const end = 'Open a new login shell for the variables. "pta-lab untrust" takes it all out.';
      process.stdout.write(`${[...said, end].join('\n')}\n`);
    });
}

function chosen(install: true | readonly string[]): readonly TrustTarget[] {
  if (install === true || install.includes('all')) return TRUST_TARGETS;
  return TRUST_TARGETS.filter(({ id }) => install.includes(id));
}

function renderPlans(place: TrustPlace): string {
  return [
    `The lab's CA: ${place.caFile}`,
    'It can sign for localhost and names under it only. Nothing has been done yet.\n',
    ...TRUST_TARGETS.map((target) => renderPlan(target, place)),
    `To do it: pta-lab trust --install [${[...IDS, 'all'].join('|')}]`,
    'For one shell, without installing anything: eval "$(pta-lab env)"\n',
  ].join('\n');
}

function renderPlan({ id, title, plan }: TrustTarget, place: TrustPlace): string {
  const planned = plan(place);
  const lines = planned.possible
    ? [
        ...planned.steps.map(describeStep),
        ...Object.entries(planned.variables).map(([name, value]) => `set ${name}=${value}`),
      ]
    : [`not here: ${planned.because}`];
  return `${id} (${title})\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
