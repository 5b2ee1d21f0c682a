/**
 * A notice for a Slack incoming webhook: blocks for the channel, `text` for the notification. Slack
 * reads `&`, `<` and `>` as markup, so that a summary with `<!channel>` would wake everybody.
 */
import type { Notice } from '../alert-state.ts';
import { clip, factsOf, headlineOf } from './headline.ts';

/** Slack's own limits for a header and for a section. */
const HEADER_MAX = 150;
const SECTION_MAX = 3_000;

export function renderSlack(notice: Notice): object {
  const headline = headlineOf(notice);
  const facts = factsOf(notice).map(([name, value]) => `*${name}:* ${escapeMarkup(value)}`);
  return {
    text: escapeMarkup(headline),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: clip(headline, HEADER_MAX) } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: clip(escapeMarkup(notice.text), SECTION_MAX) },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: facts.join('  ') }] },
    ],
  };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
