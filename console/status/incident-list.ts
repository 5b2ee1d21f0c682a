/**
 * What went wrong and what diagnosis said of it: what goes on in a few words, for whoever looks up
 * at a wall, and all of the last 30 days further down.
 */
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { section, tag } from '../report/page-parts.ts';
import { dateTime, lasting } from './moments.ts';
import type { IncidentStatus, StatusModel } from './status-model.ts';

/** One break shows at several probes: what they share is said once, latest break first. */
export function renderGoingOn({ incidents, nowMs }: StatusModel): Markup {
  const open = incidents.filter(({ state }) => state === 'open');
  if (open.length === 0) return NOTHING;
  const groups = Map.groupBy(open, ({ target, diagnosis, summary }) =>
    JSON.stringify([target, diagnosis ?? summary]),
  );
  const items = [...groups.values()].map((group) => renderGroup(group, nowMs));
  return section('going-on', 'What goes on', html`<ol class="incidents">${items}</ol>`);
}

function renderGroup(group: readonly IncidentStatus[], nowMs: number): Markup {
  const [{ target, diagnosis, summary } = { target: '', diagnosis: null, summary: '' }] = group;
  const beginMs = Math.min(...group.map((one) => one.beginMs));
  const modules = group.map(({ module }) => module).join(', ');
  return html`<li><p><b>${target} · ${modules}</b>
<span class="quiet">since ${dateTime(beginMs)} UTC, for ${lasting(beginMs, nowMs)}</span></p>
${diagnosis === null ? html`<p>${summary}</p>` : html`<p class="diagnosis">${diagnosis}</p>`}</li>`;
}

export function renderIncidents({ incidents, nowMs }: StatusModel): Markup {
  const none = html`<p class="quiet">None in the last 30 days.</p>`;
  const items = incidents.map((incident) => renderIncident(incident, nowMs));
  const list = html`<ol class="incidents">${items}</ol>`;
  return section('incidents', 'Incidents', items.length === 0 ? none : list);
}

const TAGS = {
  open: tag('bad', 'goes on'),
  over: tag('good', 'over'),
  unknown: tag('warning', 'nobody can tell'),
} as const;

function renderIncident(incident: IncidentStatus, nowMs: number): Markup {
  const { target, module, state, beginMs, endMs, failures, summary, diagnosis } = incident;
  const lastMs = state === 'unknown' ? incident.lastFailureMs : (endMs ?? nowMs);
  const seen = state === 'unknown' ? ', and nothing is known since' : '';
  const runs = `${failures} failed ${failures === 1 ? 'run' : 'runs'}`;
  return html`<li><p>${TAGS[state]} <b>${target} · ${module}</b></p>
<p class="quiet">${dateTime(beginMs)} UTC, for ${lasting(beginMs, lastMs)}${seen}, ${runs}</p>
<p>${summary}</p>
<p class="diagnosis">${diagnosis ?? 'No diagnosis was made.'}</p></li>`;
}
