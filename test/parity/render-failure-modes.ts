/** `docs/failure-modes.md` from the declarations in `lab/faults/`. */
import {
  FAULT_FAMILIES,
  type Fault,
  type FaultFamily,
  type Symptoms,
} from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { meansOf } from '../../lab/outposts/find-impossible.ts';
import { completeParameters, limitsOf } from '../../lab/places.ts';
import { eventRow } from '../../protocol/events.ts';
import { SOURCES } from '../../protocol/sources.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { formatDuration } from '../../runtime/duration.ts';
import { findInexpressibleFault } from '../../scenarios/find-inexpressible.ts';
import { combinationsOf } from '../catalogue/combinations.ts';
import { renderCodes, renderEvents, renderUsersRead, userText } from './render-codes.ts';
import { renderSymptomIndex } from './render-symptom-index.ts';

const OPENING = `# Failure modes

Generated from \`lab/faults/\`: \`npm run docs\` writes it, and a test fails when it is out of date. Every claim below is
checked by injecting the fault: \`test/catalogue-path.test.ts\` and \`test/catalogue.test.ts\` in virtual time for each
combination of choices, their \`.e2e.test.ts\` twins on real sockets with the defaults. What users read are the lab's
own sentences for the documented meaning. Times are counted from the moment the fault sets in (of "healed", from the
moment it is taken back), at the numbers of \`protocol/timings.ts\`: some of those are assumed, reports say which.

The basis of a section is that of the cause and of what it breaks. Where no document says which code a cause ends in,
the code is the lab's conclusion from its documented meaning. No document lists the events of an agent: two of the
[ids](#events) come from a seed, the others are the lab's own. Do not look for those on a real server.

Try one: \`pta-lab faults on block-443 --for 10m --with how=refuse\` on a running lab, or \`inject: block-443\` in a
scenario.
`;

const FAMILY_TITLES: Readonly<Record<FaultFamily, string>> = {
  network: 'Network',
  tls: 'TLS',
  'name-resolution': 'Name resolution',
  proxy: 'Web proxy',
  agent: 'Agents',
  directory: 'Directory',
  account: 'Accounts',
  cloud: 'Cloud',
  capacity: 'Capacity',
  clock: 'Clocks',
  'change-mistake': 'Mistakes in changes',
};

const ALL = Object.values(FAULTS);

export function renderFailureModes(): string {
  const families = FAULT_FAMILIES.filter((family) => inFamily(family).length > 0);
  return [
    OPENING,
    '## Contents\n',
    ...families.map(renderContents),
    '',
    renderSymptomIndex(ALL),
    ...families.map((family) => {
      return [`## ${FAMILY_TITLES[family]}\n`, ...inFamily(family).map(renderFault)].join('\n');
    }),
    renderCodes(ALL),
    renderEvents(ALL),
  ].join('\n');
}

function inFamily(family: FaultFamily): readonly Fault[] {
  return ALL.filter((fault) => fault.family === family);
}

function renderContents(family: FaultFamily): string {
  const links = inFamily(family).map(({ id }) => `[${id}](#${id})`);
  return `- **${FAMILY_TITLES[family]}**: ${links.join(', ')}`;
}

function renderFault(fault: Fault): string {
  const { id, title, cause, lookAlike, fix, basis, sources, notLive } = fault;
  const named = sources.map((source) => `${source} (${SOURCES[source].title})`);
  const lines = [
    `**${title}.** ${cause}`,
    renderPhases(fault),
    renderUsersRead(fault),
    `**Told from [${lookAlike.fault}](#${lookAlike.fault}):** ${lookAlike.toldApartBy}`,
    `**Fix:** ${fix}`,
    renderParameters(fault),
    `${renderWhere(fault)} **Live mode:** ${notLive === undefined ? 'yes' : `no: ${notLive}`}. ${renderContainers(fault)}`,
    `**Basis:** ${basis}; ${named.join(', ')}.`,
  ];
  return `### ${id}\n\n${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

/** With which means `pta-lab rehearse --lab compose` brings it about. */
function renderContainers(fault: Fault): string {
  const why = findInexpressibleFault(fault);
  if (why !== undefined) return `**In containers:** no: ${why}.`;
  const means = fault.effects({}, completeParameters('FAULT', fault, {})).map(meansOf);
  const named = [...new Set(means.flatMap((one) => ('by' in one ? one.by : [])))];
  return `**In containers:** by ${named.join('; ')}.`;
}

function renderWhere({ where, seenIn }: Fault): string {
  if (where.length === 0) return '**Where:** the whole tenant.';
  const claimed = Object.values(seenIn?.where ?? {}).flat();
  const alone = ` Claimed with ${claimed.join(' and ')} named, and the others left as they are.`;
  const part = claimed.length > 0 ? alone : '';
  return `**Where:** ${where.join(', ')}; everywhere if none is named.${part}`;
}

/** The claims of the defaults, and of every combination of choices that shows otherwise. */
function renderPhases(fault: Fault): string {
  const variants = new Map<string, string[]>();
  const usual = completeParameters('FAULT', fault, {});
  for (const given of [{}, ...combinationsOf(fault)]) {
    const values = completeParameters('FAULT', fault, given);
    const rows = fault.symptoms(timingsWith(), values).map(renderPhase).join('\n');
    const name = Object.keys(given)
      .filter((parameter) => values[parameter] !== usual[parameter])
      .map((parameter) => `\`${parameter}=${values[parameter]}\``)
      .join(' ');
    const names = variants.get(rows) ?? [];
    variants.set(rows, [...names, name]);
  }
  const [[first = '', names = []] = [], ...others] = [...variants];
  const same = names.filter((name) => name !== '');
  return [
    `${HEAD}\n${first}`,
    ...(same.length > 0 ? [`The same with ${same.join('; ')}.`] : []),
    ...others.map(([rows, with_]) => `With ${with_.join('; or ')}:\n\n${HEAD}\n${rows}`),
  ].join('\n\n');
}

const HEAD = `| Phase | Right password | Wrong password | Agents log | Agents list (portal) |
| --- | --- | --- | --- | --- |`;

function renderPhase(claim: Symptoms): string {
  const { phase, afterMs, untilMs, results, events, status, log = [], signInMsMin } = claim;
  const found = (claim.findings ?? []).map((id) => `inspection: \`${id}\``);
  const until = untilMs === undefined ? '' : `, until ${formatDuration(untilMs)}`;
  const slow = signInMsMin ? [`${formatDuration(signInMsMin)} or longer`] : [];
  const late = log.map((code) => `sign-in log: ${code}`);
  const logged = events.map((id) => `${id} (${eventRow(id)?.title ?? 'unknown'})`);
  const cells = [
    `${phase}, after ${formatDuration(afterMs)}${until}`,
    [...texts(results['right-password']), ...slow, ...late].join('<br>'),
    texts(results['wrong-password']).join('<br>'),
    logged.join('<br>') || '–',
    [describeStatus(status), ...found].join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function describeStatus(status: Symptoms['status']): string {
  const { inactiveAfterMs } = timingsWith();
  if (status === 'unlisted') return 'not listed any more';
  if (status !== 'Inactive') return status;
  return `Inactive, ${formatDuration(inactiveAfterMs)} after the last sign of life`;
}

function texts(codes: readonly number[] | undefined): string[] {
  return codes ? codes.map(userText) : ['not claimed'];
}

function renderParameters({ parameters }: Fault): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => {
    const cells =
      parameter.type === 'choice'
        ? [parameter.choices.join(', '), parameter.default]
        : rangeCells(parameter);
    return `| \`${name}\` | ${parameter.about} | ${cells.join(' | ')} |`;
  });
  if (rows.length === 0) return '';
  const head = '| Parameter | What it says | Values | Default |\n| --- | --- | --- | --- |';
  return `${head}\n${rows.join('\n')}`;
}

function rangeCells(parameter: Parameters<typeof limitsOf>[0]): string[] {
  const { usual, min, max, unit } = limitsOf(parameter);
  if (parameter.type === 'number') return [`${min} to ${max} ${unit}`, String(usual)];
  return [`${formatDuration(min)} to ${formatDuration(max)}`, formatDuration(usual)];
}
