/** A pattern over the colour of each symptom, so that colour is never all that tells two apart. */
import { html, type Markup } from './markup.ts';

function pattern(name: string, lines: Markup): Markup {
  const tile = html`width="6" height="6" patternUnits="userSpaceOnUse"`;
  return html`<pattern id="${name}" class="pattern ${name}" ${tile}>
<rect width="6" height="6"/>${lines}</pattern>`;
}

/** Once per page; `figure.css` fills with them by id. The most frequent symptom, `s1`, is plain. */
export const PATTERNS = html`<svg width="0" height="0" aria-hidden="true" class="patterns"><defs>
${pattern('s2', html`<path d="M-1 1l2-2M0 6l6-6M5 7l2-2"/>`)}
${pattern('s3', html`<circle cx="2" cy="2" r="1"/><circle cx="5" cy="5" r="1"/>`)}
${pattern('s4', html`<path d="M-1 5l2 2M0 0l6 6M5-1l2 2"/>`)}
${pattern('s5', html`<path d="M0 2h6M0 5h6"/>`)}
${pattern('s6', html`<path d="M3 0v6M0 3h6"/>`)}
${pattern('waiting', html`<path d="M-1 1l2-2M0 6l6-6M5 7l2-2"/>`)}
</defs></svg>`;
