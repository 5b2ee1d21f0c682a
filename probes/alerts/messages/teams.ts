/**
 * A notice for a Teams workflow (“Post to a channel when a webhook request is received”): an
 * Adaptive Card in the envelope of a message. The older Office 365 connectors take the same.
 */
import type { Notice } from '../alert-state.ts';
import { clip, factsOf, headlineOf } from './headline.ts';

const COLOURS = {
  firing: 'attention',
  repeated: 'attention',
  resolved: 'good',
} as const satisfies Record<Notice['state'], string>;

/** A message of Teams may have 28 KB; a sentence needs no more than this. */
const TEXT_MAX = 4_000;

export function renderTeams(notice: Notice): object {
  const title = {
    ...{ type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true },
    ...{ text: plain(headlineOf(notice)), color: COLOURS[notice.state] },
  };
  const text = { type: 'TextBlock', wrap: true, text: plain(clip(notice.text, TEXT_MAX)) };
  const facts = factsOf(notice).map(([name, value]) => ({ title: name, value: plain(value) }));
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    ...{ type: 'AdaptiveCard', version: '1.4' },
    body: [title, text, { type: 'FactSet', facts }],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

/** A card reads Markdown: what a server answered must not become a link. */
function plain(text: string): string {
  return text.replaceAll(/[\\[\]()*_`]/g, '\\$&');
}
