/** Sites with their lines to the cloud, and what the distance to the controllers does. */
import type { Plan, SitePlan } from '../../load/plan/plan.ts';
import {
  formatBitRate,
  formatLatency,
  formatRate,
  formatSaturation,
} from '../../runtime/quantities.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { numberCell, quiet, section, table } from '../report/page-parts.ts';
import { rect } from '../report/svg.ts';
import { full } from './header.ts';

const SITE_HEADS = [
  'Site',
  'Agents',
  'To controllers',
  'One can do',
  'Requests in',
  '',
  'Answers out',
  'In, with loss',
];

export function renderSites({ sites, tolerateLoss }: Plan): Markup {
  if (sites.length === 0) return NOTHING;
  const most = Math.max(
    ...sites.flatMap(({ traffic, trafficLost }) => [
      traffic.inBytesPerSecond,
      trafficLost.inBytesPerSecond,
    ]),
  );
  return section('sites', 'Sites and their lines to the cloud', [
    table(
      'sites stacking',
      SITE_HEADS,
      sites.map((site) => siteRow(site, most)),
    ),
    html`<p class="quiet">Payload by the documented formula: each request carries 0.5K and 1K for
every agent on the tenant’s list, lost ones too; each answer 1K. TLS, TCP and traffic to domain
controllers come on top. With loss: while ${tolerateLoss} are away.</p>`,
  ]);
}

const BAR_WIDTH = 200;

function siteRow(site: SitePlan, most: number): Markup {
  const {
    name,
    agents,
    controllerLatencyMs,
    addedMs,
    saturationPerSecond,
    limit,
    traffic,
    trafficLost,
  } = site;
  const width = (bytes: number) => (most === 0 ? 0 : (bytes / most) * BAR_WIDTH);
  const bars = html`<svg class="meter" viewBox="0 0 ${BAR_WIDTH} 14" preserveAspectRatio="xMinYMid" aria-hidden="true">
${rect('answered', { x: 0, y: 1, width: width(traffic.inBytesPerSecond), height: 8 })}
${rect('queued', { x: 0, y: 10, width: width(traffic.outBytesPerSecond), height: 3 })}</svg>`;
  const cells = [
    ['Agents', String(agents.length)],
    ['To controllers', `${controllerLatencyMs} ms, adds ${formatLatency(addedMs)}`],
    ['One can do', formatSaturation(saturationPerSecond, limit)],
    ['Requests in', formatBitRate(traffic.inBytesPerSecond)],
  ] as const;
  return html`<tr><th scope="row">${name}</th>${cells.map(([head, cell]) => numberCell(head, cell))}
<td class="share">${bars}</td>${numberCell('Answers out', formatBitRate(traffic.outBytesPerSecond))}
${numberCell('In, with loss', formatBitRate(trafficLost.inBytesPerSecond))}</tr>`;
}

const DISTANCE_HEADS = [
  'One way to the controllers',
  'Adds to a sign-in',
  'One can do',
  'Fullest',
  '50 %',
  '95 %',
  '99 %',
];

export function renderDistances({ distances }: Plan): Markup {
  if (distances.length === 0) return NOTHING;
  const rows = distances.map(({ controllerLatencyMs, addedMs, saturationPerSecond, seen }) => {
    const cells = [
      formatLatency(addedMs),
      formatRate(saturationPerSecond),
      full(seen.utilisation),
      ...[seen.p50, seen.p95, seen.p99].map(formatLatency),
    ];
    return html`<tr><th scope="row">${controllerLatencyMs} ms</th>${cells.map((cell, at) => numberCell(DISTANCE_HEADS[at + 1] ?? '', cell))}</tr>`;
  });
  return section('distances', 'If all agents were so far from their controllers', [
    table('distances stacking', DISTANCE_HEADS, rows),
    quiet('No times where more comes than can be done: they would only say how long it lasts.'),
  ]);
}
