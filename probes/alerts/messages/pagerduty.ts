/** A notice as an alert event of PagerDuty’s Events API v2; one incident per alert, by its key. */
import type { Notice } from '../alert-state.ts';
import { clip, factsOf, isoOf, oneLine } from './headline.ts';

/** From its documentation. */
const SUMMARY_MAX = 1_024;
const KEY_MAX = 255;

/** `routingKey` is a secret: whoever has it can open incidents. */
export function renderPagerDuty(notice: Notice, routingKey: string): object {
  const { key, state, severity, target, subject, kind, title, text, atMs } = notice;
  const known = { routing_key: routingKey, dedup_key: clip(`pta-lab/${key}`, KEY_MAX) };
  if (state === 'resolved') return { ...known, event_action: 'resolve' };
  return {
    ...known,
    event_action: 'trigger',
    client: 'pta-lab',
    payload: {
      summary: clip(oneLine(`${title}: ${text}`), SUMMARY_MAX),
      source: target,
      severity,
      timestamp: isoOf(atMs),
      ...(subject !== '' && { component: subject }),
      group: target,
      class: kind,
      custom_details: { ...Object.fromEntries(factsOf(notice)), text },
    },
  };
}
