/** How `pta-lab rehearse` shows scenarios without running them: `--list` and `--dry`. */

import { formatDuration } from '../../runtime/duration.ts';
import type { Listed } from '../../scenarios/catalogue.ts';
import { describeStep } from '../../scenarios/describe-step.ts';
import { plannedMs } from '../../scenarios/file/planned-time.ts';
import type { Hypothesis, Scenario } from '../../scenarios/scenario.ts';

/** Under the heading of their groups. */
export function renderList(rows: readonly Listed[]): string {
  const width = Math.max(...rows.map(({ id }) => id.length));
  const groups = [...new Set(rows.map(({ group }) => group))];
  const texts = groups.map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map(({ id, title }) => `  ${id.padEnd(width)}  ${title}\n`);
    return `${group}\n${lines.join('')}`;
  });
  return texts.join('\n');
}

const ROLLBACKS: Readonly<Record<Scenario['rollback'], string>> = {
  always: 'rollback, whatever happens',
  deviated: 'rollback, if something was not as expected',
  never: 'no rollback',
};

export function renderPlan(scenario: Scenario): string {
  const { id, title, method, steadyState, hypothesis, rollback, variables } = scenario;
  const probes = `steady state (${steadyState.map(({ probe }) => probe).join(', ')})`;
  const longestMs = method.reduce((total, step) => total + plannedMs(step), 0);
  const given = Object.entries(variables).map(([name, value]) => `${name}=${String(value)}`);
  const steps = [
    ...(given.length > 0 ? [`variables: ${given.join(', ')}`] : []),
    ...looks(probes, hypothesis, 'before'),
    ...looks(`${probes} every ${formatDuration(hypothesis.everyMs)}`, hypothesis, 'during'),
    ...method.map(describeStep),
    ROLLBACKS[rollback],
    ...looks(probes, hypothesis, 'after'),
  ];
  const lines = steps.map((step) => `  - ${step}\n`).join('');
  return `${id}: ${title}\n${lines}  at most ${formatDuration(longestMs)} of lab time\n`;
}

function looks(text: string, { strategy }: Hypothesis, when: 'before' | 'during' | 'after') {
  const isUsual = strategy === 'before-and-after' && when !== 'during';
  const isWanted = isUsual || strategy === 'continuously' || strategy === when;
  return isWanted ? [text] : [];
}
